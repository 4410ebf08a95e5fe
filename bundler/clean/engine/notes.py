"""Footnotes: what the kept text itself points to belongs to it, wherever the page puts it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from bs4 import Tag

from bundler.clean.engine.segments import Segment
from bundler.clean.walk import attribute

_LONGEST_NOTE = 1500.0
_LONGEST_MARK = 12
"""Characters of a footnote's mark; longer links within a page lead to its sections or comments."""


def with_notes(kept: frozenset[int], segments: Sequence[Segment]) -> frozenset[int]:
    """Add the notes that marks in the kept text point to, and the heading above them.

    Args:
        kept: numbers of the article's segments.
        segments: the page's segments.
    """
    wanted = _targets(kept, segments)
    if not wanted:
        return kept
    notes: dict[str, list[int]] = {}
    known: dict[int, tuple[str, ...]] = {}  # a block may hold thousands of segments
    for segment in segments:
        if id(segment.block) not in known:
            known[id(segment.block)] = _names(segment.block)
        for name in known[id(segment.block)]:
            if name in wanted:
                notes.setdefault(name, []).append(segment.number)
    added = {
        number
        for numbers in notes.values()
        if sum(segments[i].weight for i in numbers) <= _LONGEST_NOTE
        for number in numbers
        if not segments[number].furniture
    }
    first = min(added - kept, default=0)
    if first and segments[first - 1].is_heading:
        added.add(first - 1)
    return kept | added


def _targets(kept: frozenset[int], segments: Sequence[Segment]) -> frozenset[str]:
    """Names that the marks in the kept text point to."""
    found = set()
    for number in kept:
        for node in segments[number].nodes if segments[number].linked else ():
            link = node.find_parent("a") if len(node) <= _LONGEST_MARK else None
            _, mark, name = attribute(link, "href").partition("#") if link is not None else ("", "", "")
            if mark and name:
                found.add(name)
    return frozenset(found)


def _names(block: Tag) -> tuple[str, ...]:
    """Names of a block, of the elements around it, and of the anchors in it: `<p><a name="fn1"></a>…`."""
    inner = (attribute(anchor, "name") or attribute(anchor, "id") for anchor in block.find_all("a", limit=3))
    return (attribute(block, "id"), *inner, *(attribute(holder, "id") for holder in islice(block.parents, 3)))
