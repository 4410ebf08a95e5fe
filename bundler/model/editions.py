"""What is known of earlier books of a bundle: the articles they hold, and what a book says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """An article that an earlier book holds, as far as it takes to know it again.

    Attributes:
        key: what it is known by, see `bundler.package.state.article_key`.
        fingerprint: of its text, as in `Article`; empty when it is not known.
        title: the hash of its title, see `bundler.package.state.title_key`.
        day: `YYYY-MM-DD`, or an empty string.
        words: how long it is.
        sketch: of its text.
    """

    key: str
    fingerprint: str
    title: str
    day: str
    words: int
    sketch: bytes


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as a book of ours prints it.

    Attributes:
        path: its first page's path in the book.
        fingerprint: of its text, as in `Article`; empty in books of earlier versions.
        pictures_key: as in `Entry`; empty in books of earlier versions.
        time: `HH:MM:SS`, or an empty string.
        title: plain text.
        day: `YYYY-MM-DD`, or an empty string.
        address: of the original page, or an empty string.
        is_gone: whether it is marked as one that its source does not have any more.
        text: its whole text.
    """

    path: str
    fingerprint: str
    pictures_key: str
    time: str
    title: str
    day: str
    address: str
    is_gone: bool
    text: str


@dataclass(frozen=True, slots=True)
class EarlierBook:
    """What a book of ours says of itself.

    Attributes:
        identifier: `urn:uuid:...`.
        title: as printed.
        authors: in order.
        language: BCP 47 tag.
        subjects: the user's own.
        series: the name of the series and the book's place in it, where it is a volume.
    """

    identifier: str
    title: str
    authors: tuple[str, ...]
    language: str
    subjects: tuple[str, ...]
    series: tuple[str, str] | None
