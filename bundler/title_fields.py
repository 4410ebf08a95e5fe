"""Titles with fields, `{name}, week {week}` say, that are filled in from the articles' days, never from the clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

FIELDS = ("name", "first", "last", "year", "month", "week", "week_year", "count")
"""Name in bundler.toml; first and last day as `2020-09-01`; of the last day: year, month in two digits, ISO 8601 week
and the year that it belongs to; number of articles."""
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def unknown_fields(pattern: str) -> list[str]:
    """What stands between single braces and is no field, in its order."""
    return [match[1] for match in _PIECE.finditer(pattern) if match[1] is not None and match[1] not in FIELDS]


def filled(pattern: str, name: str, days: Sequence[str], count: int, undated: str) -> str:
    """A title with its fields filled in.

    Args:
        pattern: the title as the user gave it; `{{` and `}}` stand for single braces.
        name: the bundle's name in bundler.toml.
        days: `YYYY-MM-DD` of the dated articles.
        count: how many articles there are.
        undated: what stands for a day when none is dated.
    """
    first, last = (min(days), max(days)) if days else (undated, undated)
    calendar = dt.date.fromisoformat(last).isocalendar() if days else None
    values = {
        "name": name,
        "first": first,
        "last": last,
        "year": last[:4] if days else undated,
        "month": last[5:7] if days else undated,
        "week": str(calendar.week) if calendar else undated,
        "week_year": str(calendar.year) if calendar else undated,
        "count": str(count),
    }

    def value(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else values.get(match[1], match[0])

    return _PIECE.sub(value, pattern)
