"""`epub-bundler check`: lines for people, JSON for programs, folders, EPUBCheck, and this machine's own names."""

from __future__ import annotations

import getpass
import json
import platform
from pathlib import Path

import pytest

from bundler.check import epubcheck
from tests.books import FIRST_PAGE, rewrite, text
from tests.program import Command

_PAGE = f"EPUB/text/{FIRST_PAGE}"


def _planted(book: Path, target: Path, markup: str) -> Path:
    page = text(book, _PAGE).replace("</section>", f"{markup}</section>")
    return rewrite(book, target, {_PAGE: page.encode()})


def test_json_tells_every_finding_of_every_book(good_book: Path, tmp_path: Path, command: Command) -> None:
    """The keys are a contract; the paths are as they were typed."""
    bad = _planted(good_book, tmp_path / "bad.epub", '<p onclick="x">x</p><a href="https://example.org/?utm_a=1">x</a>')
    done = command("check", "--json", good_book, bad)
    assert done.code == 3
    clean, other = json.loads(done.out)["books"]
    assert clean == {
        "path": str(good_book),
        "errors": 0,
        "warnings": 0,
        "notes": 0,
        "validated": False,
        "findings": [],
    }
    assert (other["errors"], other["warnings"], other["notes"]) == (1, 1, 0)
    assert other["findings"] == [
        {"level": "error", "kind": "active content", "file": _PAGE, "detail": "onclick on <p>"},
        {
            "level": "warning",
            "kind": "tracking link",
            "file": _PAGE,
            "detail": "href of <a>: utm_a in https://example.org/?utm_a=1",
        },
    ]


def test_notes_alone_are_no_failure(good_book: Path, tmp_path: Path, command: Command) -> None:
    """They are printed, and the exit code says clean."""
    book = _planted(good_book, tmp_path / "book.epub", "<!-- Created with Inkscape -->")
    done = command("check", book)
    assert done.code == 0
    assert done.out == f"{book}: {_PAGE}: note: tool mark: a comment: Created with Inkscape\n"
    assert done.err == f"{book}: clean, 1 notes\n"


def test_a_folder_stands_for_the_books_in_it(good_book: Path, tmp_path: Path, command: Command) -> None:
    """All below it, in the order of names; other files and hidden ones are passed over."""
    (tmp_path / "shelf" / "b").mkdir(parents=True)
    for name in ("b/2.EPUB", "1.epub", ".hidden.epub", "notes.txt"):
        (tmp_path / "shelf" / name).write_bytes(good_book.read_bytes())
    done = command("check", tmp_path / "shelf")
    assert done.code == 0
    assert done.err.splitlines() == [f"{tmp_path}/shelf/1.epub: clean", f"{tmp_path}/shelf/b/2.EPUB: clean"]


def test_epubcheck_that_is_not_installed_is_told_and_no_clean_bill(
    good_book: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for a validation that cannot be had gets one line and exit code 3, not a quiet success."""
    monkeypatch.setattr("bundler.cli.check_command.validator", lambda: None)
    done = command("check", "--validate", good_book)
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines() == [epubcheck.MISSING, f"{good_book}: clean"]


def test_epubcheck_is_run_when_it_is_asked_for(good_book: Path, command: Command) -> None:
    """With the real one, on a clean book."""
    if epubcheck.validator() is None:
        pytest.skip("EPUBCheck or Java is not installed")
    done = command("check", "--validate", "--json", good_book)
    (report,) = json.loads(done.out)["books"]
    assert (done.code, report["validated"], report["findings"]) == (0, True, [])


@pytest.mark.parametrize("markup", ["<p>{}</p>", "<!-- {} -->", '<p title="at {}">x</p>'])
def test_the_names_of_this_machine_are_found_when_asked_for_and_never_printed(
    good_book: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch, markup: str
) -> None:
    """Host, user and home folder, in text, comments and attributes; the finding does not repeat them."""
    home = "/data/people/quillwright"
    monkeypatch.setattr(platform, "node", lambda: "heronpost.example.net")
    monkeypatch.setattr(getpass, "getuser", lambda: "quillwright")
    monkeypatch.setattr(Path, "home", lambda: Path(home))
    book = _planted(good_book, tmp_path / "book.epub", markup.format(f"quillwright on heronpost in {home}"))
    assert command("check", book).code == 0
    done = command("check", "--this-machine", book)
    assert done.code == 3
    for what in ("the home folder", "the host name", "the user name"):
        assert f"{_PAGE}: warning: local trace: {what} of this machine stands in it" in done.out
    assert "quillwright" not in done.out.replace(str(tmp_path), "")
    assert "heronpost" not in done.out


def test_names_that_all_machines_bear_are_not_looked_for(
    good_book: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user "root" on "localhost" would be found in half of all articles on computers."""
    monkeypatch.setattr(platform, "node", lambda: "localhost")
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    monkeypatch.setattr(Path, "home", lambda: Path("/root"))
    book = _planted(good_book, tmp_path / "book.epub", "<p>root on localhost in /root</p>")
    assert command("check", "--this-machine", book).code == 0
