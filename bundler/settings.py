"""What a run is asked to do: frozen, checked once, passed down."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from bundler.access import Access
from bundler.choice import ANY, Choice
from bundler.delta import Delta
from bundler.errors import SettingsError
from bundler.language_tags import canonical
from bundler.title_fields import FIELDS, unknown_fields


@dataclass(frozen=True, slots=True)
class Settings:
    """A bundle's settings.

    Attributes:
        sources: paths and addresses as the user typed them.
        title: the book's title, with fields to be filled in (`title_fields`); empty to take one from its articles.
        author: the book's author; empty for the sites' names.
        language: BCP 47 tag; empty for the language of most articles.
        first: the first day that counts, or None.
        last: the last day that counts, or None.
        limit: the newest so many articles, or None.
        offline: no network at all; pictures that lie there are left out.
        pictures: False leaves every picture out.
        device: name of the device that pictures are fitted to.
        grey: pictures without colour, whatever the device shows.
        quality: of JPEG pictures, 20 to 95.
        max_size: bytes that the book should not exceed, or None.
        max_download: bytes that may come over the line, or None.
        allow_private: places of one's own network that may be reached, as (host, port).
        keep_boilerplate: nothing is dropped because it repeats over the batch.
        keep: patterns of repeated blocks that stay: plain text, or with `*` for any text a block's whole text.
        lists: files that name sources, one a line.
        full_text: where the text of a feed's entry comes from: `auto`, `always` the page, or `never`.
        follow: a typed page brings the pages that it links to.
        keep_duplicates: an article that another one repeats with small edits stays.
        choice: what is wanted of the articles besides their period.
        group: what the contents are grouped by: `date` or `source`.
        delta: which part of the sources it is about: what is new, what was picked, an update.
        proxy: the proxy that everything goes through, or an empty string.
        access: what the user brings so that a site lets him in, and whether robots.txt counts.
        split: volumes by `year` or `month`, of a number of articles each, or `none`.
        links: what becomes of links that lead out of the book: `keep`, `notes` or `strip`.
        theme: name of the style sheets.
        own_style: the user's own style sheet, which comes behind the theme's; empty for none.
        subjects: what the user says it is about.
    """

    sources: tuple[str, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    limit: int | None = None
    offline: bool = False
    pictures: bool = True
    device: str = "any"
    grey: bool = False
    quality: int = 80
    max_size: int | None = None
    max_download: int | None = None
    allow_private: frozenset[tuple[str, int]] = frozenset()
    proxy: str = ""
    access: Access = field(default_factory=Access)
    split: str = "none"
    links: str = "keep"
    theme: str = "default"
    own_style: bytes = b""
    subjects: tuple[str, ...] = ()
    keep_boilerplate: bool = False
    keep: tuple[str, ...] = ()
    keep_duplicates: bool = False
    choice: Choice = ANY
    group: str = "date"
    delta: Delta = field(default_factory=Delta)
    lists: tuple[str, ...] = ()
    full_text: str = "auto"
    follow: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be meant together.

        Raises:
            SettingsError: a period that ends before it begins, a limit below 1, a title with a field that is none.
        """
        if unknown := unknown_fields(self.title):
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise SettingsError(
                f"--title {self.title}", f"{{{unknown[0]}}} is no field", f"take of {known}, or write {{{{ for a brace"
            )
        if self.first is not None and self.last is not None and self.first > self.last:
            raise SettingsError(
                f"--from {self.first} --to {self.last}", "the period ends before it begins", "exchange the two days"
            )
        if self.language and not canonical(self.language):
            raise SettingsError(f"--language {self.language}", "is no language tag", "write it as zh-Hans or en-GB")
        if self.split not in ("none", "year", "month") and not re.fullmatch(r"[1-9]\d{0,5}", self.split):
            raise SettingsError(
                f"--split {self.split}", "is no way to divide a book", "give year, month, or a number of articles"
            )
        if self.delta.update and self.split != "none":
            raise SettingsError(
                f"--update {self.delta.update} --split {self.split}", "one book is updated", "update each volume alone"
            )
        if self.limit is not None and self.limit < 1:
            raise SettingsError(f"--limit {self.limit}", "is below 1", "give a number of articles")
