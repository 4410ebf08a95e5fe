"""Binding: everything a book is made of goes into one file, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ebooklib import epub

from bundler.model import Article, Chapter, Picture, Skipped
from bundler.package import front, identity, navigation
from bundler.package.cover import draw_cover
from bundler.package.epub import BookWriter, CoverItem, LazyItem
from bundler.package.labels import labels_for
from bundler.package.order import periods
from bundler.package.pages import Book, article_page, page_file, picture_file, style_sheets
from bundler.package.replace import Target, write_and_replace
from bundler.package.styles import style_sheet

_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into a book.

    Attributes:
        name: the title the user gave, or an empty string.
        title: the title that is printed.
        author: the author the user gave, or an empty string.
        language: the book's BCP 47 tag.
        chapters: in reading order, at least one.
        gaps: for the closing page.
    """

    name: str
    title: str
    author: str
    language: str
    chapters: Sequence[Chapter]
    gaps: Sequence[Skipped]


def bind(
    bundle: Bundle,
    article: Callable[[str], Article],
    picture: Callable[[str], bytes],
    target: Target,
    verify: Callable[[Path], None],
) -> None:
    """Write the book to its place.

    Args:
        bundle: what goes into it.
        article: reads an article by its store key.
        picture: reads a picture's bytes by its store key.
        target: where the book goes.
        verify: raises when the finished file is not fit to be a book; called before the file gets its name.

    Raises:
        TargetError: the target's folder cannot be written to.
        WriteError: the disk is full or the file system fails; the old book is untouched.
    """
    book = Book(bundle.title, bundle.language, labels_for(bundle.language))
    entries = [chapter.entry for chapter in bundle.chapters]
    grouped = periods(entries)
    uid = identity.identifier(bundle.name, identity.period_of(entries), entries)
    has_gaps = bool(bundle.gaps)
    package = _package(book, uid, _authors(bundle), identity.modified(entries)[:10])
    _add_items(package, bundle, book, article, picture)
    nav = navigation.nav(book, entries, grouped, gaps=has_gaps)
    ncx = navigation.ncx(book, uid, entries, grouped, gaps=has_gaps)
    modified = identity.modified(entries)

    def write(path: Path) -> None:
        BookWriter(path, package, nav, ncx, modified).write()

    write_and_replace(target, write, verify)


def _authors(bundle: Bundle) -> tuple[str, ...]:
    """Who stands as the book's author: whom the user names, else the sites."""
    return (bundle.author,) if bundle.author else identity.creators([chapter.entry for chapter in bundle.chapters])


def _package(book: Book, uid: str, authors: Sequence[str], day: str) -> epub.EpubBook:
    """The book's metadata (EPUB 3.3, section 5.5)."""
    package = epub.EpubBook()
    package.set_identifier(uid)
    package.set_title(book.title)
    package.set_language(book.language)
    for number, name in enumerate(authors, 1):
        package.add_author(name, uid=f"creator{number}")
    package.add_metadata("DC", "date", day)
    package.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})
    package.guide = [
        {"type": "cover", "title": book.labels.cover, "href": "text/cover.xhtml"},
        {"type": "toc", "title": book.labels.contents, "href": "text/contents.xhtml"},
        {"type": "text", "title": book.labels.articles, "href": page_file(1)},
    ]
    return package


def _add_items(
    package: epub.EpubBook,
    bundle: Bundle,
    book: Book,
    article: Callable[[str], Article],
    picture: Callable[[str], bytes],
) -> None:
    """Items in the order they get in the file: menus, styles, pages in spine order, pictures by hash."""
    entries = [chapter.entry for chapter in bundle.chapters]
    period = identity.period_of(entries)
    package.add_item(epub.EpubNav(uid="nav", file_name="nav.xhtml", media_type=_XHTML))
    package.add_item(epub.EpubNcx())
    languages = {book.language, *(entry.language for entry in entries)}
    for name in sorted({name for language in languages for name in style_sheets(language)}):
        package.add_item(LazyItem(f"styles/{name}.css", "text/css", partial(style_sheet, name)))
    authors = _authors(bundle)
    grouped = periods(entries)
    pages: list[tuple[str, Callable[[], bytes]]] = [
        ("text/cover.xhtml", lambda: front.cover_page(book, "images/cover.jpg")),
        ("text/title.xhtml", lambda: front.title_page(book, authors, period, len(entries))),
        ("text/contents.xhtml", lambda: front.contents_page(book, entries, grouped, gaps=bool(bundle.gaps))),
    ]
    pages.extend(
        (page_file(number), partial(_article, book, chapter, article))
        for number, chapter in enumerate(bundle.chapters, 1)
    )
    if bundle.gaps:
        titles = {entry.origin: entry.title for entry in entries}
        pages.append(("text/gaps.xhtml", lambda: front.gaps_page(book, bundle.gaps, titles)))
    for name, content in pages:
        item = LazyItem(name, _XHTML, content)
        package.add_item(item)
        package.spine.append(item)
    package.add_item(CoverItem("images/cover.jpg", draw_cover(book.title, period)))
    for found in _pictures(bundle.chapters):
        package.add_item(LazyItem(picture_file(found), found.media_type, partial(picture, found.key)))


def _article(book: Book, chapter: Chapter, article: Callable[[str], Article]) -> bytes:
    return article_page(book, article(chapter.entry.body), chapter)


def _pictures(chapters: Sequence[Chapter]) -> list[Picture]:
    """Every picture once, by hash."""
    found = {picture.key: picture for chapter in chapters for picture in chapter.pictures if picture is not None}
    return [found[key] for key in sorted(found)]
