"""How much two texts have in common, told from small sketches of them.

A sketch holds the smallest hashes of a text's shingles (A. Broder, "On the resemblance and containment of documents",
1997): the share of common values among the smallest of two sketches estimates the share of shingles that the texts have
in common, with a standard error of at most .5 / sqrt(SIZE).
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby

SIZE = 96
"""Values of a sketch: 384 bytes; the standard error is .03 at a resemblance of .9 and .05 at worst."""
_INDEXED = 8
"""The smallest values, by which texts are found: one of them is common to 99.9 of 100 pairs of a resemblance of .6."""
_HEAD = 40
"""The smallest values, by which most pairs that have too little in common are told."""
_AT_ONCE = 16
"""Texts before it in its bucket that a text is compared with: with more, a thousand copies would be a million pairs."""


def sketch_of(hashes: Sequence[int]) -> bytes:
    """The sketch of a text.

    Args:
        hashes: one of 32 bits for every shingle, spread evenly.

    Returns:
        the smallest different hashes, at most `SIZE`, smallest first.
    """
    limit = (2 * SIZE << 32) // max(1, len(hashes))  # below it lie about twice as many as are wanted
    small = {value for value in hashes if value < limit}
    return array("I", sorted(small if len(small) >= SIZE else set(hashes))[:SIZE]).tobytes()


def resemblance(one: bytes, other: bytes) -> float:
    """The estimated share of shingles that two texts have in common, 0 to 1; 0 when one has none.

    Args:
        one: a sketch.
        other: another.
    """
    return _resemblance(frozenset(_values(one)), frozenset(_values(other)), 0)


def close_pairs(sketches: Sequence[bytes], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts that have much in common, in a time that grows with their number, not with its square.

    Args:
        sketches: of the texts; an empty one is like no other.
        least: the resemblance that counts.

    Yields:
        (earlier index, later index, resemblance), each pair once.
    """
    places = array(
        "Q",
        (value << 32 | index for index, sketch in enumerate(sketches) for value in _values(sketch)[:_INDEXED]),
    )
    found: set[int] = set()
    for _, bucket in groupby(sorted(places), key=lambda place: place >> 32):
        together = [place & 0xFFFFFFFF for place in bucket]
        if len(together) == 1:
            continue
        before: list[tuple[int, frozenset[int]]] = []
        for later in together:
            own = _values(sketches[later])
            values, head = frozenset(own), frozenset(own[:_HEAD])
            # What is not in the head can be common at the most, so a third of the values tells nearly all pairs apart.
            needed = least * min(SIZE, len(own)) - (len(own) - len(head))
            for earlier, others in before:
                if len(head & others) < needed:
                    continue
                common = _resemblance(others, values, least)
                if common >= least and (pair := earlier << 32 | later) not in found:
                    found.add(pair)
                    yield earlier, later, common
            before = [*before[1 - _AT_ONCE :], (later, values)]


def _resemblance(one: frozenset[int], other: frozenset[int], least: float) -> float:
    """The resemblance, or 0 where it is sure to be below `least`, which is told much faster."""
    most = min(SIZE, len(one) + len(other))
    common = one & other
    if not common or len(common) < least * min(most, max(len(one), len(other))):
        return 0.0
    smallest = heapq.nsmallest(SIZE, one | other)
    return sum(value in common for value in smallest) / len(smallest)


def _values(sketch: bytes) -> array[int]:
    values = array("I")
    values.frombytes(sketch)
    return values


class Sketches:
    """Texts that were seen before, to be found again by what a new one has in common with them.

    Args:
        sketches: of the texts; an empty one is like no other.
    """

    def __init__(self, sketches: Sequence[bytes]) -> None:
        self._sketches = sketches
        self._places: dict[int, list[int]] = {}
        for index, sketch in enumerate(sketches):
            for value in _values(sketch)[:_INDEXED]:
                self._places.setdefault(value, []).append(index)

    def like(self, sketch: bytes, least: float) -> list[tuple[int, float]]:
        """Texts that have much in common with one.

        Args:
            sketch: of the one.
            least: the resemblance that counts.

        Returns:
            (index, resemblance), the most alike first, the later first among equals.
        """
        values = frozenset(_values(sketch))
        near = {index for value in _values(sketch)[:_INDEXED] for index in self._places.get(value, ())[-_AT_ONCE:]}
        found = [(index, _resemblance(frozenset(_values(self._sketches[index])), values, least)) for index in near]
        return sorted((pair for pair in found if pair[1] >= least), key=lambda pair: (-pair[1], -pair[0]))
