"""What is wanted of the articles besides their period."""

from __future__ import annotations

from typing import Any

import click

from bundler.choice import Choice
from bundler.cli.options.types import Function, applied
from bundler.errors import SettingsError
from bundler.language_tags import canonical


def choice(function: Function) -> Function:
    """What is wanted of the articles besides their period."""
    return applied(
        function,
        click.option(
            "--match",
            multiple=True,
            metavar="PATTERN",
            help="Only articles with this text in title, address or site, or one of which it is as a whole with *.",
        ),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out articles with this text there."),
        click.option(
            "--only-language", "languages", multiple=True, metavar="TAG", help="Only articles in this language."
        ),
        click.option("--min-words", type=click.IntRange(min=0), default=0, help="Leave out shorter articles."),
        click.option("--per-source", type=click.IntRange(min=1), metavar="N", help="Only the newest N of each site."),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the newest N articles of all."),
    )


def choice_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `choice`.

    Args:
        options: what click gives for it.

    Raises:
        SettingsError: a pattern is empty, or a language tag is none.
    """
    for name in ("match", "exclude"):
        if not all(pattern.strip(" *") for pattern in options[name]):
            raise SettingsError(f"--{name}", "has a pattern that any text matches", "give a word of it")
    for tag in options["languages"]:
        if not canonical(tag):
            raise SettingsError(f"--only-language {tag}", "is no language tag", "write it as zh or zh-Hans")
    wanted = Choice(
        match=tuple(options["match"]),
        exclude=tuple(options["exclude"]),
        languages=tuple(map(canonical, options["languages"])),
        min_words=options["min_words"],
        per_source=options["per_source"],
    )
    return {"choice": wanted, "limit": options["limit"]}
