"""How much an archive may unpack: enough for any honest one, far too little for a bomb."""

from __future__ import annotations

import io
from typing import IO, BinaryIO, cast

from bundler.collect.unreadable import UnreadableError

MOST_ENTRIES = 500_000
"""Entries of an archive; the largest mirror measured has 60,000 pages."""
_FREE = 256 * 1024 * 1024
_RATIO = 100
"""Text packs 3 to 20 times, the most repetitive tables about 100 times; DEFLATE's limit, a bomb's, is 1032."""
_MOST = 64 * 1024**3


class BudgetError(UnreadableError):
    """An archive wants more than its budget."""


class Budget:
    """What may still be unpacked on one source's behalf, archives within it included.

    Args:
        packed: bytes of the source as it lies there.
    """

    def __init__(self, packed: int = 0) -> None:
        self._bytes = min(_FREE + _RATIO * packed, _MOST)
        self._entries = MOST_ENTRIES

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            BudgetError: there is no budget left.
        """
        self._bytes -= count
        if self._bytes < 0:
            raise BudgetError("unpacks to far more than it holds, like an archive made to fill a disk")

    def entry(self) -> None:
        """Count an entry.

        Raises:
            BudgetError: there are too many.
        """
        self._entries -= 1
        if self._entries < 0:
            raise BudgetError(f"has more than {MOST_ENTRIES} entries")


class _Metered(io.RawIOBase):
    def __init__(self, file: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self._file = file
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._budget.spend(len(content))
        return content


def metered(file: IO[bytes], budget: Budget) -> BinaryIO:
    """A stream that counts against a budget while it is read.

    Args:
        file: what unpacks.
        budget: `read` raises `BudgetError` when it is used up.
    """
    return cast("BinaryIO", _Metered(file, budget))
