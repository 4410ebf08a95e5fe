"""Making books without the command line, and taking finished ones apart."""

from __future__ import annotations

import asyncio
import contextlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bundler.cli.progress import Silent
from bundler.model import Entry, Skipped
from bundler.package import Target
from bundler.pipeline import Tools, build, survey
from bundler.report import Report
from bundler.settings import Settings
from bundler.store import open_bodies, open_pictures, temporary_folder
from bundler.workers import SerialWorkers

FIRST_PAGE, SECOND_PAGE = "2020-09-01-472aee4c1c3d.xhtml", "2020-09-02-9623c09a5001.xhtml"
"""The articles' pages of the fixture `good_book`: a day, and the hash of an address or a text."""


@contextlib.contextmanager
def tools() -> Iterator[Tools]:
    """What a run works with: this process, and folders that are gone afterwards."""
    with temporary_folder() as folder:
        (folder / "articles").mkdir()
        with open_pictures(folder / "pictures", lasting=False) as pictures, open_bodies(folder / "articles") as bodies:
            yield Tools(SerialWorkers(), bodies, pictures, Silent())


def bundle(sources: Sequence[Path], book: Path, **settings: Any) -> Report:  # noqa: ANN401 - as Settings takes them
    """Make a book in this process, without a network unless `offline=False` is asked for.

    Args:
        sources: files and folders.
        book: where it goes.
        settings: what `Settings` takes besides the sources.
    """
    wanted = Settings(tuple(map(str, sources)), **({"offline": True} | settings))
    with tools() as kit:
        return asyncio.run(build(wanted, kit, lambda _, volume: Target(volume_path(book, volume), may_replace=True)))


def volume_path(book: Path, volume: str) -> Path:
    """Where a volume goes when the bundle's book would go to `book`."""
    return book.with_name(f"{book.stem}_{volume}{book.suffix}") if volume else book


def chosen(sources: Sequence[Path], **settings: Any) -> tuple[list[Entry], list[Skipped]]:  # noqa: ANN401 - as above
    """What a book of these sources would hold, and what not."""
    with tools() as kit:
        found = asyncio.run(survey(Settings(tuple(map(str, sources)), **settings), kit))
    return found.entries, found.skipped


def names(book: Path) -> list[str]:
    """The names of a book's entries, in the order of the archive."""
    with zipfile.ZipFile(book) as archive:
        return archive.namelist()


def article_pages(book: Path) -> list[str]:
    """The names of the articles' pages as they are read."""
    return [name for name in names(book) if re.match(r"EPUB/text/(?:\d{4}-\d\d-\d\d|undated)-", name)]


def text(book: Path, name: str) -> str:
    """One entry of a book as text."""
    with zipfile.ZipFile(book) as archive:
        return archive.read(name).decode()


def contents(book: Path) -> dict[str, bytes]:
    """Every entry of a book."""
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(book: Path, target: Path, changes: Mapping[str, bytes | None]) -> Path:
    """Copy a book with some entries changed.

    Args:
        book: a good book.
        target: where the other one goes.
        changes: new content by name; None takes an entry away, an unknown name is a new entry at the end.

    Returns:
        `target`.
    """
    changed = {name: changes.get(name, content) for name, content in contents(book).items()}
    changed |= {name: content for name, content in changes.items() if name not in changed}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in changed.items():
            if content is not None:
                # A ZipInfo has a fixed time, as our own books have.
                packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(zipfile.ZipInfo(name), content, packing)
    return target
