"""The audit of a finished book: the promises a reader offline relies on, each looked for in the file itself."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from bundler.check.accessibility import claim_findings
from bundler.check.archive import UNREADABLE, archive_findings, is_endless, is_folder, is_readable
from bundler.check.entries import read_entry
from bundler.check.findings import Code, Finding, bounded, note, warning
from bundler.check.limits import book_findings
from bundler.check.navigation import Menu, menu_findings, read_nav, read_ncx
from bundler.check.package_document import NCX, Package, package_name, read_package, resolve
from bundler.check.page import Document
from bundler.check.rights import rights_findings
from bundler.check.xml import LARGEST_DOCUMENT

_CONTAINER = "META-INF/container.xml"
_MOST_REFERENCES = 3_000_000
"""References and ids together, some 150 bytes each; a book of 2,000 articles has 50,000."""
_DROPPINGS = (".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX", "iTunesMetadata.plist", "calibre_bookmarks.txt")
"""What file managers and readers leave in archives: names of folders, accounts, places where somebody stopped."""


def audit(path: Path, names: tuple[tuple[str, str], ...] = ()) -> list[Finding]:
    """Read a finished book and list what is worth telling about it.

    Args:
        path: an EPUB file; it is only read.
        names: what else no entry may hold, pairs of what it is and the words (`traces.names_of_this_machine`).

    Returns:
        findings in the order of the archive, those of the book as a whole first and last; an empty list for a clean
        book. A file that is no archive gives one finding.

    Raises:
        OSError: the file cannot be opened.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
        except UNREADABLE as error:
            return [Finding(Code.BROKEN, "", f"is no readable EPUB ({error})")]
        with archive:
            return bounded(_audit(archive, file, size, names))


def _audit(
    archive: zipfile.ZipFile, file: BinaryIO, size: int, names: tuple[tuple[str, str], ...]
) -> Iterator[Finding]:
    yield from archive_findings(archive, file, size)
    if is_endless(archive.infolist()):
        return
    container = _document(archive, _CONTAINER)
    if isinstance(container, Finding):
        yield container
        return
    opf = package_name(container)
    content = _document(archive, opf) if opf else Finding(Code.BROKEN, _CONTAINER, "names no package document")
    if isinstance(content, Finding):
        yield content
        return
    package = read_package(opf, content)
    if isinstance(package, Finding):
        yield package
        return
    yield from package.findings
    yield from book_findings(size, len(package.spine))
    documents: dict[str, Document] = {}
    shared: dict[Any, Any] = {}
    room = _MOST_REFERENCES
    obscured = yield from rights_findings(archive)
    types = {item.name: item.media_type for item in package.items}
    for info in archive.infolist():
        if is_readable(info) and not is_folder(info):
            entry = read_entry(
                archive, info, types.get(info.filename, ""), names, is_obscured=info.filename in obscured
            )
            yield from entry.findings
            if entry.document is not None and room > 0:
                documents[info.filename] = _lean(entry.document, shared)
                room -= len(entry.document.references) + len(entry.document.ids)
    if room <= 0:
        yield Finding(Code.BROKEN, "", "has more references than any reader follows; not all were looked at")
    yield from _content_findings(package, documents, frozenset(archive.namelist()))
    nav, ncx = _menus(archive, package)
    yield from _order_findings(package, documents, nav.starts if nav is not None else frozenset())
    yield from menu_findings(package, nav, ncx)
    yield from claim_findings(package, documents.values())


def _lean(document: Document, shared: dict[Any, Any]) -> Document:
    """A document whose references and names lie in memory once for all that have the same: half of the bytes."""
    return replace(
        document,
        findings=(),
        references=tuple(shared.setdefault(reference, reference) for reference in document.references),
        ids=shared.setdefault(document.ids, document.ids),
        features=shared.setdefault(document.features, document.features),
    )


def _document(archive: zipfile.ZipFile, name: str) -> bytes | Finding:
    """One entry of the book's frame as a whole, or why it cannot be had."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return Finding(Code.BROKEN, name, "is missing")
    if not is_readable(info) or info.file_size > LARGEST_DOCUMENT:
        return Finding(Code.BROKEN, name, "is larger than any reader opens, or encrypted")
    try:
        return archive.read(info)
    except UNREADABLE as error:
        return Finding(Code.BROKEN, name, f"is damaged ({error})")


def _menus(archive: zipfile.ZipFile, package: Package) -> tuple[Menu | None, Menu | None]:
    """The navigation document and the NCX, where they are; that they are missing or broken is told elsewhere."""
    nav = package.nav
    ncx = package.item(package.ncx) or next((item for item in package.items if item.media_type == NCX), None)
    nav_content = _document(archive, nav.name) if nav is not None else b""
    ncx_content = _document(archive, ncx.name) if ncx is not None else b""
    return (
        read_nav(nav.name, nav_content) if nav is not None and isinstance(nav_content, bytes) else None,
        read_ncx(ncx.name, ncx_content, package.identifier)
        if ncx is not None and isinstance(ncx_content, bytes)
        else None,
    )


def _content_findings(package: Package, documents: dict[str, Document], names: frozenset[str]) -> Iterator[Finding]:
    """What the manifest, the spine and the references say of each other."""
    for item in package.items:
        if "://" not in item.name and not item.name.startswith("//") and item.name not in names:
            yield Finding(Code.MISSING, item.name, "stands in the manifest and not in the book")
    referred = {package.name, "mimetype", _CONTAINER, *_used(package)}
    for kind, href in package.guide:
        target = resolve(package.folder, href.partition("#")[0])
        referred.add(target)
        if target not in names:
            yield Finding(
                Code.MISSING, package.name, f"the guide's {kind[:30]} is {href[:120]}, which is not in the book"
            )
    for name, document in documents.items():
        for reference in document.references:
            target = resolve(posixpath.dirname(name), reference.address) if reference.address else name
            referred.add(target)
            if target not in names:
                yield Finding(Code.MISSING, name, f"refers to {reference.address[:120]}, which is not in the book")
            elif reference.fragment and not _is_there(documents.get(target), unquote(reference.fragment)):
                place = f"{reference.address}#{reference.fragment}"
                yield warning(Code.MISSING, name, f"refers to {place[:120]}, and there is no such place")
    yield from _stray_findings(names, referred, frozenset(item.name for item in package.items))


def _used(package: Package) -> Iterator[str]:
    """Entries that the package document itself makes use of."""
    yield from (item.name for item, _ in package.spine)
    needed = {package.cover, package.ncx, *(helper for item in package.items for helper in item.helps)}
    yield from (
        item.name for item in package.items if item.properties or item.media_type == NCX or item.identifier in needed
    )


def _is_there(document: Document | None, fragment: str) -> bool:
    """Whether a fragment leads somewhere; those that are no ids (EPUB CFI, media fragments) are not looked at."""
    is_no_id = any(mark in fragment for mark in "()=~") or fragment.lower() == "top"
    return document is None or is_no_id or fragment in document.ids


def _stray_findings(names: frozenset[str], referred: set[str], listed: frozenset[str]) -> Iterator[Finding]:
    for name in sorted(names - referred):
        if any(part in _DROPPINGS for part in name.split("/")):
            yield warning(Code.TRACE, name, "was left in the book by a file manager or a reading program")
        elif name in listed:
            yield note(Code.UNREFERENCED, name, "nothing in the book refers to it")
        elif not name.endswith("/") and not name.startswith("META-INF/"):
            yield warning(Code.UNREFERENCED, name, "stands in the archive and not in the manifest")


def _order_findings(package: Package, documents: dict[str, Document], starts: frozenset[str]) -> Iterator[Finding]:
    """Articles before the one in front of them; where the contents are grouped by source, within each source."""
    latest = ""
    for item, _ in package.spine:
        if item.name in starts:
            latest = ""
        for day in documents[item.name].days[:1] if item.name in documents else ():
            if day < latest:
                yield Finding(Code.ORDER, item.name, f"{day} stands behind {latest}")
            latest = max(latest, day)
