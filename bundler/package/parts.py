"""Which entries are the pages of one article: each names the next, and all have one headline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bundler.addresses import address_key
from bundler.model import Entry, Kind, Skipped, Stage
from bundler.numbered_pages import MOST_PARTS, is_first, may_begin
from bundler.package.repeats import alike


@dataclass(frozen=True, slots=True)
class Parts:
    """An article on several pages.

    Attributes:
        pages: its pages in their order, at least two.
        copies: pages of it that are there once more, the first one's aside.
    """

    pages: tuple[Entry, ...]
    copies: tuple[Entry, ...]

    @property
    def told(self) -> list[tuple[int, Skipped]]:
        """The positions of the pages that are no articles of their own, with what is told of each."""
        why = {page.position: f"page {number} of" for number, page in enumerate(self.pages[1:], start=2)}
        why |= {copy.position: "one more copy of a page of" for copy in self.copies}
        return [
            (
                entry.position,
                Skipped(entry.origin, Stage.SELECT, Kind.PART, f"{why[entry.position]} {self.pages[0].origin}"),
            )
            for entry in (*self.pages[1:], *self.copies)
        ]


def in_parts(entries: Sequence[Entry]) -> list[Parts]:
    """The articles that stand on several pages.

    Args:
        entries: in source order.

    Returns:
        the pages of each; a page is in one article only.
    """
    by_address: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if found_at := address_key(entry.at or entry.source_url):
            by_address[found_at].append(entry)
    leading = {address_key(entry.next_part) for entry in entries if entry.next_part}
    articles = []
    taken: set[int] = set()
    for entry in entries:
        if not entry.next_part or entry.position in taken or not _can_be_first(entry, leading):
            continue
        pages, copies = [entry], list[Entry]()
        while len(pages) < MOST_PARTS and pages[-1].next_part:
            there = by_address.get(address_key(pages[-1].next_part), [])
            fitting = [each for each in there if each.position not in taken and alike(entry.title, each.title)]
            if not fitting or fitting[0] in pages:
                break
            pages.append(fitting[0])
            copies += fitting[1:]
        if len(pages) > 1:
            taken.update(page.position for page in (*pages, *copies))
            articles.append(Parts(tuple(pages), tuple(copies)))
    return articles


def _can_be_first(entry: Entry, leading: set[str]) -> bool:
    """A rule's word may lead anywhere, a number only from the first page on; then no page leads to it."""
    at = entry.at or entry.source_url
    return is_first(at, entry.next_part) or (may_begin(at, entry.next_part) and address_key(at) not in leading)
