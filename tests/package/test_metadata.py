"""What a book says of itself: read back from the package, true, and free of what XML does not allow."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from ebooklib import epub
from lxml import etree

from bundler.package.epub import BookWriter
from bundler.package.labels import labels_for
from bundler.package.metadata import Access, Metadata, Series, describe, file_as
from tests.books import bundle, contents
from tests.pages import plain_page, prose, saved_page
from tests.pictures import jpeg

_ALT = '<img src="a.jpg" alt="A boat on the lake">'
_MATH = "<math><mi>x</mi></math>"


def _said(package: etree._Element, term: str) -> list[str]:
    return [meta.text for meta in package.iter("{*}meta") if meta.get("property") == f"schema:{term}"]


def _package(folder: Path, *bodies: str, **settings: Any) -> etree._Element:  # noqa: ANN401 - as Settings takes them
    """The package document of a book of pages with these bodies."""
    (folder / "pages").mkdir()
    (folder / "pages" / "a.jpg").write_bytes(jpeg(300, 200))
    for number, body in enumerate(bodies):
        page = saved_page(f"T{number}", day="2020-09-01", paragraphs=[*prose(number), body], site=f"Site {number}")
        (folder / "pages" / f"{number}.html").write_text(page, encoding="utf-8")
    bundle([folder / "pages"], folder / "b.epub", **settings)
    return etree.fromstring(contents(folder / "b.epub")["EPUB/content.opf"])


@pytest.mark.parametrize(
    ("bodies", "modes", "sufficient", "features"),
    [
        (["words"], ["textual"], ["textual"], []),
        ([_ALT], ["textual", "visual"], ["textual", "textual,visual"], ["alternativeText"]),
        ([_ALT, '<img src="a.jpg" alt="">'], ["textual", "visual"], ["textual,visual"], []),
        (['<img src="a.jpg" alt="a.jpg">'], ["textual", "visual"], ["textual,visual"], []),
        (
            [f"<figure><a href='a.jpg'>{_ALT}</a><figcaption><b>A boat on the lake</b>, 1911</figcaption></figure>"],
            ["textual", "visual"],
            ["textual,visual"],
            [],
        ),
        ([_MATH], ["textual"], ["textual"], ["MathML"]),
        ([_MATH, _ALT], ["textual", "visual"], ["textual", "textual,visual"], ["alternativeText", "MathML"]),
    ],
    ids=["no pictures", "all described", "one not", "a file's name", "the caption again", "formulas", "both"],
)
def test_claims_about_access_are_true(
    tmp_path: Path, bodies: list[str], modes: list[str], sufficient: list[str], features: list[str]
) -> None:
    """Modes, what suffices, and features are those of the pages; nothing in a book flashes, moves or sounds."""
    package = _package(tmp_path, *bodies)
    assert _said(package, "accessMode") == modes
    assert _said(package, "accessModeSufficient") == sufficient
    always = ["displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    assert _said(package, "accessibilityFeature") == [*features, *always]
    assert _said(package, "accessibilityHazard") == ["none"]
    is_described = "textual" in sufficient
    (summary,) = _said(package, "accessibilitySummary")
    assert ("not every picture" in summary) is not is_described


def test_pictures_that_are_left_out_need_no_description(tmp_path: Path) -> None:
    """With --no-images a book is for the eye no more."""
    package = _package(tmp_path, '<img src="a.jpg" alt="">', pictures=False)
    assert _said(package, "accessMode") == ["textual"]


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("The Evening Post", "en", "Evening Post, The"),
        ("A List", "en-GB", "List, A"),
        ("an hour", "en", "hour, an"),
        ("Thebes", "en", "Thebes"),
        ("The", "en", "The"),
        ("A", "en", "A"),
        ("An der Elbe", "de", "An der Elbe"),
        ("A Coruña", "gl", "A Coruña"),
        ("秋天", "zh-Hans", "秋天"),
    ],
)
def test_names_are_sorted_as_a_shelf_does(name: str, language: str, expected: str) -> None:
    """An English article goes behind in English books, and nothing is moved in others."""
    assert file_as(name, language) == expected


def test_titles_and_authors_carry_how_they_are_sorted(tmp_path: Path) -> None:
    """`file-as` refines the title and every author; each id is there once."""
    package = _package(tmp_path, "words", title="The Autumn", author="The Editors")
    refined = {
        (meta.get("refines"), meta.get("property")): meta.text
        for meta in package.iter("{*}meta")
        if meta.get("refines")
    }
    assert refined[("#title", "file-as")] == "Autumn, The"
    assert refined[("#creator1", "file-as")] == "Editors, The"
    identifiers = {element.get("id") for element in package.iter() if element.get("id")}
    assert {target.lstrip("#") for target, _ in refined} <= identifiers


def test_publishers_are_the_sites_the_most_frequent_first(tmp_path: Path) -> None:
    """At most ten, and at most three of them stand as authors."""
    package = _package(tmp_path, *["words"] * 12)
    publishers = [element.text for element in package.iter("{*}publisher")]
    assert len(publishers) == len(set(publishers)) == 10
    assert [element.text for element in package.iter("{*}creator")] == publishers[:3]


def test_the_description_counts_and_dates_the_articles(tmp_path: Path) -> None:
    """One line in the book's language, with whatever the sites are called, braces and control characters too."""
    (tmp_path / "pages").mkdir()
    for number, site in enumerate(("{period} & <b>", "a\x02\x1b\ue000b")):
        page = saved_page(f"T{number}", day=f"2020-09-0{number + 1}", paragraphs=prose(number), site=site)
        (tmp_path / "pages" / f"{number}.html").write_text(page, encoding="utf-8")
    bundle([tmp_path / "pages"], tmp_path / "b.epub", subjects=("Lakes", "船"))
    package = etree.fromstring(contents(tmp_path / "b.epub")["EPUB/content.opf"])
    said = package.findtext(".//{*}description")
    assert said == "2 articles, 1 September 2020 – 2 September 2020: ab, {period} & <b>"
    assert [element.text for element in package.iter("{*}subject")] == ["Lakes", "船"]
    assert package.findtext(".//{*}date") == "2020-09-02"


def _metadata(**fields: Any) -> Metadata:  # noqa: ANN401 - as Metadata has them
    values: dict[str, Any] = {
        "identifier": "urn:uuid:1",
        "title": "T",
        "language": "en",
        "authors": (),
        "publishers": (),
        "day": "2020-09-01",
        "description": "",
        "subjects": (),
        "series": None,
        "access": Access(has_pictures=False, has_alternatives=False, has_math=False),
    }
    return Metadata(**(values | fields))


def test_a_series_is_told_in_both_notations(tmp_path: Path) -> None:
    """`belongs-to-collection` with its type and place, and calibre's two names."""
    package = epub.EpubBook()
    describe(package, _metadata(series=Series("News", "202009.002")), labels_for("en"))
    package.add_item(epub.EpubNav())
    package.add_item(epub.EpubNcx())
    BookWriter(tmp_path / "b.epub", package, b"<html/>", b"<ncx/>", "2020-09-01T00:00:00Z").write()
    root = etree.fromstring(contents(tmp_path / "b.epub")["EPUB/content.opf"])
    metas = [
        (meta.get("name") or meta.get("property"), meta.get("content") or meta.text) for meta in root.iter("{*}meta")
    ]
    assert ("belongs-to-collection", "News") in metas
    assert ("collection-type", "series") in metas
    assert ("group-position", "202009.002") in metas
    assert ("calibre:series", "News") in metas
    assert ("calibre:series_index", "202009.002") in metas


@pytest.mark.parametrize(
    ("has_pictures", "has_alternatives", "has_math"), list(itertools.product([False, True], repeat=3))
)
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "ar"])
def test_a_book_without_pictures_claims_no_alternative_texts(
    language: str, *, has_pictures: bool, has_alternatives: bool, has_math: bool
) -> None:
    """`alternativeText` stands exactly where there are pictures and each is described."""
    package = epub.EpubBook()
    access = Access(has_pictures=has_pictures, has_alternatives=has_alternatives, has_math=has_math)
    describe(package, _metadata(language=language, access=access), labels_for(language))
    metas = [(attributes.get("property"), value) for value, attributes in package.metadata[None]["meta"]]
    assert (("schema:accessibilityFeature", "alternativeText") in metas) is (has_pictures and has_alternatives)
    assert (("schema:accessibilityFeature", "MathML") in metas) is has_math
    assert (("schema:accessMode", "visual") in metas) is has_pictures


def test_a_plain_page_has_no_publisher(tmp_path: Path) -> None:
    """What is not known is not said: no empty elements."""
    (tmp_path / "p.md").write_text(plain_page("T", paragraphs=prose(1)), encoding="utf-8")
    bundle([tmp_path / "p.md"], tmp_path / "b.epub")
    package = etree.fromstring(contents(tmp_path / "b.epub")["EPUB/content.opf"])
    assert [element.tag for element in package.iter("{*}publisher", "{*}creator", "{*}subject")] == []
    assert package.findtext(".//{*}description") == "1 article, Undated: Unknown source"
