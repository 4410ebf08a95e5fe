"""Ctrl-C, and what it has left: which books are new, and what a later run need not do again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_MOST_NAMED = 3


class Interruption(KeyboardInterrupt):
    """A run was interrupted after it had begun.

    Args:
        made: books that have their names.
        is_kept: whether what was fetched and fitted lies in the store for a later run.
    """

    def __init__(self, made: Sequence[Path], *, is_kept: bool) -> None:
        super().__init__()
        self.made = tuple(made)
        self.is_kept = is_kept

    def __str__(self) -> str:
        """The line for the user."""
        kept = "; what was fetched is kept, the same command goes on from there" if self.is_kept else ""
        if not self.made:
            return f"interrupted; nothing was changed{kept}"
        names = ", ".join(map(str, self.made[:_MOST_NAMED]))
        more = f" and {len(self.made) - _MOST_NAMED} more" if len(self.made) > _MOST_NAMED else ""
        verb = "is" if len(self.made) == 1 else "are"
        return f"interrupted; {names}{more} {verb} new and whole, nothing else was changed{kept}"


def interruption(stop: BaseException) -> Interruption:
    """An interrupt as one that can be told; one that came before any work has changed nothing.

    Args:
        stop: what ended the program; click puts an `Abort` around it.
    """
    found = next((error for error in (stop, stop.__cause__) if isinstance(error, Interruption)), None)
    return found or Interruption((), is_kept=False)
