"""`--from`, `--to` and `--last`: the period that counts, settled before any work, so that no clock gets into a book."""

from __future__ import annotations

import calendar
import datetime as dt
import os
import re
from dataclasses import dataclass
from typing import Any

import click

from bundler.cli.options.types import Day, Function, applied
from bundler.errors import SettingsError

_MOST = 36_500
"""Of any unit; a hundred years of days."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that ends today.

    Attributes:
        count: how many.
        unit: `d`, `w`, `m` or `y`.
    """

    count: int
    unit: str

    def first_day(self, today: dt.date) -> dt.date:
        """The first day of it: `7d` are seven days with today among them, `1m` begins behind today's day last month.

        Args:
            today: its last day.

        Raises:
            OverflowError: it begins before the year 1.
        """
        tomorrow = today + dt.timedelta(days=1)
        if self.unit in "dw":
            return tomorrow - dt.timedelta(days=self.count * (7 if self.unit == "w" else 1))
        months = tomorrow.year * 12 + tomorrow.month - 1 - self.count * (12 if self.unit == "y" else 1)
        year, month = divmod(months, 12)
        if year < dt.MINYEAR:
            raise OverflowError
        return dt.date(year, month + 1, min(tomorrow.day, calendar.monthrange(year, month + 1)[1]))


class LastDays(click.ParamType):  # type: ignore[type-arg]
    """A stretch of time written `7d`, `2w`, `3m` or `1y`."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:  # noqa: ANN401
        """Read a span; what is none is a usage error."""
        if isinstance(value, Span):
            return value
        match = re.fullmatch(r"\s*([1-9][0-9]{0,4})\s*([dwmy])\s*", str(value), re.IGNORECASE)
        if match is None or int(match[1]) > _MOST:
            self.fail(f"{value!r} is no stretch of time; write it as 7d, 2w, 3m or 1y", param, ctx)
        return Span(int(match[1]), match[2].lower())


def period(function: Function) -> Function:
    """The period that counts."""
    return applied(
        function,
        click.option("--from", "first", type=Day(last=False), help="Leave out articles before this day."),
        click.option("--to", "last", type=Day(last=True), help="Leave out articles after this day."),
        click.option(
            "--last", "span", type=LastDays(), metavar="7d|2w|3m|1y", help="Only articles of so long, up to today."
        ),
    )


def period_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `period`.

    Args:
        options: what click gives for it.

    Raises:
        SettingsError: `--last` stands beside `--from` or `--to`, or goes back before the year 1.
    """
    span: Span | None = options["span"]
    if span is None:
        return {"first": options["first"], "last": options["last"]}
    name = f"--last {span.count}{span.unit}"
    if options["first"] or options["last"]:
        raise SettingsError(name, "says by itself where the period begins and ends", "leave out --from and --to")
    try:
        return {"first": span.first_day(today()), "last": None}
    except OverflowError:
        raise SettingsError(name, "begins before the calendar does", "give a shorter time") from None


def today() -> dt.date:
    """The day that `--last` counts from: that of `SOURCE_DATE_EPOCH` in UTC, else this machine's local day.

    See https://reproducible-builds.org/specs/source-date-epoch/.

    Raises:
        SettingsError: the variable holds no time.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(fixed), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise SettingsError(f"SOURCE_DATE_EPOCH={fixed[:40]}", "is no time", "give seconds since 1970") from None
