"""What options are made of: types of their values, and how several become one decorator."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])
Decorator = Callable[[Any], Any]


def applied(function: Function, *decorators: Decorator) -> Function:
    """A command with options, in the order in which its help shall show them.

    Args:
        function: the command.
        decorators: what `click.option` and `click.argument` give.
    """
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


_WHOLE_DAY = 3


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day written `YYYY-MM-DD`, or a month `YYYY-MM` or year `YYYY` that stands for its first or last day.

    Args:
        last: whether a month or a year stands for its last day.
    """

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ANN401
        """Read a day; what is none is a usage error."""
        if isinstance(value, dt.date):
            return value
        try:
            numbers = [int(part) for part in str(value).split("-")]
            if len(numbers) < _WHOLE_DAY:
                year, month = numbers if len(numbers) > 1 else (numbers[0], 12 if self._last else 1)
                numbers = [year, month, calendar.monthrange(year, month)[1] if self._last else 1]
            return dt.date(*numbers)
        except (ValueError, TypeError, OverflowError, IndexError):
            self.fail(f"{value!r} is no date; write it as 2020-09-01, 2020-09 or 2020", param, ctx)


class Size(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes written `45MB`, `800kB`, `1.5GB` (powers of ten) or as a plain number."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Read a size; what is none is a usage error."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmg]?)b?\s*", str(value), re.IGNORECASE)
        if match is None:
            self.fail(f"{value!r} is no size; write it as 45MB", param, ctx)
        return int(float(match[1]) * {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}[match[2].lower()])
