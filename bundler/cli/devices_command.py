"""`epub-bundler devices`: what `--device` takes."""

from __future__ import annotations

import click

from bundler.images.devices import DEVICES


@click.command("devices", epilog="Example:  epub-bundler devices")
def command() -> None:
    """List the devices that pictures can be fitted to: name, pixels, colour or grey, where the pixels are from."""
    for device in DEVICES.values():
        colour = "grey  " if device.grey else "colour"
        click.echo(f"{device.name:<20} {device.width:>5} x {device.height:<5} {colour}  {device.source}")
