"""The audit of a finished book: the promises a reader offline relies on, each looked for in the file itself."""

from __future__ import annotations

import posixpath
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from bundler.check.findings import Code, Finding
from bundler.check.page import Document, css_findings, css_references, read_document

_CONTAINER = "META-INF/container.xml"
_MIMETYPE = b"application/epub+zip"
_NCX = "application/x-dtbncx+xml"
_DOCUMENTS = frozenset(("application/xhtml+xml", "image/svg+xml", _NCX))
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)
"""What zipfile raises on files that are no ZIP, damaged, packed in an unknown way, or encrypted (RuntimeError)."""
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
    except _UNREADABLE as error:
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


@dataclass(frozen=True, slots=True)
class _Item:
    """A manifest item: the archive entry it names, its media type, and whether the package itself uses it."""

    name: str
    media_type: str
    is_used: bool


def _content_findings(
    archive: zipfile.ZipFile, opf: str, package: etree._Element, names: frozenset[str]
) -> Iterator[Finding]:
    items = _manifest(posixpath.dirname(opf), package)
    for identifier, item in items.items():
        if "://" in item.name:
            yield Finding(Code.REMOTE, opf, f"manifest item {identifier}: {item.name[:120]}")
        elif item.name not in names:
            yield Finding(Code.MISSING, item.name, "stands in the manifest and not in the book")
    spine = [
        items[idref].name
        for itemref in package.iterfind(".//o:spine/o:itemref", _OPF)
        if (idref := itemref.get("idref", "")) in items
    ]
    documents: dict[str, Document] = {}
    for item in items.values():
        if item.name not in names:
            continue
        if item.media_type == "text/css":
            content = _read(archive, item.name)
            yield from css_findings(item.name, content.decode("utf-8", errors="replace"))
            documents[item.name] = Document((), tuple(css_references(content)), ())
        elif item.media_type in _DOCUMENTS:
            documents[item.name] = read_document(item.name, _read(archive, item.name))
            yield from documents[item.name].findings
    yield from _order_findings(spine, documents)
    used = {item.name for item in items.values() if item.is_used}
    yield from _reference_findings(documents, names, {*spine, *used, "mimetype", _CONTAINER, opf})


def _manifest(folder: str, package: etree._Element) -> dict[str, _Item]:
    return {
        item.get("id", ""): _Item(
            name=href if "://" in (href := item.get("href", "")) else _resolve(folder, href),
            media_type=item.get("media-type", ""),
            # nav and cover carry properties; the NCX is named by the spine
            is_used=bool(item.get("properties")) or item.get("media-type") == _NCX,
        )
        for item in package.iterfind(".//o:manifest/o:item", _OPF)
    }


def _reference_findings(documents: dict[str, Document], names: frozenset[str], used: set[str]) -> Iterator[Finding]:
    referenced = set(used)
    for name, document in documents.items():
        for reference in document.references:
            target = _resolve(posixpath.dirname(name), reference)
            referenced.add(target)
            if target not in names:
                yield Finding(Code.MISSING, name, f"refers to {reference[:120]}, which is not in the book")
    for name in sorted(names - referenced):
        if not name.endswith("/") and not name.startswith("META-INF/"):
            yield Finding(Code.UNREFERENCED, name, "nothing in the book refers to it")


def _order_findings(spine: list[str], documents: dict[str, Document]) -> Iterator[Finding]:
    latest = ""
    for name in spine:
        for day in documents[name].days[:1] if name in documents else ():
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
