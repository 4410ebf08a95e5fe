"""What pictures are fitted to, and how they are got."""

from __future__ import annotations

from typing import Any

import click

from bundler.cli.options.types import Function, Size, applied


def pictures(function: Function) -> Function:
    """What pictures are fitted to, and how they are got."""
    return applied(
        function,
        click.option(
            "--device",
            default="any",
            envvar="EPUB_BUNDLER_DEVICE",
            help="Fit pictures to this device; see 'epub-bundler devices'.",
        ),
        click.option("--grey", is_flag=True, help="Pictures without colour."),
        click.option("--quality", type=click.IntRange(20, 95), default=80, help="Of JPEG pictures; 80 if not given."),
        click.option(
            "--max-size", type=Size(), help="Make the heaviest pictures smaller until the book has this size."
        ),
        click.option("--max-download", type=Size(), help="Fetch no more than this; the rest waits for a later run."),
    )


def picture_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `pictures`; none for a command without them."""
    if "device" not in options:
        return {}
    from bundler.images.devices import device  # noqa: PLC0415 - not for commands without pictures

    return {
        "device": device(options["device"]).name,
        "grey": options["grey"],
        "quality": options["quality"],
        "max_size": options["max_size"],
        "max_download": options["max_download"],
    }
