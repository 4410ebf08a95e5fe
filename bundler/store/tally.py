"""Counting on how many distinct articles things stand, on the disk: forty thousand pages have millions of them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from bundler.errors import WriteError

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE seen (key INTEGER NOT NULL, value INTEGER NOT NULL, page INTEGER NOT NULL);
CREATE TABLE page (page INTEGER PRIMARY KEY, keys BLOB NOT NULL, targets BLOB NOT NULL, article INTEGER);
CREATE TABLE repeated (key INTEGER PRIMARY KEY, value INTEGER NOT NULL, articles INTEGER NOT NULL);
"""
_COUNT = """
INSERT OR REPLACE INTO repeated
SELECT key, MAX(value), COUNT(DISTINCT article) AS articles FROM seen JOIN page USING (page)
GROUP BY key HAVING articles >= ?
"""


class Tally:
    """Counts keys (63 bits) by distinct article; the file is the run's own and is never read again.

    Args:
        connection: of an empty database.
        folder: where it lies, for errors.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        with self._writing():
            connection.executescript(_TABLES)
            connection.execute("BEGIN")

    def add(self, page: int, rows: Sequence[tuple[int, int]]) -> None:
        """Note what stands on a page.

        Args:
            page: its number.
            rows: (key, value), each key once; the value is what `values` gives for keys that repeat, or 0.

        Raises:
            WriteError: the disk is full or the folder is gone.
        """
        with self._writing():
            keys = array("q", (key for key, _ in rows)).tobytes()
            targets = array("q", sorted({value for _, value in rows if value})).tobytes()
            self._connection.execute("INSERT INTO page VALUES (?, ?, ?, NULL)", (page, keys, targets))
            self._connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", ((*row, page) for row in rows))

    def count_articles(self, articles: Sequence[tuple[int, int]], least: int) -> None:
        """Count, when all pages are in.

        Args:
            articles: (page, the article it holds).
            least: articles on which a key must stand to be found by `values` and `of`.

        Raises:
            WriteError: the disk is full or the folder is gone.
        """
        with self._writing():
            self._connection.executemany(
                "UPDATE page SET article = ? WHERE page = ?", ((article, page) for page, article in articles)
            )
            self._connection.execute("CREATE INDEX by_key ON seen (key)")
            self._connection.execute(_COUNT, (least,))

    def values(self) -> list[int]:
        """The values of all keys that repeat, without 0, in order."""
        rows = self._connection.execute("SELECT DISTINCT value FROM repeated WHERE value ORDER BY value")
        return [value for (value,) in rows]

    def count(self, key: int) -> int:
        """On how many distinct articles a key stands."""
        query = "SELECT COUNT(DISTINCT article) FROM seen JOIN page USING (page) WHERE key = ?"
        (articles,) = self._connection.execute(query, (key,)).fetchone()
        return int(articles)

    def of(self, page: int) -> dict[int, int]:
        """The keys of a page that repeat, with the number of distinct articles they stand on."""
        (blob,) = self._connection.execute("SELECT keys FROM page WHERE page = ?", (page,)).fetchone()
        keys = array("q")
        keys.frombytes(blob)
        query = "SELECT key, articles FROM repeated WHERE key IN (SELECT value FROM json_each(?))"
        return dict(self._connection.execute(query, (json.dumps(keys.tolist()),)))

    def targets(self, page: int) -> frozenset[int]:
        """The values that stand on a page, without 0."""
        (blob,) = self._connection.execute("SELECT targets FROM page WHERE page = ?", (page,)).fetchone()
        targets = array("q")
        targets.frombytes(blob)
        return frozenset(targets)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise WriteError(
                str(self._folder), f"the working files cannot be written ({error})", "free some disk space"
            ) from error


@contextlib.contextmanager
def open_tally(folder: Path) -> Iterator[Tally]:
    """A tally in a folder of the run.

    Args:
        folder: an existing folder; the tally's file is removed at the end.

    Raises:
        WriteError: it cannot be made there.
    """
    path = folder / "tally.sqlite"
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise WriteError(
            str(folder), f"the working files cannot be written ({error})", "free some disk space"
        ) from error
    try:
        yield Tally(connection, folder)
    finally:
        connection.close()
        path.unlink(missing_ok=True)
