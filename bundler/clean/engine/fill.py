"""Filling what an engine left out of the region that it found: sub-headings, lists, captions, short paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bs4 import Tag

from bundler.clean.engine.enclosing import Enclosing
from bundler.clean.engine.prose import within
from bundler.clean.engine.segments import Segment
from bundler.clean.tables import is_layout

MOST = 0.9
"""Of the kept text; an engine may keep a line from elsewhere on the page."""
_SMALL_GAP = 600.0
"""Weight, about a hundred words: what engines lose between paragraphs is not more."""
_GAP_SHARE = 0.15
_MOST_LINKED = 0.8
_LINE = 25.0
_FEW_LINKS = 0.2
_WHOLE = ("table", "ul", "ol", "dl")


def filled(
    kept: frozenset[int], others: Iterable[frozenset[int]], segments: Sequence[Segment], around: Enclosing
) -> frozenset[int]:
    """Add what lies between kept segments in the same container.

    A gap is filled when it is small and not all links; of a large one only what another engine keeps.

    Args:
        kept: what an engine keeps.
        others: what the other engines keep.
        segments: the page's segments.
        around: which elements hold them.
    """
    if not kept:
        return kept
    inside = within(segments, around.container(kept, MOST))
    elsewhere = frozenset().union(*others)
    whole = sum(segments[i].weight for i in kept)
    most = max(_SMALL_GAP, _GAP_SHARE * whole)
    result = set(kept)
    inner = sorted(kept & inside)
    for before, after in pairwise(inner):
        gap = [i for i in range(before + 1, after) if i in inside and i not in kept]
        weight = sum(segments[i].weight for i in gap)
        linked = sum(segments[i].weight * segments[i].linked for i in gap)
        if weight <= most and linked <= _MOST_LINKED * weight:
            result.update(gap)
        else:
            result.update(i for i in gap if i in elsewhere)
            if gap and segments[gap[-1]].is_heading:
                result.add(gap[-1])  # the heading of the text that follows
    return frozenset(result)


def whole_structures(kept: frozenset[int], segments: Sequence[Segment]) -> frozenset[int]:
    """Lists and tables of data that are kept by half are kept as a whole: one without some cells says other things.

    Args:
        kept: what is kept.
        segments: the page's segments.
    """
    parts: dict[int, list[int]] = {}
    holders: dict[int, Tag] = {}
    known: dict[int, Tag | None] = {}
    for segment in segments:
        holder = _structure(segment.block, known)
        if holder is not None:
            parts.setdefault(id(holder), []).append(segment.number)
            holders[id(holder)] = holder
    result = set(kept)
    for key, numbers in parts.items():
        there = [i for i in numbers if i in kept]
        if not there or len(there) == len(numbers):
            continue
        weight = sum(segments[i].weight for i in numbers)
        if 2 * sum(segments[i].weight for i in there) < weight:
            continue
        if holders[key].name != "table" or not is_layout(holders[key]):
            result.update(i for i in numbers if not segments[i].furniture)
    return frozenset(result)


def _structure(block: Tag, known: dict[int, Tag | None]) -> Tag | None:
    """The innermost list or table around a block; `known` remembers what was found on the way."""
    path: list[int] = []
    here: Tag | None = block
    while here is not None and id(here) not in known and here.name not in _WHOLE:
        path.append(id(here))
        here = here.parent
    found = here if here is None or here.name in _WHOLE else known[id(here)]
    known.update(dict.fromkeys(path, found))
    return found


def with_standfirst(kept: frozenset[int], segments: Sequence[Segment], title: str) -> frozenset[int]:
    """Add what stands between the title and the text: a standfirst, a summary in points.

    Args:
        kept: numbers of the article's segments.
        segments: the page's segments.
        title: the article's title.
    """
    first = min(kept)
    key = title.casefold()
    titles = [i for i in range(first + 1) if key and segments[i].text.casefold() == key]
    if not titles:
        return kept
    gap = [i for i in range(titles[-1] + 1, first) if not segments[i].furniture]
    if sum(segments[i].weight for i in gap) > _SMALL_GAP:
        return kept
    return kept | {i for i in gap if segments[i].weight >= _LINE and segments[i].linked < _FEW_LINKS}
