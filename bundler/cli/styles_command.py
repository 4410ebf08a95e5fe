"""`epub-bundler styles`: what `--style` takes."""

from __future__ import annotations

import click

from bundler.package.styles import THEMES


@click.command("styles", epilog="Example:  epub-bundler styles")
def command() -> None:
    """List the styles that a book can have; --style takes a name of these or a .css file of your own."""
    for name, purpose in THEMES.items():
        click.echo(f"{name:<10} {purpose}")
