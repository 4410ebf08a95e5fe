"""Giving a book its name: the old book stays whole until the new one is finished, checked and safe on the disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bundler import atomic_file
from bundler.errors import TargetError, WriteError


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
        check_folder(folder)


def check_folder(folder: Path) -> None:
    """Find out whether files can be made in a folder, and clear away what killed runs have left in it.

    Raises:
        TargetError: it cannot be written to.
    """
    with _unfinished(folder):
        atomic_file.clear_dead(folder)


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[atomic_file.Unfinished]:
    """A new file in the target's folder; a rename must not cross file systems."""
    with contextlib.ExitStack() as opened:
        try:
            part = opened.enter_context(atomic_file.unfinished(folder))
        except OSError as error:
            raise TargetError(
                str(folder),
                f"cannot be written to ({error.strerror})",
                "choose another place with -o or change its permissions",
            ) from error
        yield part


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
    with _unfinished(target.path.parent) as part:
        try:
            write(part.path)
            verify(part.path)
            # Unfinished files are for their owner's eyes only; books are passed on.
            part.path.chmod(0o666 & ~_umask())
            part.become(target.path)
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
