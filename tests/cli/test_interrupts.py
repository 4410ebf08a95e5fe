"""Ctrl-C and closed pipes: the run ends at once and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pages import plain_page, prose
from tests.program import COMMAND, environment, inside, run

_OLD = b"an older book"
_INTERRUPT = 1 << (signal.SIGINT - 1)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough pages to keep two workers busy for seconds."""
    return _lay(tmp_path_factory.mktemp("many"), 1500)


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough pages to keep the writing of a book busy for a moment."""
    return _lay(tmp_path_factory.mktemp("some"), 200)


def _lay(folder: Path, count: int) -> Path:
    for number in range(count):
        page = plain_page(f"Story {number}", day=f"2020-09-{number % 28 + 1:02}", paragraphs=prose(number, 12))
        (folder / f"{number:04}.md").write_text(page, encoding="utf-8")
    return folder


class _Build:
    """A build under way, in a process group of its own as a terminal makes one."""

    def __init__(self, folder: Path, pages: Path, *options: str) -> None:
        self.books, self.temporary, self.cache = (folder / name for name in ("books", "temporary", "cache"))
        self.books.mkdir()
        self.temporary.mkdir()
        self.book = self.books / "week.epub"
        self.book.write_bytes(_OLD)
        self.process = subprocess.Popen(
            [*COMMAND, *options, "build", str(pages), "-o", str(self.book)],
            env=environment(TMPDIR=str(self.temporary), EPUB_BUNDLER_CACHE=str(self.cache)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something has come about; fails when the build ends before."""
        end = time.monotonic() + 60
        while not condition():
            assert self.process.poll() is None, "the build ended before it was interrupted"
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.002)

    def interrupt(self) -> None:
        """Send what Ctrl-C sends, to every process of the terminal."""
        os.killpg(self.process.pid, signal.SIGINT)

    def finish(self) -> tuple[int, str, str]:
        """Wait for the end; gives exit code, stdout and stderr."""
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err

    def is_gone(self) -> bool:
        """Whether no process of the group is left, within a moment."""
        for _ in range(250):
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.02)
        return False

    def has_cleaned(self) -> bool:
        """Whether some hundred pages are clean: their results are in the store's log."""
        log = self.cache / "cleaned.sqlite-wal"
        return log.exists() and log.stat().st_size > 200_000

    def workers(self) -> list[dict[str, str]]:
        """What /proc tells of each worker process: the lines of its status by name, and its process group."""
        found = []
        for folder in Path("/proc").iterdir():
            try:
                if not folder.name.isdigit() or b"spawn_main" not in (folder / "cmdline").read_bytes():
                    continue
                rows = (line.partition(":") for line in (folder / "status").read_text().splitlines())
                status = {name: value.strip() for name, _, value in rows}
                if int(status["PPid"]) == self.process.pid:
                    group = (folder / "stat").read_text().rpartition(")")[2].split()[2]
                    found.append(status | {"group": group})
            except OSError:
                continue  # it has ended meanwhile
        return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., _Build]]:
    """Starts builds, and ends those that a failing test has left behind."""
    started: list[_Build] = []

    def begin(pages: Path, *options: str) -> _Build:
        started.append(_Build(tmp_path, pages, *options))
        return started[-1]

    yield begin
    for build in started:
        if build.process.poll() is None:
            os.killpg(build.process.pid, signal.SIGKILL)
        build.process.communicate()


def test_an_interrupt_ends_a_build_and_leaves_nothing(many: Path, start: Callable[..., _Build]) -> None:
    """Exit code 130 within seconds, one line, the older book whole, no working file and no process left."""
    build = start(many)
    build.wait_for(build.has_cleaned)
    begin = time.monotonic()
    build.interrupt()
    code, out, err = build.finish()
    assert (code, out) == (130, "")
    assert err.strip() == (
        "epub-bundler: interrupted; nothing was changed; what was fetched is kept, the same command goes on from there"
    )
    assert time.monotonic() - begin < 5
    assert build.is_gone()
    assert build.book.read_bytes() == _OLD
    assert inside(build.books) == ["week.epub"]
    assert inside(build.temporary) == []


def _size(path: Path) -> int:
    """A file's bytes; 0 when it has just got another name."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def test_an_interrupt_while_the_book_is_written_keeps_its_word(some: Path, start: Callable[..., _Build]) -> None:
    """Who is told that nothing was changed finds the older book; who finds a new one is told so."""
    build = start(some, "--debug")
    build.wait_for(lambda: any(_size(path) for path in build.books.glob(".epub-bundler-*")))
    build.interrupt()
    code, out, err = build.finish()
    changed = build.book.read_bytes() != _OLD
    assert (code, out, "nothing was changed" in err) == ((0, f"{build.book}\n", False) if changed else (130, "", True))
    assert inside(build.books) == ["week.epub"]
    assert inside(build.temporary) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc to look into")
def test_workers_never_hear_an_interrupt(many: Path, start: Callable[..., _Build]) -> None:
    """A worker does not get Ctrl-C from its birth on: interrupted while it starts, it would print a traceback."""
    build = start(many)
    build.wait_for(lambda: bool(build.workers()))
    worker = build.workers()[0]
    build.interrupt()
    _, _, err = build.finish()
    deaf = int(worker["SigIgn"], 16) | int(worker["SigBlk"], 16)
    assert deaf & _INTERRUPT or worker["group"] != str(build.process.pid)
    assert "Traceback" not in err
    assert build.is_gone()


_INTERRUPTED_LATE = """
import os, signal, sys
from bundler.cli import main
from bundler.workers import SerialWorkers
SerialWorkers.close = lambda _: os.kill(os.getpid(), signal.SIGINT)  # the book has its name, the program tidies up
main(sys.argv[1:])
"""


def test_an_interrupt_after_the_book_has_its_name_changes_nothing(tmp_path: Path, pages: Path) -> None:
    """Nobody is told that nothing was changed who has a new book: the run ends as it would have."""
    done = subprocess.run(
        [COMMAND[0], "-c", _INTERRUPTED_LATE, "--debug", "build", str(pages), "-q", "--offline", "-o", "week.epub"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "week.epub\n", "")
    assert inside(tmp_path) == ["pages", "week.epub"]


def test_a_reader_that_has_seen_enough_ends_the_run_quietly(tmp_path: Path, many: Path) -> None:
    """`extract | head -1` is no failure: no traceback, no words, exit code 0, no working file left."""
    (tmp_path / "temporary").mkdir()
    with subprocess.Popen(
        [*COMMAND, "extract", "-q", str(many)],
        env=environment(TMPDIR=str(tmp_path / "temporary")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith('{"path": "0000.md"')
        process.stdout.close()
        begin = time.monotonic()
        err = process.stderr.read()
        code = process.wait(timeout=60)
    assert (code, err) == (0, "")
    assert time.monotonic() - begin < 5
    assert inside(tmp_path / "temporary") == []


def test_working_files_are_gone_after_a_good_run(tmp_path: Path, pages: Path) -> None:
    """Nothing is left in the folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    env = environment(TMPDIR=str(tmp_path / "temporary"))
    assert run("build", pages, "-q", "-o", "book.epub", folder=tmp_path, env=env).code == 0
    assert inside(tmp_path / "temporary") == []
    assert inside(tmp_path) == ["book.epub", "pages", "temporary"]


_INTERRUPTED_BETWEEN = """
import asyncio, os, signal, sys
from bundler.cli import main
from bundler.pipeline import book
bind = book.bind_in_thread
async def bind_once(*arguments):
    if len(os.listdir(".")) > 2:  # pages, cache, and now a volume
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(10)
    await bind(*arguments)
book.bind_in_thread = bind_once
main(sys.argv[1:])
"""


def test_an_interrupt_between_volumes_tells_which_are_new(tmp_path: Path, pages: Path) -> None:
    """The first volume has its name, and the line says so; the log ends with the interrupt."""
    (tmp_path / "cache").mkdir()
    line = ("--debug", "build", str(pages), "-q", "--offline", "-o", "n.epub", "--split", "1", "--log-file")
    done = subprocess.run(
        [COMMAND[0], "-c", _INTERRUPTED_BETWEEN, *line, str(tmp_path / "cache" / "n.log")],
        cwd=tmp_path,
        env=environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache")),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() == (
        "epub-bundler: interrupted; n_v001.epub is new and whole, nothing else was changed; what was fetched is kept, "
        "the same command goes on from there"
    )
    assert inside(tmp_path) == ["cache", "n_v001.epub", "pages"]
    assert (tmp_path / "cache" / "n.log").read_text().splitlines()[-1].endswith("run\tstopped\t\tinterrupted")
