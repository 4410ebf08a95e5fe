"""Counting on the disk: distinct articles, not pages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bundler.errors import WriteError
from bundler.store import Tally, open_bodies, open_tally


def test_keys_are_counted_by_distinct_article(tmp_path: Path) -> None:
    """Two pages of one article count once."""
    with open_tally(tmp_path) as tally:
        tally.add(7, [(1, 0), (2, 20), (2**62, 0)])
        tally.add(8, [(1, 0), (2, 20)])
        tally.add(9, [(1, 0), (3, 30)])
        tally.count_articles([(7, 1), (8, 1), (9, 2)], least=2)
        assert [tally.count(key) for key in (1, 2, 3, 4, 2**62)] == [2, 1, 1, 0, 1]
        assert tally.of(7) == tally.of(9) == {1: 2}
        assert tally.values() == []


def test_values_are_those_of_keys_that_repeat(tmp_path: Path) -> None:
    """Each once, in order."""
    with open_tally(tmp_path) as tally:
        for page in range(3):
            tally.add(page, [(1, 50), (2, 40), (3, 40), (4 + page, 10)])
        tally.count_articles([(page, page) for page in range(3)], least=3)
        assert tally.values() == [40, 50]
        assert tally.of(2) == {1: 3, 2: 3, 3: 3}


def test_nothing_is_left_of_it(tmp_path: Path) -> None:
    """The file goes with the context, and a second run finds none."""
    with open_bodies(tmp_path) as bodies:
        for _ in range(2):
            with bodies.tally() as tally:
                tally.add(0, [(1, 0)])
                assert list(tmp_path.iterdir())
            assert list(tmp_path.iterdir()) == []


def test_a_tally_that_cannot_write_is_an_error_in_words(tmp_path: Path) -> None:
    """A folder that is gone or full is told as one line."""
    with pytest.raises(WriteError, match="free some disk space"), open_tally(tmp_path / "missing"):
        pass
    connection = sqlite3.connect(":memory:", isolation_level=None)
    tally = Tally(connection, tmp_path)
    connection.close()
    with pytest.raises(WriteError, match="working files"):
        tally.add(0, [(1, 0)])
