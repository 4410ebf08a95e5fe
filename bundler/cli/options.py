"""Options that several commands share, and what they become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import click

from bundler.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])


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
            if len(numbers) == 3:  # noqa: PLR2004
                return dt.date(*numbers)
            year, month = numbers if len(numbers) == 2 else (numbers[0], 12 if self._last else 1)  # noqa: PLR2004
            first = dt.date(year, month, 1)
            if not self._last:
                return first
            return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        except (ValueError, TypeError):
            self.fail(f"{value!r} is no date; write it as 2020-09-01, 2020-09 or 2020", param, ctx)


def selection(function: Function) -> Function:
    """Sources and the options that choose among their articles."""
    decorators = (
        click.argument("sources", nargs=-1, required=True, metavar="SOURCE..."),
        click.option("--title", default="", help="The book's title; without it the site's name or 'Articles'."),
        click.option("--author", default="", help="The book's author; without it the names of the sites."),
        click.option("--language", default="", help="The book's language as a BCP 47 tag, 'zh-Hans' say."),
        click.option("--from", "first", type=Day(last=False), help="Leave out articles before this day."),
        click.option("--to", "last", type=Day(last=True), help="Leave out articles after this day."),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the newest N articles."),
        click.option("--offline", is_flag=True, help="Touch no network; pictures that lie there are left out."),
        click.option("--no-images", is_flag=True, help="Leave out all pictures."),
        click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout."),
        click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors."),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def settings_of(options: dict[str, Any]) -> Settings:
    """Settings out of the shared options.

    Args:
        options: what click gives for `selection`.
    """
    return Settings(
        sources=tuple(options["sources"]),
        title=options["title"].strip(),
        author=options["author"].strip(),
        language=options["language"].strip(),
        first=options["first"],
        last=options["last"],
        limit=options["limit"],
        offline=options["offline"],
        pictures=not options["no_images"],
    )
