"""`epub-bundler init`: a `bundler.toml` to start from, with comments that teach."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from bundler.atomic_file import write_whole
from bundler.cli.bundles.asked import FILE_NAME
from bundler.errors import TargetError


@click.command("init", epilog="Example:  epub-bundler init && epub-bundler build news")
@click.argument("file", type=click.Path(path_type=Path), default=FILE_NAME, metavar="[FILE]")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(file: Path, force: bool) -> None:
    """Write a bundler.toml with comments to start from, into the current folder or to FILE.

    It names bundles with their sources and options; 'epub-bundler build NAME' builds one. The file's path is printed
    on stdout.
    """
    content = resources.files("bundler.cli").joinpath(FILE_NAME).read_bytes()
    path = file / FILE_NAME if file.is_dir() else file
    if path.exists() and not force:
        raise TargetError(str(path), "exists already", "edit it, or use --force to replace it")
    try:
        write_whole(content, path)  # for its owner's eyes only: it may come to hold keys
    except OSError as error:
        raise TargetError(str(path), f"cannot be written ({error.strerror})", "choose another folder") from error
    click.echo(path)
