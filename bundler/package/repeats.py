"""One article once: the same address or the same text in two channels is one article; a block page is none at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from bundler.addresses import address_key
from bundler.model import Entry, Kind, Skipped, Stage
from bundler.package.near import near_repeats

BLOCK_PAGE = 120
"""Words (characters of Chinese): shorter texts can be equal by chance or because they are nobody's article."""
_ALIKE = 0.6
"""Of two headlines under one address: an edited one keeps most of its letters, another article's does not."""
_MANY = 3
"""Addresses: a short text under this many is what a blocked network, a portal or a missing script answers."""


class Repeats:
    """Remembers articles and recognises those that come again; the first in source order is the original."""

    def __init__(self) -> None:
        self._by_address: dict[str, tuple[str, str]] = {}
        self._by_text: dict[tuple[str, str], str] = {}

    def original_of(self, origin: str, source_url: str, title: str, words: int, fingerprint: str) -> str:
        """The origin of the article that this one repeats; empty when it is new, and then it is remembered.

        Args:
            origin: the page's origin.
            source_url: its original address, or an empty string.
            title: its title; of two short texts only those with the same title are one article.
            words: how long it is.
            fingerprint: of its text.
        """
        address = address_key(source_url)
        text = (fingerprint, title if words < BLOCK_PAGE else "")
        there, headline = self._by_address.get(address, ("", "")) if address else ("", "")
        original = (there if alike(title, headline) else "") or self._by_text.get(text, "")
        if not original:
            self._by_text[text] = origin
        if address:
            self._by_address.setdefault(address, (original or origin, title))
        return original


def alike(one: str, other: str) -> bool:
    """Whether two headlines can be of one article: sites that name their home page as every page's address exist."""
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() > _ALIKE


def without_repeats(entries: Sequence[Entry], *, near: bool = False) -> tuple[list[Entry], list[Skipped]]:
    """Find block pages and merge repeated articles.

    Args:
        entries: in source order.
        near: whether an article that another one repeats with small edits is a repetition, too.

    Returns:
        the articles that are left in source order; and a gap for every block page, a duplicate for every repetition.
    """
    blocked = _block_pages(entries)
    repeats = Repeats()
    kept: list[Entry] = []
    skipped: list[Skipped] = []
    for entry in entries:
        if entry.fingerprint in blocked:
            reason = f"the same {entry.words} words stand under {blocked[entry.fingerprint]} addresses: a block page"
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.BLOCK_PAGE, reason))
            continue
        original = repeats.original_of(entry.origin, entry.source_url, entry.title, entry.words, entry.fingerprint)
        if original:
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.DUPLICATE, f"the same article as {original}"))
        else:
            kept.append(entry)
    return _without_near(kept, skipped) if near else (kept, skipped)


def _without_near(entries: Sequence[Entry], skipped: list[Skipped]) -> tuple[list[Entry], list[Skipped]]:
    repeated = near_repeats(entries)
    origins = {entry.position: entry.origin for entry in entries}
    for entry in entries:
        if entry.position in repeated:
            reason = f"the same story as {origins[repeated[entry.position]]}, with small edits"
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.DUPLICATE, reason))
    return [entry for entry in entries if entry.position not in repeated], skipped


def _block_pages(entries: Sequence[Entry]) -> dict[str, int]:
    """Fingerprints of short texts that stand under many addresses, with how many."""
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if 0 < entry.words < BLOCK_PAGE:
            addresses[entry.fingerprint].add(address_key(entry.source_url) or entry.origin)
    return {fingerprint: len(found) for fingerprint, found in addresses.items() if len(found) >= _MANY}
