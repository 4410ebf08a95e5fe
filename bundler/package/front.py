"""The pages before the articles: cover, title page, and the contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bundler.model import Entry
from bundler.package.labels import printed_date
from bundler.package.order import Period
from bundler.package.pages import Book, page
from bundler.package.text import attribute, text


def cover_page(book: Book, image: str) -> bytes:
    """The cover alone on a page of its own, as Kobo wants it."""
    body = (
        f'<section epub:type="cover" class="cover"><img role="doc-cover" src="../{image}" '
        f'alt="{attribute(book.labels.cover)}: {attribute(book.title)}"/></section>'
    )
    return page(book, book.labels.cover, body)


def title_page(book: Book, creators: Sequence[str], period: tuple[str, str] | None, count: int) -> bytes:
    """Title, period, authors and the number of articles."""
    lines = [printed_period(book, period), *creators, book.labels.count_of(count)]
    paragraphs = "".join(f"<p>{text(line)}</p>\n" for line in lines if line)
    heading = f"<h1>{text(book.title)}</h1>"
    body = f'<section epub:type="titlepage" class="title">\n{heading}\n{paragraphs}</section>'
    return page(book, book.title, body)


def printed_period(book: Book, period: tuple[str, str] | None) -> str:
    """First and last day as the book prints them, one day once; empty for None."""
    return " – ".join(printed_date(day, book.language) for day in dict.fromkeys(period or ()))


@dataclass(frozen=True, slots=True)
class Contents:
    """What the contents list, for the page, the reader's menu and the NCX alike.

    Attributes:
        entries: the articles in reading order.
        files: the first file of each article.
        periods: how they are grouped.
        back: title and file of the pages behind them.
    """

    entries: Sequence[Entry]
    files: Sequence[str]
    periods: Sequence[Period]
    back: Sequence[tuple[str, str]]


def contents_page(book: Book, contents: Contents) -> bytes:
    """The contents as a page of the book, linked: Kindle wants one beside the reader's own menu."""
    title = book.labels.contents
    body = (
        f'<section class="contents" aria-labelledby="title">\n<h1 id="title">{title}</h1>\n'
        f"{contents_list(book, contents, root='../')}</section>"
    )
    return page(book, title, body)


def contents_list(book: Book, contents: Contents, *, root: str) -> str:
    """The two-level list of the contents; a period's entry links to its first article."""
    parts = ["<ol>\n"]
    for period in contents.periods:
        first = contents.files[period.indexes[0]]
        parts.append(f'<li><a href="{root}{first}">{text(period_title(book, period))}</a>\n<ol>\n')
        parts.extend(
            f'<li><a href="{root}{contents.files[index]}">{text(contents.entries[index].title)}</a></li>\n'
            for index in period.indexes
        )
        parts.append("</ol></li>\n")
    parts.extend(f'<li><a href="{root}{file}">{title}</a></li>\n' for title, file in contents.back)
    parts.append("</ol>\n")
    return "".join(parts)


def period_title(book: Book, period: Period) -> str:
    """A period, or a source, as the contents print it."""
    if period.source is not None:
        return period.source or book.labels.unknown_site
    return printed_date(period.stamp, book.language) if period.stamp else book.labels.undated
