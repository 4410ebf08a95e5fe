"""Giving a book its name: whatever fails, the old book is whole and nothing else lies about."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bundler.errors import DefectError, TargetError, WriteError
from bundler.package import Target
from bundler.package.replace import write_and_replace
from tests.program import inside

_OLD = b"the old book"


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """A place where an older book lies."""
    path = tmp_path / "book.epub"
    path.write_bytes(_OLD)
    return Target(path, may_replace=True)


def _write(path: Path) -> None:
    path.write_bytes(b"the new book")


def _accept(_: Path) -> None:
    """Finds nothing wrong."""


def test_a_book_is_written_beside_its_place_and_verified_before_it_takes_it(target: Target) -> None:
    """While the new book is written and verified the old one still has the name."""
    seen: list[tuple[bytes, bytes, bool]] = []

    def verify(part: Path) -> None:
        seen.append((target.path.read_bytes(), part.read_bytes(), part.parent == target.path.parent))

    write_and_replace(target, _write, verify)
    assert seen == [(_OLD, b"the new book", True)]
    assert target.path.read_bytes() == b"the new book"
    assert inside(target.path.parent) == ["book.epub"]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), WriteError),
        (OSError(errno.EIO, "Input/output error"), WriteError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (RuntimeError("a defect"), RuntimeError),
    ],
)
def test_a_write_that_fails_half_way_leaves_the_old_book(
    target: Target, error: BaseException, raised: type[BaseException]
) -> None:
    """The old book is untouched and the unfinished one is gone, whatever the failure."""

    def write(part: Path) -> None:
        part.write_bytes(b"half a b")
        raise error

    with pytest.raises(raised):
        write_and_replace(target, write, _accept)
    assert target.path.read_bytes() == _OLD
    assert inside(target.path.parent) == ["book.epub"]


def test_a_book_that_is_not_fit_leaves_the_old_book(target: Target) -> None:
    """A finding of the audit keeps the new book from its name."""

    def refuse(_: Path) -> None:
        raise DefectError("1 finding", "broken", "report it")

    with pytest.raises(DefectError):
        write_and_replace(target, _write, refuse)
    assert target.path.read_bytes() == _OLD
    assert inside(target.path.parent) == ["book.epub"]


def test_bytes_are_safe_before_the_name_and_the_name_before_the_end(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Order: write, verify, fsync of the file, rename, fsync of the folder."""
    steps: list[str] = []
    fsync, rename = os.fsync, os.replace

    def watched_fsync(descriptor: int) -> None:
        steps.append("fsync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "fsync file")
        fsync(descriptor)

    def watched_replace(source: Any, place: Any) -> None:  # noqa: ANN401 - as os.replace takes them
        steps.append("rename")
        rename(source, place)

    def watched(name: str, step: Callable[[Path], None]) -> Callable[[Path], None]:
        def run(path: Path) -> None:
            steps.append(name)
            step(path)

        return run

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)
    write_and_replace(target, watched("write", _write), watched("verify", _accept))
    assert steps == ["write", "verify", "fsync file", "rename", "fsync folder"]


def test_a_failing_fsync_leaves_the_old_book(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that cannot promise the bytes gets no rename."""

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WriteError, match="Input/output error"):
        write_and_replace(target, _write, _accept)
    assert target.path.read_bytes() == _OLD
    assert inside(target.path.parent) == ["book.epub"]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_book_can_be_read_by_whom_the_umask_allows(target: Target, mask: int, mode: int) -> None:
    """A book is passed on, so it is no private temporary file; the process keeps its umask."""
    before = os.umask(mask)
    try:
        write_and_replace(target, _write, _accept)
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.path.stat().st_mode) == mode


def test_the_first_book_needs_no_older_one(tmp_path: Path) -> None:
    """An empty place is taken the same way."""
    write_and_replace(Target(tmp_path / "new.epub", may_replace=False), _write, _accept)
    assert inside(tmp_path) == ["new.epub"]


def test_a_place_is_looked_at_before_any_work(tmp_path: Path) -> None:
    """A missing folder, a folder in the way and a book that may not be replaced are told by `check`."""
    taken = tmp_path / "taken.epub"
    taken.write_bytes(_OLD)
    for path, may_replace, words in (
        (tmp_path / "missing" / "book.epub", True, "no such folder"),
        (tmp_path, True, "is a folder"),
        (taken, False, "exists already"),
    ):
        with pytest.raises(TargetError, match=words):
            Target(path, may_replace=may_replace).check()
    Target(taken, may_replace=True).check()
    assert taken.read_bytes() == _OLD
    assert inside(tmp_path) == ["taken.epub"]


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    """A book does not take the place of a pipe or a device: `-o /dev/null` must leave the device alone."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(TargetError):
        Target(pipe, may_replace=True).check()
    assert stat.S_ISFIFO(pipe.stat().st_mode)
