"""The same story again with small edits: an agency's text on two sites, an update under a new headline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bundler.model import Entry
from bundler.sketches import close_pairs

SHORT = 120
"""Words (characters of Chinese): notices, weather and exchange rates this short are alike without being the same."""
LEAST_ALIKE = 0.7
"""The least resemblance of two texts with the same title, and days that do not contradict it."""
_EITHER = 0.85
"""Where only the title or only the days agree."""
_NEITHER = 0.97
"""Where neither does: all but equal texts."""
_DAYS = 2
"""Days between an article and its copy at the most: time zones, and the morning after."""
_UNTOLD = re.compile(r"[\W_]+")


def near_repeats(entries: Sequence[Entry]) -> dict[int, int]:
    """Find articles that another one repeats with small edits.

    Of the articles of one story the newest is kept, of equally new ones the longest, of equally long ones the first in
    source order.

    Args:
        entries: in source order, exact repetitions taken out.

    Returns:
        the position of the article that is kept, by the position of each that repeats it.
    """
    ranks = sorted(range(len(entries)), key=lambda index: _rank(entries[index]))
    place = {index: rank for rank, index in enumerate(ranks)}
    like: dict[int, list[int]] = {}
    sketches = [entry.sketch if entry.words >= SHORT else b"" for entry in entries]
    for one, other, resemblance in close_pairs(sketches, LEAST_ALIKE):
        if resemblance >= _needed(entries[one], entries[other]):
            like.setdefault(one, []).append(other)
            like.setdefault(other, []).append(one)
    repeated: dict[int, int] = {}
    for index in ranks:  # the best first: each takes those like it that are not taken yet, never a chain of likenesses
        if index in repeated:
            continue
        for other in like.get(index, []):
            if place[other] > place[index]:
                repeated.setdefault(other, index)
    return {entries[other].position: entries[index].position for other, index in repeated.items()}


def _rank(entry: Entry) -> tuple[int, int, int, int]:
    """Sorts the article to keep first: the newest day, then the newest time, then the most words, then the first."""
    day = dt.date.fromisoformat(entry.date.day).toordinal() if entry.date else 0
    time = int((entry.date.time or "0").replace(":", "")) if entry.date else 0
    return -day, -time, -entry.words, entry.position


def _needed(one: Entry, other: Entry) -> float:
    """The resemblance that two articles must have to be one story; a day that nobody knows never agrees alone."""
    title = _UNTOLD.sub("", one.title).casefold() == _UNTOLD.sub("", other.title).casefold()
    return needed(same_title=title, days=_days_between(one, other))


def needed(*, same_title: bool, days: int | None) -> float:
    """The resemblance that two articles must have to be one story.

    Args:
        same_title: whether their titles agree.
        days: between them; None when nobody knows.
    """
    if same_title:
        return LEAST_ALIKE if days is None or days <= _DAYS else _EITHER
    return _NEITHER if days is None or days > _DAYS else _EITHER


def _days_between(one: Entry, other: Entry) -> int | None:
    if one.date is None or other.date is None:
        return None
    return abs((dt.date.fromisoformat(one.date.day) - dt.date.fromisoformat(other.date.day)).days)
