"""What a command takes its articles from, where its options lie, and where it writes down what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bundler.cli.options.types import Function, applied

_FILE = click.Path(dir_okay=False, path_type=Path)


def sources(function: Function) -> Function:
    """What a command takes its articles from; for every command that reads sources."""
    return applied(
        function,
        click.argument("sources", nargs=-1, metavar="[SOURCE|BUNDLE]..."),
        click.option(
            "-f", "--list", "lists", multiple=True, metavar="FILE", help="A list of sources, one a line; - for stdin."
        ),
        click.option(
            "--full-text",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="Of feeds: their text when it is whole, else the page; always the page; never the page.",
        ),
        click.option("--follow", is_flag=True, help="Take the pages, too, that a SOURCE links to below its folder."),
        click.option("--no-store", is_flag=True, help="Keep nothing after the run."),
        click.option(
            "--config",
            type=_FILE,
            envvar="EPUB_BUNDLER_CONFIG",
            metavar="FILE",
            help="A bundler.toml elsewhere than in the current folder.",
        ),
        click.option("--no-config", is_flag=True, help="Read no bundler.toml."),
        click.option(
            "--log-file",
            type=_FILE,
            envvar="EPUB_BUNDLER_LOG_FILE",
            metavar="FILE",
            help="Append what is done to this file, a line an event.",
        ),
    )


def source_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `sources`.

    Raises:
        click.UsageError: no source is given.
    """
    given, lists = tuple(options["sources"]), tuple(options["lists"])
    if not given and not lists:
        raise click.UsageError(
            "Missing SOURCE: give a folder, a file, an address such as https://example.org/, or -f FILE."
        )
    if "-" in given and "-" in lists:
        raise click.UsageError("Standard input can be read once: give - either as SOURCE or with -f.")
    return {"sources": given, "lists": lists, "full_text": options["full_text"], "follow": options["follow"]}
