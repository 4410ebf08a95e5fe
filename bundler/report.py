"""What a run tells: its progress while it works, and its outcome as a value."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bundler.model import Chapter, Dropped, Entry, Skipped, Stage


class Progress(Protocol):
    """Who is told how far a run has come."""

    def step(self, stage: Stage, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        """Begin a step.

        Args:
            stage: which.
            total: how many things it has to do, or None when nobody knows yet.

        Returns:
            a context that lasts as long as the step; call what it gives with the number of things just done.
        """


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a build.

    Attributes:
        book: where the book lies.
        entries: its articles in reading order.
        chapters: the articles with their pictures.
        skipped: everything that is not in it, gaps and left out.
        dropped: blocks that repeat over the batch and were dropped, with the number of articles they were dropped from.
    """

    book: Path
    entries: tuple[Entry, ...]
    chapters: tuple[Chapter, ...]
    skipped: tuple[Skipped, ...]
    dropped: tuple[Dropped, ...] = ()

    @property
    def gaps(self) -> tuple[Skipped, ...]:
        """What was asked for and not had."""
        return tuple(item for item in self.skipped if item.kind.is_gap)

    @property
    def weights(self) -> tuple[int, ...]:
        """Bytes of the pictures that each article brought in, in reading order; each counts where it comes first."""
        seen: set[str] = set()
        weights: list[int] = []
        for chapter in self.chapters:
            new = {picture.key: picture.size for picture in chapter.pictures if picture and picture.key not in seen}
            seen.update(new)
            weights.append(sum(new.values()))
        return tuple(weights)

    @property
    def pictures(self) -> int:
        """How many different pictures are in the book."""
        return len({picture.key for chapter in self.chapters for picture in chapter.pictures if picture is not None})
