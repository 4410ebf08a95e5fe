"""Books whose contents are grouped by source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bundler.check import Level, audit
from bundler.model import Chapter
from bundler.package import in_groups, in_order
from bundler.package.grouping import headings, source_of
from tests.books import article_pages, bundle, rewrite, text
from tests.entries import entry
from tests.pages import mirror_page, prose


@pytest.fixture
def two_sites(tmp_path: Path) -> Path:
    """Five pages of two sites whose days interlock, and one without address and date."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, (host, day) in enumerate(
        [("example.net", "03"), ("example.org", "01"), ("example.net", "01"), ("example.org", "02"), ("", "")]
    ):
        address = f"https://{host}/2020/09/{day}/{number}.html" if host else ""
        page = mirror_page(f"Story {number}", day=day and f"2020-09-{day}", address=address, paragraphs=prose(number))
        (folder / f"{number}.md").write_text(page, encoding="utf-8")
    return folder


def _titles(book: Path) -> list[str]:
    return re.findall(r"<a href=[^>]*>([^<]*)</a>", text(book, "EPUB/nav.xhtml").partition("landmarks")[0])


def test_sources_stand_in_the_order_in_which_they_were_collected(two_sites: Path, tmp_path: Path) -> None:
    """Within a source by date; the spine, the contents and the NCX agree, and the audit finds nothing wrong."""
    book = tmp_path / "book.epub"
    bundle([two_sites], book, group="source")
    shown = [title for title in _titles(book) if title.startswith("Story")]
    assert shown == ["Story 2", "Story 0", "Story 1", "Story 3", "Story 4"]
    days = [re.split(r"-[0-9a-f]{12}", name.rpartition("/")[2])[0] for name in article_pages(book)]
    assert days == ["2020-09-01", "2020-09-03", "2020-09-01", "2020-09-02", "undated"]
    assert [finding for finding in audit(book) if finding.level is not Level.NOTE] == []


def test_each_source_is_a_heading(two_sites: Path, tmp_path: Path) -> None:
    """The upper level of the contents has sources instead of days, unknown ones under a word of their own."""
    book = tmp_path / "book.epub"
    bundle([two_sites], book, group="source")
    heads = [title for title in _titles(book) if not title.startswith("Story")]
    assert heads[-3:] == ["Unknown source", "Sources", "About this book"]
    assert len(heads) == 5


def test_the_audit_still_sees_a_wrong_order_within_a_source(two_sites: Path, tmp_path: Path) -> None:
    """Dates begin anew with each source, and nowhere else."""
    book = tmp_path / "book.epub"
    bundle([two_sites], book, group="source")
    second = article_pages(book)[1]
    page = text(book, second).replace('datetime="2020-09-03"', 'datetime="2020-08-01"')
    wrong = rewrite(book, tmp_path / "wrong.epub", {second: page.encode()})
    assert [finding.code.value for finding in audit(wrong) if finding.level is Level.ERROR] == ["date order"]


def test_volumes_are_cut_by_date_and_grouped_within(two_sites: Path, tmp_path: Path) -> None:
    """The oldest first; the order of sources is each volume's own, so that later articles change no older one."""
    report = bundle([two_sites], tmp_path / "book.epub", group="source", split="2")
    shown = [[chapter.entry.title for chapter in book.chapters] for book in report.books]
    assert shown == [["Story 1", "Story 2"], ["Story 0", "Story 3"], ["Story 4"]]


def test_a_source_goes_by_the_name_that_most_of_its_articles_give() -> None:
    """Its host where none gives one."""
    entries = [
        entry(0, "2020-09-01", site="Garden", source_url="https://www.example.org/0"),
        entry(1, "2020-09-02", site="Daily Garden", source_url="https://example.org/1"),
        entry(2, "2020-09-03", site="Daily Garden", source_url="https://example.org/2"),
        entry(3, "2020-09-04", source_url="https://example.net/3"),
    ]
    assert [(head.source, head.indexes) for head in headings(entries, "source")] == [
        ("Daily Garden", (0, 1, 2)),
        ("example.net", (3,)),
    ]
    assert [head.source for head in headings(entries, "date")] == [None] * 4


def test_by_date_nothing_moves() -> None:
    """And an address that is none is no source."""
    chapters = [Chapter(item, ()) for item in in_order([entry(0, "2020-09-02"), entry(1, "2020-09-01")])]
    assert in_groups(chapters, "date") == tuple(chapters)
    assert source_of(entry(0, source_url="http://[", site="Garden")) == "Garden"
