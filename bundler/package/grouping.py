"""Grouping a book by the sources of its articles instead of by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlsplit

from bundler.model import Chapter, Entry
from bundler.package.order import Period, periods

BY_SOURCE = "source"


def source_of(entry: Entry) -> str:
    """What an article's source is known by: its address's host without `www.`; without an address its site's name.

    Args:
        entry: the article.

    Returns:
        the host in small letters, or the name; empty when neither is known.
    """
    try:
        host = (urlsplit(entry.source_url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return host or entry.site


def in_groups(chapters: Sequence[Chapter], group: str) -> tuple[Chapter, ...]:
    """Chapters as a book with such groups is read.

    Args:
        chapters: in order of date.
        group: `date`, or `source`: then the source whose first article was collected first comes first, and within a
            source the order stays that of date.
    """
    if group != BY_SOURCE:
        return tuple(chapters)
    first: dict[str, int] = {}
    for chapter in chapters:
        source, position = source_of(chapter.entry), chapter.entry.position
        first[source] = min(position, first.get(source, position))
    return tuple(sorted(chapters, key=lambda chapter: first[source_of(chapter.entry)]))


def headings(entries: Sequence[Entry], group: str) -> tuple[Period, ...]:
    """The upper level of a book's contents.

    Args:
        entries: the book's articles in reading order, as `in_groups` gives them.
        group: `date` or `source`.
    """
    if group != BY_SOURCE:
        return periods(entries)
    numbered = groupby(enumerate(entries), key=lambda pair: source_of(pair[1]))
    return tuple(_heading(source, list(members)) for source, members in numbered)


def _heading(source: str, members: Sequence[tuple[int, Entry]]) -> Period:
    """A source by the name that most of its articles give their site; among equals the first in the alphabet."""
    names = Counter(entry.site for _, entry in members if entry.site)
    name = min(names, key=lambda name: (-names[name], name), default=source)
    return Period("", tuple(index for index, _ in members), name)
