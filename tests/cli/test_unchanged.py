"""What a build says whose book lies in its place already: to people, to scripts, to the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.program import Command, Outcome


@pytest.fixture
def build(tmp_path: Path, pages: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Builds the same book, with a store of its own."""
    monkeypatch.setenv("EPUB_BUNDLER_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return lambda *options: command("--debug", "build", pages, "--offline", "--title", "T", "-o", "week.epub", *options)


def test_it_is_told_on_stderr(build: Callable[..., Outcome]) -> None:
    """One line more; exit code and stdout are those of a book that was written, and with -q nothing is told."""
    first = build()
    again = build()
    assert (again.code, again.out) == (first.code, first.out) == (0, "week.epub\n")
    assert again.err == f"epub-bundler: week.epub: is unchanged, and was left as it is\n{first.err}"
    assert build("-q") == Outcome(0, "week.epub\n", "")


def test_programs_and_the_log_are_told(build: Callable[..., Outcome]) -> None:
    """All else in the report is the same."""
    first, second = (json.loads(build("--json", "--log-file", "log").out) for _ in range(2))
    assert [book.pop("unchanged") for report in (first, second) for book in report["books"]] == [False, True]
    assert first == second
    lines = [line for line in Path("log").read_text(encoding="utf-8").splitlines() if "\tpackage\tbook\t" in line]
    assert [line.endswith("bytes, unchanged and not written again") for line in lines] == [False, True]


def test_without_a_store_it_is_written(build: Callable[..., Outcome]) -> None:
    """Nothing is kept, and nothing that was kept is used."""
    build()
    assert "unchanged" not in build("--no-store").err


def test_the_record_of_a_bundle_is_written_all_the_same(build: Callable[..., Outcome], tmp_path: Path) -> None:
    """A --new book whose record was lost is in it again, although its file stayed."""
    assert build("--new").code == 0
    (tmp_path / "cache" / "bundles.sqlite").unlink()
    assert "unchanged" in build("--new", "--force").err
    assert build("--new").err == "epub-bundler: nothing new, no book was made\n"
