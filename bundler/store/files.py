"""Content-addressed files: the key of what is kept is the SHA-256 of its bytes, so the same thing is kept once."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from bundler import atomic_file
from bundler.errors import DamagedError, WriteError

_SIZE_BITS = 48
"""Of a file's size; those of ext4 go up to 2^44 bytes."""


class Store:
    """A folder of content-addressed files. Only the main process writes to it.

    Args:
        folder: an existing folder of its own.
        lasting: whether it outlives the run: then a file gets its name when it is whole, and can be made safe on the
            disk. What is thrown away at the end of the run need not be.
    """

    def __init__(self, folder: Path, *, lasting: bool = False) -> None:
        self._folder = folder
        self._start = f"{folder}{os.sep}"
        self._lasting = lasting
        self._whole: dict[str, int] = {}
        """State of the files whose bytes were compared with their key in this run."""
        self._unsafe: list[str] = []

    def put(self, content: bytes) -> str:
        """Keep bytes.

        A file gets its name when it is whole, so that a kill leaves no half file under a key. A power cut could still
        lose it, until `make_safe` was called with what `unsafe` gives.

        Args:
            content: any bytes.

        Returns:
            the key: 64 hexadecimal digits of SHA-256.

        Raises:
            WriteError: the disk is full or the folder is gone.
        """
        key = hashlib.sha256(content).hexdigest()
        if key in self._whole:
            return key
        name = self._name(key)
        try:
            if not self.holds(key):
                with contextlib.suppress(FileExistsError):
                    os.mkdir(self._start + key[:2])  # noqa: PTH102 - see `_name`
                if self._lasting:  # beside the 256 folders: what a killed run leaves is then found in one of them
                    atomic_file.write_named(content, name, beside=self._folder)
                else:
                    with open(name, "wb") as file:  # noqa: PTH123 - see `_name`
                        file.write(content)
                self._whole[key] = _state(os.stat(name))  # noqa: PTH116 - see `_name`
        except OSError as error:
            raise self._cannot_write(error) from error
        if self._lasting:
            self._unsafe.append(name)
        return key

    def unsafe(self) -> list[str]:
        """The files that were put since the last call, or found there without being known as safe."""
        paths, self._unsafe = self._unsafe, []
        return paths

    def make_safe(self, names: Iterable[str]) -> None:
        """Make files and their names safe on the disk, so that no power cut can lose them. May run in a thread.

        Args:
            names: what `unsafe` gave.

        Raises:
            WriteError: the disk failed.
        """
        try:
            folders = {""}
            for name in names:
                with contextlib.suppress(FileNotFoundError):  # taken away meanwhile: the next run makes it anew
                    with open(name, "rb+", buffering=0) as file:  # noqa: PTH123 - see `_name`
                        os.fsync(file.fileno())
                    folders.add(name.removeprefix(self._start)[:2])
            for folder in sorted(folders):
                atomic_file.synchronise_folder(self._folder / folder)
        except OSError as error:
            raise self._cannot_write(error) from error

    def get(self, key: str) -> bytes:
        """Bytes kept under a key that `put` gave.

        Raises:
            DamagedError: the file has other bytes now, or is gone; it is deleted, so that it can be kept anew.
        """
        name = self._name(key)
        try:
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - see `_name`
                state = _state(os.fstat(file.fileno()))
                content = file.readall()
        except OSError as error:
            raise DamagedError(name, f"cannot be read ({error.strerror})", "run again") from error
        if self._whole.get(key) == state:
            return content
        if hashlib.sha256(content).hexdigest() != key:
            self._whole.pop(key, None)
            self.path(key).unlink(missing_ok=True)
            raise DamagedError(name, "was damaged on the disk", "run again, it will be made anew")
        self._whole[key] = state
        return content

    def holds(self, key: str) -> bool:
        """Whether the bytes of a key are here, all of them and unchanged."""
        name, known = self._name(key), self._whole.get(key)
        try:
            if known is not None and known == _state(os.stat(name)):  # noqa: PTH116 - see `_name`
                return True
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - see `_name`
                state = _state(os.fstat(file.fileno()))
                if hashlib.file_digest(file, "sha256").hexdigest() != key:
                    return False
        except OSError:
            return False
        self._whole[key] = state
        return True

    def has_file(self, key: str) -> bool:
        """Whether a file lies under a key, whatever bytes are in it."""
        return os.path.isfile(self._name(key))  # noqa: PTH113 - see `_name`

    def path(self, key: str) -> Path:
        """The file in which a key's bytes lie; 256 folders keep each listing short."""
        return Path(self._name(key))

    def _name(self, key: str) -> str:
        """The same as text: making a `Path` takes 10 microseconds, and each of its parts lies in memory by itself."""
        return f"{self._start}{key[:2]}{os.sep}{key}"

    def _cannot_write(self, error: OSError) -> WriteError:
        return WriteError(
            str(self._folder), f"the working files cannot be written ({error.strerror})", "free some disk space"
        )


def _state(status: os.stat_result) -> int:
    """Time of the last change and size as one number, which takes a third of a pair's memory."""
    return status.st_mtime_ns << _SIZE_BITS | status.st_size
