"""`epub-bundler cache`: the pages and pictures kept between runs, to look at and to clear away."""

from __future__ import annotations

import shutil

import click

from bundler.cli.running import cache_folder
from bundler.errors import SourceError, WriteError
from bundler.store import BundleStore, bundle_key, open_answers, open_cleaned, open_pictures

_INDEXES = ("index.sqlite", "cleaned.sqlite", "answers.sqlite", "bundles.sqlite")
_CONTENTS = ("files", "repositories", *(name + end for name in _INDEXES for end in ("", "-wal", "-shm", "-journal")))


@click.group("cache", epilog="Example:  epub-bundler cache clear")
def command() -> None:
    """Look at or clear away the pages and pictures that are kept between runs."""


@command.command("info", epilog="Example:  epub-bundler cache info")
def info() -> None:
    """Show where pages and pictures are kept, how many, and how much room they take."""
    folder = cache_folder()
    click.echo(f"folder: {folder}")
    if not folder.is_dir():
        click.echo("nothing is kept")
        return
    bundles, books, articles = BundleStore(folder).counts()
    with open_pictures(folder) as pictures, open_answers(folder) as answers, open_cleaned(folder) as cleaned:
        originals, made = pictures.counts()
        pages, results = answers.count(), cleaned.count()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    click.echo(f"pages and feeds: {pages}")
    click.echo(f"cleaned pages: {results}")
    click.echo(f"originals: {originals}")
    click.echo(f"fitted pictures and covers: {made}")
    click.echo(f"bundles with --new: {bundles}, {books} books, {articles} articles")
    click.echo(f"size: {size / 1e6:.1f} MB")


@command.command("clear", epilog="Example:  epub-bundler cache clear")
def clear() -> None:
    """Delete every page and picture that is kept, the indexes of where they came from, and what --new books had."""
    folder = cache_folder()
    try:
        if folder.is_dir():
            for path in (*(folder / name for name in _CONTENTS), *folder.glob("bundle-*.lock")):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(str(folder), f"cannot be cleared ({error.strerror})", "delete the folder by hand") from error
    click.echo(f"cleared {folder}", err=True)


@command.command("forget", epilog="Example:  epub-bundler cache forget 'My week'")
@click.argument("names", nargs=-1, required=True, metavar="NAME|SOURCE...")
def forget(names: tuple[str, ...]) -> None:
    """Forget what the --new books of a bundle had, so that its next one brings everything again.

    A bundle goes by its title, or without one by its sources as they were typed.
    """
    bundles = BundleStore(cache_folder())
    keys = {bundle_key("", names), *(bundle_key(name, ()) for name in names)}
    books = sum(bundles.forget(key) for key in sorted(keys))
    if not books:
        raise SourceError(" ".join(names), "no bundle goes by that", "give its --title, or all of its sources as typed")
    click.echo(f"forgot {books} books", err=True)
