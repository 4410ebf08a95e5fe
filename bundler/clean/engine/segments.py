"""A page as a row of segments: the runs of text between two block boundaries, in document order.

Every engine's result is told as a set of segment numbers. So results of programs that know nothing of each other can be
compared, and whatever is chosen is cut out of the page's one tree, with its links, pictures, tables and lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString

from bundler.clean.allowlist import HEADINGS
from bundler.clean.engine.names import is_furniture
from bundler.clean.text import tidy, weigh

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr ok q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
"""Elements that end no run of text: phrasing content (HTML Standard 3.2.5.2.5) and its old relatives."""
VOID = frozenset(("br", "hr", "img"))

_MOST = 0.5
"""Of a page's text; an element with more of it is the page, whatever it is called (`class="single comments-open"`)."""


@dataclass(slots=True, eq=False)
class Segment:
    """One run of text.

    Attributes:
        number: its place in the row, from 0.
        block: the innermost element around it that is not phrasing content.
        nodes: its text nodes; those of white space and punctuation alone belong to it, too.
        text: the visible text, white space folded.
        weight: its length in letters of a spaced script.
        linked: the share of that weight which lies within links, 0 to 1.
        furniture: whether it lies in an element that is furniture by element, role or name.
    """

    number: int
    block: Tag
    nodes: list[NavigableString] = field(default_factory=list)
    text: str = ""
    weight: float = 0.0
    linked: float = 0.0
    furniture: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading element."""
        return self.block.name in HEADINGS


@dataclass(slots=True, eq=False)
class Picture:
    """A picture's place in the row.

    Attributes:
        tag: its `img` element.
        after: how many segments begin before it.
        furniture: as for a segment.
    """

    tag: Tag
    after: int
    furniture: bool = False


class Row:
    """Collects segments and pictures while a page is walked through; `finish` measures them.

    Args:
        root: the page's body.
    """

    def __init__(self, root: Tag) -> None:
        self.segments: list[Segment] = []
        self.pictures: list[Picture] = []
        self._open: Segment | None = None
        self._blocks = [root]
        self._links = 0
        self._linked: list[float] = []
        self._texts: list[list[str]] = []  # for each segment; adding to one string would copy it each time
        self._furniture: list[int] = []  # numbers of the furniture elements that are open
        self._held: list[tuple[int, ...]] = []  # for each segment the furniture elements around it
        self._held_pictures: list[tuple[int, ...]] = []
        self._named = 0

    def enter(self, tag: Tag) -> None:
        """An element begins."""
        if tag.name == "a" and "href" in tag.attrs:
            self._links += 1
        if tag.name in INLINE:
            return
        if tag.name == "img":
            self.pictures.append(Picture(tag, len(self.segments)))
            self._held_pictures.append(self._around())
            return  # a small picture may stand within a sentence
        self._open = None
        if tag.name not in VOID:
            self._blocks.append(tag)
            if is_furniture(tag):
                self._named += 1
                self._furniture.append(self._named)
            else:
                self._furniture.append(0)

    def leave(self, tag: Tag) -> None:
        """An element ends."""
        if tag.name == "a" and "href" in tag.attrs:
            self._links -= 1
        if tag.name in INLINE or tag.name == "img":
            return
        self._open = None
        if tag.name not in VOID:
            self._blocks.pop()
            self._furniture.pop()

    def text(self, node: NavigableString, text: str, *, counts: bool) -> int:
        """A text node.

        Args:
            node: the node.
            text: its text.
            counts: whether it holds a letter or digit: others begin no segment.

        Returns:
            the number of the segment it belongs to, or -1.
        """
        if self._open is None:
            if not counts:
                return -1
            self._open = Segment(len(self.segments), self._blocks[-1])
            self.segments.append(self._open)
            self._linked.append(0.0)
            self._texts.append([])
            self._held.append(self._around())
        segment = self._open
        segment.nodes.append(node)
        self._texts[-1].append(text)
        if self._links:
            self._linked[-1] += weigh(tidy(text))
        return segment.number

    def _around(self) -> tuple[int, ...]:
        return tuple(number for number in self._furniture if number)

    def finish(self) -> None:
        """Measure the segments, and tell what is furniture."""
        held: dict[int, float] = {}
        for segment, texts, linked, around in zip(self.segments, self._texts, self._linked, self._held, strict=True):
            segment.text = tidy("".join(texts))
            segment.weight = weigh(segment.text)
            segment.linked = min(1.0, linked / segment.weight) if segment.weight else 0.0
            for number in around:
                held[number] = held.get(number, 0.0) + segment.weight
        most = _MOST * sum(segment.weight for segment in self.segments)
        for segment, around in zip(self.segments, self._held, strict=True):
            segment.furniture = any(held[number] <= most for number in around)
        for picture, around in zip(self.pictures, self._held_pictures, strict=True):
            picture.furniture = any(held.get(number, 0.0) <= most for number in around)
