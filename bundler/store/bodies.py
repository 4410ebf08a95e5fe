"""Where a run's articles lie until the book is written: one nameless file, so that nothing has to be tidied up."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

from bundler.errors import DamagedError, WriteError
from bundler.store.tally import Tally, open_tally

_FAST = 1
"""The level of zlib: half the time of its usual one for 6 % more bytes (measured on articles)."""


def compressed(content: bytes) -> bytes:
    """Bytes as they are kept: in the format of zlib, whose checksum tells when they were damaged."""
    return zlib.compress(content, _FAST)


class Bodies:
    """Keeps bytes one behind the other in a file without a name; memory holds nothing of them. Use `open_bodies`.

    Args:
        folder: where the file and tallies lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # The thread that binds a book reads while the main thread tidies up after an interrupt.
        self._turn = threading.Lock()
        with self._told():
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
        self._end = 0

    def put(self, content: bytes) -> str:
        """Keep bytes.

        Args:
            content: any; kept packed.

        Returns:
            the key that `get` takes.

        Raises:
            WriteError: the disk is full.
        """
        return self.put_compressed(compressed(content))

    def put_compressed(self, packed: bytes) -> str:
        """Keep bytes that `compressed` gave; for the rest as `put`."""
        with self._turn, self._told():
            self._file.seek(self._end)
            self._file.write(packed)
        key = f"{self._end:x}+{len(packed):x}"
        self._end += len(packed)
        return key

    def get(self, key: str) -> bytes:
        """Bytes kept under a key that `put` gave.

        Raises:
            DamagedError: the file has other bytes now.
        """
        try:
            return zlib.decompress(self._packed(key))  # whose checksum tells of other bytes
        except (OSError, ValueError, zlib.error) as error:
            raise DamagedError(str(self._folder), f"a working file was damaged ({error})", "run again") from error

    def digest(self, key: str) -> str:
        """SHA-256 (hexadecimal) of a key's bytes as they are kept: equal bytes have equal ones.

        Raises:
            DamagedError: the file cannot be read.
        """
        try:
            return hashlib.sha256(self._packed(key)).hexdigest()
        except (OSError, ValueError) as error:
            raise DamagedError(str(self._folder), f"a working file was damaged ({error})", "run again") from error

    def weight(self, key: str) -> int:
        """How many bytes a key's bytes use, packed."""
        return int(key.partition("+")[2], 16)

    def tally(self) -> contextlib.AbstractContextManager[Tally]:
        """A tally beside the file, for as long as the context lasts."""
        return open_tally(self._folder)

    def close(self) -> None:
        """Give everything up."""
        with self._turn:
            self._file.close()

    def _packed(self, key: str) -> bytes:
        start, _, length = key.partition("+")
        with self._turn:
            self._file.seek(int(start, 16))
            return self._file.read(int(length, 16))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WriteError(
                str(self._folder), f"the working files cannot be written ({error.strerror})", "free some disk space"
            ) from error


@contextlib.contextmanager
def open_bodies(folder: Path) -> Iterator[Bodies]:
    """A place for a run's articles, in an existing folder.

    Raises:
        WriteError: no file can be made there.
    """
    bodies = Bodies(folder)
    try:
        yield bodies
    finally:
        bodies.close()
