"""From a page's body to its article, in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import Tag

from bundler.clean.article_element import article_element
from bundler.clean.engine.choose import Choice, Failure, choose, worth
from bundler.clean.engine.cut import cut
from bundler.clean.engine.enclosing import Enclosing
from bundler.clean.engine.fill import filled, whole_structures, with_standfirst
from bundler.clean.engine.marking import Marked, mark
from bundler.clean.engine.notes import with_notes
from bundler.clean.engine.pictures import pictures_of
from bundler.clean.engine.prose import most_prose, within
from bundler.clean.engine.segments import Segment
from bundler.clean.engine.trim import is_paragraph, trimmed
from bundler.clean.rules import NO_RULE
from bundler.clean.text import tidy

_FAR, _NEAR = 25, 8
"""Lines above the first paragraph in which the date is looked for: below a title, and without one."""
_PARAGRAPHS = 3
"""Some pages print date and author below a standfirst."""
_DATE = 60.0
_FOOT = 5
"""Lines below the last paragraph; more of them are a list of notes or of other articles, whose dates are their own."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article within its page.

    Attributes:
        by: which engine or engines.
        why: the reason for the choice, with what failed.
        head: the lines between title and text, dropped ones too, and those that end it: there stand date and byline.
        dropped: how many runs of text were left out.
        sample: the longest of them.
    """

    by: str
    why: str
    head: tuple[str, ...]
    dropped: int
    sample: str


def find_article(body: Tag, title: str = "", known: Sequence[str] = (), *, too_large: str = "") -> Found:
    """Find a page's article and take everything else out of its tree.

    Args:
        body: the page's body; it is changed.
        title: the article's title.
        known: lines that the book's header prints, byline and site say.
        too_large: why the engines are not to be asked; then our own candidates decide.
    """
    marked = mark(body, copied=not too_large)
    segments = marked.segments
    around = Enclosing(segments)
    choice, failures = (Choice(frozenset(), "", too_large), []) if too_large else _asked(marked, around)
    by, why, chosen = choice.by, choice.why, choice.kept
    if not chosen:
        by, chosen = _plainly(marked, body)
    if not chosen:
        return Found("nothing", "; ".join((why, *failures)), (), 0, "")
    chosen = with_standfirst(whole_structures(chosen, segments), segments, title)
    head = _head(chosen, marked, title)
    chosen = trimmed(chosen, segments, known)
    chosen = with_notes(_with_formulas(chosen, segments), segments)
    pictures, chosen = pictures_of(chosen, segments, marked.pictures, around)
    lost = cut(body, chosen, segments, pictures, marked.pictures)
    sample = max(lost, key=len, default="")
    return Found(by, "; ".join((why, *failures)), head, len(lost), tidy(sample))


def _asked(marked: Marked, around: Enclosing) -> tuple[Choice, list[str]]:
    """What the engines say, and which of them failed."""
    from bundler.clean.engine.engines import run_engines  # noqa: PLC0415 - costly, and many runs never need them

    segments = marked.segments
    results = run_engines(marked)
    failures = [f"{name} failed ({result.reason})" for name, result in results.items() if isinstance(result, Failure)]
    kept = {name: result for name, result in results.items() if not isinstance(result, Failure)}
    candidates = {
        name: filled(result, [other for key, other in kept.items() if key != name], segments, around)
        for name, result in kept.items()
    }
    return choose(candidates, segments), failures


def _with_formulas(kept: frozenset[int], segments: Sequence[Segment]) -> frozenset[int]:
    """Formulas behind kept text belong to it; the engines see a few letters without a sentence in them."""
    result = set(kept)
    for number, segment in enumerate(segments):
        is_next = number not in result and number - 1 in result
        if is_next and any(tag.name == "math" for tag in (segment.block, *segment.block.parents)):
            result.add(number)
    return frozenset(result)


def _plainly(marked: Marked, body: Tag) -> tuple[str, frozenset[int]]:
    """Without an engine's result: the page's own article element, or the element with the most running text."""
    plain = within(marked.segments, article_element(body, NO_RULE))
    prose = most_prose(marked.segments)
    if worth(plain, marked.segments) >= worth(prose, marked.segments):
        return "article element", plain
    return "most running text", prose


def _head(kept: frozenset[int], marked: Marked, title: str) -> tuple[str, ...]:
    """The lines below the title, or without one the last few before the first paragraph; then what ends the article."""
    segments = marked.segments
    numbers = sorted(kept)
    paragraphs = [i for i in numbers if is_paragraph(segments[i])] or [numbers[0], numbers[-1]]
    first, third, last = paragraphs[0], paragraphs[:_PARAGRAPHS][-1], paragraphs[-1]
    key = title.casefold()
    titles = [i for i in range(first + 1) if key and key in segments[i].text.casefold()]
    start = max(titles[-1], first - _FAR) if titles else max(0, first - _NEAR)
    ending = [i for i in numbers if i > last]
    foot = [i for i in ending if segments[i].weight <= _DATE] if len(ending) <= _FOOT else []
    among = [i for i in numbers if first < i < third and i not in paragraphs and not segments[i].is_heading]
    lines = [*range(start, first), *among, *foot]
    return tuple(segments[i].text for i in lines if segments[i].linked < 1 or segments[i].weight < _DATE)
