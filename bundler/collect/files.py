"""Pages that lie in files and folders: a checkout of a mirror, a folder of saved pages, a single page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bundler.collect.document import Desk, Document, Found, gap, of_path
from bundler.collect.sniff import PAGE_NAMES
from bundler.collect.tree import LARGEST_PAGE, Role, outside, page_beside, read_content, role_of, suffix_of
from bundler.collect.unreadable import UnreadableError
from bundler.errors import SourceError
from bundler.local_file import open_regular, read_regular
from bundler.model import Kind, Location, Skipped, Stage

_NOWHERE = "cannot be read (a symbolic link that leads nowhere)"


def document_of_file(source: str) -> Document | Skipped:
    """A file whose path the user typed, as a document.

    Args:
        source: the file's path; it is also the document's origin.

    Returns:
        the document; or a gap when it is no regular file or cannot be opened.
    """
    origin = _origin(source)
    try:
        path = Path(source).resolve()
        opened = open_regular(path)
    except (OSError, RuntimeError):  # Python 3.11 and 3.12 raise RuntimeError for a link that leads to itself
        opened = _NOWHERE
    if isinstance(opened, str):
        return gap(origin, opened)
    opened.close()
    folder = Path(source).parent.resolve()
    return of_path(path, origin, Location(folder, folder), is_typed=True)


def read_folder(source: str, desk: Desk) -> Iterator[Found]:
    """Read every page below a folder, in the order of names.

    Hidden folders (`.git`), folders with the files of a page saved as "complete" (`NAME_files` beside `NAME.html`) and
    files whose name says that they are no page are passed over. A symbolic link to a file is read when it stays within
    the folder; links to folders are never followed, what lies in the source is met on its own path. A folder without
    any page is a box of sources: the archives, feeds and exports in it are read.

    Args:
        source: the folder's path.
        desk: what readers share.

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
    has_pages = False
    waiting: list[Path] = []
    for path in _walk(root):
        if isinstance(path, Skipped):
            yield path
            continue
        role = role_of(path.name)
        if role is Role.SOURCE:
            waiting.append(path)
            continue
        is_page = False
        for item in read_inside(path, root, role, desk):
            is_page = True
            yield item
        has_pages = has_pages or is_page
        if role is Role.UNSURE and not is_page:
            waiting.append(path)
    if not has_pages:
        for path in waiting:
            origin = _origin(str(path.relative_to(root)))
            if path.resolve().is_relative_to(root) and path.is_file():
                yield from desk.read(of_path(path.resolve(), origin, Location(path.parent, root)), desk)


def read_inside(path: Path, root: Path, role: Role, desk: Desk) -> Iterator[Found]:
    """Read one file of a folder.

    Args:
        path: the file.
        root: the folder.
        role: what its name says that it is for.
        desk: what readers share.

    Yields:
        a page or a gap; nothing where neither name nor content say that it is a page.
    """
    origin = _origin(str(path.relative_to(root)))
    is_asked_for = role is Role.PAGE
    try:
        resolved = path.resolve()
    except (OSError, RuntimeError):
        yield gap(origin, _NOWHERE)
        return
    if not resolved.is_relative_to(root):
        yield outside(origin, "a symbolic link that leads out of the source")
        return
    content = read_regular(resolved, LARGEST_PAGE)
    if isinstance(content, bytes):
        try:
            yield from read_content(origin, content, _location(path.parent, root), desk)
        except UnreadableError as error:
            yield gap(origin, str(error))
    elif is_asked_for:
        yield gap(origin, content)


@lru_cache(16)
def _location(folder: Path, root: Path) -> Location:
    """The same value for all pages of a folder: it is kept with each of them, and has 250 bytes."""
    return Location(folder, root)


def _walk(root: Path) -> Iterator[Path | Skipped]:
    unlisted: list[OSError] = []
    for here, folders, files in os.walk(root, onerror=unlisted.append):
        saved = {name.rpartition(".")[0] for name in files if suffix_of(name) in PAGE_NAMES}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and page_beside(name) not in saved)
        for name in sorted(files):
            if role_of(name) not in (Role.NOTHING, Role.PICTURE):
                yield Path(here, name)
    for error in sorted(unlisted, key=lambda error: str(error.filename)):
        origin = _origin(str(Path(error.filename).relative_to(root)))
        yield Skipped(origin, Stage.COLLECT, Kind.UNREADABLE, f"the folder cannot be listed ({error.strerror})")


def _origin(path: str) -> str:
    """A path as reports print it: with `/`, and with a mark for each byte that is no UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="replace").replace(os.sep, "/")
