"""Pictures between runs: originals by address, finished ones by original and recipe, files by the hash of their bytes.

A picture is fetched once for all devices and made once for each recipe. The index is SQLite in its write-ahead mode,
which two runs may use at once and a kill cannot break; a file is whole and safe on the disk before the index knows of
it. That is waited for in a thread (committing.py); meanwhile this run knows what it has kept.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bundler import atomic_file
from bundler.errors import WriteError
from bundler.model import Made, Original
from bundler.store.committing import Committer, Row
from bundler.store.files import Store
from bundler.store.index import damaged, key_of, open_index, write

_SCHEMA = """
CREATE TABLE IF NOT EXISTS originals (
  address TEXT PRIMARY KEY, digest TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, checked REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS made (
  digest TEXT NOT NULL, recipe TEXT NOT NULL, result TEXT NOT NULL, PRIMARY KEY (digest, recipe)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY, state TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failed (task TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
"""
_VERSION = 1
_NAME = "the picture store"
_ORIGINAL = "SELECT digest, etag, last_modified, checked FROM originals WHERE address = ?"


class PictureStore:
    """Originals and finished pictures in a folder. Use `open_pictures`.

    Args:
        folder: the folder; it exists.
        index: the open index.
        lasting: whether it outlives the run.
    """

    def __init__(self, folder: Path, index: sqlite3.Connection, *, lasting: bool) -> None:
        self._files = Store(folder / "files", lasting=lasting)
        self._index = index
        self._lasting = lasting
        self._committer = Committer(lambda: _open(folder), self._files.make_safe)
        self._pending: dict[tuple[str, ...], tuple[int, Any]] = {}
        """What is on its way into the index: the row's number, and what the index will tell."""

    def put(self, content: bytes) -> str:
        """Keep bytes; see `Store.put`."""
        return self._files.put(content)

    def get(self, key: str) -> bytes:
        """Bytes kept under a key; see `Store.get`."""
        return self._files.get(key)

    def original(self, address: str) -> Original | None:
        """The original of an address when it is here and its file is there."""
        row = self._find(("original", key_of(address)), _ORIGINAL)
        if row is None or not self._files.has_file(row[0]):
            return None
        return Original(row[0], row[1], row[2], max(0.0, time.time() - row[3]))

    def keep_original(self, address: str, content: bytes, etag: str, last_modified: str) -> str:
        """Keep the original of an address; gives its digest.

        Raises:
            WriteError: the disk is full.
        """
        digest, key = self._files.put(content), key_of(address)
        row = (digest, etag, last_modified, time.time())
        self._keep(("original", key), row, ("INSERT OR REPLACE INTO originals VALUES (?, ?, ?, ?, ?)", (key, *row)))
        return digest

    def confirm(self, address: str) -> None:
        """Remember that the server has just said that the original is still the one."""
        key = key_of(address)
        row = self._find(("original", key), _ORIGINAL)
        if row is not None:
            now = time.time()
            statement = "UPDATE originals SET checked = ? WHERE address = ?"
            self._keep(("original", key), (*row[:3], now), (statement, (now, key)))

    def forget(self, address: str) -> None:
        """Forget the original of an address, because it is no picture after all: the next run asks anew."""
        key = key_of(address)
        self._keep(("original", key), None, ("DELETE FROM originals WHERE address = ?", (key,)))

    def made(self, digest: str, recipe: str) -> Made | None:
        """What an original became under a recipe, when that is known and its file is whole."""
        row = self._find(("made", digest, recipe), "SELECT result FROM made WHERE digest = ? AND recipe = ?")
        if row is None:
            return None
        made = Made(**json.loads(row[0]))
        return made if not made.key or self._files.holds(made.key) else None

    def keep_made(self, digest: str, recipe: str, made: Made) -> None:
        """Remember what an original became."""
        result = json.dumps(dataclasses.asdict(made))
        statement = "INSERT OR REPLACE INTO made VALUES (?, ?, ?)"
        self._keep(("made", digest, recipe), (result,), (statement, (digest, recipe, result)))

    def seen(self, path: Path, state: str) -> str | None:
        """The digest of a file of the disk that was in the same state when it was hashed.

        Args:
            path: the file; the index knows a hash of it.
            state: whatever tells that it was not changed.
        """
        row = self._find(("seen", key_of(str(path))), "SELECT state, digest FROM seen WHERE path = ?")
        return row[1] if row is not None and row[0] == state else None

    def keep_seen(self, path: Path, state: str, digest: str) -> None:
        """Remember the digest of a file of the disk, and the state in which it was."""
        key = key_of(str(path))
        statement = "INSERT OR REPLACE INTO seen VALUES (?, ?, ?)"
        self._keep(("seen", key), (state, digest), (statement, (key, state, digest)))

    def failed(self, task: str) -> str:
        """Why a task gave nothing the last time, when that was a matter of time or of a dead worker; else empty."""
        row = self._find(("failed", task), "SELECT reason FROM failed WHERE task = ?")
        return row[0] if row else ""

    def keep_failed(self, task: str, reason: str) -> None:
        """Remember why a task gave nothing, so that a run and its repetition agree.

        Args:
            task: what it depends on, as a key.
            reason: in words.
        """
        self._keep(("failed", task), (reason,), ("INSERT OR REPLACE INTO failed VALUES (?, ?)", (task, reason)))

    def counts(self) -> tuple[int, int]:
        """How many originals and finished pictures the index knows."""
        originals, made = self._row("SELECT (SELECT count(*) FROM originals), (SELECT count(*) FROM made)", ())
        return originals, made

    def settle(self) -> None:
        """Wait until everything that was kept is safe on the disk, and the index knows of it.

        Raises:
            WriteError, DamagedError: it cannot be written.
        """
        self._committer.settle()

    def close(self) -> None:
        """Write what is not written yet; what cannot be written any more is made anew next time."""
        self._committer.close()
        self._index.close()

    def _find(self, key: tuple[str, ...], query: str) -> Any:  # noqa: ANN401 - what sqlite3 gives
        """A row that is on its way, or in the index."""
        if key in self._pending:
            return self._pending[key][1]
        return self._row(query, key[1:])

    def _row(self, query: str, values: tuple[object, ...]) -> Any:  # noqa: ANN401 - what sqlite3 gives
        try:
            return self._index.execute(query, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise damaged(_NAME, error) from error

    def _keep(self, key: tuple[str, ...], row: tuple[object, ...] | None, statement: Row) -> None:
        """Have a row written, and know it until it is; `row` is what the index will tell."""
        if not self._lasting:
            self._write(statement)
            return
        number = self._committer.add(statement, self._files.unsafe())
        self._pending.pop(key, None)  # or it would keep its place among the older ones
        self._pending[key] = (number, row)
        done = self._committer.done
        while (first := next(iter(self._pending))) != key and self._pending[first][0] <= done:
            del self._pending[first]

    def _write(self, statement: Row) -> None:
        write(self._index, *statement, _NAME)


@contextlib.contextmanager
def open_pictures(folder: Path, *, lasting: bool = True) -> Iterator[PictureStore]:
    """Open the picture store of a folder, making both when they are not there.

    Args:
        folder: where it lies or shall lie; only its owner can read it, for it tells what somebody has read.
        lasting: whether it outlives the run.

    Raises:
        WriteError: it cannot be made or opened.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "files").mkdir(exist_ok=True)
        atomic_file.clear_dead(folder / "files")
    except OSError as error:
        raise WriteError(
            str(folder),
            f"cannot be used as a picture store ({error})",
            "choose another folder with EPUB_BUNDLER_CACHE or TMPDIR",
        ) from error
    store = PictureStore(folder, _open(folder), lasting=lasting)
    try:
        yield store
    finally:
        store.close()


def _open(folder: Path) -> sqlite3.Connection:
    return open_index(folder / "index.sqlite", _SCHEMA, _VERSION)
