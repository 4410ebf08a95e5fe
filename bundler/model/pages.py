"""What collect gives: a page before anything is understood of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class MediaType(enum.StrEnum):
    """What a page is written in, told by its content."""

    MARKDOWN = "text/markdown"
    HTML = "text/html"


class Files(Protocol):
    """The files that came with a page in one file: in an archive, a recording, a page saved with its pictures."""

    def read(self, name: str, most: int) -> bytes | str | None:
        """A file's bytes.

        Args:
            name: its path in the archive, or the address it was taken from.
            most: bytes beyond which it is not read.

        Returns:
            the bytes; or the reason in words why they cannot be had; or None when there is no such file.
        """


@dataclass(frozen=True, slots=True)
class Location:
    """Where a page lies on this machine. Stays in the main process; nothing of it reaches a book.

    Attributes:
        folder: the folder that the page's relative references start from.
        root: the source's folder; nothing outside of it may be read on the page's behalf.
        files: for a page out of an archive, what lies there with it; then nothing is read from the disk.
        base: what the page's relative references start from within `files`: its own path or address.
        is_own: whether `files` is a book of this program, whose pictures are fitted already.
    """

    folder: Path
    root: Path
    files: Files | None = None
    base: str = ""
    is_own: bool = False


NOWHERE = Location(Path(), Path())
"""For a page that is sent away to be cleaned, and for what is no page."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a page from outside of it: from the feed, the recording or the export it came in.

    Attributes:
        title: plain text.
        byline: who wrote it.
        site: the site's display name.
        date: the day of publication as printed there, in any form that `clean.dates` reads.
        language: as declared.
        source_url: the address it was taken from.
        base: what relative references start from, where that is not the page's address.
        alone: whether the page is the article alone, without a head and a site's page around it.
        is_further: whether it was fetched because a page named it as its next one.
        changed: the day on which it was last changed, for when nothing else dates it.
    """

    title: str = ""
    byline: str = ""
    site: str = ""
    date: str = ""
    language: str = ""
    source_url: str = ""
    base: str = ""
    alone: bool = False
    is_further: bool = False
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One collected page, before anything is understood of it.

    Attributes:
        origin: what reports call the page: the POSIX path under its source, or the source as it was typed.
        media_type: Markdown or HTML.
        content: the page's bytes as they were stored.
        location: where it lies, for pictures that lie beside it.
        hints: what is known of it from outside.
    """

    origin: str
    media_type: MediaType
    content: bytes
    location: Location
    hints: Hints = field(default_factory=Hints)
