"""What a run says and how it ends: exit codes, streams, the report for programs, and the help."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from bundler.cli.program import program
from tests.books import article_pages, names, rewrite
from tests.pages import chinese_prose, mirror_page, plain_page, prose
from tests.pictures import jpeg
from tests.program import PROJECT, Command, environment, run

_COMMANDS = program.list_commands(click.Context(program))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of every fate: articles, a repetition, an index, one too old, one undated, a gap, and pictures."""
    folder = tmp_path_factory.mktemp("mixed") / "pages"
    folder.mkdir()
    lake = mirror_page(
        "湖边的早晨",
        day="2020-09-01",
        address="https://example.org/2020/09/01/lake.html",
        paragraphs=chinese_prose(1),
        pictures=["lake.jpg", "far.jpg"],
    )
    (folder / "lake.jpg").write_bytes(jpeg(300, 200))
    (folder / "1.md").write_text(lake, encoding="utf-8")
    (folder / "2.md").write_text(lake, encoding="utf-8")
    for name, title, day in (("3", "Second", "2020-09-02"), ("4", "Old", "2019-01-01"), ("5", "Undated", "")):
        page = plain_page(title, day=day, paragraphs=[*prose(int(name)), "![A boat](boat.jpg)"])
        (folder / f"{name}.md").write_text(page, encoding="utf-8")
    (folder / "README.md").write_text("# A mirror\n\nHow to use it.\n", encoding="utf-8")
    (folder / "zero.md").touch()
    return folder


def _kinds(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return sorted((row["path"], row["kind"]) for row in rows)


def test_a_whole_book_is_exit_code_0(tmp_path: Path, pages: Path) -> None:
    """Stdout carries the book's path and nothing else; what people read is on stderr."""
    done = run("build", pages, "-o", "week.epub", folder=tmp_path)
    assert (done.code, done.out) == (0, "week.epub\n")
    assert "articles" in done.err
    assert "Traceback" not in done.err
    assert names(tmp_path / "week.epub")[0] == "mimetype"


def test_the_report_for_programs_is_complete(tmp_path: Path, mixed: Path) -> None:
    """Stdout is one JSON document: the book, every article in reading order, every gap, everything left out."""
    options = ["-o", "week.epub", "--from", "2020", "--offline", "--json"]
    done = run("--debug", "build", mixed, *options, folder=tmp_path)
    report: dict[str, Any] = json.loads(done.out)
    assert done.code == 3
    assert done.err == ""
    assert {"books", "articles", "pictures", "gaps", "left_out"} <= set(report)
    size = (tmp_path / "week.epub").stat().st_size
    assert report["books"] == [
        {"path": "week.epub", "size": size, "articles": len(report["articles"]), "unchanged": False}
    ]
    assert report["pictures"] == 1
    assert [(row["path"], row["title"], row["date"], row["date_source"]) for row in report["articles"]] == [
        ("1.md", "湖边的早晨", "2020-09-01", "address"),
        ("3.md", "Second", "2020-09-02", "front matter"),
    ]
    assert _kinds(report["gaps"]) == [("3.md", "picture missing"), ("zero.md", "unreadable")]
    assert _kinds(report["left_out"]) == [
        ("1.md", "switched off"),
        ("2.md", "duplicate"),
        ("4.md", "outside the period"),
        ("5.md", "outside the period"),
        ("README.md", "not an article"),
    ]
    rows = report["gaps"] + report["left_out"]
    assert all(row["reason"] and row["stage"] for row in rows)
    assert [row["picture"] for row in rows if "picture" in row] == [
        "boat.jpg",
        "https://example.org/2020/09/01/far.jpg",
    ]


def test_a_list_shows_what_a_build_would_take(tmp_path: Path, mixed: Path) -> None:
    """The same choice and the same reasons, pictures apart, and no book."""
    done = run("--debug", "list", mixed, "--from", "2020", "--json", folder=tmp_path)
    report: dict[str, Any] = json.loads(done.out)
    assert done.code == 3
    assert [(row["path"], row["pictures"]) for row in report["articles"]] == [("1.md", 2), ("3.md", 1)]
    assert _kinds(report["gaps"]) == [("zero.md", "unreadable")]
    assert len(report["left_out"]) == 4
    assert list(tmp_path.iterdir()) == []


def test_a_list_for_people_has_a_line_for_everything(tmp_path: Path, mixed: Path) -> None:
    """Articles in reading order first, then what is missing, then what is left out, each with its reason."""
    done = run("--debug", "list", mixed, "--limit", "1", folder=tmp_path)
    lines = done.out.splitlines()
    assert done.code == 3
    assert lines[0].startswith("2020-09-02")
    assert lines[0].endswith("Second  [3.md]")
    assert lines[1] == "missing   zero.md: unreadable: is empty"
    assert [line.split()[:3] for line in lines[2:]] == [
        ["left", "out", f"{name}.md:"] for name in ("1", "2", "4", "5", "README")
    ]


@pytest.mark.parametrize("name", ["build", "list", "extract"])
def test_quiet_says_nothing_but_errors(tmp_path: Path, mixed: Path, name: str) -> None:
    """With `--quiet` stderr is empty although there are gaps; the exit code tells."""
    options = ["-o", "week.epub", "--offline"] if name == "build" else []
    done = run("--debug", name, mixed, "--quiet", *options, folder=tmp_path)
    assert (done.code, done.err) == (3, "")
    assert done.out


def test_a_check_tells_clean_books_from_others(tmp_path: Path, good_book: Path) -> None:
    """Exit code 0 for clean books, 3 with a line for each finding, of all books that were given."""
    bad = rewrite(good_book, tmp_path / "bad.epub", {"EPUB/notes.txt": b"x", "EPUB/more.txt": b"x"})
    clean = run("check", good_book, folder=tmp_path)
    assert (clean.code, clean.out, clean.err) == (0, "", f"{good_book}: clean\n")
    both = run("check", bad, good_book, folder=tmp_path)
    assert both.code == 3
    assert both.out.splitlines() == [
        f"{bad}: EPUB/more.txt: warning: unreferenced file: stands in the archive and not in the manifest",
        f"{bad}: EPUB/notes.txt: warning: unreferenced file: stands in the archive and not in the manifest",
    ]


@pytest.mark.parametrize("name", ["missing.epub", "folder"])
def test_a_check_of_what_is_no_file_is_exit_code_1(tmp_path: Path, command: Command, name: str) -> None:
    """A misspelled path and a folder without books are told in one line."""
    (tmp_path / "folder").mkdir()
    done = command("check", tmp_path / name)
    assert (done.code, done.out) == (1, "")
    reason = "holds no EPUB file" if name == "folder" else "cannot be read"
    assert done.err.startswith(f"epub-bundler: {tmp_path / name}: {reason}")


@pytest.mark.parametrize("name", ["damaged", "locked"])
def test_a_check_of_a_broken_archive_is_a_finding(tmp_path: Path, good_book: Path, command: Command, name: str) -> None:
    """A download with flipped bytes, or one with a password, is told as a finding and not as a defect of ours."""
    content = bytearray(good_book.read_bytes())
    if name == "damaged":
        begin = content.index(article_pages(good_book)[0].encode()) + 60
        content[begin : begin + 40] = b"\xff" * 40
    else:
        content = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
        content = content.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    (tmp_path / "book.epub").write_bytes(content)
    done = command("check", tmp_path / "book.epub")
    assert (done.code, done.err) == (3, "")
    assert f": error: {'broken' if name == 'damaged' else 'archive'}: " in done.out


@pytest.mark.parametrize("name", ["", *_COMMANDS])
def test_every_help_ends_with_an_example(command: Command, name: str) -> None:
    """The last paragraph of each command's help is a command line to copy."""
    done = command(*filter(None, (name, "--help")))
    last = " ".join(done.out.rstrip().rpartition("\n\n")[2].split())
    assert (done.code, done.err) == (0, "")
    assert last.startswith(f"Example: epub-bundler {name or 'build'}")


def test_the_help_names_every_command(command: Command) -> None:
    """`-h` is `--help`, and each command is there with a sentence about it."""
    done = command("-h")
    rows = [line.split() for line in done.out.partition("Commands:\n")[2].splitlines() if line.startswith("  ")]
    assert [row[0] for row in rows if row[0] in _COMMANDS] == _COMMANDS
    assert all(len(row) > 2 for row in rows)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["--unknown"]])
def test_the_help_needs_no_library_of_the_pipeline(arguments: list[str]) -> None:
    """`epub-bundler --help` is there at once: no parser, no picture library, no ebooklib is imported for it."""
    code = (
        "import sys\nfrom bundler.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'ebooklib', 'bs4', 'PIL', 'lxml', 'aiohttp', 'pebble'} & set(sys.modules)\n"
        "print('imported:', *sorted(heavy))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "imported:"
