"""Whether an article is new to somebody who has earlier books: told by address, text, and likeness of the text.

Feeds repeat everything, give new names and days to what is old, and move it to other addresses; so neither a name nor a
day is evidence, and an address only together with the text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bundler.model import Delivered, Entry, News
from bundler.package.near import LEAST_ALIKE, SHORT, needed
from bundler.package.state import delivered
from bundler.sketches import Sketches, resemblance

_SMALL_EDITS = 0.95
"""Resemblance of two versions of one page from which on the later one is no news: a typing error, a counter, a time."""
_COMMON = 0.5
"""The part of one text that must stand in the other for the two to be versions of one article."""
_CUT = 0.5
"""Of its words: a version shorter than that, with nothing new in it, is a teaser, or was cut."""
_GROWN = 2
"""Times its words: a text of the same title that has grown so much from a few lines is what the lines promised."""
_NO_MATCH = -1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an article is.

    Attributes:
        news: new, changed or unchanged.
        match: the index of the earlier article; -1 for a new one.
        reason: why it is not new, in words.
    """

    news: News
    match: int = _NO_MATCH
    reason: str = ""


_NEW = Verdict(News.NEW)


class Known:
    """The articles of earlier books.

    Args:
        earlier: in the order of the books; the same article may stand in it in several versions.
        near: whether likeness counts as well; only equal texts and addresses when it is False.
        small_edits: whether small edits make an article a changed one.
    """

    def __init__(self, earlier: Sequence[Delivered], *, near: bool = True, small_edits: bool = False) -> None:
        self._earlier = earlier
        self._near = near
        self._small_edits = small_edits
        self._by_key: dict[str, list[int]] = {}
        self._by_text: dict[tuple[str, str], int] = {}
        for index, article in enumerate(earlier):
            self._by_key.setdefault(article.key, []).append(index)
            if article.fingerprint:
                self._by_text.setdefault(_text(article), index)
        self._sketches = Sketches([item.sketch if item.words >= SHORT else b"" for item in earlier])

    def verdict(self, entry: Entry) -> Verdict:
        """Whether an article is new.

        Args:
            entry: the article.
        """
        article = delivered(entry)
        versions = self._by_key.get(article.key, ())
        for index in versions:
            if self._earlier[index].fingerprint == article.fingerprint:
                return Verdict(News.UNCHANGED, index, "is in an earlier book")
        if (index := self._by_text.get(_text(article), _NO_MATCH)) != _NO_MATCH:
            return Verdict(News.UNCHANGED, index, "the same text is in an earlier book")
        if versions:
            verdict = self._as_version(article, versions)
            if verdict is not None:
                return verdict
        return (self._elsewhere(article) if self._near and article.words >= SHORT else None) or _NEW

    def _as_version(self, article: Delivered, versions: Sequence[int]) -> Verdict | None:
        """As a version of what had its address before; None when it is another article under that address."""
        alike = {index: resemblance(self._earlier[index].sketch, article.sketch) for index in versions}
        index = max(versions, key=lambda version: (alike[version], version))
        before = self._earlier[index]
        if not (before.sketch or article.sketch):  # pictures alone, or hardly a word
            return Verdict(News.CHANGED, index) if before.title == article.title else None
        if before.title == article.title and before.words < SHORT and article.words >= _GROWN * before.words:
            return Verdict(News.CHANGED, index)  # a summary gives way to the whole text
        if alike[index] >= _SMALL_EDITS and not self._small_edits:
            return Verdict(News.UNCHANGED, index, "is in an earlier book, but for small edits")
        common = alike[index] * (before.words + article.words) / (1 + alike[index])
        if common >= _COMMON * article.words and article.words < _CUT * before.words:
            reason = f"has {article.words} words now, an earlier book has all {before.words}"
            return Verdict(News.UNCHANGED, index, reason)
        if common >= _COMMON * min(before.words, article.words):
            return Verdict(News.CHANGED, index)
        return None

    def _elsewhere(self, article: Delivered) -> Verdict | None:
        """As an article that had another address before, or stood on another site."""
        for index, likeness in self._sketches.like(article.sketch, LEAST_ALIKE):
            before = self._earlier[index]
            if before.key != article.key and likeness >= needed(
                same_title=before.title == article.title, days=_days_between(before.day, article.day)
            ):
                return Verdict(News.UNCHANGED, index, "the same story is in an earlier book, with small edits")
        return None


def _text(article: Delivered) -> tuple[str, str]:
    """What equal articles have in common: the text, and for short ones, which can be equal by chance, the title."""
    return article.fingerprint, article.title if article.words < SHORT else ""


def _days_between(one: str, other: str) -> int | None:
    if not (one and other):
        return None
    return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days)
