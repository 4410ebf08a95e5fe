"""What a run takes of all that its sources have: what is new, an update, what was picked."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import click

from bundler.characters import printable
from bundler.cli.options.types import Day, Function, applied
from bundler.delta import Delta, Pick
from bundler.errors import SettingsError

_DATE = re.compile(r"\d{4}(?:-\d{1,2}){0,2}$")
_LARGEST = 64 * 1024 * 1024
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Since(click.ParamType):  # type: ignore[type-arg]
    """A day, or the path of a book."""

    name = "date or book"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date | str:  # noqa: ANN401
        """Read a day or find a book; what is neither is a usage error."""
        if isinstance(value, dt.date) or not isinstance(value, str):
            return value
        if _DATE.match(value):
            return Day(last=False).convert(value, param, ctx)
        if not Path(value).is_file():
            self.fail(f"{value!r} is neither a day (2020-09-01) nor a book that is there", param, ctx)
        return value


def delta(function: Function) -> Function:
    """What a run takes of all that its sources have."""
    book = click.Path(exists=True, dir_okay=False)
    return applied(
        function,
        click.option(
            "--since",
            type=Since(),
            multiple=True,
            metavar="DATE|BOOK.epub",
            help="Only articles of that day or later and undated ones, or only what is not in that book.",
        ),
        click.option("--new", is_flag=True, help="Only what no earlier --new book of this bundle had."),
        click.option(
            "--update", type=book, metavar="BOOK.epub", help="Bring this book up to date; nothing is lost from it."
        ),
        click.option(
            "--picks", type=book, metavar="FILE", help="Only the articles that are left in this list; see list --save."
        ),
    )


def delta_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `delta`.

    Args:
        options: what click gives for `delta`.

    Raises:
        SettingsError: options that contradict each other, or a list of picks that cannot be read.
    """
    if options["new"] and options.get("no_store"):
        raise SettingsError(
            "--new --no-store",
            "the store says what earlier books had",
            "leave --no-store out, or name those books with --since BOOK.epub",
        )
    days = [value for value in options["since"] if isinstance(value, dt.date)]
    if len(days) > 1:
        raise SettingsError(f"--since {days[0]} --since {days[1]}", "two days are given", "give one")
    return {
        "delta": Delta(
            since=days[0] if days else None,
            books=tuple(value for value in options["since"] if not isinstance(value, dt.date)),
            new=options["new"],
            name=options.get("bundle", ""),
            update=options["update"] or "",
            picks=_picks(options["picks"]) if options["picks"] else None,
        )
    }


def _picks(name: str) -> tuple[Pick, ...]:
    from bundler.pipeline.picks import read_picks  # noqa: PLC0415 - not for the help

    about = printable(name)
    try:
        if Path(name).stat().st_size > _LARGEST:
            raise SettingsError(about, "is too large for a list of articles", "check the path")
        content = Path(name).read_bytes()
    except OSError as error:
        raise SettingsError(about, f"cannot be read ({error.strerror})", "check the path") from error
    try:
        text = content.decode(_BYTE_ORDER_MARKS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        raise SettingsError(about, "is not UTF-8", "save it as UTF-8") from None
    return read_picks(text, about)
