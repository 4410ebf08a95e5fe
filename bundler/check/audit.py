"""The audit of a finished book: the promises a reader offline relies on, each looked for in the file itself."""

from __future__ import annotations

import posixpath
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from bundler.check.findings import Code, Finding
from bundler.check.page import css_findings, read_document

_CONTAINER = "META-INF/container.xml"
_MIMETYPE = b"application/epub+zip"
_DOCUMENTS = frozenset(("application/xhtml+xml", "image/svg+xml", "application/x-dtbncx+xml"))
_LARGEST_DOCUMENT = 64 * 1024 * 1024
_OPF = {"o": "http://www.idpf.org/2007/opf"}


def audit(path: Path) -> list[Finding]:
    """Read a finished book and list what is wrong with it.

    Args:
        path: an EPUB file; it is only read.

    Returns:
        findings in the order of the archive; an empty list for a clean book. A file that is no EPUB gives one finding.

    Raises:
        OSError: the file cannot be opened.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_audit(archive))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError) as error:
        return [Finding(Code.BROKEN, "", f"is no readable EPUB ({error})")]


def _audit(archive: zipfile.ZipFile) -> Iterator[Finding]:
    names = archive.namelist()
    yield from _archive_findings(archive, names)
    if _CONTAINER not in names:
        yield Finding(Code.BROKEN, _CONTAINER, "is missing")
        return
    opf = _package_name(_read(archive, _CONTAINER))
    if opf not in names:
        yield Finding(Code.BROKEN, opf or _CONTAINER, "the package document is missing")
        return
    try:
        package = etree.fromstring(_read(archive, opf), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield Finding(Code.BROKEN, opf, f"is not well-formed XML ({error.msg})")
        return
    yield from _content_findings(archive, opf, package, frozenset(names))


def _archive_findings(archive: zipfile.ZipFile, names: list[str]) -> Iterator[Finding]:
    if not names or names[0] != "mimetype" or _read(archive, "mimetype") != _MIMETYPE:
        yield Finding(Code.BROKEN, "mimetype", "is not the first entry or does not say application/epub+zip")
    folded = Counter(unicodedata.normalize("NFC", name).casefold() for name in names)
    for name in names:
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0]:
            yield Finding(Code.NAME, name, "leads out of the book")
        if folded[unicodedata.normalize("NFC", name).casefold()] > 1:
            yield Finding(Code.NAME, name, "is the same as another on some file systems")
    broken = archive.testzip()
    if broken is not None:
        yield Finding(Code.BROKEN, broken, "is damaged (checksum)")


def _content_findings(
    archive: zipfile.ZipFile, opf: str, package: etree._Element, names: frozenset[str]
) -> Iterator[Finding]:
    folder = posixpath.dirname(opf)
    manifest: dict[str, tuple[str, str]] = {}
    for item in package.iterfind(".//o:manifest/o:item", _OPF):
        href = item.get("href", "")
        if "://" in href:
            yield Finding(Code.REMOTE, opf, f"manifest item {href[:120]}")
            continue
        manifest[item.get("id", "")] = (_resolve(folder, href), item.get("media-type", ""))
    in_manifest = {name for name, _ in manifest.values()}
    for name in sorted(in_manifest - names):
        yield Finding(Code.MISSING, name, "stands in the manifest and not in the book")
    spine = [item.get("idref", "") for item in package.iterfind(".//o:spine/o:itemref", _OPF)]
    referenced = {manifest[idref][0] for idref in spine if idref in manifest}
    days: dict[str, tuple[str, ...]] = {}
    for name, media_type in manifest.values():
        if name not in names:
            continue
        if media_type == "text/css":
            yield from css_findings(name, _read(archive, name))
        elif media_type in _DOCUMENTS:
            document = read_document(name, _read(archive, name))
            yield from document.findings
            days[name] = document.days
            for reference in document.references:
                target = _resolve(posixpath.dirname(name), reference)
                referenced.add(target)
                if target not in names:
                    yield Finding(Code.MISSING, name, f"refers to {reference[:120]}, which is not in the book")
    yield from _order_findings([manifest[idref][0] for idref in spine if idref in manifest], days)
    kept_out = {"mimetype", _CONTAINER, opf}
    marked = {_resolve(folder, item.get("href", "")) for item in package.iterfind(".//o:manifest/o:item[@properties]", _OPF)}
    ncx = {name for name, media_type in manifest.values() if media_type == "application/x-dtbncx+xml"}
    for name in sorted(names - referenced - marked - ncx - kept_out):
        if not name.endswith("/") and not name.startswith("META-INF/"):
            yield Finding(Code.UNREFERENCED, name, "nothing in the book refers to it")


def _order_findings(spine: list[str], days: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    latest = ""
    for name in spine:
        for day in days.get(name, ())[:1]:
            if day < latest:
                yield Finding(Code.ORDER, name, f"{day} stands behind {latest}")
            latest = max(latest, day)


def _package_name(container: bytes) -> str:
    try:
        root = etree.fromstring(container, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ""
    rootfile = root.find(".//{urn:oasis:names:tc:opendocument:xmlns:container}rootfile")
    return rootfile.get("full-path", "") if rootfile is not None else ""


def _resolve(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href)))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    if info.file_size > _LARGEST_DOCUMENT:
        raise ValueError(f"{name} unpacks to {info.file_size} bytes")
    return archive.read(info)
