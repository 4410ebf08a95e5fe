"""Bytes that wait on the disk instead of in memory, and files that are open only while they are read."""

from __future__ import annotations

import contextlib
import io
import tempfile
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from bundler.errors import WriteError
from bundler.local_file import open_regular

_CHUNK = 1024 * 1024
_BUFFER = 64 * 1024

ReadAt = Callable[[int, int], bytes]
"""Takes an offset and a number of bytes, gives the bytes that lie there."""


class View(io.RawIOBase):
    """A seekable file over bytes that lie somewhere else; each view has a position of its own.

    Args:
        read_at: reads them.
        size: how many there are.
        offset: where they begin.
    """

    def __init__(self, read_at: ReadAt, size: int, offset: int = 0) -> None:
        super().__init__()
        self._read_at = read_at
        self._size = size
        self._offset = offset
        self._position = 0

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def seekable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def tell(self) -> int:
        """See `io.RawIOBase`."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """See `io.RawIOBase`."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """See `io.RawIOBase`."""
        count = max(0, min(len(buffer), self._size - self._position))
        content = self._read_at(self._offset + self._position, count) if count else b""
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)


def open_view(read_at: ReadAt, size: int, offset: int = 0) -> BinaryIO:
    """A buffered `View`."""
    return io.BufferedReader(View(read_at, size, offset), _BUFFER)


def read_of_path(path: Path) -> ReadAt:
    """Reads a file of the disk that is opened anew each time.

    A run may have thousands of archives whose pictures are asked for at its end; a system lets a program keep about a
    thousand files open.

    Args:
        path: links in it resolved.
    """

    def read_at(offset: int, count: int) -> bytes:
        """See `ReadAt`."""
        opened = open_regular(path)
        if isinstance(opened, str):
            raise OSError(0, opened)
        with opened as file:
            file.seek(offset)
            return file.read(count)

    return read_at


class Spool:
    """One nameless temporary file for everything of a run that has to wait; nothing of a source names a file."""

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._size = 0

    def put(self, content: bytes) -> tuple[int, int]:
        """Keep bytes.

        Returns:
            where they lie, offset and size, for `read` and `open`.

        Raises:
            WriteError: the disk is full.
        """
        with _disk():
            file = self._opened()
            file.seek(self._size)
            file.write(content)
        place = (self._size, len(content))
        self._size += len(content)
        return place

    def copy(self, source: BinaryIO) -> tuple[int, int]:
        """Keep all that a file still holds; see `put`. What reading it raises comes through."""
        offset = self._size
        while chunk := source.read(_CHUNK):
            self.put(chunk)
        return offset, self._size - offset

    def read(self, place: tuple[int, int]) -> bytes:
        """The bytes that lie at a place."""
        return self._read_at(*place)

    def open(self, place: tuple[int, int]) -> BinaryIO:
        """A place as a file of its own."""
        offset, size = place
        return open_view(self._read_at, size, offset)

    def _read_at(self, offset: int, count: int) -> bytes:
        file = self._opened()
        file.seek(offset)
        return file.read(count)

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="epub-bundler-")  # noqa: SIM115 - it lives as long as the spool
            weakref.finalize(self, self._file.close)
        return self._file


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(
            "temporary folder", f"cannot be written ({error.strerror})", "set TMPDIR to a folder with free space"
        ) from error
