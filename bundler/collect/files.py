"""Pages that lie in files and folders: a checkout of a mirror, a folder of saved pages, a single page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bundler.collect.sniff import NOT_PAGES, media_type
from bundler.errors import SourceError
from bundler.local_file import read_regular
from bundler.model import Kind, Location, MediaType, Page, Skipped, Stage

LARGEST_PAGE = 32 * 1024 * 1024
"""Bytes. A SingleFile page with its pictures inside may be several MB; beyond this a file is no article."""

_PAGE_NAMES = {
    ".md": MediaType.MARKDOWN,
    ".markdown": MediaType.MARKDOWN,
    ".html": MediaType.HTML,
    ".htm": MediaType.HTML,
    ".xhtml": MediaType.HTML,
}


def read_file(source: str) -> Iterator[Page | Skipped]:
    """Read one page whose path the user typed.

    Args:
        source: the file's path; it is also the page's origin.

    Yields:
        one `Page` or one `Skipped`.
    """
    path = Path(source)
    folder = path.parent.resolve()
    said = _PAGE_NAMES.get(path.suffix.lower(), MediaType.MARKDOWN)  # the user says that it is a page
    yield _read(path, _origin(source), Location(folder, folder), said)


def read_folder(source: str) -> Iterator[Page | Skipped]:
    """Read every page below a folder, in the order of names.

    Hidden folders (`.git`), folders with the files of a page saved as "complete" (`NAME_files` beside `NAME.html`) and
    files whose name says that they are no page are passed over. A symbolic link to a file is read when it stays within
    the folder; links to folders are never followed, what lies in the source is met on its own path.

    Args:
        source: the folder's path.

    Yields:
        a `Page` or a `Skipped` for each file that could be a page; origins are POSIX paths relative to the folder.

    Raises:
        SourceError: the folder itself cannot be listed.
    """
    root = Path(source).resolve()
    try:
        os.scandir(root).close()
    except OSError as error:
        raise SourceError(source, f"cannot be listed ({error.strerror})", "check its permissions") from error
    for path in _walk(root):
        if isinstance(path, Skipped):
            yield path
            continue
        origin = _origin(str(path.relative_to(root)))
        try:
            is_inside = path.resolve().is_relative_to(root)
        except (OSError, RuntimeError):  # Python 3.11 and 3.12 raise RuntimeError for a link that leads to itself
            yield Skipped(origin, Stage.COLLECT, Kind.UNREADABLE, "cannot be read (a symbolic link that leads nowhere)")
            continue
        if not is_inside:
            yield Skipped(origin, Stage.COLLECT, Kind.OUTSIDE_SOURCE, "a symbolic link that leads out of the source")
            continue
        said = _PAGE_NAMES.get(path.suffix.lower())
        result = _read(path, origin, Location(path.parent, root), said)
        if said or isinstance(result, Page):
            yield result


def _walk(root: Path) -> Iterator[Path | Skipped]:
    unlisted: list[OSError] = []
    for here, folders, files in os.walk(root, onerror=unlisted.append):
        saved = {_stem(name) for name in files if Path(name).suffix.lower() in _PAGE_NAMES}
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (name.endswith(("_files", ".files")) and name[:-6] in saved)
        )
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() not in NOT_PAGES:
                yield Path(here, name)
    for error in sorted(unlisted, key=lambda error: str(error.filename)):
        origin = _origin(str(Path(error.filename).relative_to(root)))
        yield Skipped(origin, Stage.COLLECT, Kind.UNREADABLE, f"the folder cannot be listed ({error.strerror})")


def _origin(path: str) -> str:
    """A path as reports print it: with `/`, and with a mark for each byte that is no UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="replace").replace(os.sep, "/")


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _read(path: Path, origin: str, location: Location, said: MediaType | None) -> Page | Skipped:
    """Read one file; `said` is what its name, or the user by typing it, says that it is."""

    def gap(reason: str) -> Skipped:
        return Skipped(origin, Stage.COLLECT, Kind.UNREADABLE, reason)

    try:
        content = read_regular(path.resolve(), LARGEST_PAGE)
    except (OSError, RuntimeError):
        return gap("cannot be read (a symbolic link that leads nowhere)")
    if isinstance(content, str):
        return gap(content)
    if not content.strip():
        return gap("is empty")
    found = media_type(content, said)
    if found is None:
        return gap("holds binary data, not a page")
    return Page(origin, found, content, location)
