"""Values of `bundler.toml` as the options of a command take them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

NOT_IN_FILE = frozenset(("config", "no_config", "all", "as_json", "help"))
"""Options that say something of one call only."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[\w.-]+@[\w.-]+:")
"""Addresses, and places that git and ssh know."""
_LARGEST = 10**15


class WrongValueError(ValueError):
    """A value that its key cannot have; the text says why, without the value where that may be a secret."""


def options_of(command: click.Command) -> dict[str, click.Option]:
    """The keys that a bundle may have: the long options of a command, without their dashes.

    Args:
        command: `build`.
    """
    return {
        max(parameter.opts, key=len).removeprefix("--"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name not in NOT_IN_FILE
    }


def beside(folder: Path, written: str) -> str:
    """A path of `bundler.toml`, which starts from the file's folder; an address or `-` as it is.

    Args:
        folder: the file's.
        written: as it stands in it; `~` is the user's home.
    """
    if written == "-" or _ADDRESS.match(written):
        return written
    return str(folder / Path(written).expanduser())


def converted(ctx: click.Context, option: click.Option, value: object, folder: Path) -> Any:  # noqa: ANN401 - as click
    """A value as click would give it for the same option on the command line.

    Args:
        ctx: the command's.
        option: whose value it is.
        value: as tomllib gives it.
        folder: that of `bundler.toml`.

    Raises:
        WrongValueError: it is none for this option.
    """
    if option.is_flag:
        if not isinstance(value, bool):
            raise WrongValueError(f"is {_said(value)}, not true or false")
        return value
    if option.multiple:
        values = value if isinstance(value, list) else [value]
        return tuple(_single(ctx, option, item, folder) for item in values)
    return _single(ctx, option, value, folder)


def _single(ctx: click.Context, option: click.Option, value: object, folder: Path) -> Any:  # noqa: ANN401 - as click
    typed = _typed(option, value)
    if _is_path(option, typed):
        typed = beside(folder, str(typed))
    try:
        return option.type.convert(typed, option, ctx)
    except click.BadParameter as error:
        raise WrongValueError(error.message) from None


_ENDINGS = {"style": ".css", "since": ".epub"}
"""Options that take a file beside something else, and how the file's name ends."""


def _is_path(option: click.Option, value: object) -> bool:
    ending = _ENDINGS.get(option.name or "")
    return (
        isinstance(option.type, click.Path)
        or option.name == "lists"
        or (ending is not None and str(value).lower().endswith(ending))
    )


def _typed(option: click.Option, value: object) -> object:
    """Numbers for options that are numbers, days for those that are days, texts for all."""
    if isinstance(value, bool) or not isinstance(value, _wanted(option)):
        raise WrongValueError(f"is {_said(value)}; write {_example(option)}")
    if isinstance(value, int | float) and not -_LARGEST < value < _LARGEST:
        raise WrongValueError("is too large a number")
    if isinstance(value, str) and "\0" in value:
        raise WrongValueError("holds a character that no text has")
    return value


def _wanted(option: click.Option) -> tuple[type, ...]:
    kind = option.type
    if isinstance(kind, click.types.IntParamType):
        return (int,)
    if isinstance(kind, click.types.FloatParamType):
        return (int, float)
    if kind.name.startswith("date"):
        return (str, dt.date)
    if kind.name == "size" or option.name == "split":
        return (str, int)
    return (str,)


def _example(option: click.Option) -> str:
    if isinstance(option.type, click.types.IntParamType | click.types.FloatParamType):
        return "a number without quotes"
    return {"date": 'a day, "2020-09-01" say', "size": 'a size, "45MB" say'}.get(option.type.name, "a text in quotes")


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    str: "a text",
    int: "a number",
    float: "a number with a point",
    list: "a list",
    dict: "a table",
}


def _said(value: object) -> str:
    return _KINDS.get(type(value), "a day or time")


def strings(value: object) -> tuple[str, ...]:
    """A text, or a list of texts that are not empty.

    Args:
        value: as tomllib gives it.

    Raises:
        WrongValueError: it is something else.
    """
    values = value if isinstance(value, list) else [value]
    for item in values:
        if not isinstance(item, str) or not item.strip() or "\0" in item:
            raise WrongValueError(f"is {_said(item)}, not a text" if not isinstance(item, str) else "is an empty text")
    return tuple(values)
