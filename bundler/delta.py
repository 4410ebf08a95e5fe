"""What a run is asked to take of all that its sources have: only what is new, what was picked, or an update."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bundler.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Pick:
    """An article that somebody has picked by hand.

    Attributes:
        key: what it is known by in the list.
        title: what the list calls it, for telling that it is not there any more.
        line: of the list, from 1.
    """

    key: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Delta:
    """Which part of the sources a run is about.

    Attributes:
        since: only articles of this day or later, and undated ones; or None.
        books: only what is not in these books.
        new: only what none of the bundle's books had.
        name: what the bundle is known by for `new`; the title, else the sources, when it is empty.
        update: the book to bring up to date, or an empty string.
        picks: only these articles; None for all.
    """

    since: dt.date | None = None
    books: tuple[str, ...] = ()
    new: bool = False
    name: str = ""
    update: str = ""
    picks: tuple[Pick, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be meant together.

        Raises:
            SettingsError: an update, and only what is not in a book.
        """
        if self.update and (self.new or self.books):
            other = "--new" if self.new else f"--since {self.books[0]}"
            raise SettingsError(
                f"--update {self.update} {other}",
                "an updated book has what it had, a new one has only what is new",
                "give one of them",
            )

    @property
    def is_whole(self) -> bool:
        """Whether every article of the sources counts."""
        return not (self.since or self.books or self.new or self.update) and self.picks is None

    @property
    def is_partial(self) -> bool:
        """Whether a book has only what others have not, and so is one of several books of its name."""
        return self.new or bool(self.books)
