"""Rows on their way into an index: together, in their order, and none is lost at the end."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bundler.errors import WriteError
from bundler.store.committing import Committer

_ROW = "INSERT INTO numbers VALUES (?)"


class _Disk:
    """A disk that notes what it is asked to make safe, in groups; it may be full."""

    def __init__(self, *, is_full: bool = False) -> None:
        self.groups: list[list[str]] = []
        self._is_full = is_full

    def make_safe(self, files: Sequence[str]) -> None:
        if self._is_full:
            raise WriteError("the disk", "is full", "free some space")
        self.groups.append(list(files))


def _committer(folder: Path, disk: _Disk) -> Committer:
    path = folder / "index.sqlite"
    with sqlite3.connect(path) as index:
        index.execute("CREATE TABLE IF NOT EXISTS numbers (number INTEGER)")
    return Committer(lambda: sqlite3.connect(path), disk.make_safe)


def _written(folder: Path) -> list[int]:
    with sqlite3.connect(folder / "index.sqlite") as index:
        return [number for (number,) in index.execute("SELECT number FROM numbers")]


def test_what_comes_at_the_same_time_is_made_safe_together(tmp_path: Path) -> None:
    """A hundred pictures cost one or two rounds of waiting for the disk, and closing loses none of them."""
    disk = _Disk()
    committer = _committer(tmp_path, disk)
    for number in range(100):
        committer.add((_ROW, (number,)), [str(number)])
    committer.close()
    assert _written(tmp_path) == list(range(100))
    assert [name for group in disk.groups for name in group] == [str(number) for number in range(100)]
    assert len(disk.groups) <= 2


def test_settling_waits_until_everything_is_written(tmp_path: Path) -> None:
    """More may come afterwards, and is written as well."""
    committer = _committer(tmp_path, _Disk())
    for number in range(3):
        committer.add((_ROW, (number,)))
        committer.settle()
        assert _written(tmp_path) == list(range(number + 1))
        assert committer.done == number + 1
    committer.close()


def test_what_comes_after_a_pause_is_written_without_being_asked_for(tmp_path: Path) -> None:
    """The thread that writes sleeps between groups, and each first row wakes it."""
    committer = _committer(tmp_path, _Disk())
    for number in range(2):
        taken, begin = committer.add((_ROW, (number,))), time.monotonic()
        while committer.done < taken and time.monotonic() - begin < 20:
            time.sleep(0.05)
        assert committer.done == taken
    assert _written(tmp_path) == [0, 1]
    committer.close()


def test_a_full_disk_is_told_with_the_next_row(tmp_path: Path) -> None:
    """No row names a file that is not safe."""
    committer = _committer(tmp_path, _Disk(is_full=True))
    committer.add((_ROW, (1,)), ["1"])
    with pytest.raises(WriteError, match="is full"):
        committer.settle()
    with pytest.raises(WriteError, match="is full"):
        committer.add((_ROW, (2,)))
    committer.close()
    assert _written(tmp_path) == []


def test_a_defect_in_the_thread_leaves_nobody_waiting(tmp_path: Path) -> None:
    """It is raised where its end is waited for."""

    def defect(_: object) -> None:
        raise RuntimeError("a defect")

    path = tmp_path / "index.sqlite"
    committer = Committer(lambda: sqlite3.connect(path), defect)
    committer.add((_ROW, (1,)), ["1"])
    with pytest.raises(RuntimeError, match="a defect"):
        committer.settle()
    committer.close()
