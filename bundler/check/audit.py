"""The audit of a finished book: the promises a reader offline relies on, each looked for in the file itself."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import BinaryIO

from bundler.check.accessibility import claim_findings
from bundler.check.archive import UNREADABLE, archive_findings, is_endless, is_folder, is_readable, share_values
from bundler.check.documents import Documents
from bundler.check.entries import read_entry
from bundler.check.findings import Code, Finding, bounded, note, warning
from bundler.check.limits import book_findings
from bundler.check.navigation import Menu, menu_findings, read_nav, read_ncx
from bundler.check.package_document import NCX, Item, Package, package_name, read_package, resolve
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
            share_values(archive.infolist())
            return bounded(_audit(archive, file, size, names))


def _audit(
    archive: zipfile.ZipFile, file: BinaryIO, size: int, names: tuple[tuple[str, str], ...]
) -> Iterator[Finding]:
    yield from archive_findings(archive, file, size)
    if is_endless(archive.infolist()):
        return
    package = _package(archive)
    if isinstance(package, Finding):
        yield package
        return
    yield from package.findings
    yield from book_findings(size, len(package.spine))
    nav, ncx = _menus(archive, package)
    documents = Documents(archive.NameToInfo)
    yield from _entry_findings(archive, package, names, documents)
    yield from _content_findings(package, documents, archive.NameToInfo)
    yield from _order_findings(package, documents, nav.starts if nav is not None else frozenset())
    yield from menu_findings(package, nav, ncx)
    yield from claim_findings(package, [documents.held])


def _package(archive: zipfile.ZipFile) -> Package | Finding:
    """The package document, or why there is none."""
    container = _document(archive, _CONTAINER)
    if isinstance(container, Finding):
        return container
    opf = package_name(container)
    content = _document(archive, opf) if opf else Finding(Code.BROKEN, _CONTAINER, "names no package document")
    return content if isinstance(content, Finding) else read_package(opf, content, archive.NameToInfo)


def _entry_findings(
    archive: zipfile.ZipFile, package: Package, names: tuple[tuple[str, str], ...], documents: Documents
) -> Iterator[Finding]:
    """What stands in each entry; documents are taken in."""
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
                is_last = archive.NameToInfo[info.filename] is info  # of two of one name, which most readers take
                documents.add(info.filename, entry.document if is_last else Document(()))
                room -= len(entry.document.references) + len(entry.document.ids)
    if room <= 0:
        yield Finding(Code.BROKEN, "", "has more references than any reader follows; not all were looked at")


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
    return _menu(archive, package.nav, read_nav), _menu(
        archive,
        package.item(package.ncx) or next((item for item in package.items if item.media_type == NCX), None),
        lambda name, content: read_ncx(name, content, package.identifier),
    )


def _menu(archive: zipfile.ZipFile, item: Item | None, read: Callable[[str, bytes], Menu]) -> Menu | None:
    content = _document(archive, item.name) if item is not None else b""
    return read(item.name, content) if item is not None and isinstance(content, bytes) else None


def _content_findings(
    package: Package, documents: Documents, entries: Mapping[str, zipfile.ZipInfo]
) -> Iterator[Finding]:
    """What the manifest, the spine and the references say of each other."""
    for item in package.items:
        if "://" not in item.name and not item.name.startswith("//") and item.name not in entries:
            yield Finding(Code.MISSING, item.name, "stands in the manifest and not in the book")
    for name in (package.name, "mimetype", _CONTAINER, *_used(package)):
        documents.refer(name)
    for kind, href in package.guide:
        if not documents.refer(resolve(package.folder, href.partition("#")[0])):
            yield Finding(
                Code.MISSING, package.name, f"the guide's {kind[:30]} is {href[:120]}, which is not in the book"
            )
    yield from documents.findings()
    strays = entries.keys() - documents.referred
    yield from _stray_findings(strays, frozenset(item.name for item in package.items if item.name in strays))


def _used(package: Package) -> Iterator[str]:
    """Entries that the package document itself makes use of."""
    yield from (item.name for item, _ in package.spine)
    needed = {package.cover, package.ncx, *(helper for item in package.items for helper in item.helps)}
    yield from (
        item.name for item in package.items if item.properties or item.media_type == NCX or item.identifier in needed
    )


def _stray_findings(strays: AbstractSet[str], listed: frozenset[str]) -> Iterator[Finding]:
    """Entries that nothing refers to; `listed` stand in the manifest."""
    for name in sorted(strays):
        if any(part in _DROPPINGS for part in name.split("/")):
            yield warning(Code.TRACE, name, "was left in the book by a file manager or a reading program")
        elif name in listed:
            yield note(Code.UNREFERENCED, name, "nothing in the book refers to it")
        elif not name.endswith("/") and not name.startswith("META-INF/"):
            yield warning(Code.UNREFERENCED, name, "stands in the archive and not in the manifest")


def _order_findings(package: Package, documents: Documents, starts: frozenset[str]) -> Iterator[Finding]:
    """Articles before the one in front of them; where the contents are grouped by source, within each source."""
    latest = ""
    for item, _ in package.spine:
        if item.name in starts:
            latest = ""
        if (day := documents.day(item.name)) is not None:
            if day < latest:
                yield Finding(Code.ORDER, item.name, f"{day} stands behind {latest}")
            latest = max(latest, day)
