"""From a page's body to its article, in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import Tag

from bundler.clean.article_element import article_element
from bundler.clean.engine.choose import choose, worth
from bundler.clean.engine.cut import cut
from bundler.clean.engine.engines import Failure, run_engines
from bundler.clean.engine.fill import filled, whole_structures
from bundler.clean.engine.marking import Marked, mark
from bundler.clean.engine.pictures import pictures_of
from bundler.clean.engine.prose import is_prose, most_prose, within
from bundler.clean.engine.trim import trimmed
from bundler.clean.rules.loading import NO_RULE
from bundler.clean.text import tidy

_HEAD_BEFORE = 15
_HEAD_AFTER = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An article within its page.

    Attributes:
        by: which engine or engines.
        why: the reason for the choice, with what failed.
        head: the lines around the article's beginning, dropped ones too: there stand date and byline.
        dropped: how many runs of text were left out.
        sample: the longest of them.
    """

    by: str
    why: str
    head: tuple[str, ...]
    dropped: int
    sample: str


def find_article(body: Tag, known: Sequence[str] = ()) -> Found:
    """Find a page's article and take everything else out of its tree.

    Args:
        body: the page's body; it is changed.
        known: lines that the book's header prints, byline and site say.
    """
    marked = mark(body)
    segments = marked.segments
    results = run_engines(marked)
    failures = [f"{name} failed ({result.reason})" for name, result in results.items() if isinstance(result, Failure)]
    kept = {name: result for name, result in results.items() if not isinstance(result, Failure)}
    candidates = {
        name: filled(result, [other for key, other in kept.items() if key != name], segments)
        for name, result in kept.items()
    }
    choice = choose(candidates, segments)
    by, why, chosen = choice.by, choice.why, choice.kept
    if not chosen:
        by, chosen = _plainly(marked, body)
    if not chosen:
        return Found("nothing", "; ".join((why, *failures)), (), 0, "")
    chosen = whole_structures(chosen, segments)
    head = _head(chosen, marked)
    chosen = trimmed(chosen, segments, known)
    pictures, chosen = pictures_of(chosen, segments, marked.pictures)
    lost = cut(body, chosen, segments, pictures, marked.pictures)
    sample = max(lost, key=len, default="")
    return Found(by, "; ".join((why, *failures)), head, len(lost), tidy(sample))


def _plainly(marked: Marked, body: Tag) -> tuple[str, frozenset[int]]:
    """Without an engine's result: the page's own article element, or the element with the most running text."""
    plain = within(marked.segments, article_element(body, NO_RULE))
    prose = most_prose(marked.segments)
    if worth(plain, marked.segments) >= worth(prose, marked.segments):
        return "article element", plain
    return "most running text", prose


def _head(kept: frozenset[int], marked: Marked) -> tuple[str, ...]:
    """The lines before the first paragraph, from the title on or at most fifteen of them, and the first few after it."""
    segments = marked.segments
    first = next((i for i in sorted(kept) if is_prose(segments[i])), min(kept))
    return tuple(segment.text for segment in segments[max(0, first - _HEAD_BEFORE) : first + _HEAD_AFTER])
