"""Content-addressed files: the key of what is kept is the SHA-256 of its bytes, so the same thing is kept once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bundler import atomic_file
from bundler.errors import DamagedError, WriteError


class Store:
    """A folder of content-addressed files. Only the main process writes to it.

    Args:
        folder: an existing folder of its own.
        lasting: whether it outlives the run: then every file is safe on the disk before it gets its name. What is
            thrown away at the end of the run need not be.
    """

    def __init__(self, folder: Path, *, lasting: bool = False) -> None:
        self._folder = folder
        self._lasting = lasting

    def put(self, content: bytes) -> str:
        """Keep bytes.

        A file gets its name when it is whole, so that a kill leaves no half file under a key.

        Args:
            content: any bytes.

        Returns:
            the key: 64 hexadecimal digits of SHA-256.

        Raises:
            WriteError: the disk is full or the folder is gone.
        """
        key = hashlib.sha256(content).hexdigest()
        path = self.path(key)
        try:
            if not self._lasting:
                if not path.exists():
                    path.parent.mkdir(exist_ok=True)
                    path.write_bytes(content)
            elif not self.holds(key):
                if not path.parent.is_dir():
                    path.parent.mkdir(exist_ok=True)
                    atomic_file.synchronise_folder(self._folder)
                # Beside the 256 folders: what a killed run leaves is then found in one of them.
                atomic_file.write_whole(content, path, beside=self._folder)
        except OSError as error:
            raise WriteError(
                str(self._folder), f"the working files cannot be written ({error.strerror})", "free some disk space"
            ) from error
        return key

    def get(self, key: str) -> bytes:
        """Bytes kept under a key that `put` gave.

        Raises:
            DamagedError: the file has other bytes now, or is gone; it is deleted, so that it can be kept anew.
        """
        path = self.path(key)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DamagedError(str(path), f"cannot be read ({error.strerror})", "run again") from error
        if hashlib.sha256(content).hexdigest() != key:
            path.unlink(missing_ok=True)
            raise DamagedError(str(path), "was damaged on the disk", "run again, it will be made anew")
        return content

    def holds(self, key: str) -> bool:
        """Whether the bytes of a key are here, all of them and unchanged."""
        try:
            with self.path(key).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == key
        except OSError:
            return False

    def path(self, key: str) -> Path:
        """The file in which a key's bytes lie; 256 folders keep each listing short."""
        return self._folder / key[:2] / key
