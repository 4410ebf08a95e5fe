"""Kills at any moment: the old book or the new one, and nothing left after the next run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.program import COMMAND, PROJECT, environment, inside

_CAN_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def _killed_everywhere(module: str, folder: Path) -> dict[str, Any]:
    """What a module of this folder tells that kills a run at each of its steps, in processes of its own."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{module}", str(folder)],
        cwd=PROJECT,
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@_CAN_FORK
def test_a_kill_at_every_step_leaves_the_old_book_or_the_new_one(tmp_path: Path) -> None:
    """Every write, fsync, rename, removal and SQL statement of a build is hit; the next run makes the same bytes."""
    found = _killed_everywhere("kill_everywhere", tmp_path)
    assert found["wrong"] == []
    assert found["ended"].keys() == {"old", "new"}
    assert sum(found["ended"].values()) == sum(found["steps"].values())
    assert found["steps"]["replace"] == 4  # two finished pictures, the cover, the book
    assert found["steps"]["fsync"] >= 8  # pictures and their folders in one group or two, the book and its folder
    assert found["steps"]["write"] > 20


def _traced(folder: Path, pages: Path) -> list[tuple[str, str]]:
    """Every fsync and rename of a build in order: its kind, and the name it is about."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed here")
    log = folder / "calls"
    build = ("--debug", "build", str(pages), "--offline", "-q", "-o", str(folder / "books" / "week.epub"))
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2"
    done = subprocess.run(
        [strace, "-f", "-y", "-s", "300", "-o", str(log), "-e", calls, *COMMAND, *build],
        env=environment(EPUB_BUNDLER_CACHE=str(folder / "cache")),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    found: list[tuple[str, str]] = []
    for line in log.read_text(encoding="utf-8").splitlines():
        if synchronised := re.search(r" f(?:data)?sync\(\d+<([^>]*)>\)\s+= 0", line):
            found.append(("fsync", synchronised[1]))
        elif renamed := re.search(r' rename(?:at2?)?\(.*"[^"]*\.part", .*?"([^"]*)"[^"]*= 0', line):
            found.append(("rename", renamed[1]))
    return found


def test_the_system_is_asked_in_the_right_order(tmp_path: Path, pages: Path) -> None:
    """The book: fsync of the bytes, rename, fsync of the folder; files of the store get a name, then fsync (strace)."""
    (tmp_path / "books").mkdir()
    shutil.copy(PROJECT / "examples" / "saved" / "pictures" / "dew.jpg", pages / "dew.jpg")
    with (pages / "1.md").open("a", encoding="utf-8") as page:
        page.write("\n![](dew.jpg)\n")
    calls = _traced(tmp_path, pages)
    renames = [(place, name) for place, (kind, name) in enumerate(calls) if kind == "rename"]
    assert sum(name.endswith("week.epub") for _, name in renames) == 1
    (book,) = (place for place, name in renames if name.endswith("week.epub"))
    assert any(kind == "fsync" and name.endswith(".part") for kind, name in calls[:book])
    assert ("fsync", str(tmp_path / "books")) in calls[book:]
    kept = [(place, name) for place, name in renames if "/files/" in name]
    assert len(kept) == 2  # a picture and the cover
    for place, name in kept:
        assert ("fsync", name) in calls[place:]
        assert ("fsync", str(Path(name).parent)) in calls[place:]
    assert inside(tmp_path / "books") == ["week.epub"]


@_CAN_FORK
def test_a_kill_at_every_step_brings_no_article_twice_and_none_never(tmp_path: Path) -> None:
    """With `--new` the books after a kill and another run are those of a run that nobody killed, byte for byte."""
    found = _killed_everywhere("kill_new_books", tmp_path)
    assert found["wrong"] == []
    assert found["ended"]["with the book"] >= 5  # it has its name, and the record does not know it yet
    assert sum(found["ended"].values()) == sum(found["steps"].values())
