"""Bad sources: one clear line, the right exit code, and nothing lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.books import article_pages, text
from tests.pages import plain_page, prose
from tests.program import inside, one_line, run

_OLD = b"an older book"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A place where an older book lies."""
    (tmp_path / "books").mkdir()
    path = tmp_path / "books" / "week.epub"
    path.write_bytes(_OLD)
    return path


def _missing(_: Path) -> None:
    """Leave the source away."""


def _empty_folder(source: Path) -> None:
    source.mkdir()


def _lay_no_articles(source: Path, base: str) -> None:
    source.mkdir()
    (source / "README.md").write_text("# A mirror\n\nHow to use it.\n", encoding="utf-8")
    links = "\n".join(f"- [Story number {number}]({base}pages/{number}.md)" for number in range(20))
    (source / "list.md").write_text(f"# Stories\n\n{links}\n", encoding="utf-8")


def _no_articles(source: Path) -> None:
    _lay_no_articles(source, "https://mirror.example.net/")


def _no_articles_by_relative_links(source: Path) -> None:
    _lay_no_articles(source, "")


def _binary(source: Path) -> None:
    source.mkdir()
    (source / "story.md").write_bytes(bytes(range(256)) * 20)


def _empty_page(source: Path) -> None:
    source.mkdir()
    (source / "story.md").touch()


def _broken_link(source: Path) -> None:
    source.mkdir()
    (source / "story.md").symlink_to("gone.md")


def _link_in_a_circle(source: Path) -> None:
    source.mkdir()
    (source / "story.md").symlink_to("story.md")


def _pipe(source: Path) -> None:
    os.mkfifo(source)


def _pipe_in_a_folder(source: Path) -> None:
    source.mkdir()
    os.mkfifo(source / "story.md")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_missing, "no such file or folder"),
        (_empty_folder, "holds no pages"),
        (_no_articles, "no article is left of 2 pages"),
        (_no_articles_by_relative_links, "no article is left of 2 pages"),
        (_binary, "holds binary data"),
        (_empty_page, "is empty"),
        (_broken_link, "cannot be read"),
        (_link_in_a_circle, "cannot be read"),
        (_pipe, "is no regular file"),
        (_pipe_in_a_folder, "is no regular file"),
    ],
)
def test_a_source_without_an_article_makes_no_book(
    tmp_path: Path, book: Path, make: Callable[[Path], None], words: str
) -> None:
    """Exit code 1 and one line that names the source and the reason; the older book is whole and nothing is left."""
    source = tmp_path / "source"
    make(source)
    done = run("build", source, "-o", book, folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    line = one_line(done.err)
    assert str(source) in line
    assert words in line
    assert book.read_bytes() == _OLD
    assert inside(book.parent) == ["week.epub"]


def test_one_source_that_is_missing_makes_no_book(tmp_path: Path, pages: Path, book: Path) -> None:
    """A spelling mistake among several sources is told before the good ones are worked on."""
    done = run("build", pages, tmp_path / "typo", "-o", book, folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert str(tmp_path / "typo") in one_line(done.err)
    assert book.read_bytes() == _OLD


def _gaps(book: Path) -> str:
    """The page with the gaps, which stands behind the articles."""
    spine = text(book, "EPUB/content.opf").partition("<spine")[2].partition("</spine>")[0]
    assert "gaps" in spine.splitlines()[-4]
    return text(book, "EPUB/text/gaps.xhtml")


def test_an_empty_page_beside_a_good_one_is_a_gap(tmp_path: Path, pages: Path, book: Path) -> None:
    """The book is made, exit code 3, and the gap stands on stderr, on the book's last page and in the report."""
    (pages / "zero.md").touch()
    done = run("--debug", "build", pages, "-o", book, folder=tmp_path)
    assert (done.code, done.out) == (3, f"{book}\n")
    assert "missing: zero.md: is empty" in done.err
    assert "zero.md" in _gaps(book)
    assert "is empty" in _gaps(book)
    report = json.loads(run("--debug", "build", pages, "-o", book, "--json", folder=tmp_path).out)
    assert report["gaps"] == [
        {"path": "zero.md", "stage": "collect", "kind": "unreadable", "reason": "is empty"},
    ]
    assert len(report["articles"]) == 3


def test_a_page_nobody_may_read_is_a_gap(tmp_path: Path, pages: Path, book: Path, permissions_hold: None) -> None:
    """A forbidden file costs one page."""
    (pages / "2.md").chmod(0)
    done = run("--debug", "build", pages, "-o", book, folder=tmp_path)
    assert done.code == 3
    assert "missing: 2.md: cannot be read (Permission denied)" in done.err
    assert "2.md" in _gaps(book)


def test_a_broken_link_beside_good_pages_is_a_gap(tmp_path: Path, pages: Path, book: Path) -> None:
    """A link to nothing and a link to itself cost one page each."""
    (pages / "gone.md").symlink_to("nowhere.md")
    (pages / "loop.md").symlink_to("loop.md")
    done = run("--debug", "build", pages, "-o", book, folder=tmp_path)
    assert (done.code, done.out) == (3, f"{book}\n")
    assert "missing: gone.md: cannot be read" in done.err
    assert "missing: loop.md: cannot be read" in done.err
    assert len(article_pages(book)) >= 3


@pytest.mark.parametrize("name", ["build", "list", "extract"])
def test_strange_file_names_cost_nothing(tmp_path: Path, book: Path, name: str) -> None:
    """Pages whose names are no text, or no good one, are articles and gaps like any other, on every stream."""
    source = tmp_path / "source"
    source.mkdir()
    for number, strange in enumerate((b"caf\xe9", b"new\nline", b"\x01\x1b", b"  ", b"<&>\"'", "汉字".encode())):
        good, bad = (os.path.join(os.fsencode(source), strange + ending) for ending in (b".md", b".html"))  # noqa: PTH118
        with open(good, "wb") as file:  # noqa: PTH123 - a name of bytes is no Path
            file.write(f"A few words of page {number} and no title.\n".encode())
        with open(bad, "wb"):  # noqa: PTH123 - as above
            pass
    options: list[str | Path] = ["-o", book] if name == "build" else []
    done = run("--debug", name, source, *options, folder=tmp_path)
    assert done.code == 3, done.err
    assert "Traceback" not in done.err
    if name != "extract":
        report = json.loads(run("--debug", name, source, *options, "--json", folder=tmp_path).out)
        assert len(report["articles"]) == len(report["gaps"]) == 6


def test_a_hostile_page_costs_itself_at_most(tmp_path: Path, pages: Path, book: Path) -> None:
    """Ten thousand open elements, a megabyte of brackets and a bare doctype do not stop the others."""
    (pages / "deep.html").write_text("<!DOCTYPE html><p>x" + "<div><b>" * 10_000 + "end", encoding="utf-8")
    (pages / "brackets.md").write_text("# T\n\n" + "[" * 200_000 + "\n", encoding="utf-8")
    (pages / "bare.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    (pages / "good.md").write_text(plain_page("Good", paragraphs=prose(9)), encoding="utf-8")
    done = run("build", pages, "-o", book, "-q", folder=tmp_path)
    assert done.code in (0, 3)
    assert (done.out, done.err) == (f"{book}\n", "")
    assert len(article_pages(book)) >= 4
