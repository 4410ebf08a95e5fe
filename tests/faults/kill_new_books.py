"""Make a bundle's next book again and again, each time killed at the next thing it does to the disk.

    python -m tests.faults.kill_new_books FOLDER

As `kill_everywhere`, with `--new`: after a kill and one more, whole run the books must be those that a run makes that
nobody kills, and nothing else may lie beside them. Prints JSON: the steps by kind, and everything that was wrong.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bundler.cli import main
from tests.books import bundle
from tests.daily import story
from tests.faults.kill_everywhere import KILLED, Steps
from tests.pages import plain_page

_NEVER = 1_000_000_000


class Bundle:
    """A bundle that had a book of one article, and is about to have one of another."""

    def __init__(self, root: Path) -> None:
        self.pages, self.books, self.cache, self.temporary, self.before = (
            root / name for name in ("pages", "books", "cache", "temporary", "before")
        )
        self.log = root / "steps.json"
        self.pages.mkdir()

    def lay(self, number: int) -> None:
        """One article more."""
        page = plain_page(f"Story {number}", day=f"2020-09-0{number}", paragraphs=story(number))
        (self.pages / f"{number}.md").write_text(page, encoding="utf-8")

    def begin(self) -> None:
        """Everything is as it was after the first book."""
        for folder in (self.books, self.cache, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)
        self.temporary.mkdir()
        if self.before.exists():
            shutil.copytree(self.before / "books", self.books)
            shutil.copytree(self.before / "cache", self.cache)
        else:
            self.books.mkdir()

    def remember(self) -> None:
        """This is what `begin` goes back to."""
        shutil.copytree(self.books, self.before / "books")
        shutil.copytree(self.cache, self.before / "cache")

    def build(self, last: int = _NEVER) -> int:
        """The next book, in a process of its own that ends at a step; gives its exit code."""
        child = os.fork()
        if child == 0:
            os.environ["EPUB_BUNDLER_CACHE"] = str(self.cache)
            tempfile.tempdir = str(self.temporary)
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            steps = Steps(last)
            steps.watch()
            code = 0
            try:
                main(["--debug", "build", str(self.pages), "--new", "--offline", "-o", str(self.books / "day.epub")])
            except SystemExit as stop:
                code = int(str(stop.code or 0))
            finally:
                self.log.write_text(json.dumps(steps.seen), encoding="utf-8") if last == _NEVER else None
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def found(self) -> dict[str, str]:
        """The books and whatever lies beside them: bytes by name."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self.books.iterdir())}


def run(root: Path) -> dict[str, Any]:
    """Kill at every step; gives the counts by kind and what was wrong."""
    place = Bundle(root)
    place.lay(1)
    bundle([place.pages], root / "first.epub")  # imports what the builds need, once for all
    place.begin()
    assert place.build() == 0
    place.remember()
    place.lay(2)
    assert place.build() == 0
    kinds = json.loads(place.log.read_text(encoding="utf-8"))
    wanted = place.found()
    assert len(wanted) == 2
    wrong: list[str] = []
    ended: Counter[str] = Counter()
    for last in range(1, len(kinds) + 1):
        place.begin()
        about = f"step {last}, {kinds[last - 1]}"
        if place.build(last) != KILLED:
            wrong.append(f"{about}: was not killed")
        ended["with the book" if "day_2.epub" in place.found() else "without"] += 1
        if place.build() != 0 or place.found() != wanted:
            wrong.append(f"{about}: the next run left {', '.join(place.found())}")
    return {"steps": Counter(kinds), "ended": ended, "wrong": wrong}


if __name__ == "__main__":
    with contextlib.chdir(sys.argv[1]):
        print(json.dumps(run(Path(sys.argv[1]))))  # noqa: T201
