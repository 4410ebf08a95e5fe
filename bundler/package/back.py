"""The pages behind the articles: what is missing, where the articles came from, and the colophon."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

from bundler.model import Entry, Skipped
from bundler.package.front import printed_period
from bundler.package.identity import period_of
from bundler.package.labels import labels_for
from bundler.package.pages import Book, page
from bundler.package.text import text


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


def sources_page(book: Book, entries: Sequence[Entry]) -> bytes:
    """Where the articles came from: each site with its host, how many articles, and from when to when."""
    labels = book.labels
    by_site: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        host = _host(entry.source_url)
        by_site.setdefault((entry.site or host or labels.unknown_site, host), []).append(entry)
    rows = []
    for (site, host), found in sorted(by_site.items(), key=lambda item: (-len(item[1]), item[0])):
        facts = [host if host != site else "", labels.count_of(len(found)), printed_period(book, period_of(found))]
        rows.append(f"<dt>{text(site)}</dt>\n<dd>{text(' · '.join(filter(None, facts)))}</dd>\n")
    body = (
        f'<section aria-labelledby="title">\n<h1 id="title">{labels.sources}</h1>\n'
        f"<dl>\n{''.join(rows)}</dl>\n</section>"
    )
    return page(book, labels.sources, body)


def colophon_page(book: Book) -> bytes:
    """What kind of book this is; nothing of the machine, the moment or the person that made it."""
    labels = labels_for(book.language)
    body = (
        '<section epub:type="colophon" role="doc-colophon" aria-labelledby="title">\n'
        f'<h1 id="title">{labels.colophon}</h1>\n<p>{labels.colophon_text}</p>\n<p>{labels.rights}</p>\n</section>'
    )
    return page(book, labels.colophon, body)


def _gap(gap: Skipped) -> str:
    return text(f"{gap.subject}: {gap.reason}" if gap.subject else gap.reason)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _without_folders(origin: str) -> str:
    """A page's path as a book may print it: of a path that starts outside a source, only the file's name."""
    if PureWindowsPath(origin).drive:
        return PureWindowsPath(origin).name
    is_outside = origin.startswith("/") or ".." in origin.split("/")
    return PurePosixPath(origin).name if is_outside else origin
