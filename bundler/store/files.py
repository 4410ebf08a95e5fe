"""Content-addressed files: the key of what is kept is the SHA-256 of its bytes, so the same thing is kept once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bundler.errors import WriteError
from bundler.store.tally import Tally, open_tally

_PART = ".part-"


class Store:
    """A folder of content-addressed files. Only the main process writes to it.

    Args:
        folder: an existing folder of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
            if not path.exists():
                path.parent.mkdir(exist_ok=True)
                part = path.with_name(f"{_PART}{os.getpid()}-{key}")
                try:
                    part.write_bytes(content)
                    part.replace(path)
                finally:
                    part.unlink(missing_ok=True)
        except OSError as error:
            raise WriteError(
                str(self._folder), f"the working files cannot be written ({error.strerror})", "free some disk space"
            ) from error
        return key

    def get(self, key: str) -> bytes:
        """Bytes kept under a key that `put` gave."""
        return self.path(key).read_bytes()

    def tally(self) -> contextlib.AbstractContextManager[Tally]:
        """A tally beside the files, for as long as the context lasts."""
        return open_tally(self._folder)

    def path(self, key: str) -> Path:
        """The file in which a key's bytes lie; 256 folders keep each listing short."""
        return self._folder / key[:2] / key


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone when the run ends, however it ends short of a kill.

    Yields:
        an empty folder in the system's folder for temporary files (`TMPDIR`).

    Raises:
        WriteError: no temporary folder can be made.
    """
    try:
        holder = tempfile.TemporaryDirectory(prefix="epub-bundler-", ignore_cleanup_errors=True)
    except OSError as error:
        raise WriteError(
            "temporary folder", f"cannot be made ({error.strerror})", "set TMPDIR to a folder with free space"
        ) from error
    with holder as folder:
        yield Path(folder)


@contextlib.contextmanager
def temporary_store() -> Iterator[Store]:
    """A store in a temporary folder."""
    with temporary_folder() as folder:
        yield Store(folder)
