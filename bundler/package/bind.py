"""Binding: everything a book is made of goes into one file, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ebooklib import epub

from bundler.language_tags import is_right_to_left
from bundler.model import Article, Chapter, Picture
from bundler.package import back, front, identity, navigation
from bundler.package.bundle import Bundle
from bundler.package.epub import Anew, BookWriter, CoverItem, LazyItem
from bundler.package.front import Contents
from bundler.package.grouping import headings
from bundler.package.labels import labels_for
from bundler.package.layout import Sheet, lay_out
from bundler.package.links import inside_key
from bundler.package.metadata import Access, Metadata, describe
from bundler.package.navigation import Landmark
from bundler.package.pages import Book, Place, article_page, picture_file
from bundler.package.replace import Target, write_and_replace
from bundler.package.styles import all_sheets

_XHTML = "application/xhtml+xml"
_COVER, _TITLE, _CONTENTS = "text/cover.xhtml", "text/title.xhtml", "text/contents.xhtml"
_GAPS, _SOURCES, _COLOPHON = "text/gaps.xhtml", "text/sources.xhtml", "text/colophon.xhtml"
_MOST_PUBLISHERS = 10


@dataclass(frozen=True, slots=True)
class _Plan:
    """A bundle with everything that is decided before the first byte is written."""

    bundle: Bundle
    book: Book
    sheets: tuple[tuple[Sheet, ...], ...]
    contents: Contents
    period: tuple[str, str] | None
    authors: tuple[str, ...]


def bind(  # noqa: PLR0913, PLR0917 - what goes in, where it is read, where it goes, who looks at it
    bundle: Bundle,
    cover: bytes,
    article: Callable[[str], Article],
    picture: Callable[[str], bytes],
    target: Target,
    verify: Callable[[Path], None],
) -> None:
    """Write the book to its place.

    Args:
        bundle: what goes into it.
        cover: the cover's bytes, JPEG.
        article: reads an article by its store key.
        picture: reads a picture's bytes by its store key.
        target: where the book goes.
        verify: raises when the finished file is not fit to be a book; called before the file gets its name.

    Raises:
        TargetError: the target's folder cannot be written to.
        WriteError: the disk is full or the file system fails; the old book is untouched.
    """
    ready = [_ready(bundle, cover, article, picture)]

    def write(path: Path) -> None:
        ready.pop()(path).write()  # what was planned is a kilobyte an article, and gone when the book is read over

    write_and_replace(target, write, verify)


def _ready(
    bundle: Bundle, cover: bytes, article: Callable[[str], Article], picture: Callable[[str], bytes]
) -> Callable[[Path], BookWriter]:
    """Everything that is decided before the first byte is written, as what writes it to a path."""
    plan = _plan(bundle, article)
    metadata = _metadata(plan)
    package = epub.EpubBook()
    describe(package, metadata, plan.book.labels)
    landmarks = _landmarks(plan)
    package.guide = [{"type": mark.guide, "title": mark.title, "href": mark.file} for mark in landmarks]
    if sum(is_right_to_left(entry.language) for entry in plan.contents.entries) * 2 > len(plan.contents.entries):
        package.set_direction("rtl")
    _add_items(package, plan, cover, article, picture)
    nav = navigation.nav(plan.book, plan.contents, landmarks)
    ncx = navigation.ncx(plan.book, metadata.identifier, plan.contents)
    modified = identity.modified(plan.contents.entries)
    return lambda path: BookWriter(path, package, nav, ncx, modified)


def _plan(bundle: Bundle, article: Callable[[str], Article]) -> _Plan:
    entries = [chapter.entry for chapter in bundle.chapters]
    labels = labels_for(bundle.language)
    sheets = lay_out(bundle.chapters, article)
    inside = {
        inside_key(entry.source_url): first.name
        for entry, (first, *_) in zip(entries, sheets, strict=True)
        if entry.source_url
    }
    ends = [(labels.gaps, _GAPS)] if bundle.gaps else []
    ends += [(labels.sources, _SOURCES), (labels.colophon, _COLOPHON)]
    return _Plan(
        bundle=bundle,
        book=Book(bundle.title, bundle.language, labels, bundle.style, bundle.linking, inside),
        sheets=sheets,
        contents=Contents(entries, [first.file for first, *_ in sheets], headings(entries, bundle.group), ends),
        period=identity.period_of(entries),
        authors=(bundle.author,) if bundle.author else identity.creators(entries),
    )


def _metadata(plan: _Plan) -> Metadata:
    bundle, entries, labels = plan.bundle, plan.contents.entries, plan.book.labels
    shown = [chapter for chapter in bundle.chapters if any(picture is not None for picture in chapter.pictures)]
    sites = identity.creators(entries, _MOST_PUBLISHERS)
    facts = {
        "count": labels.count_of(len(entries)),
        "period": front.printed_period(plan.book, plan.period) or labels.undated,
        "sites": ", ".join(sites) or labels.unknown_site,
    }
    return Metadata(
        identifier=bundle.identifier or identity.identifier(bundle.name, entries),
        title=bundle.title,
        language=bundle.language,
        authors=plan.authors,
        publishers=sites,
        day=identity.modified(entries)[:10],
        description=labels.description.format(**facts),
        subjects=bundle.subjects,
        series=bundle.series,
        access=Access(
            has_pictures=bool(shown),
            has_alternatives=all(chapter.entry.has_alternatives for chapter in shown),
            has_math=any(entry.has_math for entry in entries),
        ),
    )


def _landmarks(plan: _Plan) -> tuple[Landmark, ...]:
    labels = plan.book.labels
    return (
        Landmark("cover", "cover", labels.cover, _COVER),
        Landmark("titlepage", "title-page", labels.title_page, _TITLE),
        Landmark("toc", "toc", labels.contents, _CONTENTS),
        Landmark("bodymatter", "text", labels.articles, plan.contents.files[0]),
        Landmark("colophon", "colophon", labels.colophon, _COLOPHON),
    )


def _add_items(
    package: epub.EpubBook,
    plan: _Plan,
    cover: bytes,
    article: Callable[[str], Article],
    picture: Callable[[str], bytes],
) -> None:
    """Items in the order they get in the file: menus, styles, pages in spine order, pictures by hash.

    ebooklib goes through them three times. They are made anew each time, for one takes 500 bytes.
    """
    book, contents = plan.book, plan.contents
    sheets = all_sheets(book.style, [book.language, *(entry.language for entry in contents.entries)])
    pictures = _pictures(plan.bundle.chapters)

    def items() -> Iterator[epub.EpubItem]:
        """Everything but the package document, in the order of the file."""
        yield epub.EpubNav(uid="nav", file_name="nav.xhtml", media_type=_XHTML)
        yield epub.EpubNcx()
        for name in sheets:
            yield LazyItem(f"styles/{name}.css", "text/css", partial(book.style.content, name))
        yield from _pages(plan, article)
        yield CoverItem("images/cover.jpg", cover)
        for found in pictures:
            yield LazyItem(picture_file(found), found.media_type, partial(picture, found.key))

    package.items = Anew(items)
    package.spine = Anew(lambda: _pages(plan, article))


def _pages(plan: _Plan, article: Callable[[str], Article]) -> Iterator[LazyItem]:
    book, contents = plan.book, plan.contents
    yield LazyItem(_COVER, _XHTML, lambda: front.cover_page(book, "images/cover.jpg"))
    yield LazyItem(_TITLE, _XHTML, lambda: front.title_page(book, plan.authors, plan.period, len(contents.entries)))
    yield LazyItem(_CONTENTS, _XHTML, lambda: front.contents_page(book, contents))
    for index in range(len(plan.sheets)):
        yield from _article_items(plan, index, article)
    if plan.bundle.gaps:
        titles = {entry.origin: entry.title for entry in contents.entries}
        yield LazyItem(_GAPS, _XHTML, lambda: back.gaps_page(book, plan.bundle.gaps, titles))
    yield LazyItem(_SOURCES, _XHTML, lambda: back.sources_page(book, contents.entries))
    yield LazyItem(_COLOPHON, _XHTML, lambda: back.colophon_page(book))


def _article_items(plan: _Plan, index: int, article: Callable[[str], Article]) -> Iterator[LazyItem]:
    chapter, sheets = plan.bundle.chapters[index], plan.sheets[index]
    before = _neighbour(plan, index - 1) if index else None
    after = _neighbour(plan, index + 1) if index + 1 < len(plan.sheets) else None
    for number, sheet in enumerate(sheets):
        properties = ("mathml",) if sheet.has_math else ()
        write = partial(_article, plan.book, chapter, Place(sheets, number, before, after), article)
        yield LazyItem(sheet.file, _XHTML, write, properties)


def _neighbour(plan: _Plan, index: int) -> tuple[str, str]:
    """An article's title, and the name of its first page."""
    return plan.contents.entries[index].title, plan.sheets[index][0].name


def _article(book: Book, chapter: Chapter, place: Place, article: Callable[[str], Article]) -> bytes:
    return article_page(book, article(chapter.entry.body), chapter, place)


def _pictures(chapters: Sequence[Chapter]) -> list[Picture]:
    """Every picture once, by hash."""
    found = {picture.key: picture for chapter in chapters for picture in chapter.pictures if picture is not None}
    return [found[key] for key in sorted(found)]
