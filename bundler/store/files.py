"""Content-addressed files: the key of what is kept is the SHA-256 of its bytes, so the same thing is kept once."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from bundler import atomic_file
from bundler.errors import DamagedError, WriteError


class Store:
    """A folder of content-addressed files. Only the main process writes to it.

    Args:
        folder: an existing folder of its own.
        lasting: whether it outlives the run: then a file gets its name when it is whole, and can be made safe on the
            disk. What is thrown away at the end of the run need not be.
    """

    def __init__(self, folder: Path, *, lasting: bool = False) -> None:
        self._folder = folder
        self._lasting = lasting
        self._whole: dict[str, tuple[int, int]] = {}
        """Size and time of change of the files whose bytes were compared with their key in this run."""
        self._unsafe: list[Path] = []

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
        path = self.path(key)
        try:
            if not self.holds(key):
                path.parent.mkdir(exist_ok=True)
                if self._lasting:  # beside the 256 folders: what a killed run leaves is then found in one of them
                    atomic_file.write_named(content, path, beside=self._folder)
                else:
                    path.write_bytes(content)
                self._whole[key] = _state(path)
        except OSError as error:
            raise self._cannot_write(error) from error
        if self._lasting:
            self._unsafe.append(path)
        return key

    def unsafe(self) -> list[Path]:
        """The files that were put since the last call, or found there without being known as safe."""
        paths, self._unsafe = self._unsafe, []
        return paths

    def make_safe(self, paths: Iterable[Path]) -> None:
        """Make files and their names safe on the disk, so that no power cut can lose them. May run in a thread.

        Args:
            paths: what `unsafe` gave.

        Raises:
            WriteError: the disk failed.
        """
        try:
            folders = {self._folder}
            for path in paths:
                with contextlib.suppress(FileNotFoundError):  # taken away meanwhile: the next run makes it anew
                    with path.open("rb+") as file:
                        os.fsync(file.fileno())
                    folders.add(path.parent)
            for folder in sorted(folders):
                atomic_file.synchronise_folder(folder)
        except OSError as error:
            raise self._cannot_write(error) from error

    def get(self, key: str) -> bytes:
        """Bytes kept under a key that `put` gave.

        Raises:
            DamagedError: the file has other bytes now, or is gone; it is deleted, so that it can be kept anew.
        """
        path = self.path(key)
        try:
            with path.open("rb") as file:
                status = os.fstat(file.fileno())
                content = file.read()
        except OSError as error:
            raise DamagedError(str(path), f"cannot be read ({error.strerror})", "run again") from error
        if self._whole.get(key) == (status.st_size, status.st_mtime_ns):
            return content
        if hashlib.sha256(content).hexdigest() != key:
            self._whole.pop(key, None)
            path.unlink(missing_ok=True)
            raise DamagedError(str(path), "was damaged on the disk", "run again, it will be made anew")
        self._whole[key] = (status.st_size, status.st_mtime_ns)
        return content

    def holds(self, key: str) -> bool:
        """Whether the bytes of a key are here, all of them and unchanged."""
        try:
            with self.path(key).open("rb") as file:
                status = os.fstat(file.fileno())
                state = (status.st_size, status.st_mtime_ns)
                if self._whole.get(key) == state:
                    return True
                if hashlib.file_digest(file, "sha256").hexdigest() != key:
                    return False
        except OSError:
            return False
        self._whole[key] = state
        return True

    def path(self, key: str) -> Path:
        """The file in which a key's bytes lie; 256 folders keep each listing short."""
        return self._folder / key[:2] / key

    def _cannot_write(self, error: OSError) -> WriteError:
        return WriteError(
            str(self._folder), f"the working files cannot be written ({error.strerror})", "free some disk space"
        )


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns
