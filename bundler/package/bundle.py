"""What goes into one book, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bundler.model import Chapter, Skipped
from bundler.package.links import Linking
from bundler.package.metadata import Series
from bundler.package.styles import Style


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into a book.

    Attributes:
        name: what the book is known by, so that it stays the same book when articles are added: the title the user
            gave, with the period and the volume; empty to know it by its articles.
        title: the title that is printed.
        author: the author the user gave, or an empty string.
        language: the book's BCP 47 tag.
        chapters: in reading order, at least one.
        gaps: for the closing page.
        series: where the book is a volume.
        subjects: the user's own.
        style: how it looks.
        linking: what becomes of links that lead out of it.
        group: what the contents are grouped by, `date` or `source`; the chapters stand in that order already.
        identifier: of the book that this one is a new edition of; made of name or articles when it is empty.
    """

    name: str
    title: str
    author: str
    language: str
    chapters: Sequence[Chapter]
    gaps: Sequence[Skipped]
    series: Series | None = None
    subjects: Sequence[str] = ()
    style: Style = field(default_factory=Style)
    linking: Linking = Linking.KEEP
    group: str = "date"
    identifier: str = ""
