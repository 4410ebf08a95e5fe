"""Which articles a user wants, by what they are called, where they are from, their language and their length."""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_SURELY = dt.timedelta(days=1)
"""A feed's or sitemap's day is often one of UTC, where the page prints the next one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of the articles besides their period.

    Attributes:
        match: patterns of which one must be found in title, address or site; empty for any article.
        exclude: patterns of which none may be found there.
        languages: BCP 47 tags that an article's language begins with; empty for any.
        min_words: words that an article must have.
        per_source: the newest so many articles of each source, or None.
    """

    match: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_words: int = 0
    per_source: int | None = None

    def unnamed(self, texts: Iterable[str]) -> str:
        """Why an article is left out for its names; empty when it is not.

        Args:
            texts: its title, address and site, as far as they are known.
        """
        known = [text for text in map(_folded, texts) if text]
        for pattern in self.exclude:
            if any(_is_found(pattern, text) for text in known):
                return f"'{pattern}' is excluded"
        if self.match and not any(_is_found(pattern, text) for pattern in self.match for text in known):
            return "does not match " + " or ".join(f"'{pattern}'" for pattern in self.match)
        return ""

    def foreign(self, language: str) -> str:
        """Why an article is left out for its language; empty when it is not.

        Basic filtering of RFC 4647, section 3.3.1: `zh` takes `zh-Hans`, and `zh-Hans` does not take `zh`.

        Args:
            language: its BCP 47 tag; `und` where nothing tells.
        """
        tag = language.lower()
        if not self.languages or any(
            tag == wanted.lower() or tag.startswith(f"{wanted.lower()}-") for wanted in self.languages
        ):
            return ""
        return "is in no language that could be told" if tag == "und" else f"is in '{language}'"

    def short(self, words: int) -> str:
        """Why an article is left out for its length; empty when it is not.

        Args:
            words: words of spaced scripts plus characters of Chinese and Japanese.
        """
        return f"has {words} words of at least {self.min_words}" if words < self.min_words else ""


ANY = Choice()
"""Everything is wanted."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page before it is fetched.

    Attributes:
        address: the page's address.
        title: the title that its article will have; empty when it is not known.
        site: the same of its site.
        day: `YYYY-MM-DD` by evidence that no other outranks, the address's own; empty when there is none.
        hint: `YYYY-MM-DD` that a feed or a sitemap tells, on or behind the day of publication; empty for none.
    """

    address: str
    title: str = ""
    site: str = ""
    day: str = ""
    hint: str = ""


class Unneeded(enum.StrEnum):
    """Why pages need not be fetched, as reports say it of several addresses."""

    NOT_MATCHED = "do not match what is asked for"
    OUTSIDE_PERIOD = "name a day outside the period"
    UNCHANGED = "were last changed before the period"


def surely_left_out(page: Known, choice: Choice, first: dt.date | None, last: dt.date | None) -> Unneeded | None:
    """Whether a page need not be fetched, because whatever stands on it, its article would be left out.

    Says so only where fetching could change nothing: a page's own date ranks above a feed's, which may be that of a
    later change; what is not known yet, its site say, may still match.

    Args:
        page: what is known of it.
        choice: what is wanted.
        first: the first day that counts, or None.
        last: the last day that counts, or None.

    Returns:
        the reason; None when the page has to be seen.
    """
    names = (page.title, page.address, page.site)
    if (choice if all(names) else Choice(exclude=choice.exclude)).unnamed(names):
        return Unneeded.NOT_MATCHED
    if (first and page.day and page.day < first.isoformat()) or (last and page.day and page.day > last.isoformat()):
        return Unneeded.OUTSIDE_PERIOD
    if first and not page.day and page.hint and page.hint < (first - _SURELY).isoformat():
        return Unneeded.UNCHANGED
    return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_found(pattern: str, text: str) -> bool:
    """Plain text anywhere in the text; with `*` for any text the whole of it."""
    wanted = _folded(pattern)
    if "*" not in wanted:
        return wanted in text
    return re.fullmatch(".*".join(map(re.escape, wanted.split("*"))), text, re.DOTALL) is not None
