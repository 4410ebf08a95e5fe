"""Contents, landmarks, guide and spine lead somewhere, in order, and agree; and articles stand by date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bundler.check import Code, Level, audit
from bundler.check.navigation import read_ncx
from tests.books import FIRST_PAGE, SECOND_PAGE, rewrite, text
from tests.check.anatomy import Anatomy, Changes, planted

_NAV, _NCX, _OPF = "EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/content.opf"


def _problems(path: Path) -> set[Code]:
    return {finding.code for finding in audit(path) if finding.level.is_problem}


def _exchanged(book: Path, name: str, old: str, new: str) -> Changes:
    """A part with all of something exchanged; fails when it is not there."""
    content = text(book, name)
    assert old in content
    return {name: content.replace(old, new).encode()}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (_NAV, 'epub:type="toc"', 'epub:type="lot"'),
        (_NAV, f'<a href="text/{SECOND_PAGE}">', '<a href="https://example.org/">'),
        (_NAV, f'<a href="text/{SECOND_PAGE}">', '<a href="mailto:a@example.org">'),
        (_NAV, ">A second story</a>", "></a>"),
        (_NAV, ">A second story</a>", "><b> </b></a>"),
        (_NAV, f'href="text/{FIRST_PAGE}"', 'href="images/cover.jpg"'),
        (_NCX, 'playOrder="2"', 'playOrder="3"'),
        (_NCX, 'playOrder="2"', 'playOrder="x"'),
        (_NCX, 'playOrder="2"', 'playOrder="1"'),
        (_NCX, 'playOrder="1"', 'playOrder="0"'),
        (_NCX, 'name="dtb:uid" content="', 'name="dtb:uid" content="x'),
        (_NCX, f'src="text/{SECOND_PAGE}"', 'src="images/cover.jpg"'),
        (_OPF, ' properties="nav"', ""),
    ],
)
def test_contents_that_mislead_are_a_warning(good_book: Path, tmp_path: Path, name: str, old: str, new: str) -> None:
    """No contents, entries that leave the book, without words or out of order, numbers with gaps, another book's id."""
    book = rewrite(good_book, tmp_path / "planted.epub", _exchanged(good_book, name, old, new))
    assert Code.NAVIGATION in _problems(book)


def test_exchanged_entries_are_found_in_either_menu(good_book: Path, tmp_path: Path) -> None:
    """An entry behind one of a later page, in the navigation document or in the NCX."""
    for name in (_NAV, _NCX):
        content = text(good_book, name)
        exchanged = content.replace(FIRST_PAGE, "@@").replace(SECOND_PAGE, FIRST_PAGE).replace("@@", SECOND_PAGE)
        book = rewrite(good_book, tmp_path / "planted.epub", {name: exchanged.encode()})
        assert Code.NAVIGATION in _problems(book)


@pytest.mark.parametrize("name", [_NAV, _NCX])
def test_a_menu_that_leads_out_of_the_book_is_an_error(good_book: Path, tmp_path: Path, name: str) -> None:
    """An entry to a page that is not there, in either menu."""
    book = rewrite(good_book, tmp_path / "planted.epub", _exchanged(good_book, name, SECOND_PAGE, "gone.xhtml"))
    assert Code.MISSING in _problems(book)


def test_an_ncx_that_loads_from_the_network_is_an_error(anatomy: Anatomy, tmp_path: Path) -> None:
    """As a page of the contents, whoever made the book."""
    if not anatomy.ncx:
        pytest.skip("this book has no NCX")
    content = re.sub(r'<content src="[^"]*"', '<content src="https://example.org/"', anatomy.text(anatomy.ncx))
    book = planted(anatomy, {anatomy.ncx: content.encode()}, tmp_path / "planted.epub")
    assert Code.REMOTE in _problems(book)


def test_a_lost_page_is_a_note(good_book: Path, tmp_path: Path) -> None:
    """A page behind the first entry that neither menu leads to; when one of them does, that they disagree."""
    nav, ncx = (_exchanged(good_book, name, SECOND_PAGE, FIRST_PAGE) for name in (_NAV, _NCX))
    one = audit(rewrite(good_book, tmp_path / "one.epub", nav))
    assert [(finding.code, finding.level) for finding in one] == [(Code.NAVIGATION, Level.NOTE)]
    both = audit(rewrite(good_book, tmp_path / "both.epub", {**nav, **ncx}))
    assert any("leads to no place in 1 of 7 pages" in finding.detail for finding in both)


def test_a_guide_that_contradicts_the_landmarks_is_a_note(good_book: Path, tmp_path: Path) -> None:
    """Old and new readers would open at different places."""
    opf = _exchanged(good_book, _OPF, 'href="text/contents.xhtml"', 'href="text/title.xhtml"')
    opf = {
        name: content.replace(b'href="text/title.xhtml" id', b'href="text/contents.xhtml" id')
        for name, content in opf.items()
        if content
    }
    found = audit(rewrite(good_book, tmp_path / "planted.epub", opf))
    assert any("guide and landmarks disagree about toc" in finding.detail for finding in found)


def test_exchanged_dates_are_found(good_book: Path, tmp_path: Path) -> None:
    """An article that stands behind a later one is out of order."""
    page = text(good_book, f"EPUB/text/{SECOND_PAGE}").replace('datetime="2020-09-02"', 'datetime="2020-08-31"')
    (finding,) = audit(rewrite(good_book, tmp_path / "broken.epub", {f"EPUB/text/{SECOND_PAGE}": page.encode()}))
    assert (finding.code, finding.level, finding.file) == (Code.ORDER, Level.ERROR, f"EPUB/text/{SECOND_PAGE}")
    assert finding.detail == "2020-08-31 stands behind 2020-09-01"


@pytest.mark.parametrize("day", ["2019-12-31", "2020-08-01", "1999-01-01"])
def test_every_date_before_the_one_before_is_found(good_book: Path, tmp_path: Path, day: str) -> None:
    """By a year, a month or a century."""
    page = text(good_book, f"EPUB/text/{SECOND_PAGE}").replace('datetime="2020-09-02"', f'datetime="{day}"')
    assert _problems(rewrite(good_book, tmp_path / "broken.epub", {f"EPUB/text/{SECOND_PAGE}": page.encode()})) == {
        Code.ORDER
    }


@pytest.mark.parametrize("around", ["", "<!-- a comment before the root is read with the whole -->"])
def test_the_points_of_an_ncx_are_read_in_their_order(around: str) -> None:
    """A point stands before those within it wherever its own place is named, and its first place counts."""
    ncx = f"""{around}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/">
      <head><meta name="dtb:uid" content="x"/></head><navMap>
      <navPoint playOrder="1"><content src="a.xhtml"/><navPoint playOrder="2"><content src="b.xhtml"/></navPoint>
        <navPoint playOrder="3"><navLabel/></navPoint></navPoint>
      <navPoint playOrder="4"><navPoint playOrder="5"><content src="d.xhtml"/></navPoint><content src="c.xhtml"/>
        <text/><content src="other.xhtml"/></navPoint><content src="stray.xhtml"/></navMap></ncx>"""
    menu = read_ncx("toc.ncx", ncx.encode(), "x")
    assert menu.targets == ("a.xhtml", "b.xhtml", "", "c.xhtml", "d.xhtml")
    assert menu.findings == ()
