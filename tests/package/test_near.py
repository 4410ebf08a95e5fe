"""The same story twice: with small edits it is one article, whatever else looks like it is not."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bundler.clean.shingles import sketch
from bundler.model import Entry, Kind
from bundler.package.repeats import without_repeats
from tests.clean.batches import sentence, text
from tests.entries import entry

_STORY = text(1, 10)


def _edited(count: int) -> list[str]:
    """The story with so many of its thirty sentences written anew."""
    chance = random.Random(4)  # noqa: S311 - no cryptography
    lines = [line for paragraph in _STORY for line in paragraph.rstrip(".").split(". ")]
    assert len(lines) == 30
    for number in range(count):
        lines[number * 30 // count] = sentence(chance)
    return lines


def _told(position: int, paragraphs: list[str], day: str = "2020-09-01", **fields: Any) -> Entry:  # noqa: ANN401 - as Entry has them
    whole = " ".join(paragraphs)
    return entry(position, day, "", **({"sketch": sketch(whole), "words": len(whole.split())} | fields))


def _kept(*entries: Entry) -> list[int]:
    return [item.position for item in without_repeats(entries, near=True)[0]]


def test_small_edits_under_one_title_are_one_article() -> None:
    """The day is the same, two sentences of thirty are not."""
    first, second = _told(0, _STORY, title="A story"), _told(1, _edited(2), title="A Story!")
    kept, skipped = without_repeats([first, second], near=True)
    assert len(kept) == 1
    (gone,) = skipped
    assert gone.kind is Kind.DUPLICATE
    assert not gone.kind.is_gap
    assert kept[0].origin in gone.reason
    assert gone.origin == {0: "00001.md", 1: "00000.md"}[kept[0].position]


def test_they_are_two_where_that_is_asked_for() -> None:
    """`--keep-duplicates` merges what is exactly equal and nothing else."""
    entries = [_told(0, _STORY, title="A story"), _told(1, _edited(2), title="A story")]
    assert without_repeats(entries, near=False) == (entries, [])


def test_the_newest_is_kept() -> None:
    """An update says more than what it corrects."""
    assert _kept(_told(0, _STORY, "2020-09-02", title="A"), _told(1, _STORY[:-1], "2020-09-01", title="A")) == [0]
    assert _kept(_told(0, _STORY, "2020-09-01", title="A"), _told(1, _STORY[:-1], "2020-09-02", title="A")) == [1]


def test_of_two_equally_new_the_longest_is_kept() -> None:
    """And of two equally long the first in source order."""
    assert _kept(_told(0, _STORY[:-1], title="A"), _told(1, _STORY, title="A")) == [1]
    assert _kept(_told(0, _STORY, title="A", words=300), _told(1, _edited(1), title="A", words=300)) == [0]


@pytest.mark.parametrize(
    ("changed", "title", "day", "copies"),
    [
        (0, "Another headline", "2020-12-24", True),  # one text under other headlines in winter
        (1, "Another headline", "2020-12-24", False),
        (1, "Another headline", "2020-09-02", True),
        (5, "Another headline", "2020-09-01", False),
        (5, "A story", "2020-12-24", False),  # a weekly column with its standing parts
        (1, "A story", "2020-09-02", True),
        (3, "A story", "2020-09-01", True),
        (15, "A story", "2020-09-01", False),
        (3, "A story", "", True),  # nobody knows the second one's day
        (1, "Another headline", "", False),
    ],
)
def test_the_less_agrees_the_more_of_the_text_must(changed: int, title: str, day: str, *, copies: bool) -> None:
    """Across titles and days only all but equal texts are one."""
    kept = _kept(_told(0, _STORY, title="A story"), _told(1, _edited(changed), day, title=title))
    assert (len(kept) == 1) is copies


def test_short_notices_are_never_near_repeats() -> None:
    """The weather of two days differs in one word."""
    words = " ".join(_STORY).split()[:100]
    first, second = ([" ".join([*words, day])] for day in ("monday", "tuesday"))
    assert _kept(_told(0, first, title="Weather"), _told(1, second, title="Weather")) == [0, 1]


def test_a_chain_of_small_edits_does_not_merge_its_ends() -> None:
    """What is kept is like each that repeats it; likeness is not handed on."""
    chain = [_STORY[number:] + text(50, number) for number in range(0, 9, 3)]
    entries = [_told(number, paragraphs, title="A story") for number, paragraphs in enumerate(chain)]
    kept, skipped = without_repeats(entries, near=True)
    assert len(kept) + len(skipped) == 3
    assert len(kept) >= 2


def test_chinese_texts_are_compared_by_characters() -> None:
    """They have no spaces to find words by."""
    chance = random.Random(3)  # noqa: S311 - no cryptography
    story = "".join(chance.choices([chr(code) for code in range(0x4E00, 0x5E00)], k=1200))
    changed = story[:500] + "改" + story[503:]
    first, second = _told(0, [story], title="湖边", words=1200), _told(1, [changed], title="湖邊", words=1198)
    assert _kept(first, second) == [0]
