"""What cleaning goes by."""

from __future__ import annotations

from typing import Any

import click

from bundler.cli.options.types import Function, applied


def cleaning(function: Function) -> Function:
    """What cleaning goes by; for every command that cleans."""
    return applied(
        function,
        click.option("--keep-boilerplate", is_flag=True, help="Drop nothing because it stands on many pages."),
        click.option(
            "--keep",
            multiple=True,
            metavar="PATTERN",
            help="Keep repeated blocks that hold this text, or whose whole text it is with * for any text.",
        ),
    )


def cleaning_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `cleaning`."""
    return {
        "keep_boilerplate": options["keep_boilerplate"],
        "keep": tuple(options["keep"]),
    }
