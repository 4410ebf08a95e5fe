"""Unfinished files: who is still writing keeps them, what the dead have left goes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bundler import atomic_file
from bundler.errors import WriteError
from bundler.store import temporary_folder
from tests.program import PROJECT, environment, inside

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX locks and signals")

_HOLDER = """
import sys
from pathlib import Path
from bundler import atomic_file
from bundler.store import temporary_folder
with atomic_file.unfinished(Path(sys.argv[1])) as file, temporary_folder() as folder:
    file.path.write_bytes(b"half a book")
    (folder / "article").write_bytes(b"private")
    print(file.path, folder, flush=True)
    sys.stdin.readline()
    file.become(Path(sys.argv[1]) / "book.epub")
"""


def _holder(folder: Path) -> subprocess.Popen[str]:
    """A process that is writing a file in a folder and has a working folder in it, until it is told to finish."""
    return subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder)],
        cwd=PROJECT,
        env=environment(TMPDIR=str(folder)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _clear(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What every run does at its start."""
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    atomic_file.clear_dead(folder)
    with temporary_folder():
        pass


@posix
def test_what_a_living_run_writes_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process works its files stay, and it gives its book the name it wants."""
    with _holder(tmp_path) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        part, folder = map(Path, other.stdout.readline().split())
        _clear(tmp_path, monkeypatch)
        assert inside(tmp_path) == sorted([part.name, folder.name])
        assert inside(folder) == ["article"]
        other.stdin.write("\n")
        other.stdin.close()
        assert other.wait(timeout=30) == 0
    assert inside(tmp_path) == ["book.epub"]


@posix
def test_what_a_killed_run_has_left_goes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a kill the unfinished book and the working folder with articles in it are there, after the next run not."""
    with _holder(tmp_path) as other:
        assert other.stdout is not None
        left = sorted(Path(name).name for name in other.stdout.readline().split())
        os.kill(other.pid, signal.SIGKILL)
        other.wait(timeout=30)
    assert inside(tmp_path) == left
    _clear(tmp_path, monkeypatch)
    assert inside(tmp_path) == []


@posix
def test_nothing_else_is_ever_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and folders of the user's stay, be their names as like ours as may be; links are not followed."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept").touch()
    for name in ("epub-bundler-run-notes", "epub-bundler-run-abcdefgh.old", "epub-bundler-run-ABCDEFGH"):
        (tmp_path / name).mkdir()
    (tmp_path / ".epub-bundler-folder.part").mkdir()
    (tmp_path / ".epub-bundler-link.part").symlink_to(tmp_path / "mine" / "kept")
    (tmp_path / "epub-bundler-run-linktome").symlink_to(tmp_path / "mine", target_is_directory=True)
    (tmp_path / "book.epub.part").touch()
    os.mkfifo(tmp_path / ".epub-bundler-pipe.part")
    before = inside(tmp_path)
    _clear(tmp_path, monkeypatch)
    assert inside(tmp_path) == before
    assert inside(tmp_path / "mine") == ["kept"]


@posix
def test_where_locks_do_not_work_only_what_is_old_is_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a share without locks a file that was written today may be another machine's; one of last week is dead."""

    def fail(*_: Any) -> None:  # noqa: ANN401 - as flock takes them
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", fail)
    for name, days in (("young", 0), ("oldest", 30)):
        part, folder = tmp_path / f".epub-bundler-{name}.part", tmp_path / f"epub-bundler-run-{name:_<8}"
        part.touch()
        folder.mkdir()
        for path in (part, folder):
            os.utime(path, (path.stat().st_mtime - days * 86400,) * 2)
    _clear(tmp_path, monkeypatch)
    assert inside(tmp_path) == [".epub-bundler-young.part", "epub-bundler-run-young___"]
    with atomic_file.unfinished(tmp_path) as file:
        file.path.write_bytes(b"new")
        file.become(tmp_path / "book.epub")
    assert (tmp_path / "book.epub").read_bytes() == b"new"


@posix
def test_a_clearing_between_making_and_locking_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is taken for dead before its maker has locked it is made anew."""
    lock, taken = atomic_file.lock, list[str]()

    def slow(descriptor: int) -> bool | None:
        if len(taken) < 3:
            (path,) = tmp_path.iterdir()
            taken.append(path.name)
            path.unlink()
        return lock(descriptor)

    monkeypatch.setattr(atomic_file, "lock", slow)
    with atomic_file.unfinished(tmp_path) as file:
        assert inside(tmp_path) == [file.path.name]
        assert file.path.name not in taken
    assert inside(tmp_path) == []


def test_a_failing_rename_leaves_what_was_there(tmp_path: Path) -> None:
    """Bytes that get no name are gone, the older ones stay."""
    (tmp_path / "place").mkdir()
    with pytest.raises(OSError, match="directory"):
        atomic_file.write_named(b"new", tmp_path / "place", tmp_path)
    assert inside(tmp_path) == ["place"]


def test_a_folder_for_temporary_files_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that names what to set."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(WriteError, match="TMPDIR"), temporary_folder():
        pass
