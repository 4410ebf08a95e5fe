"""How a book is divided and how it looks."""

from __future__ import annotations

from typing import Any

import click

from bundler.characters import printable
from bundler.cli.options.types import Function, applied


def looks(function: Function) -> Function:
    """How a book is divided and how it looks."""
    return applied(
        function,
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
        click.option(
            "--group",
            type=click.Choice(["date", "source"]),
            default="date",
            help="Order and contents by date, or by source and within a source by date.",
        ),
        click.option("--subject", "subjects", multiple=True, metavar="TEXT", help="What the book is about."),
    )


def look_settings(options: dict[str, Any]) -> dict[str, Any]:
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
        "group": options["group"],
        "subjects": tuple(filter(None, map(printable, options["subjects"]))),
    }
