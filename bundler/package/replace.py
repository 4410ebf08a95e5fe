"""Giving a book its name: the old book stays whole until the new one is finished, checked and safe on the disk."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bundler.errors import TargetError, WriteError

PART_PREFIX = ".epub-bundler-"
"""How unfinished books are called; they lie beside the target, because a rename must not cross file systems."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a book goes.

    Attributes:
        path: the book's path.
        may_replace: whether a file that lies there already may be replaced.
    """

    path: Path
    may_replace: bool

    def check(self) -> None:
        """Find out before any work whether the book can be put there.

        Raises:
            TargetError: the folder is missing or not writable, or something is in the way.
        """
        folder = self.path.parent
        if not folder.is_dir():
            raise TargetError(str(folder), "there is no such folder", "make it, or choose another with -o")
        if self.path.is_dir():
            raise TargetError(str(self.path), "is a folder", "give the book's file name with -o")
        if self.path.exists() and not self.path.is_file():
            raise TargetError(str(self.path), "is no regular file", "give the book's file name with -o")
        if self.path.exists() and not self.may_replace:
            raise TargetError(str(self.path), "exists already", "use --force to replace it, or -o for another name")
        with _unfinished(folder, "cannot be written to"):
            pass


@contextlib.contextmanager
def _unfinished(folder: Path, problem: str) -> Iterator[Path]:
    """A temporary file in the target's folder that is gone afterwards, unless it was renamed."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=PART_PREFIX, suffix=".part", dir=folder)
    except OSError as error:
        raise TargetError(
            str(folder), f"{problem} ({error.strerror})", "choose another place with -o or change its permissions"
        ) from error
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def write_and_replace(target: Target, write: Callable[[Path], None], verify: Callable[[Path], None]) -> None:
    """Write a book beside its place, verify it, and rename it into its place.

    Order: write, verify, fsync of the file, rename, fsync of the folder; whatever fails, the old book is untouched.

    Args:
        target: where the book goes.
        write: writes the whole book to a path.
        verify: raises when the finished file is not fit to be a book.

    Raises:
        TargetError: the folder cannot be written to.
        WriteError: the disk is full or the file system fails.
    """
    with _unfinished(target.path.parent, "cannot be written to") as part:
        try:
            write(part)
            verify(part)
            _synchronise(part)
            part.chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner can read; books are passed on
            part.replace(target.path)
            _synchronise_folder(target.path.parent)
        except OSError as error:
            raise WriteError(
                str(target.path),
                f"could not be written ({error.strerror or error})",
                "free some disk space or choose another place with -o; what was there before is unchanged",
            ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _synchronise(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _synchronise_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open folders; its rename is journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
