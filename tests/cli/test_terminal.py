"""What reaches a terminal: words of strangers never steer it, and a long report stays readable."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress

from bundler.cli.bar import Bar
from bundler.cli.counts import Counts
from bundler.model import Stage
from tests.books import rewrite
from tests.pages import plain_page, prose
from tests.program import COMMAND, Command, environment, run

_CLEAR_SCREEN = "\x1b[2J\x1b]0;title\x07\u009b31m"


def _steering(words: str) -> list[str]:
    """The control characters of a text, line ends apart."""
    return [
        character for character in words if (character < " " and character != "\n") or "\x7f" <= character <= "\x9f"
    ]


@pytest.mark.parametrize("name", ["build", "list", "extract"])
def test_a_file_name_does_not_steer_the_terminal(tmp_path: Path, name: str) -> None:
    """Escape sequences in the name of a page, a gap or a picture are not written to stdout or stderr."""
    source = tmp_path / "source"
    source.mkdir()
    shown = plain_page("Good", paragraphs=[*prose(1), f"![]({_CLEAR_SCREEN[-3:]}.jpg)"])
    (source / f"good{_CLEAR_SCREEN}.md").write_text(shown, encoding="utf-8")
    (source / f"zero{_CLEAR_SCREEN}.md").touch()
    (source / f"README.{_CLEAR_SCREEN}.md").write_text("# A mirror\n\nWords.\n", encoding="utf-8")
    options = ["-o", "book.epub"] if name == "build" else []
    done = run("--debug", name, "source", *options, folder=tmp_path)
    assert done.code == 3
    assert "zero" in done.out + done.err
    assert _steering(done.out + done.err) == []


def test_a_title_or_a_date_does_not_steer_the_terminal(tmp_path: Path) -> None:
    """Nor does anything that stands in the page itself."""
    page = plain_page(f"Title{_CLEAR_SCREEN}", address=f"https://example.org/{_CLEAR_SCREEN}", paragraphs=prose(1))
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><title>{_CLEAR_SCREEN}x</title><p>Words", encoding="utf-8")
    done = run("--debug", "list", ".", folder=tmp_path)
    assert done.code == 0
    assert len(done.out.splitlines()) == 2
    assert _steering(done.out + done.err) == []


def test_a_foreign_book_does_not_steer_the_terminal(tmp_path: Path, good_book: Path, command: Command) -> None:
    """`check` prints names and addresses out of books of any maker, but none of their escape sequences."""
    names = (f"EPUB/{_CLEAR_SCREEN}.txt", "EPUB/two\nlines.txt", "EPUB/\u202etxt.exe")
    bad = rewrite(good_book, tmp_path / "bad.epub", dict.fromkeys(names, b"x"))
    done = command("check", bad)
    assert done.code == 3
    assert len(done.out.splitlines()) == 2 * len(names)
    assert "\u202e" not in done.out
    assert _steering(done.out + done.err) == []


def test_a_long_list_of_gaps_is_cut_and_says_so(tmp_path: Path, pages: Path) -> None:
    """Twenty gaps are named, of the others how many there are and where to find them."""
    for number in range(25):
        (pages / f"zero{number:02}.md").touch()
    done = run("--debug", "build", pages, "-o", "book.epub", folder=tmp_path)
    lines = done.err.splitlines()
    assert (done.code, done.out) == (3, "book.epub\n")
    assert sum(line.startswith("missing: zero") for line in lines) == 20
    assert lines[-1] == "… and 5 more; --json lists all"


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no pseudo-terminals")
@pytest.mark.parametrize("columns", [45, 80], ids=["phone", "terminal"])
def test_the_bar_fits_its_terminal(tmp_path: Path, columns: int) -> None:
    """Step, how far it is, times and counts stand there whole, and nothing of them stays behind."""
    source = tmp_path / "source"
    source.mkdir()
    for number in range(12):
        (source / f"{number}.md").write_text(plain_page(f"Story {number}", paragraphs=prose(number)), encoding="utf-8")
    shown = _on_a_terminal("build", "source", "-o", "book.epub", "--offline", folder=tmp_path, columns=columns)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\n", re.sub(r"\x1b\[[0-9;]*m", "", shown))  # movements end a line
    lines = plain.replace("\r", "\n").split("\n")
    steps = [line for line in map(str.strip, lines) if re.search(r"\d/(?:\d|\?)", line)]
    assert any("Cleaning pages" in line and "0/?" in line for line in steps)
    assert any("Pictures by article" in line and "/12 0:00:0" in line for line in steps)
    assert any(line.strip() == "12 articles" for line in lines)
    assert "…" not in shown
    assert max(map(len, lines)) <= columns
    assert shown.endswith("book.epub\r\n")


def test_a_step_that_ends_while_the_bar_is_drawn_ends_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that draws takes a step to its end, or does not see it at all."""
    bar = Bar(Counts())
    step = bar.step(Stage.CLEAN, 3)
    step.__enter__()(1)
    ending = threading.Thread(target=step.__exit__, args=(None, None, None))
    update = Progress.update

    def updated(*arguments: Any, **changes: Any) -> None:  # noqa: ANN401 - whatever rich takes
        ending.start()
        ending.join(0.2)
        update(*arguments, **changes)

    monkeypatch.setattr(Progress, "update", updated)
    assert len(list(bar.get_renderables())) == 2
    ending.join()
    assert not bar.tasks


def _on_a_terminal(*arguments: str, folder: Path, columns: int) -> str:
    """All that a command writes to a terminal of so many columns."""
    import fcntl  # noqa: PLC0415 - of POSIX only, as the rest here
    import pty  # noqa: PLC0415
    import termios  # noqa: PLC0415

    settings = environment(EPUB_BUNDLER_CACHE=str(folder / "cache"), TERM="xterm-256color")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    shown = b""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env={name: value for name, value in settings.items() if name not in ("COLUMNS", "LINES")},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        with contextlib.suppress(OSError):  # Linux says so when the last one has closed the other end
            while part := os.read(ours, 65536):
                shown += part
    os.close(ours)
    return shown.decode()
