"""Files that are whole or not there: written in the folder they are for, made safe on the disk, then renamed.

What a killed run leaves behind is cleared by the next one that works in the folder, and only that. A run locks what it
has not finished (flock), and the kernel frees the lock when the run is gone, however it ended; so a free lock means a
dead owner, and no host name or process number has to stand in a file's name. Where a file system knows no locks, some
network shares and Windows, only what nobody has touched for long is taken for dead. Should a share hand the same lock
to two machines, the one that loses its unfinished file fails at the rename: one line of error, and nothing broken.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX, SUFFIX = ".epub-bundler-", ".part"
"""How unfinished files are called; hidden, and nothing in it tells who is writing."""
_LONG = 24 * 3600
"""Seconds without a change after which an unfinished file is dead where locks do not work."""
_NO_LOCK = -1
_TRIES = 100


class Unfinished:
    """A file that is being written. Use `unfinished`.

    Args:
        path: where it lies.
        lock: the descriptor that holds its lock, or -1.
    """

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock

    def become(self, place: Path) -> None:
        """Make the bytes safe on the disk, then give the file its name, then make the name safe.

        Args:
            place: the name, on the same file system; a file that has it is replaced.

        Raises:
            OSError: the disk failed; what was at `place` before is still there.
        """
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(self.path, place)  # noqa: PTH105 - the call that promises to be atomic
        synchronise_folder(place.parent)

    def be_named(self, place: Path | str) -> None:
        """Give the file its name at once: whole after a kill, while a power cut may still lose it.

        Args:
            place: the name, on the same file system; a file that has it is replaced.

        Raises:
            OSError: the disk failed; what was at `place` before is still there.
        """
        os.replace(self.path, place)  # noqa: PTH105 - as above

    def close(self) -> None:
        """Delete the file, unless it has got its name, and free its lock."""
        self.path.unlink(missing_ok=True)
        if self._lock != _NO_LOCK:
            os.close(self._lock)


@contextlib.contextmanager
def unfinished(folder: Path) -> Iterator[Unfinished]:
    """A new, empty, locked file in a folder; gone afterwards unless it `become`s something.

    Args:
        folder: where it is made.

    Raises:
        OSError: no file can be made there.
    """
    file = _new(folder)
    try:
        yield file
    finally:
        file.close()


def write_whole(content: bytes, place: Path, beside: Path | None = None) -> None:
    """Write a file that is whole or not there, whatever happens.

    Args:
        content: its bytes.
        place: its name.
        beside: the folder on the same file system where it is written; the place's own when left out.

    Raises:
        OSError: the disk failed; what was at `place` before is still there.
    """
    with unfinished(beside or place.parent) as file:
        file.path.write_bytes(content)
        file.become(place)


def write_named(content: bytes, place: Path | str, beside: Path) -> None:
    """Write a file that is whole or not there after a kill; who wants it safe from power cuts synchronises it later.

    Args:
        content: its bytes.
        place: its name.
        beside: the folder on the same file system where it is written.

    Raises:
        OSError: the disk failed; what was at `place` before is still there.
    """
    with unfinished(beside) as file:
        file.path.write_bytes(content)
        file.be_named(place)


def synchronise_folder(folder: Path) -> None:
    """Make the names in a folder safe on the disk.

    Args:
        folder: an existing folder.
    """
    if os.name != "posix":  # Windows cannot open folders; its rename is journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_dead(folder: Path) -> None:
    """Delete the unfinished files that killed runs have left in a folder.

    Args:
        folder: where to look; what cannot be deleted stays.
    """
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):  # somebody else's, or just gone: litter is no reason to fail
            _clear(path)


def lock(descriptor: int) -> bool | None:
    """Lock an open file or folder until its descriptor is closed or its process is gone.

    Args:
        descriptor: of the file or folder.

    Returns:
        True when it is locked now, False when somebody else has it, None where locks do not work.
    """
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # ENOLCK, ENOTSUP, EINVAL: as many words as there are network file systems
        return None
    return True


def is_at(path: Path, descriptor: int) -> bool:
    """Whether a name still leads to what was opened under it.

    Args:
        path: the name.
        descriptor: what was opened.
    """
    try:
        named = path.lstat()
    except FileNotFoundError:
        return False
    opened = os.fstat(descriptor)
    return (named.st_dev, named.st_ino) == (opened.st_dev, opened.st_ino)


def _new(folder: Path) -> Unfinished:
    """Make and lock a file; anew when a run that clears up has come between the making and the locking."""
    for _ in range(_TRIES):
        descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
        path = Path(name)
        if fcntl is None:  # Windows renames no open file
            os.close(descriptor)
            return Unfinished(path, _NO_LOCK)
        if lock(descriptor) is not False and is_at(path, descriptor):
            return Unfinished(path, descriptor)
        os.close(descriptor)
    raise FileExistsError(f"an unfinished file in {folder} is taken away again and again")


def _clear(path: Path) -> None:
    if fcntl is None:
        if is_old(path.parent, path.stat().st_mtime, _LONG):
            path.unlink()
        return
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        locked = lock(descriptor)
        status = os.fstat(descriptor)
        is_dead = locked if locked is not None else is_old(path.parent, status.st_mtime, _LONG)
        if is_dead and stat.S_ISREG(status.st_mode) and is_at(path, descriptor):
            path.unlink()  # while it is locked, or its maker could be about to lock it
    finally:
        os.close(descriptor)


def is_old(folder: Path, changed: float, seconds: float) -> bool:
    """Whether something was changed long ago by the clock of the file system it lies on, which may be another's.

    Args:
        folder: a folder of that file system that can be written to.
        changed: the time of the last change.
        seconds: how long is long.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_mtime - changed > seconds
