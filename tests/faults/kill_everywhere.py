"""Build a book again and again, each time killed at the next thing it does to the disk; see what is left.

    python -m tests.faults.kill_everywhere FOLDER [MOST]

Counted are: every write to a file that reaches the system, every fsync, rename, removal and making of a file or folder,
and every statement to SQLite, whose own writes are C and cannot be counted from here (`benchmarks/kills.py` kills at
random moments as well). The process that imports everything forks for each build, which so takes a twentieth of a
second. After each kill the book must be the old or the new one; after one more, whole run it must be the new one and
nothing else may lie anywhere.

Prints JSON: what was counted, and everything that was wrong.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bundler.cli.build_command  # the command would import it in each process anew
import bundler.fetch.policy  # noqa: F401 - as above
from bundler.cli import main
from tests.books import bundle
from tests.pages import mirror_page, prose
from tests.pictures import jpeg

KILLED = 9
_LARGE = 1_000_000_000
_SURELY_REACHED = 0.9
"""Of the steps: the store writes in groups of what has come meanwhile, so the last few are not taken every time."""


class Steps:
    """Counts what is done to the disk, and ends the process at one of these things as a kill does: nothing is flushed.

    Args:
        last: the step at which it ends.
    """

    def __init__(self, last: int) -> None:
        self.seen: list[str] = []
        self._last = last

    def step(self, kind: str) -> None:
        """Something is about to be done."""
        self.seen.append(kind)
        if len(self.seen) == self._last:
            os._exit(KILLED)

    def watch(self) -> None:
        """Put hooks into the calls that change the disk; for the rest of the process."""
        for name in ("fsync", "replace", "rename", "unlink", "remove", "mkdir", "rmdir"):
            setattr(os, name, self._counted(getattr(os, name), name))
        os_open, io_open = os.open, io.open

        def opened(path: Any, flags: int, *rest: Any, **more: Any) -> int:  # noqa: ANN401 - as os.open takes them
            if flags & os.O_CREAT:
                self.step("create")
            return os_open(path, flags, *rest, **more)

        def watched(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as open takes them
            is_nameless = more.get("opener") is not None  # a temporary file, which is gone with its process
            if is_nameless or isinstance(file, int) or "b" not in mode or not set(mode) & set("wax+"):
                return io_open(file, mode, *rest, **more)
            raw = _watched_file(self, file, mode.replace("b", ""))
            return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

        os.open = opened
        io.open = builtins.open = watched
        connect = sqlite3.connect

        def index(*given: Any, **more: Any) -> sqlite3.Connection:  # noqa: ANN401 - as sqlite3.connect takes them
            made = connect(*given, **more, factory=_Index)
            made.steps = self
            return made

        sqlite3.connect = index  # type: ignore[assignment]

    def _counted(self, call: Callable[..., Any], kind: str) -> Callable[..., Any]:
        def run(*given: Any, **more: Any) -> Any:  # noqa: ANN401 - as the call takes them
            self.step(kind)
            return call(*given, **more)

        return run


def _watched_file(steps: Steps, file: Any, mode: str) -> io.FileIO:  # noqa: ANN401 - as open takes it
    class Watched(io.FileIO):
        def write(self, content: Any, /) -> int:  # noqa: ANN401 - any buffer
            steps.step("write")
            return super().write(content)

    steps.step("open")
    return Watched(file, mode)


class _Index(sqlite3.Connection):
    """A connection whose statements are counted, before and after."""

    steps: Steps

    def execute(self, *given: Any, **more: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as execute takes them
        self.steps.step("sql")
        cursor = super().execute(*given, **more)
        self.steps.step("sql done")
        return cursor


class Place:
    """A folder with pages, books, a store and a folder for temporary files."""

    def __init__(self, root: Path) -> None:
        self.pages, self.books, self.cache, self.temporary = (
            root / name for name in ("pages", "books", "cache", "temporary")
        )
        self.book = self.books / "week.epub"
        self.log = root / "steps.json"

    def lay(self, count: int) -> None:
        """Write so many pages, each with a picture beside it."""
        self.pages.mkdir(exist_ok=True)
        for number in range(1, count + 1):
            page = mirror_page(
                f"Story {number}", day=f"2020-09-{number:02}", paragraphs=prose(number), pictures=[f"{number}.jpg"]
            )
            (self.pages / f"{number}.md").write_text(page, encoding="utf-8")
            (self.pages / f"{number}.jpg").write_bytes(jpeg(60 + number, 40))

    def begin(self, old: bytes) -> None:
        """Nothing is there but pages and the old book."""
        for folder in (self.books, self.cache, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)
        self.books.mkdir()
        self.temporary.mkdir()
        self.book.write_bytes(old)

    def build(self, last: int) -> int:
        """Build in a process of its own that ends at a step; gives its exit code."""
        child = os.fork()
        if child == 0:
            os.environ["EPUB_BUNDLER_CACHE"] = str(self.cache)
            # Not by TMPDIR: the standard library would try that folder out with a file of its own.
            tempfile.tempdir = str(self.temporary)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            steps = Steps(last)
            steps.watch()
            code = 0
            try:
                main(["--debug", "build", str(self.pages), "--offline", "-q", "-o", str(self.book)])
            except SystemExit as stop:
                code = int(str(stop.code or 0))
            except BaseException:
                code = 1
                raise
            finally:
                self.log.write_text(json.dumps(steps.seen), encoding="utf-8") if last == _LARGE else None
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def litter(self) -> list[str]:
        """What lies about that no run should leave."""
        found = [path for path in self.books.iterdir() if path != self.book]
        found += self.temporary.iterdir()
        found += [path for path in self.cache.rglob("*") if path.is_file() and not belongs(path)]
        return sorted(str(path) for path in found)


def belongs(path: Path) -> bool:
    """Whether a file in a store is one that a store has: an index, or content under its key."""
    is_index = path.name in ("index.sqlite", "cleaned.sqlite")
    return is_index or (path.parent.parent.name == "files" and path.name[:2] == path.parent.name)


def run(root: Path, most: int) -> dict[str, Any]:
    """Kill at every step; gives the counts by kind and what was wrong."""
    place = Place(root)
    place.lay(1)
    bundle([place.pages], root / "first.epub")  # imports what the builds need, once for all
    place.begin(b"")
    assert place.build(_LARGE) == 0
    old = place.book.read_bytes()
    place.lay(2)
    place.begin(old)
    assert place.build(_LARGE) == 0
    new = place.book.read_bytes()
    assert new != old
    kinds = json.loads(place.log.read_text(encoding="utf-8"))
    wrong: list[str] = []
    ended: Counter[str] = Counter()
    for last in range(1, min(len(kinds), most) + 1):
        place.begin(old)
        about = f"step {last}, {kinds[last - 1]}"
        code = place.build(last)
        if code != KILLED and (code or last < len(kinds) * _SURELY_REACHED):
            wrong.append(f"{about}: was not killed")
        left = place.book.read_bytes()
        ended["old" if left == old else "new" if left == new else "broken"] += 1
        if left not in (old, new):
            wrong.append(f"{about}: the book is broken")
        if place.build(_LARGE) != 0 or place.book.read_bytes() != new:
            wrong.append(f"{about}: the next run did not make the book")
        wrong += [f"{about}: {path} was left behind" for path in place.litter()]
    return {"steps": Counter(kinds), "ended": ended, "wrong": wrong}


if __name__ == "__main__":
    with contextlib.chdir(sys.argv[1]):
        print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _LARGE)))  # noqa: T201
