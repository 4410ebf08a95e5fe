"""What clean gives: a page understood, and an article finished."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from bundler.model.pages import Location


class DateSource(enum.StrEnum):
    """The evidence a date rests on, strongest first (docs/reference.md, "Order and dates")."""

    ADDRESS = "address"
    METADATA = "metadata"
    FRONT_MATTER = "front matter"
    FEED = "feed"
    DATELINE = "dateline"
    MARKUP = "markup"
    SITEMAP = "sitemap"


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
        recognised: the container or site rule that said where the article begins and ends; empty when none did, and
            then the batch's boilerplate may be in it.
        how: in words: which rule or engine found the article in its page, and why.
        at: where the page was found when that is not `source_url`: the page of an article that is on several.
        next_part: the address of the article's next page, or an empty string.
        is_further: whether it was fetched because a page named it as its next one.
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
    recognised: str
    how: str = field(default="", kw_only=True)
    at: str = field(default="", kw_only=True)
    next_part: str = field(default="", kw_only=True)
    is_further: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Article(Draft):
    """A finished article.

    Attributes:
        words: words of spaced scripts plus characters of Chinese and Japanese.
        fingerprint: SHA-256 (hexadecimal) over the body's characters without white space; over title and picture
            addresses where the body has no text.
        sketch: the smallest hashes of the body's shingles, see `bundler.sketches`.
    """

    words: int
    fingerprint: str
    sketch: bytes


class News(enum.StrEnum):
    """What an article is to a bundle that had books before."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stays in memory of an article while its body lies in the store.

    Attributes:
        position: the page's number in source order, from 0.
        pictures: how many pictures it refers to.
        body: the store's key of the article.
        location: where its page lies.
        size: bytes of its body on pages, addresses included.
        has_math: whether MathML is in it.
        has_alternatives: whether every picture has an alternative text of its own.
        pictures_key: equal for equal pictures, as far as their names tell; see `bundler.package.state`.
        news: what it is to a bundle that had books before; None where nobody has asked.
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
    sketch: bytes
    body: str
    location: Location
    size: int = 0
    has_math: bool = False
    has_alternatives: bool = False
    at: str = ""
    next_part: str = ""
    is_further: bool = False
    pictures_key: str = ""
    news: News | None = None
