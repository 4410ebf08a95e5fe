"""Which pictures belong to the chosen text; with them the captions that an engine lost.

Engines keep a third to a half of an article's pictures (measured), so they are not asked: a picture belongs to the
article by its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag

from bundler.clean.engine.enclosing import Enclosing
from bundler.clean.engine.fill import MOST
from bundler.clean.engine.segments import Picture, Segment
from bundler.clean.walk import attribute

_BETWEEN = 400.0
"""Weight of what may stand between a lead picture and the text: title, byline, date, its caption."""
_LABELS = 120.0
_LONGEST_CAPTION = 600.0
_SMALL = 120
"""Pixels; narrower pictures outside of the text are logos, buttons and portraits of authors."""
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_NO_CONTENT = re.compile(
    r"(?:^|[^a-z])(?:avatar|gravatar|logo|icon|sprite|emoji|badge|button|qr-?code)s?(?:[^a-z]|$)", re.IGNORECASE
)


def pictures_of(
    kept: frozenset[int], segments: Sequence[Segment], pictures: Sequence[Picture], enclosing: Enclosing
) -> tuple[list[Tag], frozenset[int]]:
    """The pictures of an article.

    Args:
        kept: numbers of the article's segments, at least one.
        segments: the page's segments.
        pictures: the page's pictures.
        enclosing: which elements hold the segments.

    Returns:
        `img` elements in document order; the kept segments, captions of these pictures among them.
    """
    first, last = min(kept), max(kept)
    around = _Around(kept, segments, enclosing)
    chosen: list[Tag] = []
    captions: set[int] = set()
    leads: list[Picture] = []
    for picture in pictures:
        if picture.furniture or _is_no_content(picture.tag):
            continue
        if picture.after > first:
            if _is_among(picture, segments[last + 1 : picture.after], around):
                chosen.append(picture.tag)
        elif _may_lead(picture.tag) and _weigh_at_most(_BETWEEN, segments[picture.after : first]):
            leads.append(picture)
        if chosen and chosen[-1] is picture.tag:
            captions.update(around.caption(picture.tag))
    for picture in leads if any(around.is_inside(item.tag) for item in leads) else leads[-1:]:
        caption = around.caption(picture.tag)
        if caption or around.belongs(picture.tag):
            chosen.append(picture.tag)
            captions.update(caption)
    return chosen, kept | captions


class _Around:
    """What text stands around a picture."""

    def __init__(self, kept: frozenset[int], segments: Sequence[Segment], enclosing: Enclosing) -> None:
        self._segments = segments
        self._kept = kept
        self._last = max(kept)
        self._enclosing = enclosing
        self._container = enclosing.container(kept, MOST)

    def is_before_end(self, picture: Picture) -> bool:
        """Whether kept text follows a picture."""
        return picture.after <= self._last

    def is_inside(self, tag: Tag) -> bool:
        """Whether it lies in the article's container."""
        return any(parent is self._container for parent in tag.parents)

    def belongs(self, tag: Tag) -> bool:
        """Whether the nearest text around a picture is kept, so that it is no part of something that was left out."""
        for parent in tag.parents:
            if numbers := self._enclosing.numbers(parent):
                return any(number in self._kept for number in numbers)
        return False

    def caption(self, tag: Tag) -> list[int]:
        """The segments of the figure around a picture when they are as short as a caption."""
        figure = tag.find_parent("figure")
        numbers = [*self._enclosing.numbers(figure)] if figure is not None else []
        few = len(numbers) <= _LONGEST_CAPTION
        return numbers if few and _weigh_at_most(_LONGEST_CAPTION, [self._segments[i] for i in numbers]) else []


def _is_among(picture: Picture, after: Sequence[Segment], around: _Around) -> bool:
    """Whether a picture behind the first line stands among the text, or below it with no more than labels between.

    Args:
        picture: the picture.
        after: what stands between the last line of the text and the picture.
        around: what text stands around pictures.
    """
    if around.is_before_end(picture):
        return around.belongs(picture.tag)
    labels = _weigh_at_most(_LABELS, after) and not any(segment.is_heading for segment in after)
    return labels and around.is_inside(picture.tag) and not _leads_away(picture.tag)


def _weigh_at_most(most: float, row: Sequence[Segment]) -> bool:
    """Each weighs one or more: long rows, asked about for thousands of pictures, need not be added up."""
    return len(row) <= most and sum(segment.weight for segment in row) <= most


def _is_no_content(tag: Tag) -> bool:
    names = " ".join((attribute(tag, "class"), attribute(tag, "id")))
    return _NO_CONTENT.search(names) is not None


def _may_lead(tag: Tag) -> bool:
    widths = [attribute(tag, name) for name in ("width", "height")]
    small = any(value.isdigit() and int(value) < _SMALL for value in widths)
    file = attribute(tag, "src").rpartition("/")[2]
    return not small and not _leads_away(tag) and _NO_CONTENT.search(file) is None


def _leads_away(tag: Tag) -> bool:
    """Whether a picture is a link to something that is no picture: a teaser, a logo, an advertisement."""
    link = tag.find_parent("a")
    href = attribute(link, "href") if link is not None else ""
    return bool(href) and not href.startswith("#") and _PICTURE_FILE.search(href) is None
