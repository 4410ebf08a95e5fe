"""Titles that a user gives, of every make: the book has a name, a title and menus, and passes its own audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from bundler.check import audit
from bundler.check.findings import Level
from tests.books import contents
from tests.package.everything import TITLES
from tests.program import environment, run


@pytest.mark.parametrize("number", range(len(TITLES)))
def test_a_title_of_any_make_makes_a_book(tmp_path: Path, pages: Path, number: int) -> None:
    """Without `-o` the file's name comes from it, too: one name in this folder, no longer than file systems allow."""
    title = TITLES[number]
    done = run(
        *("--debug", "build", pages, "-q", "--offline", "--title", title, "--author", title, "--subject", title),
        *("--split", "2"),
        folder=tmp_path,
        env=environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache")),
    )
    assert (done.code, done.err) == (0, "")
    books = sorted(tmp_path.glob("*.epub"))
    assert [book.name for book in books] == done.out.splitlines()
    assert [book.stem.rpartition("_")[2] for book in books] == ["v001", "v002"]
    for book in books:
        assert len(book.name.encode()) <= 130
        assert [finding for finding in audit(book) if finding.level is Level.ERROR] == []
        package = etree.fromstring(contents(book)["EPUB/content.opf"])
        assert (package.findtext(".//{*}title") or "").strip()
