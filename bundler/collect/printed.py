"""A book of ours as its own state: what it says of itself, and of each article that it holds.

`bundler/package/state.py` writes what is read here; a book of an earlier version says less, and its texts must do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bundler.collect.epub import Book, open_book
from bundler.collect.files import document_of_file
from bundler.collect.own_book import GONE, address_of, alone, articles, day_of, is_own
from bundler.collect.unreadable import UnreadableError
from bundler.collect.xml import local_name, text_of
from bundler.collect.zipped import ZipArchive, is_zip
from bundler.errors import SourceError
from bundler.model import EarlierBook, Printed, Skipped

if TYPE_CHECKING:  # it is loaded where something is parsed
    from lxml import etree

_STATE = "article"


def read_printed(path: str) -> tuple[EarlierBook, Iterator[Printed]]:
    """Read a book of ours.

    Args:
        path: the book's file.

    Returns:
        what it says of itself; and its articles in reading order, read as they are asked for.

    Raises:
        SourceError: it cannot be read, or is no book of ours; also while the articles are read, because a book that
            lacks a page is no proof of what was in it.
    """
    document = document_of_file(path)
    if isinstance(document, Skipped):
        raise SourceError(path, document.reason, "check the path")
    if not is_zip(document.head()):
        raise SourceError(path, "is no EPUB file", "give a book of epub-bundler")
    try:
        archive = ZipArchive(document)
        book = open_book(archive)
    except UnreadableError as error:
        raise SourceError(path, str(error), "give a whole book of epub-bundler") from error
    if not is_own(book.manifest):
        raise SourceError(path, "is no book of epub-bundler", "give one that it has made")
    return _described(book), _printed(path, archive, book)


def _printed(path: str, archive: ZipArchive, book: Book) -> Iterator[Printed]:
    try:
        for item in articles(archive, book.spine):
            if isinstance(item, Skipped):
                raise SourceError(f"{path}, {item.origin}", item.reason, "give a whole copy of the book")
            yield _article(*item)
    except UnreadableError as error:
        raise SourceError(path, str(error), "give a whole copy of the book") from error


def _article(path: str, section: etree._Element) -> Printed:
    state = _state(section)
    lines = {name: item for item in section for name in item.get("class", "").split() if name in ("source", GONE)}
    heading = next((item for item in section if local_name(item) == "h1"), None)
    return Printed(
        path=path,
        fingerprint=state.get("text", ""),
        pictures_key=state.get("pictures", ""),
        time=state.get("time", ""),
        title=text_of(heading),
        day=day_of(section),
        address=address_of(lines.get("source")),
        is_gone=GONE in lines,
        text=" ".join(" ".join(alone(section).itertext()).split()),
    )


def _state(section: etree._Element) -> dict[str, str]:
    root = section.getroottree().getroot()
    metas = (item for item in root.iter() if local_name(item) == "meta" and item.get("name") == _STATE)
    content = next((item.get("content", "") for item in metas), "")
    return dict(part.split("=", 1) for part in content.split() if "=" in part)


def _described(book: Book) -> EarlierBook:
    def said(name: str) -> tuple[str, ...]:
        return tuple(text for item in book.package.iter() if local_name(item) == name and (text := text_of(item)))

    series = _meta(book.package, "belongs-to-collection")
    place = _meta(book.package, "group-position")
    return EarlierBook(
        identifier=next(iter(said("identifier")), ""),
        title=next(iter(said("title")), ""),
        authors=said("creator"),
        language=next(iter(said("language")), ""),
        subjects=said("subject"),
        series=(series, place) if series else None,
    )


def _meta(package: etree._Element, term: str) -> str:
    metas = (item for item in package.iter() if local_name(item) == "meta" and item.get("property") == term)
    return next((text_of(item) for item in metas), "")
