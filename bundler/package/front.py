"""The pages around the articles: cover, title page, contents, and the closing page with the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePosixPath, PureWindowsPath

from bundler.model import Entry, Skipped
from bundler.package.labels import printed_date
from bundler.package.order import Period
from bundler.package.pages import Book, attribute, page, page_file, text


def cover_page(book: Book, image: str) -> bytes:
    """The cover alone on a page of its own, as Kobo wants it."""
    body = (
        f'<section epub:type="cover" class="cover"><img role="doc-cover" src="../{image}" '
        f'alt="{attribute(book.labels.cover)}: {attribute(book.title)}"/></section>'
    )
    return page(book, book.labels.cover, body)


def title_page(book: Book, creators: Sequence[str], period: tuple[str, str] | None, count: int) -> bytes:
    """Title, period, authors and the number of articles."""
    lines = []
    if period is not None:
        lines.append(" – ".join(printed_date(day, book.language) for day in dict.fromkeys(period)))
    lines.extend(creators)
    lines.append(book.labels.count.format(count))
    paragraphs = "".join(f"<p>{text(line)}</p>\n" for line in lines)
    heading = f"<h1>{text(book.title)}</h1>"
    body = f'<section epub:type="titlepage" class="title">\n{heading}\n{paragraphs}</section>'
    return page(book, book.title, body)


def contents_page(book: Book, entries: Sequence[Entry], periods: Sequence[Period], *, gaps: bool) -> bytes:
    """The contents as a page of the book, linked: Kindle wants one beside the reader's own menu."""
    title = book.labels.contents
    body = (
        f'<section class="contents" aria-labelledby="title">\n<h1 id="title">{title}</h1>\n'
        f"{contents_list(book, entries, periods, root='../', gaps=gaps)}</section>"
    )
    return page(book, title, body)


def contents_list(book: Book, entries: Sequence[Entry], periods: Sequence[Period], *, root: str, gaps: bool) -> str:
    """The two-level list of the contents; a period's entry links to its first article."""
    parts = ["<ol>\n"]
    for period in periods:
        first = page_file(period.indexes[0] + 1)
        parts.append(f'<li><a href="{root}{first}">{text(period_title(book, period))}</a>\n<ol>\n')
        parts.extend(
            f'<li><a href="{root}{page_file(index + 1)}">{text(entries[index].title)}</a></li>\n'
            for index in period.indexes
        )
        parts.append("</ol></li>\n")
    if gaps:
        parts.append(f'<li><a href="{root}text/gaps.xhtml">{book.labels.gaps}</a></li>\n')
    parts.append("</ol>\n")
    return "".join(parts)


def period_title(book: Book, period: Period) -> str:
    """A period as the contents print it."""
    return printed_date(period.stamp, book.language) if period.stamp else book.labels.undated


def gaps_page(book: Book, gaps: Sequence[Skipped], titles: dict[str, str]) -> bytes:
    """What was asked for and is not in the book, grouped by article.

    Args:
        book: the book.
        gaps: pages and pictures, in any order.
        titles: titles of the articles in the book by their origin; a page that is not in it goes by its origin.
    """
    labels = book.labels
    parts = [
        f'<section aria-labelledby="title">\n<h1 id="title">{labels.gaps}</h1>\n<p>{labels.gaps_intro}</p>\n<dl>\n'
    ]
    ordered = sorted(gaps, key=lambda gap: (gap.origin, gap.subject, gap.reason))
    for origin, group in groupby(ordered, key=lambda gap: gap.origin):
        parts.append(f"<dt>{text(titles.get(origin) or _without_folders(origin))}</dt>\n")
        parts.extend(f"<dd>{_gap(gap)}</dd>\n" for gap in group)
    parts.append("</dl>\n</section>")
    return page(book, labels.gaps, "".join(parts))


def _gap(gap: Skipped) -> str:
    return text(f"{gap.subject}: {gap.reason}" if gap.subject else gap.reason)


def _without_folders(origin: str) -> str:
    """A page's path as a book may print it: of a path that starts outside a source, only the file's name."""
    is_outside = origin.startswith("/") or ".." in origin.split("/") or PureWindowsPath(origin).drive
    return PurePosixPath(origin).name if is_outside else origin
