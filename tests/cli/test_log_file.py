"""`--log-file`: a line an event, appended, without secrets; and nothing of it in a book."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bundler.cli.counts import Counts
from bundler.cli.journal import Journal, open_journal
from bundler.model import Kind, Skipped, Stage
from bundler.report import ArticleFound, BookMade, PicturesHad, Received
from tests.program import Command, environment, one_line, run

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\t")


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(_TIME.match(line) for line in lines)
    return [line.split("\t")[1:] for line in lines]


def test_a_build_is_written_down_from_begin_to_end(tmp_path: Path, pages: Path) -> None:
    """Steps, articles, what is missing or left out, the book, the summary; a second run is appended."""
    (pages / "empty.md").touch()
    (pages / "README.md").write_text("# Read me\n", encoding="utf-8")
    line = ("--debug", "build", "pages", "-q", "--offline", "-o", "b.epub", "--limit", "2", "--log-file", "b.log")
    assert run(*line, folder=tmp_path).code == 3
    rows = _rows(tmp_path / "b.log")
    assert rows[0] == ["run", "begins", "build pages", rows[0][3]]
    assert [row[0] for row in rows if row[1:2] == ["begins"]] == ["run", "clean", "illustrate", "package"]
    assert ["clean", "article", "1.md", "Story 1"] in rows
    assert ["collect", "missing", "empty.md"] in [row[:3] for row in rows]
    assert ["select", "left out", "1.md", "over the limit: not among the newest 2"] in rows
    assert ["package", "book", "b.epub", f"{(tmp_path / 'b.epub').stat().st_size} bytes"] in rows
    assert ["run", "summary", "articles", "2"] in rows
    assert rows[-1] == ["run", "ends"]
    assert run(*line, folder=tmp_path).code == 3
    assert len(_rows(tmp_path / "b.log")) == 2 * len(rows)


def test_the_log_changes_no_byte_of_the_book(tmp_path: Path, pages: Path) -> None:
    """With and without it, the book is the same."""
    line = ("--debug", "build", pages, "-q", "--offline")
    assert run(*line, "-o", "a.epub", folder=tmp_path).code == 0
    assert run(*line, "-o", "b.epub", "--log-file", "b.log", folder=tmp_path).code == 0
    assert (tmp_path / "a.epub").read_bytes() == (tmp_path / "b.epub").read_bytes()


def test_list_and_extract_are_written_down_too(tmp_path: Path, pages: Path) -> None:
    """Each article and the end."""
    for name in ("list", "extract"):
        log = tmp_path / f"{name}.log"
        assert run("--debug", name, pages, "-q", "--log-file", log, folder=tmp_path).code == 0
        rows = _rows(log)
        assert [row[2] for row in rows if row[1] == "article"] == ["1.md", "2.md", "3.md"]
        assert rows[-1] == ["run", "ends"]


def test_a_run_that_fails_says_so_at_its_end(tmp_path: Path, pages: Path) -> None:
    """The last line has the reason that stderr has."""
    done = run("build", "pages", "--from", "2030", "--log-file", "b.log", "-q", folder=tmp_path)
    assert done.code == 1
    rows = _rows(tmp_path / "b.log")
    assert rows[-1][:2] == ["run", "failed"]
    assert rows[-1][-1] == one_line(done.err).removeprefix("epub-bundler: ")


def test_a_log_that_cannot_be_opened_is_told_before_any_work(tmp_path: Path, pages: Path, command: Command) -> None:
    """One line, no book."""
    done = command("build", pages, "-o", tmp_path / "b.epub", "--log-file", tmp_path / "nowhere" / "b.log")
    assert done.code == 1
    assert "cannot be opened (No such file or directory); name another file" in one_line(done.err)
    assert not (tmp_path / "b.epub").exists()


def test_nothing_is_shown_in_a_pipe(tmp_path: Path, pages: Path) -> None:
    """Beside the closing table stderr stays empty: no bar, no events."""
    done = run("--debug", "build", pages, "--offline", "-o", "b.epub", folder=tmp_path, env=environment(TERM="xterm"))
    assert [line.split()[0] for line in done.err.splitlines()] == ["articles", "pictures", "size"]


@pytest.mark.parametrize(
    "address",
    [
        "https://user:s3cret@example.org/feed",
        "https://example.org/feed?token=s3cret",
        "socks5h://user:s3cret@127.0.0.1:9050",
    ],
)
def test_no_secret_is_written_down(tmp_path: Path, address: str) -> None:
    """Addresses stand without user, password and keys, wherever in a line they stand; line ends make no lines."""
    with open_journal(tmp_path / "a.log", f"build {address}") as journal:
        journal.tell(Received(Stage.COLLECT, address, 10, f"refused\n\tby {address}"))
        journal.tell(Skipped(address, Stage.COLLECT, Kind.NOT_FETCHED, f"'{address}': is away", subject=address))
        journal.tell(ArticleFound(address, f"See {address}"))
    text = (tmp_path / "a.log").read_text(encoding="utf-8")
    assert "s3cret" not in text
    assert len(text.splitlines()) == 5
    assert all(_TIME.match(line) for line in text.splitlines())


def test_events_are_counted(tmp_path: Path) -> None:
    """What is shown beside the bar: an article that a choice leaves out is none of the kept any more."""
    book = tmp_path / "b.epub"
    book.touch()
    journal = Journal()
    for event in (
        ArticleFound("1", "One"),
        ArticleFound("2", "Two"),
        Skipped("2", Stage.SELECT, Kind.DUPLICATE, "the same"),
        Skipped("3", Stage.CLEAN, Kind.UNREADABLE, "empty"),
        Received(Stage.ILLUSTRATE, "https://example.org/a.jpg", 1_500_000),
        Received(Stage.ILLUSTRATE, "https://example.org/b.jpg", 0, "404"),
        PicturesHad("1", 2),
        BookMade(book),
    ):
        journal.tell(event)
    assert journal.counts == Counts(kept=1, left_out=1, gaps=1, pictures=2, fetched=1, received=1_500_000, made=[book])
    assert str(journal.counts) == "1 articles, 1 left out, 1 missing, 2 pictures, 1 fetched, 1.5 MB"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_new_log_is_for_its_owner(tmp_path: Path, pages: Path) -> None:
    """What somebody reads is nobody else's business; the permissions of a file that is there stay."""
    line = ("--debug", "list", pages, "-q", "--log-file", "a.log")
    assert run(*line, folder=tmp_path).code == 0
    assert (tmp_path / "a.log").stat().st_mode & 0o777 == 0o600
    (tmp_path / "a.log").chmod(0o644)
    assert run(*line, folder=tmp_path).code == 0
    assert (tmp_path / "a.log").stat().st_mode & 0o777 == 0o644
