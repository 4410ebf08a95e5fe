"""Writing to an index in a thread: first the files that the rows name are made safe on the disk, then the rows.

Waiting for the disk costs milliseconds a file (measured: 3 ms for each fsync on an SSD, four of them a picture), in
which a main process could not feed its workers. Here they are waited for elsewhere, and together: each group is
everything that came while the one before it was written, and half a second longer.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence

from bundler.errors import BundlerError, WriteError

_GATHERING = 0.5
"""Seconds in which rows gather before they are written: folders and index are synchronised once for all of them."""
Row = tuple[str, tuple[object, ...]]
"""An SQL statement and its values."""


class Committer:
    """Takes rows and files; a thread of its own, begun with the first of them, writes them in their order.

    Args:
        connect: opens the index, in the thread.
        make_safe: makes files safe on the disk, in the thread.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], make_safe: Callable[[Sequence[str]], None]) -> None:
        self._connect = connect
        self._make_safe = make_safe
        self._changed = threading.Condition()
        self._rows: list[Row] = []
        self._files: list[str] = []
        self._taken = self._done = 0
        self._closed = False
        self._settling = 0
        self._error: Exception | None = None
        self._thread: threading.Thread | None = None

    def add(self, row: Row, files: Sequence[str] = ()) -> int:
        """Have a row written.

        Args:
            row: the statement.
            files: names of what must be safe on the disk before it, besides what was given earlier.

        Returns:
            its number, from 1 on, to be compared with `done`.

        Raises:
            WriteError, DamagedError: an earlier row could not be written.
        """
        with self._changed:
            self._raise()
            self._rows.append(row)
            self._files.extend(files)
            self._taken += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            if len(self._rows) == 1:  # to wake a thread for each row costs more than to write it
                self._changed.notify_all()
            return self._taken

    @property
    def done(self) -> int:
        """How many rows are written."""
        return self._done

    def settle(self) -> None:
        """Wait until everything is written.

        Raises:
            WriteError, DamagedError: something could not be written.
        """
        with self._changed:
            self._settling += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._done == self._taken or self._error is not None)
            self._settling -= 1
            self._raise()

    def close(self) -> None:
        """Write what is left and end the thread; what cannot be written any more is lost, and made anew next time."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            index = self._connect()
            try:
                while group := self._next():
                    self._write(index, *group)
            finally:
                index.close()
        except BundlerError as error:
            self._fail(error)
        except sqlite3.OperationalError as error:
            self._fail(WriteError("the picture store", f"cannot be written ({error})", "free some disk space"))
        except sqlite3.Error as error:
            self._fail(WriteError("the picture store", f"cannot be read ({error})", "run 'epub-bundler cache clear'"))
        except Exception as error:  # noqa: BLE001 - the end of a thread: raised where somebody would wait for ever
            self._fail(error)

    def _next(self) -> tuple[list[Row], list[str]] | None:
        """Everything that has come; None when nothing will come any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._rows or self._closed)
            self._changed.wait_for(lambda: self._closed or self._settling, timeout=_GATHERING)
            rows, files = self._rows, self._files
            self._rows, self._files = [], []
            return (rows, files) if rows else None

    def _write(self, index: sqlite3.Connection, rows: list[Row], files: list[str]) -> None:
        if files:
            self._make_safe(files)
        with index:
            for statement, values in rows:
                index.execute(statement, values)
        with self._changed:
            self._done += len(rows)
            self._changed.notify_all()

    def _fail(self, error: Exception) -> None:
        with self._changed:
            self._error = error
            self._changed.notify_all()
