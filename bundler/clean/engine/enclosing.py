"""Which elements hold which segments, for a whole page in linear time, however deep its elements lie in each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bs4 import Tag

from bundler.clean.engine.segments import Segment


class Enclosing:
    """The elements around a page's segments.

    Args:
        segments: the page's segments.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._places: dict[int, int] = {}  # an element's identity to its place in the lists below
        self._elements: list[Tag] = []
        self._parents: list[int] = []  # places; an element stands behind its parent
        for segment in segments:
            self._add(segment.block)
        count = len(self._elements)
        self._first, self._last = [len(segments)] * count, [-1] * count
        for segment in segments:
            place = self._places[id(segment.block)]
            self._first[place] = min(self._first[place], segment.number)
            self._last[place] = max(self._last[place], segment.number)
        for place in range(count - 1, 0, -1):
            above = self._parents[place]
            if above >= 0:
                self._first[above] = min(self._first[above], self._first[place])
                self._last[above] = max(self._last[above], self._last[place])

    def _add(self, block: Tag) -> None:
        path: list[Tag] = []
        here: Tag | None = block
        while here is not None and id(here) not in self._places:
            path.append(here)
            here = here.parent
        above = -1 if here is None else self._places[id(here)]
        for element in reversed(path):
            self._places[id(element)] = len(self._elements)
            self._elements.append(element)
            self._parents.append(above)
            above = len(self._elements) - 1

    def numbers(self, element: Tag) -> range:
        """The segments in an element; they follow each other, because both stand in document order."""
        place = self._places.get(id(element), -1)
        return range(0) if place < 0 else range(self._first[place], self._last[place] + 1)

    def container(self, kept: Iterable[int], share: float) -> Tag:
        """The innermost element that holds a share of the weight of some segments.

        Args:
            kept: numbers of segments, at least one.
            share: 0.5 to 1.
        """
        weights = [0.0] * len(self._elements)
        whole = 0.0
        for number in kept:
            segment = self._segments[number]
            weights[self._places[id(segment.block)]] += segment.weight
            whole += segment.weight
        for place in range(len(weights) - 1, 0, -1):
            if self._parents[place] >= 0:
                weights[self._parents[place]] += weights[place]
        # Those with more than half of it lie within each other, and the innermost of them was met last.
        return self._elements[max(place for place, weight in enumerate(weights) if weight >= share * whole)]
