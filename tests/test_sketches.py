"""Sketches tell how much two texts have in common, and find those that have much."""

from __future__ import annotations

import random
import sys

import pytest

from bundler.clean.shingles import sketch
from bundler.sketches import SIZE, close_pairs, resemblance
from tests.clean.batches import text

_ENGLISH = " ".join(text(1, 20))
_CHINESE = "".join(random.Random(2).choices([chr(code) for code in range(0x4E00, 0x5E00)], k=3000))  # noqa: S311


@pytest.mark.parametrize("whole", [_ENGLISH, _CHINESE], ids=["words", "characters"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_the_resemblance_is_about_the_share_of_common_shingles(whole: str, share: float) -> None:
    """A text and its first part: the part's length is what they have in common."""
    part = whole[: int(len(whole) * share)]
    assert resemblance(sketch(whole), sketch(part)) == pytest.approx(share, abs=0.15)  # three standard errors


def test_equal_texts_resemble_each_other_wholly() -> None:
    """Case, punctuation and white space do not count."""
    assert resemblance(sketch(_ENGLISH), sketch(_ENGLISH.upper().replace(" ", "\n"))) == 1
    assert resemblance(sketch(_ENGLISH), sketch(" ".join(text(2, 20)))) == 0


def test_a_sketch_is_small_whatever_the_text() -> None:
    """Four bytes a value; an empty text has none and is like nothing."""
    assert len(sketch(_ENGLISH)) == 4 * SIZE
    assert sketch("") == b""
    assert resemblance(b"", b"") == 0
    assert list(close_pairs([b"", b""], 0)) == []


def test_a_sketch_is_the_same_on_every_run() -> None:
    """No hash that depends on the process may reach what a book is made of."""
    assert sketch("one two three four")[:8].hex() == sketch("One two three, four!")[:8].hex()
    assert int.from_bytes(sketch("a bc d"), sys.byteorder) == 0xE23F4AE2


def test_copies_with_small_edits_are_found_and_strangers_are_not() -> None:
    """Of three hundred texts each third is a copy with two sentences changed."""
    texts = []
    for number in range(100):
        paragraphs = text(number, 12)
        texts += [
            " ".join(paragraphs),
            " ".join([*paragraphs[:-1], text(5000 + number, 1)[0]]),
            " ".join(text(900 + number)),
        ]
    pairs = {(one, other) for one, other, _ in close_pairs([sketch(whole) for whole in texts], 0.7)}
    assert pairs == {(3 * number, 3 * number + 1) for number in range(100)}


def test_a_thousand_copies_do_not_make_a_million_pairs() -> None:
    """Each is compared with the few before it; all of them still hang together."""
    pairs = list(close_pairs([sketch(_ENGLISH)] * 1000, 0.9))
    assert len(pairs) < 20_000
    assert {later for _, later, _ in pairs} == set(range(1, 1000))
