"""What reaches a terminal: words of strangers never steer it, and a long report stays readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.books import rewrite
from tests.pages import plain_page, prose
from tests.program import Command, run

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
