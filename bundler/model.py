"""The values that cross a border between stages: frozen, made of strings, numbers and bytes, never of parse trees.

A parse tree that crosses a process border costs a second parse and can overflow the stack, so an article's body is a
tuple of blocks: serialised XHTML strings. In them a picture stands as `<img src="pic:3"` and a link as
`<a href="link:7"`, numbers into `Article.pictures` and `Article.links`; later stages replace the tokens as text
(`bundler.tokens`) and never parse again.
"""

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


class DateSource(enum.StrEnum):
    """The evidence a date rests on, strongest first (docs/reference.md, "Order and dates")."""

    ADDRESS = "address"
    METADATA = "metadata"
    FRONT_MATTER = "front matter"
    DATELINE = "dateline"


@dataclass(frozen=True, slots=True)
class Dated:
    """A day as the source prints it, never shifted by a time zone.

    Attributes:
        day: `YYYY-MM-DD`.
        time: `HH:MM:SS` as printed beside the day, or an empty string.
        source: the evidence.
    """

    day: str
    time: str
    source: DateSource


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file that a picture may be taken from.

    Attributes:
        reference: the reference as the source has it.
        address: the absolute original address; the reference itself where the page has no address to resolve against.
        width: the pixels it is said to have, or 0 when the page does not say.
    """

    reference: str
    address: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture that an article refers to.

    Attributes:
        candidates: the files it may be taken from, the page's own first choice in front; at least one.
        alt: the alternative text, empty where the source gives none.
        linked: a picture that it links to, usually itself in full size; None when it links to none.
    """

    candidates: tuple[Candidate, ...]
    alt: str
    linked: Candidate | None = None

    @property
    def address(self) -> str:
        """The address of the page's own first choice."""
        return self.candidates[0].address


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an article.

    Attributes:
        address: the absolute address as the source had it.
        anchor: the id of the place in the same article that it points to; empty for every other link.
    """

    address: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that cleaning took out, so that a user can see and question it.

    Attributes:
        by: the pass or the container rule that took it out.
        count: how many elements or lines.
        sample: the first visible text among them, at most 80 characters.
    """

    by: str
    count: int
    sample: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One page understood on its own, before the batch has its say.

    Attributes:
        origin: as in `Page`.
        title: plain text, never empty.
        byline: who wrote it, or an empty string.
        site: the site's display name, or an empty string.
        date: the day and its evidence, or None.
        language: a BCP 47 tag; `und` where nothing tells.
        source_url: the original address, or an empty string.
        blocks: the body, one XHTML string a block, with picture and link tokens.
        pictures: what the `pic:` tokens stand for.
        links: what the `link:` tokens stand for.
        dropped: what the passes took out.
    """

    origin: str
    title: str
    byline: str
    site: str
    date: Dated | None
    language: str
    source_url: str
    blocks: tuple[str, ...]
    pictures: tuple[PictureRef, ...]
    links: tuple[Link, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Article(Draft):
    """A finished article.

    Attributes:
        words: words of spaced scripts plus characters of Chinese and Japanese.
        fingerprint: SHA-256 (hexadecimal) over the body's characters without white space; over title and picture
            addresses where the body has no text.
    """

    words: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What stays in memory of an article while its body lies in the store.

    Attributes:
        position: the page's number in source order, from 0.
        pictures: how many pictures it refers to.
        body: the store's key of the article.
        location: where its page lies.
        (the others as in `Article`)
    """

    position: int
    origin: str
    title: str
    byline: str
    site: str
    date: Dated | None
    language: str
    source_url: str
    words: int
    pictures: int
    fingerprint: str
    body: str
    location: Location


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture fitted for the book.

    Attributes:
        key: SHA-256 (hexadecimal) of its bytes, the store's key and the file's name in the book.
        media_type: `image/jpeg` or `image/png`.
        width: pixels.
        height: pixels.
        size: bytes.
    """

    key: str
    media_type: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True)
class Original:
    """A picture as it was fetched.

    Attributes:
        digest: the store's key of its bytes.
        etag: for asking again, may be empty.
        last_modified: for asking again, may be empty.
        age: seconds since the server last said that it is so.
    """

    digest: str
    etag: str
    last_modified: str
    age: float


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an original under a recipe: a picture in the store, or the reason why there is none.

    Attributes:
        key: the store's key, empty when there is a reason instead.
        media_type: of the picture.
        width: pixels.
        height: pixels.
        size: bytes.
        natural_width: pixels before fitting.
        is_drawn: whether it is a drawing.
        reason: why there is none.
        is_spacer: whether nobody misses it.
    """

    key: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    size: int = 0
    natural_width: int = 0
    is_drawn: bool = False
    reason: str = ""
    is_spacer: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article and what became of its pictures.

    Attributes:
        entry: the article.
        pictures: one for every picture reference, in order; None where the picture is not in the book.
    """

    entry: Entry
    pictures: tuple[Picture | None, ...]


class Stage(enum.StrEnum):
    """The pipeline's steps, as reports name them."""

    COLLECT = "collect"
    CLEAN = "clean"
    SELECT = "select"
    ILLUSTRATE = "illustrate"
    PACKAGE = "package"


class Kind(enum.StrEnum):
    """Why something asked for is not in the book. `is_gap` tells the two families apart."""

    # gaps: asked for and not had; exit code 3, listed on the book's last page
    UNREADABLE = "unreadable"
    WORKER_FAILED = "worker failed"
    BLOCK_PAGE = "block page"
    PICTURE_MISSING = "picture missing"
    # left out: meant so; counted, exit code 0
    NOT_AN_ARTICLE = "not an article"
    OUTSIDE_SOURCE = "outside the source"
    DUPLICATE = "duplicate"
    OUTSIDE_PERIOD = "outside the period"
    OVER_LIMIT = "over the limit"
    SWITCHED_OFF = "switched off"
    ORNAMENT = "spacer or icon"

    @property
    def is_gap(self) -> bool:
        """Whether the user asked for it and did not get it."""
        return self in _GAPS


_GAPS = frozenset({Kind.UNREADABLE, Kind.WORKER_FAILED, Kind.BLOCK_PAGE, Kind.PICTURE_MISSING})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A page or picture that is not in the book, as a value instead of an exception.

    Attributes:
        origin: the page it is about (for a picture: the page that shows it).
        stage: where it was found out.
        kind: the reason's family.
        reason: the reason in words, for one line of a report.
        subject: the picture's address where it is about a picture; empty for a page.
    """

    origin: str
    stage: Stage
    kind: Kind
    reason: str
    subject: str = ""
