"""SQLite's write-ahead log: two runs may use an index at once, and a kill cannot break it."""

from __future__ import annotations

import sqlite3
import time

_BETWEEN_TRIES = 0.05


def use_write_ahead_log(index: sqlite3.Connection, patience: float) -> None:
    """Switch the journal's mode; SQLite's own patience does not cover this when two runs open a new store at once.

    Args:
        index: the open index.
        patience: seconds to wait for others.

    Raises:
        sqlite3.Error: it cannot be switched, or others are busy for longer.
    """
    until = time.monotonic() + patience
    while True:
        try:
            index.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > until:
                raise
            time.sleep(_BETWEEN_TRIES)
        else:
            return
