"""Picking by hand: a list that is written, edited in any editor, and read back."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundler.delta import Delta
from bundler.errors import SettingsError
from bundler.model import Kind
from bundler.pipeline.picks import pick_list, picked, read_picks
from tests.books import bundle
from tests.daily import story
from tests.entries import entry
from tests.pipeline.test_only_new import write

ENTRIES = [
    entry(0, "2020-09-01", title="湖边的早晨 # 一"),
    entry(1, "2020-09-02", title="[x] A title  # like a line"),
    entry(2, title="Undated", source_url=""),
    entry(3, "2020-09-04", title="Same address", source_url="https://example.org/0"),
]


def lines() -> list[str]:
    """The lines of a list, without its head."""
    return [line for line in pick_list(ENTRIES).splitlines() if not line.startswith("#")]


def test_a_list_says_what_a_person_needs() -> None:
    """Mark, key, day, length, title and source, one line an article."""
    assert re.fullmatch(
        r"\[x\] [0-9a-f]{16}  2020-09-01     200 words  湖边的早晨 # 一  # https://example\.org/0", lines()[0]
    )
    assert lines()[2].endswith("undated        200 words  Undated  # 00002.md")
    assert len(lines()) == len(ENTRIES)


def test_a_list_as_it_is_takes_everything() -> None:
    """Also two articles under one address, and one without."""
    kept, skipped = picked(ENTRIES, read_picks(pick_list(ENTRIES), "picks.txt"))
    assert (kept, skipped) == (ENTRIES, [])


@pytest.mark.parametrize(
    "edit",
    [
        lambda _: "",
        lambda line: f"# {line}",
        lambda line: line.replace("[x]", "[ ]"),
        lambda line: line.replace("[x]", "[]"),
    ],
    ids="deleted commented unmarked emptied".split(),
)
def test_there_are_several_ways_to_leave_one_out(edit: Callable[[str], str]) -> None:
    """A deleted line, a remark, an empty mark."""
    text = "\n".join([edit(lines()[0]), *lines()[1:]])
    kept, skipped = picked(ENTRIES, read_picks(text, "picks.txt"))
    assert kept == ENTRIES[1:]
    assert [item.kind for item in skipped] == [Kind.NOT_PICKED]


def test_what_stands_behind_the_key_is_for_people() -> None:
    """Titles may be edited, lines reordered, and editors may end them as they like."""
    keys = [line.split("  ")[0] for line in lines()]
    text = "\r\n".join([f"  {keys[1].replace('x', 'X')} new title", keys[0], *keys[2:]])
    kept, _ = picked(ENTRIES, read_picks(text, "picks.txt"))
    assert kept == ENTRIES


def test_a_pick_that_is_not_there_is_a_gap() -> None:
    """It goes by the title that its line has."""
    kept, skipped = picked(ENTRIES[1:2], read_picks(lines()[0], "picks.txt"))
    gaps = [item for item in skipped if item.kind.is_gap]
    assert kept == []
    assert [(gap.origin, gap.kind) for gap in gaps] == [("湖边的早晨 # 一", Kind.PICK_GONE)]
    assert "line 1" in gaps[0].reason


@pytest.mark.parametrize(
    "damage", ["[x] 0123", "x 0123456789abcdef", "2020-09-01 a title", "[x]", "[x] 0123456789ABCDEG"]
)
def test_a_damaged_line_is_told_by_its_number(damage: str) -> None:
    """One line of error; nothing is built of a list that cannot be read."""
    with pytest.raises(SettingsError, match=r"picks\.txt, line 3: is no line of a pick list"):
        read_picks(f"# head\n{lines()[0]}\n{damage}\n{lines()[1]}\n", "picks.txt")


@given(st.text())
def test_any_text_is_a_list_or_an_error(text: str) -> None:
    """Never another exception."""
    with contextlib.suppress(SettingsError):
        assert isinstance(read_picks(text, "picks.txt"), tuple)


def test_a_book_has_what_was_picked(tmp_path: Path) -> None:
    """Exactly that, and what is not there any more as a gap."""
    folder = tmp_path / "pages"
    for number in (1, 2, 3):
        write(folder, str(number), *story(number), day=f"2020-09-0{number}", address=f"https://example.org/{number}")
    everything = bundle([folder], tmp_path / "all.epub")
    picks = read_picks(pick_list(everything.entries[1:]), "picks.txt")
    (folder / "3.md").unlink()
    report = bundle([folder], tmp_path / "picked.epub", delta=Delta(picks=picks))
    assert [entry.title for entry in report.entries] == ["Title of 2"]
    assert [gap.origin for gap in report.gaps] == ["Title of 3"]
