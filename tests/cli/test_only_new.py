"""What a run says that brings only what is new: to people, to cron, to programs."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.daily import story
from tests.pipeline.test_only_new import write
from tests.program import Command, Outcome, inside, one_line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article, a store of its own, and an empty working folder."""
    monkeypatch.setenv("EPUB_BUNDLER_CACHE", str(tmp_path / "cache"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    write(tmp_path / "pages", "1", *story(1), day="2020-09-01", address="https://example.org/1")
    return tmp_path / "pages"


def build(command: Command, *arguments: str | Path) -> Outcome:
    """A build in this process, without a network."""
    return command("--debug", "build", *arguments, "--offline")


def test_nothing_new_is_one_line_and_no_file(folder: Path, command: Command) -> None:
    """Exit code 0, nothing on stdout, one line on stderr; none with -q."""
    assert build(command, folder, "--new").code == 0
    before = inside(Path())
    again = build(command, folder, "--new")
    assert (again.code, again.out, one_line(again.err)) == (0, "", "epub-bundler: nothing new, no book was made")
    assert build(command, folder, "--new", "-q") == Outcome(0, "", "")
    assert inside(Path()) == before == ["example.org_2020-09-01.epub"]


def test_json_says_it_as_well(folder: Path, command: Command) -> None:
    """What is new, and that nothing is."""
    first = json.loads(build(command, folder, "--new", "--json").out)
    assert (first["nothing_new"], [article["news"] for article in first["articles"]]) == (False, ["new"])
    second = build(command, folder, "--new", "--json")
    assert (second.code, second.err) == (0, "")
    report = json.loads(second.out)
    assert (report["nothing_new"], report["books"], report["articles"]) == (True, [], [])


def test_a_book_never_takes_the_place_of_the_one_before(folder: Path, command: Command) -> None:
    """Neither under a made name nor under one that is given, but with --force."""
    for number in (2, 3):
        assert build(command, folder, "--new", "--title", "N", "-o", "day.epub").code == 0
        write(folder, str(number), *story(number), day="2020-09-01")
    assert build(command, folder, "--new", "--title", "N", "-o", "day.epub", "--force").out == "day.epub\n"
    assert inside(Path()) == ["day.epub", "day_2.epub"]


def test_a_gap_is_told_beside_nothing_new(folder: Path, command: Command) -> None:
    """Something may be new where nothing could be read: exit code 3, in one line."""
    Path("bad.epub").write_bytes(b"PK\x03\x04")
    build(command, folder, "bad.epub", "--new")
    again = build(command, folder, "bad.epub", "--new")
    assert (again.code, again.out) == (3, "")
    assert "nothing new, no book was made; but 1 could not be had, the first bad.epub" in again.err


def test_list_shows_what_would_be_new_and_remembers_nothing(folder: Path, command: Command) -> None:
    """A dry run stays one, also with a store that is not there."""
    for _ in range(2):
        assert "Title of 1" in command("--debug", "list", folder, "--new", "--offline").out
    build(command, folder, "--new")
    assert "Title of 1" not in command("--debug", "list", folder, "--new", "--offline").out.split("left out")[0]


def test_a_bundle_can_begin_anew(folder: Path, command: Command) -> None:
    """`cache info` counts, `cache forget` forgets one by its title or its sources, `cache clear` all."""
    build(command, folder, "--new", "--title", "One")
    build(command, folder, "--new")
    assert "bundles with --new: 2, 2 books, 2 articles" in command("cache", "info").out
    assert command("cache", "forget", "One").code == 0
    assert command("cache", "forget", folder).code == 0
    assert "bundles with --new: 0" in command("cache", "info").out
    unknown = command("cache", "forget", "One")
    assert unknown.code == 1
    assert "One: no bundle goes by that" in one_line(unknown.err)
    build(command, folder, "--new", "--title", "Two")
    command("cache", "clear")
    assert "bundles with --new: 0" in command("cache", "info").out


def test_the_record_holds_no_title_address_or_path(folder: Path, command: Command, tmp_path: Path) -> None:
    """Hashes only, and only for their owner's eyes."""
    build(command, folder, "--new", "--title", "Secret title")
    content = (tmp_path / "cache" / "bundles.sqlite").read_bytes()
    for word in (b"Secret", b"Title of", b"example.org", bytes(tmp_path)):
        assert word not in content
    with sqlite3.connect(tmp_path / "cache" / "bundles.sqlite") as index:
        assert index.execute("SELECT path FROM book").fetchall() == [(None,)]
    index.close()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--new", "--no-store"), "the store says what earlier books had"),
        (("--since", "2020-09-01", "--since", "2020-09-02"), "two days are given"),
        (("--since", "yesterday"), "is neither a day (2020-09-01) nor a book that is there"),
        (("--since", "2020-13"), "is no date"),
        (("--update", "missing.epub"), "missing.epub"),
        (("--update", "here.epub", "--new"), "give one of them"),
        (("--update", "here.epub", "--split", "year"), "one book is updated"),
        (("--picks", "here.epub"), "line 1: is no line of a pick list"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    folder: Path, command: Command, arguments: tuple[str, ...], reason: str
) -> None:
    """Exit code 2 and the reason, before any work."""
    Path("here.epub").write_bytes(b"no book")
    outcome = command("build", folder, *arguments)
    assert outcome.code == 2
    assert reason in outcome.err


def test_the_way_by_hand(folder: Path, command: Command) -> None:
    """List --save, edit, build --picks; a list that somebody may have edited is never overwritten."""
    write(folder, "2", *story(2), day="2020-09-02", title="湖边的早晨")
    assert command("--debug", "list", folder, "--offline", "--save", "picks.txt").code == 0
    text = Path("picks.txt").read_text(encoding="utf-8")
    assert "湖边的早晨" in text
    again = command("list", folder, "--save", "picks.txt")
    assert (again.code, Path("picks.txt").read_text(encoding="utf-8")) == (1, text)
    Path("picks.txt").write_bytes(b"\xff\xfe" + text.replace("[x] ", "[ ] ", 1).replace("湖", "河").encode("utf-16-le"))
    report = json.loads(build(command, folder, "--picks", "picks.txt", "--json", "-o", "b.epub").out)
    assert [article["title"] for article in report["articles"]] == ["湖边的早晨"]


def test_an_update_goes_over_the_book_itself(folder: Path, command: Command) -> None:
    """Its path is printed, and nothing lies beside it; without news nothing is printed and nothing written."""
    build(command, folder, "-o", "week.epub")
    write(folder, "2", *story(2), day="2020-09-02")
    assert build(command, folder, "--update", "week.epub").out == "week.epub\n"
    before = Path("week.epub").read_bytes()
    again = build(command, folder, "--update", "week.epub")
    assert (again.code, again.out, Path("week.epub").read_bytes()) == (0, "", before)
    assert inside(Path()) == ["week.epub"]
