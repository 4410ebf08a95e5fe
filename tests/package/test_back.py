"""The pages behind the articles: sources, gaps and colophon, without a trace of who made the book."""

from __future__ import annotations

import pytest
from lxml import etree

from bundler.model import Kind, Skipped, Stage
from bundler.package import back
from bundler.package.labels import labels_for
from bundler.package.pages import Book
from tests.entries import book, entry


def _rows(page: bytes) -> list[tuple[str, str]]:
    return [
        (etree.QName(element).localname, "".join(element.itertext()))
        for element in etree.fromstring(page).iterfind(".//{*}dl/*")
    ]


def test_sources_are_counted_and_dated() -> None:
    """Each site with its host, its number of articles and their period; the most frequent first."""
    entries = [
        entry(0, "2020-09-01", site="Tea Weekly", source_url="https://www.tea.example/1"),
        entry(1, "2020-09-03", site="Tea Weekly", source_url="https://tea.example/2"),
        entry(2, "2020-09-02", site="boats.example", source_url="https://boats.example/1"),
        entry(3, site="", source_url=""),
    ]
    assert _rows(back.sources_page(book(), entries)) == [
        ("dt", "Tea Weekly"),
        ("dd", "tea.example · 2 articles · 1 September 2020 – 3 September 2020"),
        ("dt", "Unknown source"),
        ("dd", "1 article"),
        ("dt", "boats.example"),
        ("dd", "1 article · 2 September 2020"),
    ]


@pytest.mark.parametrize("address", ["https://[broken/", "", "no address", "https://user:geheim@a.example:80/?token=x"])
def test_a_strange_address_makes_no_broken_page(address: str) -> None:
    """Nothing but the host of an address is printed."""
    page = back.sources_page(book(), [entry(0, site="<S> & \x01", source_url=address)])
    assert _rows(page)[0] == ("dt", "<S> & ")
    assert b"geheim" not in page
    assert b"token" not in page


def _gap(origin: str, subject: str = "", reason: str = "is empty") -> Skipped:
    return Skipped(origin, Stage.CLEAN, Kind.UNREADABLE, reason, subject)


def test_gaps_are_grouped_by_article() -> None:
    """Under the article's title where it is in the book, by the page's path where it is not."""
    gaps = [_gap("b.md", "z.jpg", "gone"), _gap("c/d.md"), _gap("b.md", "a.jpg", "gone")]
    assert _rows(back.gaps_page(book(), gaps, {"b.md": "The <b> & title"})) == [
        ("dt", "The <b> & title"),
        ("dd", "a.jpg: gone"),
        ("dd", "z.jpg: gone"),
        ("dt", "c/d.md"),
        ("dd", "is empty"),
    ]


@pytest.mark.parametrize(
    "origin", ["/home/ann/secret/a.md", "../../ann/secret/a.md", "C:\\ann\\secret\\a.md", "\\\\ann\\secret\\a.md"]
)
def test_a_gap_does_not_tell_where_the_book_was_made(origin: str) -> None:
    """Of a path that starts outside of the sources only the file's name is printed, Windows' paths too."""
    page = back.gaps_page(book(), [_gap(origin)], {})
    assert b"ann" not in page
    assert b"a.md" in page


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "ar", "und"])
def test_the_pages_are_in_the_books_language(language: str) -> None:
    """Headings and words are, where the program knows them; each page has one h1 that names its section."""
    shown = Book("T", language, labels_for(language))
    pages = [back.colophon_page(shown), back.sources_page(shown, [entry(0)]), back.gaps_page(shown, [_gap("a")], {})]
    for page in pages:
        root = etree.fromstring(page)
        assert root.get("lang") == language
        (heading,) = root.iter("{*}h1")
        assert root.find(".//{*}section").get("aria-labelledby") == heading.get("id")
    chinese = "关于本书" if language == "zh-Hans" else "關於本書" if language == "zh-Hant" else "About this book"
    assert etree.fromstring(pages[0]).findtext(".//{*}h1") == chinese
