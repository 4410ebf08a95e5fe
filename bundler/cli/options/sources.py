"""Sources or bundles of a `bundler.toml`, that file, and the journal; for every command that reads sources."""

from __future__ import annotations

from pathlib import Path

import click

from bundler.cli.options.types import Function, applied


def sources(function: Function) -> Function:
    """Sources or bundles of a `bundler.toml`, that file, and the journal."""
    file = click.Path(dir_okay=False, path_type=Path)
    return applied(
        function,
        click.argument("sources", nargs=-1, metavar="[SOURCE|BUNDLE]..."),
        click.option(
            "--config",
            type=file,
            envvar="EPUB_BUNDLER_CONFIG",
            metavar="FILE",
            help="A bundler.toml elsewhere than in the current folder.",
        ),
        click.option("--no-config", is_flag=True, help="Read no bundler.toml."),
        click.option(
            "--log-file",
            type=file,
            envvar="EPUB_BUNDLER_LOG_FILE",
            metavar="FILE",
            help="Append what is done to this file, a line an event.",
        ),
    )
