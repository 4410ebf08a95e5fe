"""What cleaning gave for a page, between runs: small packed results by the hash of everything that they depend on.

One SQLite file in its write-ahead mode, which two runs may use at once and a kill cannot break. It is a memory and no
source: what cannot be read in it is made anew, and a file that is broken gives way to an empty one.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from bundler.errors import DamagedError, WriteError
from bundler.store.index import open_index

FILE = "cleaned.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS cleaned (
  task BLOB PRIMARY KEY, result BLOB NOT NULL, used INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS by_use ON cleaned (used);
"""
_VERSION = 1
_LARGEST = 400_000_000
"""Bytes of the file, about 80,000 articles; above, what was not used for the longest time goes."""
_OLDEST = 90
"""Days for which a result is kept without being used."""
_DAY = 24 * 3600
_TOGETHER = 200
"""Results that are written in one transaction; a killed run cleans so many again."""
_CHECKSUM = 4
"""Bytes of the checksum before a result."""


class Results(Protocol):
    """Remembers results by what they depend on."""

    def find(self, task: bytes) -> bytes | None:
        """The result of a task, when it is known."""

    def keep(self, task: bytes, result: bytes) -> None:
        """Remember the result of a task."""


class Forgetful:
    """Remembers nothing: `--no-store`, and commands that keep nothing."""

    def find(self, task: bytes) -> bytes | None:  # noqa: ARG002 - one interface
        """See `Results`."""
        return None

    def keep(self, task: bytes, result: bytes) -> None:
        """See `Results`."""


class CleanedStore:
    """Results in a folder. Use `open_cleaned`.

    Args:
        folder: an existing folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._today = int(time.time()) // _DAY
        self._new: dict[bytes, bytes] = {}
        self._used: list[bytes] = []
        try:
            self._index = self._opened()
        except DamagedError:
            self._index = self._begun_anew()

    def find(self, task: bytes) -> bytes | None:
        """The result of a task; None when it is not known, or damaged."""
        try:
            row = self._index.execute("SELECT result, used FROM cleaned WHERE task = ?", (task,)).fetchone()
        except sqlite3.DatabaseError:
            self._index = self._begun_anew()
            row = None
        if row is None:
            return None
        result, used = row
        if not isinstance(result, bytes) or _checked(result[_CHECKSUM:]) != result:  # damaged on the disk
            return None
        if used != self._today:
            self._used.append(task)
        return result[_CHECKSUM:]

    def keep(self, task: bytes, result: bytes) -> None:
        """Remember the result of a task; it is safe on the disk a little later.

        Raises:
            WriteError: the disk is full.
        """
        self._new[task] = _checked(result)
        if len(self._new) >= _TOGETHER:
            self._write()

    def count(self) -> int:
        """How many results are kept."""
        (count,) = self._index.execute("SELECT count(*) FROM cleaned").fetchone()
        return int(count)

    def close(self, *, tidy: bool) -> None:
        """Write what is not written yet.

        Args:
            tidy: whether old results may be cleared away, too.

        Raises:
            WriteError: the disk is full.
        """
        try:
            self._write()
            if tidy:
                self._clear_old()
        finally:
            self._index.close()

    def _write(self) -> None:
        if not self._new and not self._used:
            return
        rows = [(task, result, self._today) for task, result in self._new.items()]
        used = [(self._today, task) for task in self._used]
        self._new, self._used = {}, []
        try:
            with self._index:
                self._index.executemany("INSERT OR REPLACE INTO cleaned VALUES (?, ?, ?)", rows)
                self._index.executemany("UPDATE cleaned SET used = ? WHERE task = ?", used)
        except sqlite3.OperationalError as error:
            raise WriteError(
                "the store of cleaned pages", f"cannot be written ({error})", "free some disk space"
            ) from error
        except sqlite3.DatabaseError:
            self._index = self._begun_anew()

    def _clear_old(self) -> None:
        """Clear away what was not used for long, and, where the file is too large, the older half of it."""
        try:
            with self._index:
                gone = self._index.execute("DELETE FROM cleaned WHERE used < ?", (self._today - _OLDEST,)).rowcount
                if self._size() > _LARGEST:
                    half = "SELECT task FROM cleaned ORDER BY used LIMIT (SELECT count(*) / 2 FROM cleaned)"
                    gone += self._index.execute(f"DELETE FROM cleaned WHERE task IN ({half})").rowcount  # noqa: S608
            if gone:
                self._index.executescript("PRAGMA incremental_vacuum")  # `execute` would give back one page only
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise WriteError(
                    "the store of cleaned pages", f"cannot be written ({error})", "free some disk space"
                ) from error
            # Another run is writing: it will clear away, too.
        except sqlite3.DatabaseError:
            self._index = self._begun_anew()

    def _size(self) -> int:
        """Bytes of the file, as far as it is used."""
        pages, free, size = (
            int(self._index.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size

    def _opened(self) -> sqlite3.Connection:
        return open_index(self._path, _SCHEMA, _VERSION)

    def _begun_anew(self) -> sqlite3.Connection:
        """An empty file in the place of one that is broken."""
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._index.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(FILE + ending).unlink(missing_ok=True)
        return self._opened()


def _checked(result: bytes) -> bytes:
    return zlib.crc32(result).to_bytes(_CHECKSUM, "big") + result


@contextlib.contextmanager
def open_cleaned(folder: Path) -> Iterator[CleanedStore]:
    """Open the store of cleaned pages in a folder that exists, making it when it is not there.

    Args:
        folder: where it lies or shall lie.

    Raises:
        WriteError: it cannot be made or written.
    """
    store = CleanedStore(folder)
    try:
        yield store
    except BaseException:
        store.close(tidy=False)
        raise
    store.close(tidy=True)
