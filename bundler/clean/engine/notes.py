"""Footnotes: what the kept text itself points to belongs to it, wherever the page puts it."""

from __future__ import annotations

from collections.abc import Sequence

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
    for segment in segments:
        for holder in (segment.block, *list(segment.block.parents)[:3]):
            for name in (attribute(holder, "id"), *_inner_names(holder, segment)):
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


def _inner_names(holder: Tag, segment: Segment) -> list[str]:
    """Names of anchors within a note: `<p><a name="fn1"></a>…`."""
    if holder is not segment.block:
        return []
    return [attribute(anchor, "name") or attribute(anchor, "id") for anchor in holder.find_all("a", limit=3)]
