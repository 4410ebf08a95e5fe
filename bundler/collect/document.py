"""What a reader is given and what it gives: bytes with a name on one side, pages on the other."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from bundler.collect.budget import Budget
from bundler.collect.spool import Spool, open_view, read_of_path
from bundler.collect.unreadable import UnreadableError
from bundler.model import NOWHERE, Hints, Kind, Location, Page, Skipped, Stage

HEAD = 8192
"""Bytes that a kind is told by: a comment and a style sheet's address may stand before a feed's first element."""
LARGEST_DOCUMENT = 64 * 1024 * 1024
"""Bytes of a feed, an export or a saved page that has to be read as a whole."""
_MEBIBYTE = 1024 * 1024


class Expects(enum.IntEnum):
    """What an address is expected to answer with.

    What it names in turn may only be of a higher number, so every way ends: list of feeds -> feed -> page.
    """

    ANYTHING = 0
    """What the user named: a page, or a source of any kind."""
    LIST = 1
    """A feed or a sitemap."""
    PAGE = 2
    """One page."""


class FullText(enum.StrEnum):
    """Where the text of a feed's entry comes from."""

    AUTO = "auto"
    """The feed when it holds the whole text, else the page."""
    ALWAYS = "always"
    """The page; the feed's text when the page cannot be had."""
    NEVER = "never"
    """The feed, whole or not."""


@dataclass(frozen=True, slots=True)
class Linked:
    """An article that is known by its address only; somebody with a network may fetch it.

    Attributes:
        origin: as in `Page`.
        address: an absolute http or https address.
        hints: what is known of it.
        reason: why it is not here, in words.
        expects: what should come of it.
        instead: what the source holds of it, for when it cannot be fetched.
        is_whole: whether `instead` is the whole article.
        is_noted: whether the hints are what a reader has noted, not what the publisher says; the page knows better.
        changed: the day on which it was last changed, `YYYY-MM-DD`; it is no newer. Empty when nobody says so.
    """

    origin: str
    address: str
    hints: Hints = field(default_factory=Hints)
    reason: str = "needs the network; not fetched"
    expects: Expects = Expects.PAGE
    instead: Page | None = None
    is_whole: bool = True
    is_noted: bool = False
    changed: str = ""


Found = Page | Skipped | Linked


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes with a name: a file of the disk, an entry of an archive, an answer of a server.

    Attributes:
        origin: what reports call it.
        open: gives the bytes as a seekable file with a position of its own; to be closed by whoever asks.
        size: how many bytes there are.
        location: where it lies, for a page that is one file.
        depth: how many archives it lies within.
        address: where it was fetched from; empty for a file.
        is_typed: whether the user named this very file, and so says himself that it is a page if it is nothing else.
        budget: what the archive around it may still unpack; one of its own when left out.
        content_type: the `Content-Type` field of the answer it is; empty for a file.
    """

    origin: str
    open: Callable[[], BinaryIO]
    size: int
    location: Location = NOWHERE
    depth: int = 0
    address: str = ""
    is_typed: bool = False
    budget: Budget = field(default_factory=Budget)
    content_type: str = ""

    @property
    def name(self) -> str:
        """What the origins of what lies in it begin with: a file without its folders, an entry with its archive."""
        return self.origin.rstrip("/") if self.depth or self.address else self.origin.rpartition("/")[2]

    def head(self) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(HEAD)

    def content(self, most: int = LARGEST_DOCUMENT) -> bytes:
        """All its bytes.

        Raises:
            UnreadableError: there are more than `most`.
        """
        if self.size > most:
            raise UnreadableError(f"is larger than {most // _MEBIBYTE} MiB")
        with self.open() as file:
            return file.read(self.size)  # without a number it is held twice


@dataclass(frozen=True, slots=True)
class Desk:
    """What the readers of a run share.

    Attributes:
        spool: where bytes wait.
        read: reads a document of any kind, for what lies in another one; gives what can be told of it.
        full_text: where the text of a feed's entry comes from.
        follow: whether a page that the user typed brings the pages that it links to.
    """

    spool: Spool
    read: Callable[[Document, Desk], Iterator[Found]]
    full_text: FullText = FullText.AUTO
    follow: bool = False


Reader = Callable[[Document, Desk], Iterator[Found]]


def of_path(path: Path, origin: str, location: Location, *, is_typed: bool = False) -> Document:
    """A file of the disk as a document.

    Args:
        path: links in it resolved.
        origin: what reports call it.
        location: where it lies.
        is_typed: as in `Document`.
    """
    read_at, size = read_of_path(path), path.stat().st_size
    return Document(origin, lambda: open_view(read_at, size), size, location, is_typed=is_typed)


def of_answer(origin: str, path: Path, size: int, address: str, content_type: str) -> Document:
    """A server's answer that lies in a file as a document.

    Args:
        origin: what reports call it.
        path: the file.
        size: its bytes.
        address: where it was found, after all redirects.
        content_type: the `Content-Type` field as it came.
    """
    read_at = read_of_path(path)
    return Document(origin, lambda: open_view(read_at, size), size, address=address, content_type=content_type)


def gap(origin: str, reason: str) -> Skipped:
    """What was asked for and cannot be read."""
    return Skipped(origin, Stage.COLLECT, Kind.UNREADABLE, reason)
