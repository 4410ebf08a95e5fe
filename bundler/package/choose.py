"""Which articles a book takes: by period, names, language, length, the newest of each source, the newest of all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from bundler.choice import Choice
from bundler.model import Entry, Kind, Skipped, Stage
from bundler.package.grouping import source_of
from bundler.package.order import select


def take(
    entries: Sequence[Entry], choice: Choice, first: dt.date | None, last: dt.date | None, limit: int | None
) -> tuple[list[Entry], list[Skipped]]:
    """Choose a book's articles.

    Args:
        entries: in reading order.
        choice: what is wanted besides the period.
        first: the first day that counts, or None.
        last: the last day that counts, or None.
        limit: at most this many, the newest; or None. Counted last, after everything else has been left out.

    Returns:
        the chosen entries in reading order, and what was left out with the reason.
    """
    kept, outside = select(entries, first, last, None)
    wanted, unwanted = _wanted(kept, choice)
    newest, older = _newest_of_each(wanted, choice.per_source)
    chosen, over = select(newest, None, None, limit)
    return chosen, [*outside, *unwanted, *older, *over]


def _wanted(entries: Sequence[Entry], choice: Choice) -> tuple[list[Entry], list[Skipped]]:
    kept: list[Entry] = []
    skipped: list[Skipped] = []
    for entry in entries:
        if reason := choice.unnamed((entry.title, entry.source_url, entry.site)):
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.NOT_MATCHED, reason))
        elif reason := choice.foreign(entry.language):
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.OTHER_LANGUAGE, reason))
        elif reason := choice.short(entry.words):
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.TOO_SHORT, reason))
        else:
            kept.append(entry)
    return kept, skipped


def _newest_of_each(entries: Sequence[Entry], most: int | None) -> tuple[list[Entry], list[Skipped]]:
    """The newest so many of each source; undated ones, which stand last, only where dated ones leave room."""
    if most is None:
        return list(entries), []
    dated = [entry for entry in entries if entry.date is not None]
    undated = [entry for entry in entries if entry.date is None]
    taken: Counter[str] = Counter()
    over: set[int] = set()
    for entry in (*reversed(dated), *undated):
        source = source_of(entry)
        taken[source] += 1
        if taken[source] > most:
            over.add(entry.position)
    skipped = [
        Skipped(
            entry.origin,
            Stage.SELECT,
            Kind.OVER_LIMIT,
            f"not among the newest {most} of {source_of(entry) or 'unknown sources'}",
        )
        for entry in entries
        if entry.position in over
    ]
    return [entry for entry in entries if entry.position not in over], skipped
