"""Options that several commands share, and what they become."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import platformdirs

from bundler.characters import printable
from bundler.clean import GivenRules, read_rules
from bundler.language_tags import canonical
from bundler.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])


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


def pictures(function: Function) -> Function:
    """What pictures are fitted to, and how they are got."""
    decorators = (
        click.option("--device", default="any", help="Fit pictures to this device; see 'epub-bundler devices'."),
        click.option("--grey", is_flag=True, help="Pictures without colour."),
        click.option("--quality", type=click.IntRange(20, 95), default=80, help="Of JPEG pictures; 80 if not given."),
        click.option(
            "--max-size", type=Size(), help="Make the heaviest pictures smaller until the book has this size."
        ),
        click.option("--max-download", type=Size(), help="Fetch no more than this; the rest waits for a later run."),
        click.option("--allow-private", multiple=True, metavar="HOST:PORT", help="A place of your own network."),
        click.option("--proxy", default="", help="Everything goes through http://, https:// or socks5h://HOST:PORT."),
        click.option("--no-store", is_flag=True, help="Keep no pictures after the run."),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def looks(function: Function) -> Function:
    """How a book is divided and how it looks."""
    decorators = (
        click.option(
            "--split",
            default="none",
            metavar="year|month|N",
            help="Make volumes: one a year, one a month, or of N articles each.",
        ),
        click.option(
            "--links",
            type=click.Choice(["keep", "notes", "strip"]),
            default="keep",
            help="Links that lead out of the book: kept, their addresses in notes, or without addresses.",
        ),
        click.option(
            "--style", default="default", metavar="NAME|FILE.css", help="How it looks; see 'epub-bundler styles'."
        ),
        click.option("--subject", "subjects", multiple=True, metavar="TEXT", help="What the book is about."),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def rules(function: Function) -> Function:
    """Which site rules count."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    decorators = (
        click.option(
            "--rules", "rule_folders", type=folder, multiple=True, metavar="DIR", help="A folder of site rules."
        ),
        click.option("--no-rules", is_flag=True, help="No site or mirror rules: every page as if it were unknown."),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def given_rules(options: dict[str, Any]) -> GivenRules:
    """The site rules of a run: those of `--rules`, then those in the user's own folder.

    Args:
        options: what click gives for `rules`.

    Raises:
        SettingsError: a rule does not hold.
    """
    if options["no_rules"]:
        return GivenRules(own=False)
    own = platformdirs.user_config_path("epub-bundler", appauthor=False) / "rules"
    return read_rules([*options["rule_folders"], *([own] if own.is_dir() else [])])


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
        click.option("--keep-duplicates", is_flag=True, help="Keep articles that repeat another with small edits."),
        cleaning,
        click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout."),
        click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors."),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def cleaning(function: Function) -> Function:
    """What cleaning goes by; for every command that cleans."""
    decorators = (
        click.option("--keep-boilerplate", is_flag=True, help="Drop nothing because it stands on many pages."),
        click.option(
            "--keep",
            multiple=True,
            metavar="PATTERN",
            help="Keep repeated blocks that hold this text, or whose whole text it is with * for any text.",
        ),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def cleaning_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `cleaning`."""
    return {
        "keep_boilerplate": options["keep_boilerplate"],
        "keep": tuple(options["keep"]),
    }


def settings_of(options: dict[str, Any]) -> Settings:
    """Settings out of the shared options.

    Args:
        options: what click gives for `selection`.
    """
    return Settings(
        sources=tuple(options["sources"]),
        title=printable(options["title"]),
        author=printable(options["author"]),
        language=canonical(options["language"]) or options["language"],
        first=options["first"],
        last=options["last"],
        limit=options["limit"],
        offline=options["offline"],
        pictures=not options["no_images"],
        keep_duplicates=options["keep_duplicates"],
        **cleaning_settings(options),
        **_picture_settings(options),
        **_look_settings(options),
    )


def _look_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `looks`; none for a command that makes no book."""
    if "split" not in options:
        return {}
    from bundler.cli.own_style import read_style  # noqa: PLC0415 - not for commands that make no book

    theme, own = read_style(options["style"])
    return {
        "split": options["split"],
        "links": options["links"],
        "theme": theme,
        "own_style": own,
        "subjects": tuple(filter(None, map(printable, options["subjects"]))),
    }


def _picture_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `pictures`; none for a command without them."""
    if "device" not in options:
        return {}
    from bundler.fetch.policy import parse_allowed, parse_proxy  # noqa: PLC0415 - not for commands without a network
    from bundler.images.devices import device  # noqa: PLC0415 - as above

    return {
        "device": device(options["device"]).name,
        "grey": options["grey"],
        "quality": options["quality"],
        "max_size": options["max_size"],
        "max_download": options["max_download"],
        "allow_private": frozenset(parse_allowed(text) for text in options["allow_private"]),
        "proxy": parse_proxy(options["proxy"]) if options["proxy"] else "",
    }
