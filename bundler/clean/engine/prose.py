"""The third candidate, of our own: the element that holds the most running text.

It knows no class names and counts Chinese as it counts English, so it stands where the engines are weakest: tables that
place a page's columns, lines parted by `<br>`, plain divisions. The idea is Arc90's Readability of 2009: a paragraph
gives its weight to the element around it and less of it to those further out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag

from bundler.clean.engine.segments import Segment

_SHORTEST = 25.0
"""Weight; shorter runs are labels and menu entries as often as text."""
_MOST_LINKED = 0.4
_LEVELS = (1.0, 1.0, 0.5, 0.33, 0.25)
LEAVES = frozenset(("p", "li", "blockquote", "pre", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"))
_STOPS = re.compile(r"[,.;:!?，。、；：！？…”\"»」』؟،।]")
"""Punctuation of running text, in any script."""


def is_prose(segment: Segment) -> bool:
    """Whether a segment reads like a part of running text: some length, few links, punctuation.

    Args:
        segment: any segment.
    """
    return (
        segment.weight >= _SHORTEST
        and segment.linked <= _MOST_LINKED
        and not segment.is_heading
        and _STOPS.search(segment.text) is not None
    )


def most_prose(segments: Sequence[Segment]) -> frozenset[int]:
    """The segments of the element with the most running text; empty for a page without any.

    Args:
        segments: the page's segments.
    """
    scores: dict[int, float] = {}
    found: dict[int, Tag] = {}
    for segment in segments:
        if segment.furniture or not is_prose(segment):
            continue
        worth = 1.0 + len(_STOPS.findall(segment.text)) * 0.5 + min(segment.weight / 100, 4.0)
        holder: Tag | None = segment.block
        while holder is not None and holder.name in LEAVES:
            holder = holder.parent
        for share in _LEVELS:
            if holder is None or holder.name in ("html", "[document]"):
                break
            found[id(holder)] = holder
            scores[id(holder)] = scores.get(id(holder), 0.0) + worth * share
            holder = holder.parent
    if not scores:
        return frozenset()
    best = max(scores, key=lambda key: scores[key])  # of equal ones the first that was met
    return within(segments, found[best])


def within(segments: Sequence[Segment], element: Tag) -> frozenset[int]:
    """The segments below an element that are no furniture.

    Args:
        segments: the page's segments.
        element: an element of the same tree.
    """
    inside: dict[int, bool] = {id(element): True}
    return frozenset(
        segment.number for segment in segments if not segment.furniture and _is_within(segment.block, inside)
    )


def _is_within(block: Tag, inside: dict[int, bool]) -> bool:
    """Whether an element lies below the one that `inside` begins with; what is found out on the way is remembered."""
    path: list[int] = []
    here: Tag | None = block
    while here is not None and id(here) not in inside:
        path.append(id(here))
        here = here.parent
    verdict = here is not None and inside[id(here)]
    inside.update(dict.fromkeys(path, verdict))
    return verdict
