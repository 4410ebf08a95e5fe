"""What holds for every batch, whatever its pages are put together from."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.clean.learn import LEAST, MOST_LOST
from bundler.clean.text import plain
from bundler.model import Draft
from tests.clean.batches import drafts, learned, lost, markdown, sentence, text

_STANDING = tuple(sentence(random.Random(seed), 12) for seed in range(900, 906))  # noqa: S311 - no cryptography
_PROMOTIONS = tuple(f"[See {line}](https://films.example.net/best/{number})" for number, line in enumerate(_STANDING))
_LABELS = ("## What to know", "## Sources", "**In short:**", "Where were you then?")


@dataclass(frozen=True)
class Drawn:
    """A batch, and the order it is read in another time."""

    pages: tuple[Draft, ...]
    other_order: tuple[int, ...]


@st.composite
def batches(draw: st.DrawFn) -> Drawn:
    """Six to fourteen articles of one to eight paragraphs, with standing lines, promotions and headings anywhere."""
    count = draw(st.integers(6, 14))
    extras = st.lists(st.tuples(st.sampled_from((*_STANDING, *_PROMOTIONS, *_LABELS)), st.integers(0, 9)), max_size=6)
    pages = []
    for number in range(count):
        blocks = text(number, draw(st.integers(1, 8)))
        for extra, place in draw(extras):
            blocks.insert(place, extra)
        pages.append(markdown(f"Story {number}", blocks))
    return Drawn(tuple(drafts(pages)), tuple(draw(st.permutations(range(count)))))


@settings(max_examples=25, deadline=None)
@given(batches())
def test_the_order_of_pages_does_not_matter(drawn: Drawn) -> None:
    """A page becomes the same article whichever was read first."""
    first = learned(drawn.pages)
    second = learned([drawn.pages[number] for number in drawn.other_order])
    assert [second[drawn.other_order.index(number)] for number in range(len(first))] == first


@settings(max_examples=25, deadline=None)
@given(batches())
def test_a_page_keeps_most_of_its_text(drawn: Drawn) -> None:
    """No more than three tenths of a page go as running text."""
    for draft, article in zip(drawn.pages, learned(drawn.pages), strict=True):
        whole = sum(len(plain(block)) for block in draft.blocks) + len(draft.title)
        gone = sum(len(block) for block in lost(draft, article) if block in _STANDING)
        assert gone <= MOST_LOST * whole


@settings(max_examples=25, deadline=None)
@given(batches())
def test_what_stands_on_fewer_than_five_articles_is_never_dropped(drawn: Drawn) -> None:
    """Unique text above all."""
    on: dict[str, int] = {}
    for draft in drawn.pages:
        for block in {plain(block) for block in draft.blocks}:
            on[block] = on.get(block, 0) + 1
    promoted = {plain(block) for draft in drawn.pages for block in draft.blocks if "<a href" in block}
    for draft, article in zip(drawn.pages, learned(drawn.pages), strict=True):
        assert all(on[block] >= LEAST or block in promoted for block in lost(draft, article))


@settings(max_examples=25, deadline=None)
@given(batches())
def test_a_heading_goes_only_with_what_stands_below_it(drawn: Drawn) -> None:
    """A heading, a question or a bold line that goes is followed by something that goes."""
    for draft, article in zip(drawn.pages, learned(drawn.pages), strict=True):
        left = list(article.blocks)
        before = ""
        for block in (plain(block) for block in draft.blocks):
            gone = not left or plain(left[0]) != block
            if not gone:
                left.pop(0)
            if before:
                assert gone, f"{before!r} went without {block!r}"
            before = block if gone and block in ("What to know", "Sources") else ""
