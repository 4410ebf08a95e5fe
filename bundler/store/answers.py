"""What servers answered, between runs: pages, feeds and lists by address, their bytes by their hash.

A run that is stopped and begun again asks for nothing that has come already, a later one asks only whether something
has changed, and what a server has no more can still be read. The index lies beside that of the pictures, the bytes
among theirs.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bundler.errors import WriteError
from bundler.store.files import Store
from bundler.store.index import damaged, key_of, open_index, write

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
  address TEXT PRIMARY KEY, digest TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
  content_type TEXT NOT NULL, moved BLOB NOT NULL, checked REAL NOT NULL
) WITHOUT ROWID;
"""
_VERSION = 1
_NAME = "the store of pages"


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer that is kept.

    Attributes:
        address: where it was found, after all redirects.
        digest: the hash of its bytes.
        path: the file in which they lie.
        size: how many bytes there are.
        etag: for asking again, may be empty.
        last_modified: for asking again, may be empty.
        content_type: what the server said of it, may be empty.
        age: seconds since the server last said that it is so.
    """

    address: str
    digest: str
    path: Path
    size: int
    etag: str
    last_modified: str
    content_type: str
    age: float


class AnswerStore:
    """Answers in a folder. Use `open_answers`.

    Args:
        folder: the folder; it exists.
        index: the open index.
        lasting: whether it outlives the run.
    """

    def __init__(self, folder: Path, index: sqlite3.Connection, *, lasting: bool) -> None:
        self._files = Store(folder / "files", lasting=lasting)
        self._index = index

    def answer(self, address: str) -> Answer | None:
        """The answer of an address when it is here and its file is whole."""
        try:
            row = self._index.execute(
                "SELECT digest, etag, last_modified, content_type, moved, checked FROM answers WHERE address = ?",
                (key_of(address),),
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise damaged(_NAME, error) from error
        if row is None or not self._files.holds(row[0]):
            return None
        digest, etag, last_modified, content_type, moved, checked = row
        path = self._files.path(digest)
        age = max(0.0, time.time() - checked)
        found_at = _veiled(moved, address).decode(errors="replace") if moved else address
        return Answer(found_at, digest, path, path.stat().st_size, etag, last_modified, content_type, age)

    def keep(self, address: str, content: bytes, answer: tuple[str, str, str, str]) -> None:
        """Keep the answer of an address.

        Args:
            address: the address that was asked for.
            content: the bytes.
            answer: ETag, Last-Modified, Content-Type, and where it was found after all redirects.

        Raises:
            WriteError: the disk is full.
        """
        etag, last_modified, content_type, found_at = answer
        digest = self._files.put(content)
        moved = b"" if found_at == address else _veiled(found_at.encode(errors="replace"), address)
        self._write(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key_of(address), digest, etag, last_modified, content_type, moved, time.time()),
        )

    def confirm(self, address: str) -> None:
        """Remember that the server has just said that its answer is still the one."""
        self._write("UPDATE answers SET checked = ? WHERE address = ?", (time.time(), key_of(address)))

    def count(self) -> int:
        """How many answers the index knows."""
        try:
            number: int = self._index.execute("SELECT count(*) FROM answers").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise damaged(_NAME, error) from error
        return number

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        write(self._index, statement, values, _NAME)


def _veiled(text: bytes, address: str) -> bytes:
    """Where an address has led to, so that only who knows the address can read it; the same again gives it back."""
    stream = hashlib.shake_256(b"moved " + address.encode(errors="replace")).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))


@contextlib.contextmanager
def open_answers(folder: Path, *, lasting: bool = True) -> Iterator[AnswerStore]:
    """Open the answers of a folder, making both when they are not there.

    Args:
        folder: where they lie or shall lie; only its owner can read it.
        lasting: whether it outlives the run.

    Raises:
        WriteError: it cannot be made or opened.
        DamagedError: its index is none.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "files").mkdir(exist_ok=True)
    except OSError as error:
        raise WriteError(
            str(folder),
            f"cannot be used to keep pages ({error})",
            "choose another folder with EPUB_BUNDLER_CACHE or TMPDIR",
        ) from error
    index = open_index(folder / "answers.sqlite", _SCHEMA, _VERSION)
    try:
        yield AnswerStore(folder, index, lasting=lasting)
    finally:
        index.close()
