"""What the other pages of a batch tell of a page: blocks that repeat are boilerplate.

Counted are distinct articles, never pages: one article in two channels counts once (`articles_of`). What repeats on
`LEAST` or more articles is boilerplate when it is mainly links, wherever it stands, or when it begins or ends those
articles, alone or in a run. What stands in the main flow and is no link stays, however often it repeats: a standing
paragraph, a refrain, a question, a law.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bundler.clean.observe import Observed, Piece, key_of, pieces_of, running_sketch
from bundler.model import Draft
from bundler.sketches import close_pairs

LEAST = 5
"""Articles. Measured (docs/decisions/0006): of 3 twice as much text is lost, and many a batch has no 10 of a kind."""
MOST_LOST = 0.3
"""The share of a page that may go as running text; more would say that the page is not understood."""
_SAME_ARTICLE = 0.6
"""The resemblance of two pages' running texts from which they are one article in two channels."""
_EDGE = 12
"""Paragraphs at each end in which runs are looked for."""
_SAYS_SOMETHING = 25
"""Letters: a shorter paragraph ("Serves 4", "The end", an editor's name) goes in a run only."""
_OF_PROSE = 0.1
"""A promoted place may be linked in sentences as well, on so many articles for each on which link blocks lead there."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """What repeats over the batch.

    Attributes:
        counts: distinct articles for every key that stands on `LEAST` or more of them.
        promoted: targets (host and first segment of the path) of link blocks that repeat, and hardly ever of a link in
            a sentence: a rotating promotion leads there, whatever it says today.
    """

    counts: Mapping[int, int]
    promoted: frozenset[int]


def observe(draft: Draft) -> Observed:
    """What is counted of a draft; pure, made to run in the worker that made the draft."""
    pieces = pieces_of(draft)
    return Observed(draft, tuple(sorted(dict(_rows(pieces)).items())), running_sketch(draft, pieces))


def articles_of(sketches: Sequence[bytes], addresses: Sequence[str]) -> list[int]:
    """The article that each page holds: one number for all pages of one article.

    Args:
        sketches: of the pages' running texts.
        addresses: their original addresses, empty where unknown.
    """
    first = list(range(len(sketches)))

    def root(page: int) -> int:
        while first[page] != page:
            first[page] = page = first[first[page]]
        return page

    by_address: dict[str, int] = {}
    for page, address in enumerate(addresses):
        if address:
            first[page] = by_address.setdefault(address, page)
    for earlier, later, _ in close_pairs(sketches, _SAME_ARTICLE):
        one, other = sorted((root(earlier), root(later)))
        first[other] = one
    return [root(page) for page in range(len(first))]


def promoted(targets: Iterable[int], count: Callable[[int], int]) -> frozenset[int]:
    """The places that promotions lead to.

    Args:
        targets: of link blocks that repeat.
        count: gives the distinct articles of a key.
    """
    return frozenset(
        target for target in targets if count(key_of("prose", target)) <= _OF_PROSE * count(key_of("dense", target))
    )


def boilerplate(draft: Draft, known: Repeated) -> dict[int, int]:
    """The blocks of a draft that are boilerplate.

    Args:
        draft: a page that no rule recognised.
        known: what repeats; of `counts` those that occur in the draft are enough.

    Returns:
        on how many distinct articles it stands, by index of the block; 0 for one that goes with what is around it.
    """
    pieces = pieces_of(draft)
    found = {piece.index: known.counts.get(piece.key, 0) for piece in pieces if _is_promotion(piece, known)}
    bottom = _edge(pieces[::-1], known, found, "bottom")
    found |= _edge(pieces, known, found, "top") | bottom
    if bottom:  # a code to scan between the lines of a share footer is another one on every page
        found |= {piece.index: 0 for piece in pieces if not piece.size and piece.index > min(bottom)}
    found |= _labels(pieces, known, found)
    return _within_limit(pieces, found, len(draft.title))


def _rows(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Keys to count, with the target where a key says that a promotion leads there."""
    for piece in pieces:
        if piece.is_dense:
            yield piece.key, 0
            for target in piece.targets:
                yield key_of("dense", target), 0
                yield key_of("promotion", target, piece.key), target
        else:
            yield from ((key_of("prose", target), 0) for target in piece.targets)
    for one, other in itertools.pairwise(pieces):
        if one.is_label:
            yield key_of("label", one.key, other.key), 0
    for side, ordered in (("top", pieces), ("bottom", pieces[::-1])):
        edge = [piece for piece in ordered if _is_edge(piece, side)][:_EDGE]
        if edge:
            yield key_of(side, edge[0].key), 0
        yield from ((key_of(side, one.key, other.key), 0) for one, other in itertools.pairwise(edge))


def _is_promotion(piece: Piece, known: Repeated) -> bool:
    """Mainly links, and repeated; or every one of its links leads where repeated promotions lead."""
    if not piece.is_dense:
        return False
    return piece.key in known.counts or (bool(piece.targets) and known.promoted.issuperset(piece.targets))


def _edge(ordered: Sequence[Piece], known: Repeated, gone: Mapping[int, int], side: str) -> dict[int, int]:
    """Paragraphs from one edge inwards that begin or end articles, up to the first one that does not."""
    found: list[tuple[Piece, int]] = []
    for piece in ordered:
        if piece.index in gone or not _is_edge(piece, side):
            continue  # titles, lead pictures and links stand between the edge and its first paragraph
        keys = [key_of(side, piece.key)]
        if found:
            keys.append(key_of(side, found[-1][0].key, piece.key))
        times = max(known.counts.get(key, 0) for key in keys)
        if not times:
            break
        found.append((piece, times))
    if len(found) == 1 and found[0][0].letters < _SAYS_SOMETHING:
        return {}
    return {piece.index: times for piece, times in found}


def _is_edge(piece: Piece, side: str) -> bool:
    """Whether it can begin or end an article: above the text a question or a line in bold belongs to what follows."""
    is_prose = bool(piece.size) and not piece.is_dense
    return is_prose and not (piece.is_heading if side == "bottom" else piece.is_label)


def _labels(pieces: Sequence[Piece], known: Repeated, gone: Mapping[int, int]) -> dict[int, int]:
    """Headings that always stand above what goes: they go with it, never alone."""
    found: dict[int, int] = {}
    for one, other in itertools.pairwise(pieces):
        times = known.counts.get(key_of("label", one.key, other.key), 0)
        if one.is_label and times and one.index not in gone and other.index in gone:
            found[one.index] = times
    return found


def _within_limit(pieces: Sequence[Piece], found: Mapping[int, int], title: int) -> dict[int, int]:
    """The most frequent blocks first, as long as no more than `MOST_LOST` of the page goes as running text.

    A page of whose text nothing would be left loses nothing.
    """
    if all(piece.index in found for piece in pieces if piece.size):
        return {}
    sizes = {piece.index: 0 if piece.is_dense else piece.size for piece in pieces}
    room = MOST_LOST * (title + sum(piece.size for piece in pieces))
    kept: dict[int, int] = {}
    for index in sorted(found, key=lambda index: (-found[index], index)):
        if sizes[index] <= room:
            room -= sizes[index]
            kept[index] = found[index]
    return kept
