"""EPUB: articles out of an earlier bundle, and chapters out of anybody's book (EPUB 3.3; OCF 3.3; OPF 2.0.1)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bundler.collect import own_book
from bundler.collect.document import Desk, Found, gap
from bundler.collect.unreadable import UnreadableError
from bundler.collect.xml import local_name, parse, text_of
from bundler.collect.zipped import ZipArchive
from bundler.model import NOWHERE, Hints, Location, MediaType, Page

if TYPE_CHECKING:  # it is loaded where something is parsed
    from lxml import etree

_CONTAINER = "META-INF/container.xml"
_LARGEST_PART = 32 * 1024 * 1024
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_TYPE = "{http://www.idpf.org/2007/ops}type"
_NO_ARTICLES = frozenset(
    "cover titlepage halftitlepage toc landmarks page-list loi lot lov copyright-page colophon imprint index "
    "title-page acknowledgments acknowledgements dedication other-credits contributors seriespage".split()
)
"""Front and back matter (EPUB Structural Semantics Vocabulary 1.1) and the guide's names for it (OPF 2.0.1, 2.6)."""


def is_epub(archive: ZipArchive) -> bool:
    """Whether an archive is a book."""
    return _CONTAINER in archive.files


def read_epub(archive: ZipArchive, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read a book's pages in reading order; its covers, lists and imprints are no articles.

    Args:
        archive: the book.
        desk: what readers share.

    Raises:
        UnreadableError: the book says nowhere what is in it.
    """
    if "META-INF/encryption.xml" in archive.files and _is_locked(archive):
        raise UnreadableError("is locked (DRM); ask its shop for an open copy")
    book = open_book(archive)
    if own_book.is_own(book.manifest):
        yield from own_book.read(archive, book.spine, book.locate)
        return
    for path in book.spine:
        origin = f"{archive.document.name}/{path}"
        content = archive.unpack(path, _LARGEST_PART)
        if not isinstance(content, bytes):
            yield gap(origin, content or "is not in the book")
            continue
        try:
            page = _page(book, path, content)
        except UnreadableError as error:
            yield gap(origin, str(error))
            continue
        if page is not None:
            markup, hints = page
            yield Page(origin, MediaType.HTML, markup, book.locate(path), hints)


@dataclass(frozen=True, slots=True)
class Book:
    """What a package document says.

    Attributes:
        archive: the book's file.
        package: the package document's root.
        manifest: paths of its files by their ids.
        spine: paths of its pages in reading order.
        furniture: paths of pages that the guide or the navigation's landmarks call front or back matter.
        titles: what the contents call a page, by its path.
        language: of the book.
        author: of the book.
        publisher: of the book.
    """

    archive: ZipArchive
    package: etree._Element
    manifest: dict[str, str]
    spine: tuple[str, ...]
    furniture: frozenset[str]
    titles: dict[str, str] = field(default_factory=dict)
    language: str = ""
    author: str = ""
    publisher: str = ""

    def locate(self, path: str) -> Location:
        """Where a page's pictures are looked for."""
        return Location(NOWHERE.folder, NOWHERE.root, self.archive, path, own_book.is_own(self.manifest))


def open_book(archive: ZipArchive) -> Book:
    """Read what is in a book, and in which order.

    Raises:
        UnreadableError: the book does not say it.
    """
    container = parse(archive.text(_CONTAINER, _LARGEST_PART))
    named = next((item.get("full-path") for item in container.iter() if local_name(item) == "rootfile"), None)
    path = unquote(named or "") or next((name for name in archive.files if name.endswith(".opf")), "")
    package = parse(archive.text(path, _LARGEST_PART))
    items = {item.get("id", ""): item for item in package.iter() if local_name(item) == "item"}
    manifest = {key: _resolve(path, item.get("href", "")) for key, item in items.items()}
    contents = {manifest[key] for key, item in items.items() if "nav" in (item.get("properties") or "").split()}
    ncx = {manifest[key] for key, item in items.items() if item.get("media-type") == "application/x-dtbncx+xml"}
    spine = tuple(
        manifest[key]
        for item in package.iter()
        if local_name(item) == "itemref" and item.get("linear") != "no"
        if (key := item.get("idref", "")) in items and items[key].get("media-type") in _PAGES
        if manifest[key] not in contents
    )
    guide = {
        _resolve(path, item.get("href", ""))
        for item in package.iter()
        if local_name(item) == "reference" and item.get("type", "").lower() in _NO_ARTICLES
    }
    return Book(
        archive=archive,
        package=package,
        manifest=manifest,
        spine=tuple(dict.fromkeys(spine)),
        furniture=frozenset(guide),
        titles=_titles(archive, sorted(contents) or sorted(ncx)),
        language=_said(package, "language"),
        author=_said(package, "creator"),
        publisher=_said(package, "publisher"),
    )


def _said(package: etree._Element, name: str) -> str:
    return next((text for item in package.iter() if local_name(item) == name and (text := text_of(item))), "")


def _titles(archive: ZipArchive, paths: list[str]) -> dict[str, str]:
    """What the contents call each page: of the links to a page the first; a broken list tells nothing."""
    titles: dict[str, str] = {}
    for path in paths:
        content = archive.unpack(path, _LARGEST_PART)
        if not isinstance(content, bytes):
            continue
        try:
            tree = parse(content)
        except UnreadableError:
            continue
        for item in tree.iter():
            if local_name(item) == "a" and item.get("href"):
                titles.setdefault(_resolve(path, item.get("href", "")), text_of(item))
            elif local_name(item) == "navpoint":
                label = next((text_of(part) for part in item.iter() if local_name(part) == "text"), "")
                source = next((part.get("src", "") for part in item.iter() if local_name(part) == "content"), "")
                titles.setdefault(_resolve(path, source), label)
    return titles


def _page(book: Book, path: str, content: bytes) -> tuple[bytes, Hints] | None:
    """A page's markup and what is known of it; None when it is no article."""
    tree = parse(content)
    types = _types(tree)
    if path in book.furniture or types & _NO_ARTICLES:
        return None
    own_language = tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("lang") or ""
    heading = next((item for item in tree.iter() if local_name(item) in ("h1", "h2", "h3")), None)
    for item in tree.iter():
        if local_name(item) == "a" and not _leads_out(item.get("href", "")):
            item.attrib.pop("href", None)  # another page of the book: there is no address to it outside
    hints = Hints(
        title=book.titles.get(path, "") or text_of(heading),
        byline=book.author,
        site=book.publisher,
        language=own_language or book.language,
        alone=True,
    )
    from lxml import etree  # noqa: PLC0415 - loaded where something is parsed

    return etree.tostring(tree, encoding="utf-8", method="html"), hints


def _types(tree: etree._Element) -> frozenset[str]:
    """What the page says that it is: on its body, or on the one section around all of it."""
    body = next((item for item in tree.iter() if local_name(item) == "body"), None)
    if body is None:
        return frozenset()
    sections = [item for item in body if isinstance(item.tag, str)]
    around = sections[0] if len(sections) == 1 else body
    return frozenset(f"{body.get(_TYPE, '')} {around.get(_TYPE, '')}".lower().split())


def _leads_out(href: str) -> bool:
    return href.lower().startswith(("http:", "https:", "mailto:", "#"))


def _resolve(base: str, reference: str) -> str:
    """A reference of the book's own as a path in the archive; empty when it leads out of it."""
    try:
        path = unquote(urlsplit(reference).path)
    except ValueError:
        return ""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else ""
    return "" if joined.startswith(("..", "/")) else joined


def _is_locked(archive: ZipArchive) -> bool:
    """Whether pages are encrypted; fonts often are, to be no use outside the book (OCF 3.3, 4.2.6.3.2 and 4.4)."""
    content = archive.read("META-INF/encryption.xml", _LARGEST_PART)
    return isinstance(content, bytes) and b"html" in content.lower().replace(b"xmlns", b"")
