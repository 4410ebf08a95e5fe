"""The folder in which a run works: gone when it ends, and when it was killed, with the next run."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bundler import atomic_file
from bundler.errors import WriteError
from bundler.store.files import Store

_PREFIX = "epub-bundler-run-"
_NAME = re.compile(_PREFIX + "[a-z0-9_]{8}")
"""What `mkdtemp` calls it; nothing else is ever taken for one."""
_LONG = 7 * 24 * 3600
"""Seconds after which a folder is dead where locks do not work; no run lasts as long."""
_TRIES = 100


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone when the run ends; those of killed runs are cleared first.

    Yields:
        an empty folder in the system's folder for temporary files (`TMPDIR`), which only its owner can read.

    Raises:
        WriteError: no temporary folder can be made.
    """
    try:
        _clear_dead(Path(tempfile.gettempdir()))
        folder, lock = _new()
    except OSError as error:
        raise WriteError(
            "temporary folder", f"cannot be made ({error.strerror})", "set TMPDIR to a folder with free space"
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


@contextlib.contextmanager
def temporary_store() -> Iterator[Store]:
    """A store in a temporary folder."""
    with temporary_folder() as folder:
        yield Store(folder)


def _new() -> tuple[Path, int | None]:
    """Make and lock a folder; anew when a run that clears up has come between the making and the locking."""
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        if os.name != "posix":  # Windows cannot open folders
            return folder, None
        with contextlib.suppress(FileNotFoundError):
            descriptor = os.open(folder, os.O_RDONLY)
            if atomic_file.lock(descriptor) is not False and atomic_file.is_at(folder, descriptor):
                return folder, descriptor
            os.close(descriptor)
    raise FileExistsError(0, "it is taken away again and again")


def _clear_dead(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        if _NAME.fullmatch(folder.name):
            with contextlib.suppress(OSError):  # another user's, or just gone: litter is no reason to fail
                _clear(folder)


def _clear(folder: Path) -> None:
    if os.name != "posix":
        if atomic_file.is_old(folder.parent, folder.stat().st_mtime, _LONG):
            shutil.rmtree(folder, ignore_errors=True)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        status = os.fstat(descriptor)
        locked = atomic_file.lock(descriptor)
        is_dead = locked if locked is not None else atomic_file.is_old(folder.parent, status.st_mtime, _LONG)
        if is_dead and status.st_uid == os.getuid() and atomic_file.is_at(folder, descriptor):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
