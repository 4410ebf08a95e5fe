"""`epub-bundler cache`: what is kept between runs, to look at and to clear away."""

from __future__ import annotations

import shutil

import click

from bundler.cli.running import cache_folder
from bundler.errors import WriteError
from bundler.store import open_cleaned, open_pictures

_INDEXES = ("index.sqlite", "cleaned.sqlite")


@click.group("cache", epilog="Example:  epub-bundler cache clear")
def command() -> None:
    """Look at or clear away what is kept between runs."""


@command.command("info", epilog="Example:  epub-bundler cache info")
def info() -> None:
    """Show where cleaned pages and pictures are kept, how many, and how much room they take."""
    folder = cache_folder()
    click.echo(f"folder: {folder}")
    if not folder.is_dir():
        click.echo("nothing is kept")
        return
    with open_pictures(folder) as pictures, open_cleaned(folder) as cleaned:
        originals, made = pictures.counts()
        pages = cleaned.count()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    click.echo(f"cleaned pages: {pages}")
    click.echo(f"originals: {originals}")
    click.echo(f"fitted pictures and covers: {made}")
    click.echo(f"size: {size / 1e6:.1f} MB")


@command.command("clear", epilog="Example:  epub-bundler cache clear")
def clear() -> None:
    """Delete every cleaned page and picture that is kept, and the index of where they came from."""
    folder = cache_folder()
    try:
        if folder.is_dir():
            for name in ("files", *(index + tail for index in _INDEXES for tail in ("", "-wal", "-shm"))):
                path = folder / name
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(str(folder), f"cannot be cleared ({error.strerror})", "delete the folder by hand") from error
    click.echo(f"cleared {folder}", err=True)
