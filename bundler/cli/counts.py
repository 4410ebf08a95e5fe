"""What a run has come to so far, counted from what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bundler.model import Skipped, Stage
from bundler.report import ArticleFound, BookMade, Event, PicturesHad, Received


@dataclass(slots=True)
class Counts:
    """Numbers that grow as a run goes on.

    Attributes:
        kept: articles that are to be in the book as far as is known.
        left_out: pages and pictures that are meant not to be in it.
        gaps: what was asked for and not had.
        pictures: in the book; one that two articles show counts twice.
        fetched: pages and pictures that came over the line.
        received: bytes that came over the line.
        made: books that have their name.
    """

    kept: int = 0
    left_out: int = 0
    gaps: int = 0
    pictures: int = 0
    fetched: int = 0
    received: int = 0
    made: list[Path] = field(default_factory=list)

    def count(self, event: Event) -> None:
        """Count one event.

        Args:
            event: as `bundler.report.Progress` hears it.
        """
        match event:
            case ArticleFound():
                self.kept += 1
            case PicturesHad():
                self.pictures += event.count
            case Received():
                self.fetched += not event.reason
                self.received += event.wire_bytes
            case BookMade():
                self.made.append(event.path)
            case Skipped():
                self._skip(event)

    def _skip(self, item: Skipped) -> None:
        if item.kind.is_gap:
            self.gaps += 1
        else:
            self.left_out += 1
        if item.stage is Stage.SELECT:
            self.kept -= 1  # it was an article before it was found to be one too many

    def __str__(self) -> str:
        """The numbers that are not 0, in few words."""
        parts = [
            f"{self.kept} articles",
            f"{self.left_out} left out" if self.left_out else "",
            f"{self.gaps} missing" if self.gaps else "",
            f"{self.pictures} pictures" if self.pictures else "",
            f"{self.fetched} fetched, {self.received / 1e6:.1f} MB" if self.received else "",
        ]
        return ", ".join(filter(None, parts))
