"""What a run tells: its progress while it works, and its outcome as a value."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bundler.model import Chapter, Dropped, Entry, Skipped, Stage


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """A page became an article.

    Attributes:
        origin: the page.
        title: the article's.
    """

    origin: str
    title: str


@dataclass(frozen=True, slots=True)
class PicturesHad:
    """An article's pictures were fitted or found in the store.

    Attributes:
        origin: the page that shows them.
        count: how many of them are in the book.
    """

    origin: str
    count: int


@dataclass(frozen=True, slots=True)
class Received:
    """Something came over the line, or was asked for in vain.

    Attributes:
        stage: what for: `collect` for a page, `illustrate` for a picture.
        address: where from.
        wire_bytes: bytes that came, those of failed tries too.
        reason: why it was not had; empty when it was.
    """

    stage: Stage
    address: str
    wire_bytes: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BookMade:
    """A book is finished, checked, and has its name.

    Attributes:
        path: where it lies.
        is_unchanged: whether it lay there already, byte for byte, so that nothing was written.
    """

    path: Path
    is_unchanged: bool = False


Event = ArticleFound | Skipped | PicturesHad | Received | BookMade
"""What a run tells while it works; a `Skipped` as soon as it is known."""


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

    def tell(self, event: Event) -> None:
        """Hear of something that has happened, in the order in which it has.

        Args:
            event: what.
        """


@dataclass(frozen=True, slots=True)
class Made:
    """A book that was made.

    Attributes:
        path: where it lies.
        volume: the volume's key, `2020-09` say; empty for a bundle in one book.
        chapters: its articles with their pictures, in reading order.
        is_unchanged: whether it lay there already, byte for byte, so that nothing was written.
    """

    path: Path
    volume: str
    chapters: tuple[Chapter, ...]
    is_unchanged: bool = False

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


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a build.

    Attributes:
        books: the book, or the volumes in their order.
        skipped: everything that is not in them, gaps and left out.
        dropped: blocks that repeat over the batch and were dropped, with the number of articles they were dropped from.
        is_nothing_new: whether only what is new was wanted, and there is nothing.
        interrupted: books that an earlier run had made when it was killed, before it could tell.
    """

    books: tuple[Made, ...]
    skipped: tuple[Skipped, ...]
    dropped: tuple[Dropped, ...] = ()
    is_nothing_new: bool = False
    interrupted: tuple[Path, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The articles of all volumes in reading order."""
        return tuple(chapter for book in self.books for chapter in book.chapters)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The articles of all volumes in reading order."""
        return tuple(chapter.entry for chapter in self.chapters)

    @property
    def weights(self) -> tuple[int, ...]:
        """Bytes of the pictures that each article brought into its book, in reading order."""
        return tuple(weight for book in self.books for weight in book.weights)

    @property
    def size(self) -> int:
        """Bytes of all books."""
        return sum(book.path.stat().st_size for book in self.books)

    @property
    def gaps(self) -> tuple[Skipped, ...]:
        """What was asked for and not had."""
        return tuple(item for item in self.skipped if item.kind.is_gap)

    @property
    def pictures(self) -> int:
        """How many different pictures are in the books."""
        return len({picture.key for chapter in self.chapters for picture in chapter.pictures if picture is not None})
