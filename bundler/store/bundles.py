"""Which articles the books of a bundle have brought, so that the next book brings only what is new.

A book and this record must agree after a kill at any moment. So a book is noted with its articles before it gets its
name, and confirmed behind that; what a killed run left unconfirmed is settled by the next one, which looks whether the
book of those bytes is there.

What a bundle is known by is kept as a hash, addresses and titles of articles as well. The path of a book stands here
only between the note and the confirmation.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from bundler import atomic_file
from bundler.errors import BundlerError, DamagedError, WriteError
from bundler.model import Delivered

_SCHEMA = """
CREATE TABLE IF NOT EXISTS book (number INTEGER PRIMARY KEY, bundle TEXT NOT NULL, path BLOB, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS article (
  book INTEGER NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, title TEXT NOT NULL, day TEXT NOT NULL,
  words INTEGER NOT NULL, sketch BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS article_of_book ON article (book);
"""
_VERSION = 1
_PATIENCE = 30
"""Seconds that a run waits for another that is writing."""


class BundleStore:
    """The record, in a file of its own. Nothing is opened before it is asked for; every call opens and closes.

    Args:
        folder: the store's folder; made when something is first written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "bundles.sqlite"

    def articles(self, bundle: str) -> list[Delivered]:
        """The articles that a bundle's books have brought, in the order in which they were.

        Args:
            bundle: what `bundle_key` gave.
        """
        if not self._path.exists():
            return []
        query = (
            "SELECT key, fingerprint, title, day, words, sketch FROM article JOIN book ON book = number "
            "WHERE bundle = ? AND path IS NULL ORDER BY number, article.rowid"
        )
        with self._opened() as index:
            return [Delivered(*row) for row in index.execute(query, (bundle,))]

    def note(self, bundle: str, book: Path, digest: str, articles: Sequence[Delivered]) -> int:
        """Note a book that is about to get its name.

        Args:
            bundle: whose book.
            book: the name it gets.
            digest: SHA-256 of its bytes, hexadecimal.
            articles: what it holds.

        Returns:
            the number for `confirm`.
        """
        rows = [(item.key, item.fingerprint, item.title, item.day, item.words, item.sketch) for item in articles]
        with self._opened() as index:
            path = os.fsencode(book.absolute())
            number = index.execute("INSERT INTO book VALUES (NULL, ?, ?, ?)", (bundle, path, digest)).lastrowid or 0
            index.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)", ((number, *row) for row in rows))
        return number

    def confirm(self, number: int) -> None:
        """The book has its name; where it lies is forgotten."""
        with self._opened() as index:
            index.execute("UPDATE book SET path = NULL WHERE number = ?", (number,))

    def settle(self, bundle: str) -> list[Path]:
        """Settle what killed runs have left: what they noted counts when the book of those bytes is there.

        Args:
            bundle: locked by the caller.

        Returns:
            the books that are there although nobody was told.
        """
        if not self._path.exists():
            return []
        found: list[Path] = []
        with self._opened() as index:
            query = "SELECT number, path, digest FROM book WHERE bundle = ? AND path IS NOT NULL"
            for number, encoded, digest in index.execute(query, (bundle,)).fetchall():
                path = Path(os.fsdecode(encoded))
                if is_file_of(path, digest):
                    index.execute("UPDATE book SET path = NULL WHERE number = ?", (number,))
                    found.append(path)
                else:
                    index.execute("DELETE FROM article WHERE book = ?", (number,))
                    index.execute("DELETE FROM book WHERE number = ?", (number,))
        return found

    def forget(self, bundle: str) -> int:
        """Forget a bundle: its next book brings everything.

        Returns:
            how many books of it were known.
        """
        if not self._path.exists():
            return 0
        with self._opened() as index:
            index.execute("DELETE FROM article WHERE book IN (SELECT number FROM book WHERE bundle = ?)", (bundle,))
            return index.execute("DELETE FROM book WHERE bundle = ?", (bundle,)).rowcount

    def counts(self) -> tuple[int, int, int]:
        """How many bundles, books and articles are known."""
        if not self._path.exists():
            return 0, 0, 0
        query = "SELECT (SELECT count(DISTINCT bundle) FROM book), (SELECT count(*) FROM book), count(*) FROM article"
        with self._opened() as index:
            bundles, books, articles = index.execute(query).fetchone()
        return bundles, books, articles

    @contextlib.contextmanager
    def locked(self, bundle: str) -> Iterator[None]:
        """Keep other runs from the same bundle as long as the context lasts; where locks do not work nobody is kept.

        Raises:
            BundlerError: another run has it.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._folder / f"bundle-{bundle[:16]}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise WriteError(
                str(self._folder), f"cannot be written to ({error.strerror})", "choose another EPUB_BUNDLER_CACHE"
            ) from error
        try:
            if atomic_file.lock(descriptor) is False:
                raise BundlerError("--new", "another run is making this bundle's book", "wait until it is done")
            yield
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The record, open for one transaction."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)) as index:
                index.execute("BEGIN IMMEDIATE")
                version = index.execute("PRAGMA user_version").fetchone()[0]
                if version not in (0, _VERSION):
                    raise WriteError(str(self._path), "is of another version", "run 'epub-bundler cache clear'")
                if version == 0:
                    for statement in filter(str.strip, _SCHEMA.split(";")):
                        index.execute(statement)
                    index.execute(f"PRAGMA user_version = {_VERSION}")
                yield index
                index.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise WriteError(str(self._path), f"cannot be written ({error})", "free some disk space") from error
        except sqlite3.DatabaseError as error:
            raise DamagedError(
                str(self._path), f"cannot be read ({error})", "run 'epub-bundler cache clear'"
            ) from error
        except OSError as error:
            raise WriteError(str(self._path), f"cannot be written ({error.strerror})", "check its folder") from error


def bundle_key(name: str, sources: Sequence[str]) -> str:
    """What a bundle is known by.

    Args:
        name: the name the user gave, or an empty string.
        sources: as typed; without a name they tell bundles apart, in any order, wherever the command is run from.

    Returns:
        a hash, so that the record does not tell what somebody reads.
    """
    where = sorted(os.path.realpath(source) if Path(source).exists() else source for source in sources)
    text = f"name\n{name}" if name else "\n".join(("sources", *where))
    return hashlib.sha256(os.fsencode(text)).hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_file_of(path: Path, digest: str) -> bool:
    """Whether a file has the bytes of a digest; False when there is none, or none that can be read.

    Args:
        path: the file.
        digest: as `digest_of` gives it.
    """
    try:
        return path.is_file() and digest_of(path) == digest
    except OSError:
        return False
