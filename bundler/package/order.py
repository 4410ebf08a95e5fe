"""The order of articles, which of them a period or a limit takes, and what the contents are grouped by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bundler.model import Entry, Kind, Skipped, Stage

_MOST_DAYS = 31
_MOST_MONTHS = 60


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries as they are read.

    By day, within a day by time where known, then by source order and address; undated ones last, in source order.

    Args:
        entries: in any order.
    """
    return sorted(entries, key=_sort_key)


def _sort_key(entry: Entry) -> tuple[str, str, int, str]:
    if entry.date is None:
        return ("~", "", entry.position, entry.source_url)  # "~" sorts behind every digit
    # An article without a time does not know its place among the timed ones of its day: it comes after them.
    return (entry.date.day, entry.date.time or "~", entry.position, entry.source_url)


def select(
    entries: Sequence[Entry], first: dt.date | None, last: dt.date | None, limit: int | None
) -> tuple[list[Entry], list[Skipped]]:
    """Choose by period and number.

    Args:
        entries: in reading order.
        first: the first day that counts, or None.
        last: the last day that counts, or None.
        limit: at most this many, the newest; or None.

    Returns:
        the chosen entries in reading order, and what was left out with the reason. With a period, undated articles are
        left out, because nobody knows whether they belong to it.
    """
    kept: list[Entry] = []
    skipped: list[Skipped] = []
    for entry in entries:
        reason = _outside(entry, first, last)
        if reason:
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.OUTSIDE_PERIOD, reason))
        else:
            kept.append(entry)
    if limit is None or len(kept) <= limit:
        return kept, skipped
    dated = [entry for entry in kept if entry.date is not None]
    undated = [entry for entry in kept if entry.date is None]
    newest = dated[-limit:] if limit else []
    chosen = newest + undated[: limit - len(newest)]
    taken = {entry.position for entry in chosen}
    reason = f"not among the newest {limit}"
    skipped.extend(
        Skipped(entry.origin, Stage.SELECT, Kind.OVER_LIMIT, reason) for entry in kept if entry.position not in taken
    )
    return chosen, skipped


def is_within(entry: Entry, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether an article belongs to a period; `select` leaves it out if not.

    Args:
        entry: the article.
        first: the first day that counts, or None.
        last: the last day that counts, or None.
    """
    return not _outside(entry, first, last)


def _outside(entry: Entry, first: dt.date | None, last: dt.date | None) -> str:
    if first is None and last is None:
        return ""
    if entry.date is None:
        return "has no date"
    if first is not None and entry.date.day < first.isoformat():
        return f"{entry.date.day} is before {first.isoformat()}"
    if last is not None and entry.date.day > last.isoformat():
        return f"{entry.date.day} is after {last.isoformat()}"
    return ""


@dataclass(frozen=True, slots=True)
class Period:
    """A heading of the contents and the articles below it.

    Attributes:
        stamp: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or an empty string for undated articles.
        indexes: positions in the book, from 0.
        source: the source's name, where the contents are grouped by source; None where by date.
    """

    stamp: str
    indexes: tuple[int, ...]
    source: str | None = None


def periods(entries: Sequence[Entry]) -> tuple[Period, ...]:
    """Group articles for the contents: by day up to 31 days, by month up to 60 months, else by year.

    Args:
        entries: the book's articles in reading order.
    """
    days = [entry.date.day for entry in entries if entry.date is not None]
    length = _stamp_length(days[0], days[-1]) if days else 0
    stamps = [entry.date.day[:length] if entry.date is not None else "" for entry in entries]
    return tuple(
        Period(stamp, tuple(index for index, _ in group))
        for stamp, group in groupby(enumerate(stamps), key=lambda numbered: numbered[1])
    )


def _stamp_length(first: str, last: str) -> int:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    if (end - start).days < _MOST_DAYS:
        return len("2020-09-01")
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    return len("2020-09") if months <= _MOST_MONTHS else len("2020")
