"""Indexes of what is kept: SQLite in its write-ahead mode, which two runs may use at once and a kill cannot break."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bundler.errors import DamagedError, WriteError
from bundler.store.write_ahead import use_write_ahead_log

_PATIENCE = 30
"""Seconds that a run waits for another that is writing."""
_CACHE = 256
"""kB of an index that SQLite keeps in memory, an eighth of what it does by itself: rows are asked for once, and the
system has the file in memory anyway."""


def open_index(path: Path, schema: str, version: int) -> sqlite3.Connection:
    """Open an index, making it when it is not there.

    Args:
        path: its file.
        schema: statements that make what is missing.
        version: of the schema.

    Raises:
        WriteError: it cannot be made or opened, or is of another version.
        DamagedError: it is no index, or no more.
    """
    try:
        index = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
        try:
            _set_up(index, path, schema, version)
        except BaseException:
            index.close()
            raise
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            raise damaged(str(path.parent), error) from error  # a file that is no index at all, or no more
        raise WriteError(
            str(path.parent),
            f"cannot be used as a store ({error})",
            "choose another folder with EPUB_BUNDLER_CACHE or TMPDIR",
        ) from error
    return index


def write(index: sqlite3.Connection, statement: str, values: Sequence[object], name: str) -> None:
    """Change an index, as a whole or not at all.

    Args:
        index: the open index.
        statement: SQL.
        values: for its question marks.
        name: what an error calls the store.

    Raises:
        WriteError: the disk is full, or another run is busy for too long.
        DamagedError: it is no index any more.
    """
    try:
        with index:
            index.execute(statement, values)
    except sqlite3.OperationalError as error:
        raise WriteError(name, f"cannot be written ({error})", "free some disk space") from error
    except sqlite3.DatabaseError as error:
        raise damaged(name, error) from error


def damaged(name: str, error: sqlite3.DatabaseError) -> DamagedError:
    """What is raised for an index that cannot be read.

    Args:
        name: what it calls the store.
        error: what SQLite says.
    """
    return DamagedError(name, f"cannot be read ({error})", "run 'epub-bundler cache clear'")


def key_of(address: str) -> str:
    """What an address is known by in an index: its hash, so that the index does not tell what somebody has read."""
    return hashlib.sha256(address.encode(errors="replace")).hexdigest()


def _set_up(index: sqlite3.Connection, path: Path, schema: str, version: int) -> None:
    index.execute("PRAGMA auto_vacuum = INCREMENTAL")  # holds for new files: what is deleted can be given back
    use_write_ahead_log(index, _PATIENCE)
    index.execute("PRAGMA synchronous = NORMAL")
    index.execute(f"PRAGMA cache_size = -{_CACHE}")
    if index.execute("PRAGMA user_version").fetchone()[0] not in (0, version):
        raise WriteError(str(path.parent), "is a store of another version", "run 'epub-bundler cache clear'")
    index.executescript(schema + f"PRAGMA user_version = {version};")
