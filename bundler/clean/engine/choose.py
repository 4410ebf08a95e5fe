"""Which of the candidates is the article.

The engines are good at finding the region and weak at its details: they lose sub-headings, lists, captions and short
paragraphs. So each result is first filled (`filled`); then it is decided for the whole page: where the engines agree on
the region, both are right about most of it and it is read once with the details of both; where they do not, the one
with more running text and less furniture is taken as it is. No line is voted on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bs4 import Tag

from bundler.clean.engine.prose import LEAVES, is_prose
from bundler.clean.engine.segments import Segment

Numbers = frozenset[int]

_AGREEMENT = 0.6
"""Dice coefficient by weight; any value from .5 to .7 chooses the same on the pages it was measured on."""
_LARGE = 0.3
"""Share of what both have: more text than that at an edge, not of links, is a part that one engine missed."""
_FEW_PROSE = 0.2
"""Of a page's running text; engines that find less, each something else, have found a teaser each."""
_FEW_LINKS = 0.2
_MANY_LINKS = 0.5


@dataclass(frozen=True, slots=True)
class Failure:
    """An engine that gave no result, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        kept: numbers of the segments that are the article.
        by: the engine or engines.
        why: the reason, in words for one line.
    """

    kept: Numbers
    by: str
    why: str


def choose(candidates: Mapping[str, Numbers], segments: Sequence[Segment]) -> Choice:
    """Choose among filled candidates.

    Args:
        candidates: what each engine that gave a result keeps.
        segments: the page's segments.
    """
    found = {name: kept for name, kept in candidates.items() if kept}
    if not found:
        return Choice(frozenset(), "", "no engine found running text")
    if len(found) == 1:
        ((name, kept),) = found.items()
        return Choice(kept, name, "the only engine that found running text")
    (first, one), (second, other) = list(found.items())[:2]
    agreement = agreement_of(one, other, segments)
    if agreement < _AGREEMENT:
        worths = {name: worth(kept, segments) for name, kept in found.items()}
        best = max(found, key=lambda name: worths[name])
        prose = frozenset(item.number for item in segments if is_prose(item) and not item.furniture)
        if _text(found[best] & prose, segments) < _FEW_PROSE * _text(prose, segments):
            return Choice(frozenset(), "", f"{first} and {second} agree by {agreement:.0%} and find little of the text")
        return Choice(found[best], best, f"{first} and {second} agree by {agreement:.0%}; this one has more text")
    return Choice(_joined(one, other, segments), f"{first} and {second}", f"they agree by {agreement:.0%}")


def agreement_of(one: Numbers, other: Numbers, segments: Sequence[Segment]) -> float:
    """Dice coefficient of two candidates, by the weight of text outside links.

    Args:
        one: a candidate.
        other: another.
        segments: the page's segments.
    """
    whole = _text(one, segments) + _text(other, segments)
    return 2 * _text(one & other, segments) / whole if whole else 1.0


def worth(kept: Numbers, segments: Sequence[Segment]) -> float:
    """Text outside links, less what is furniture or nothing but links.

    Args:
        kept: a candidate.
        segments: the page's segments.
    """
    bad = [i for i in kept if segments[i].furniture or segments[i].linked > _MANY_LINKS]
    return _text(kept.difference(bad), segments) - sum(segments[i].weight for i in bad)


def _text(kept: Numbers, segments: Sequence[Segment]) -> float:
    return sum(segments[i].weight * (1 - segments[i].linked) for i in kept)


def _joined(one: Numbers, other: Numbers, segments: Sequence[Segment]) -> Numbers:
    """Two results of one region: between the first and last segment that both keep, what either keeps.

    Before and behind that, what only one keeps must be a large part of the page, or a paragraph above the article, or
    one that stands beside those of the article.
    """
    both = one & other
    first, last = min(both), max(both)
    plain = frozenset(i for i in one | other if not segments[i].furniture or i in both)
    kept = {i for i in plain if first <= i <= last}
    homes = Counter(home(segments[i]) for i in both if is_prose(segments[i]))
    common = _text(both, segments)
    for side in (one, other):
        for edge in ([i for i in side & plain if i < first], [i for i in side & plain if i > last]):
            text = _text(frozenset(edge), segments)
            if text >= _LARGE * common and text >= sum(segments[i].weight for i in edge) / 2:
                kept.update(edge)
                continue
            few = [i for i in edge if is_prose(segments[i]) and segments[i].linked < _FEW_LINKS]
            kept.update(i for i in few if i < first or homes[home(segments[i])] > 1)
    return frozenset(kept)


def home(segment: Segment) -> int:
    """The identity of the element that a segment's paragraph, heading or list stands in."""
    holder: Tag = segment.block
    while holder.parent is not None and (holder.name in LEAVES or holder.name in ("ul", "ol", "dl")):
        holder = holder.parent
    return id(holder)
