"""What clings to an article's edges: the lines that the book's own header prints, labels, offers, lists of links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bundler.clean.dates import looks_dated
from bundler.clean.engine.prose import is_prose
from bundler.clean.engine.segments import Segment

_PARAGRAPH = 80.0
"""Weight; a segment of running text this long is the article itself."""
_LABEL = 60.0
_DATE_LINE = 120.0
_NOTICE = 300.0
_COPYRIGHT = re.compile(
    r"©|ⓒ|\(c\)|copyright|all rights reserved|alle rechte|tous droits|版权|版權|著作权|著作權|責任編輯|责任编辑",
    re.IGNORECASE,
)
_CELLS = 50
_CLOCK = re.compile(r"\d[:.h]\d\d")
_PARAGRAPHS = 3
_HEAD = 12
_LINKS = 0.5
_SENTENCE_END = re.compile(r"[.!?。！？…»”\"』」]\s*$")
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|door|av|autor|auteur|author|автор|作者|记者|記者|編集|글)(?![a-zа-я])\s*[:：]?\s*\S",
    re.IGNORECASE,
)


def trimmed(kept: frozenset[int], segments: Sequence[Segment], known: Sequence[str]) -> frozenset[int]:
    """Take off the lines above the first and below the last paragraph that are no part of the text.

    Args:
        kept: numbers of the article's segments.
        segments: the page's segments.
        known: what the book's header prints: byline, site.
    """
    numbers = sorted(kept)
    body = [i for i in numbers if is_paragraph(segments[i]) and not segments[i].furniture]
    if not body:
        return kept
    result = set(kept)
    for number in [i for i in numbers if i < body[0]][-_HEAD:]:
        if _is_header_line(segments[number], known) and not _is_data(segments[number]):
            result.discard(number)
    for number in [i for i in numbers if body[0] < i < body[min(_PARAGRAPHS, len(body)) - 1]]:
        if _is_signature(segments[number], known) and not _is_data(segments[number]):
            result.discard(number)
    last = segments[body[-1]]
    for number in reversed([i for i in numbers if i > body[-1]]):
        if not (segments[number].furniture or _is_label(segments[number]) or _is_other_column(segments[number], last)):
            break
        result.discard(number)
    return frozenset(result)


def is_paragraph(segment: Segment) -> bool:
    """Whether a segment is without doubt a paragraph of the article.

    Args:
        segment: a kept segment.
    """
    return is_prose(segment) and segment.weight >= _PARAGRAPH and _SENTENCE_END.search(segment.text) is not None


def _is_data(segment: Segment) -> bool:
    """Whether it stands in a row that has a heading: a table of facts, whose cells may be dates and links alone."""
    row = next((tag for tag in (segment.block, *segment.block.parents) if tag.name == "tr"), None)
    return row is not None and row.find("th") is not None


def _is_header_line(segment: Segment, known: Sequence[str]) -> bool:
    text = segment.text
    if segment.is_heading or segment.block.name == "figcaption":
        return False
    if segment.linked > _LINKS and segment.weight <= _LABEL:
        return True
    if any(text.casefold() == name.casefold() for name in known if name):
        return True
    if _SENTENCE_END.search(text):
        return False
    if segment.weight <= _DATE_LINE and looks_dated(text):
        return True
    return segment.weight <= _LABEL and _BYLINE.match(text) is not None


def _is_signature(segment: Segment, known: Sequence[str]) -> bool:
    """A line below the standfirst that has author and date, or a date with a clock."""
    text = segment.text
    if segment.weight > _DATE_LINE or segment.is_heading or _SENTENCE_END.search(text):
        return False
    if not looks_dated(text):
        return False
    named = any(name and name.casefold() in text.casefold() for name in known)
    return named or _BYLINE.match(text) is not None or _CLOCK.search(text) is not None


def _is_label(segment: Segment) -> bool:
    """A line below the last paragraph that is a link or a date; a short sentence is an article's last words."""
    if segment.linked > _LINKS or (segment.weight <= _NOTICE and _COPYRIGHT.search(segment.text)):
        return True
    return segment.weight <= _LABEL and not _SENTENCE_END.search(segment.text) and looks_dated(segment.text)


def _is_other_column(segment: Segment, last: Segment) -> bool:
    """Whether a line stands in another cell of the table that places the page's columns than the last paragraph."""
    cell, other = last.block.find_parent("td") or last.block, segment.block.find_parent("td") or segment.block
    if cell.name != "td" or other.name != "td" or other is cell:
        return False
    row = other.find_parent("tr")
    return row is not None and row is cell.find_parent("tr") and len(row.find_all("td", limit=_CELLS)) < _CELLS
