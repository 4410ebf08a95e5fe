"""Whole books of strange pages: whatever a page or its file is called, the book passes its own audit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from bundler.check import audit
from tests.books import article_pages, bundle, contents, names, text
from tests.pages import mirror_page, plain_page, prose, saved_page
from tests.pictures import jpeg

_NAMES = [
    b"caf\xe9",
    b"form\x0cfeed",
    b"new\nline",
    b"\x01\x1b",
    b"  ",
    b"<&>\"'",
    "汉字".encode(),
    "\u200b\ue000".encode(),
    b"a" * 240,
]


def _write(folder: Path, name: bytes, content: str) -> None:
    folder.mkdir(exist_ok=True)
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:  # noqa: PTH118, PTH123 - a name of bytes is no Path
        file.write(content.encode())


@pytest.mark.parametrize("name", _NAMES)
def test_a_page_without_a_title_is_called_after_its_file(tmp_path: Path, name: bytes) -> None:
    """The name becomes a title that is text, in the menu and on the page, and never empty."""
    _write(tmp_path / "pages", name + b".md", "A few words and no title at all.\n")
    report = bundle([tmp_path / "pages"], tmp_path / "book.epub")
    assert len(report.entries) == 1
    assert report.gaps == ()
    assert audit(tmp_path / "book.epub") == []
    page = etree.fromstring(contents(tmp_path / "book.epub")[article_pages(tmp_path / "book.epub")[0]])
    assert page.findtext(".//{*}h1").strip()


@pytest.mark.parametrize("name", _NAMES)
def test_a_page_that_is_missing_is_named_by_its_file(tmp_path: Path, name: bytes) -> None:
    """The name stands as text on the book's last page."""
    _write(tmp_path / "pages", name + b".md", "")
    _write(tmp_path / "pages", b"good.md", plain_page("Good", paragraphs=prose(1)))
    report = bundle([tmp_path / "pages"], tmp_path / "book.epub")
    assert [gap.reason for gap in report.gaps] == ["is empty"]
    assert audit(tmp_path / "book.epub") == []
    assert "is empty" in text(tmp_path / "book.epub", "EPUB/text/gaps.xhtml")


@pytest.mark.parametrize(
    "reference",
    ["a&#1;b.jpg", "a&#12;b.jpg", "a\x01b.jpg", "<&>.jpg", "a\u202eb.jpg", "\ue000.jpg", "%00.jpg", "x" * 5000],
)
def test_a_picture_that_is_missing_is_named_by_its_reference(tmp_path: Path, reference: str) -> None:
    """Whatever a page calls its picture, its place and the book's last page are text."""
    page = saved_page("Good", paragraphs=prose(1)).replace("</article>", f'<p><img src="{reference}"></p></article>')
    _write(tmp_path / "pages", b"good.html", page)
    report = bundle([tmp_path / "pages"], tmp_path / "book.epub")
    assert len(report.gaps) == 1
    assert audit(tmp_path / "book.epub") == []
    assert 'class="missing"' in text(tmp_path / "book.epub", article_pages(tmp_path / "book.epub")[0])


@pytest.mark.parametrize(
    "title", ["be\x00fore", "\x01", "a\x1bb", "caf\udce9", "<&>\"'", "\u200b", "x" * 3000, "汉" * 300]
)
@pytest.mark.parametrize("option", ["title", "author"])
def test_a_name_the_user_gives_is_text(tmp_path: Path, pages: Path, option: str, title: str) -> None:
    """A title or author with anything in it, pasted from anywhere, makes a book all the same."""
    bundle([pages], tmp_path / "book.epub", **{option: title})
    assert audit(tmp_path / "book.epub") == []
    package = etree.fromstring(contents(tmp_path / "book.epub")["EPUB/content.opf"])
    assert package.findtext(".//{http://purl.org/dc/elements/1.1/}title")


@pytest.mark.parametrize("declared", ["en-US-GB", "en-us", "EN_us", "en-", "en us", "x" * 50])
def test_a_language_that_is_none_does_not_reach_the_package(tmp_path: Path, declared: str) -> None:
    """What a page declares is not believed when it is no BCP 47 tag: an invalid one would make the book invalid."""
    page = saved_page("Good", paragraphs=["The words of this are in English and that is to be told by it."] * 5)
    _write(tmp_path / "pages", b"good.html", page.replace("lang='en'", f"lang='{declared}'"))
    bundle([tmp_path / "pages"], tmp_path / "book.epub")
    package = etree.fromstring(contents(tmp_path / "book.epub")["EPUB/content.opf"])
    assert package.findtext(".//{http://purl.org/dc/elements/1.1/}language").lower() in ("en", "en-us")


def test_a_page_of_pictures_alone_is_an_article(tmp_path: Path) -> None:
    """No text, two pictures: the page has both, and the audit finds nothing amiss."""
    _write(tmp_path / "pages", b"1.md", mirror_page("Pictures", day="2020-09-01", pictures=["a.jpg", "b.jpg"]))
    (tmp_path / "pages" / "a.jpg").write_bytes(jpeg(200, 100))
    (tmp_path / "pages" / "b.jpg").write_bytes(jpeg(100, 200))
    report = bundle([tmp_path / "pages"], tmp_path / "book.epub")
    assert (report.pictures, report.gaps) == (2, ())
    assert audit(tmp_path / "book.epub") == []
    assert sum(name.startswith("EPUB/images/") for name in names(tmp_path / "book.epub")) == 3


def test_references_to_folders_use_up_no_file_handles(tmp_path: Path) -> None:
    """A page with thousands of pictures that are folders does not leave a file open for each."""
    resource = pytest.importorskip("resource", reason="this system counts no open files")
    figures = "".join(f'<p><img src=".?{number}"></p>' for number in range(300))
    _write(tmp_path / "pages", b"1.html", saved_page("Folders", paragraphs=prose(1)).replace("</article>", figures))
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, limits[1]))
    try:
        report = bundle([tmp_path / "pages"], tmp_path / "book.epub")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert len(report.gaps) == 300


def test_the_contents_lead_to_every_article(tmp_path: Path, pages: Path) -> None:
    """The page of contents and the reader's menu name the articles in reading order."""
    _write(pages, b"0.md", plain_page("Undated & <last>", paragraphs=prose(9)))
    bundle([pages], tmp_path / "book.epub")
    for name, root in (("EPUB/text/contents.xhtml", "../"), ("EPUB/nav.xhtml", "")):
        page = etree.fromstring(contents(tmp_path / "book.epub")[name])
        found = [(link.text, link.get("href")) for link in page.iterfind(".//{*}ol//{*}ol//{*}a")]
        assert found == [
            (title, root + name.removeprefix("EPUB/"))
            for title, name in zip(
                ("Story 1", "Story 2", "Story 3", "Undated & <last>"),
                article_pages(tmp_path / "book.epub"),
                strict=True,
            )
        ]


def test_the_last_page_groups_what_is_missing(tmp_path: Path, pages: Path) -> None:
    """Gaps stand under the article's title where it is in the book, under the file's name where it is not."""
    page = mirror_page("Lake", day="2020-09-04", paragraphs=prose(7), pictures=["gone.jpg", "away.png"])
    (pages / "lake.md").write_text(page, encoding="utf-8")
    (pages / "zero.md").touch()
    bundle([pages], tmp_path / "book.epub")
    last = etree.fromstring(contents(tmp_path / "book.epub")["EPUB/text/gaps.xhtml"])
    rows = [(element.tag.rpartition("}")[2], element.text) for element in last.iterfind(".//{*}dl/*")]
    assert rows == [
        ("dt", "Lake"),
        ("dd", "away.png: no such file beside the page"),
        ("dd", "gone.jpg: no such file beside the page"),
        ("dt", "zero.md"),
        ("dd", "is empty"),
    ]
