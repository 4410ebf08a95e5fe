"""What collect gives: a page before anything is understood of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path


class MediaType(enum.StrEnum):
    """What a page is written in, told by its content."""

    MARKDOWN = "text/markdown"
    HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a page lies on this machine. Stays in the main process; nothing of it reaches a book.

    Attributes:
        folder: the folder that the page's relative references start from.
        root: the source's folder; nothing outside of it may be read on the page's behalf.
    """

    folder: Path
    root: Path


@dataclass(frozen=True, slots=True)
class Page:
    """One collected page, before anything is understood of it.

    Attributes:
        origin: what reports call the page: the POSIX path under its source, or the source as it was typed.
        media_type: Markdown or HTML.
        content: the page's bytes as they were stored.
        location: where it lies, for pictures that lie beside it.
    """

    origin: str
    media_type: MediaType
    content: bytes
    location: Location
