"""The reader's menus: the navigation document and the NCX say the same, and every promise of theirs holds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml import etree

from bundler.model import Entry
from bundler.package import in_order, navigation
from bundler.package.front import Contents
from bundler.package.navigation import Landmark
from bundler.package.order import periods
from tests.entries import book, entry

_NS = {"x": "http://www.w3.org/1999/xhtml", "n": "http://www.daisy.org/z3986/2005/ncx/"}
_TYPE = "{http://www.idpf.org/2007/ops}type"
_HOSTILE = "<b>&amp; \"quoted\" 'title' ]]> <!-- -->"


def _entries(days: Sequence[str]) -> list[Entry]:
    return in_order(entry(number, day) for number, day in enumerate(days))


def _contents(entries: Sequence[Entry], *, gaps: bool) -> Contents:
    files = [f"text/{number}.xhtml" for number in range(1, len(entries) + 1)]
    return Contents(entries, files, periods(entries), [("Missing", "text/gaps.xhtml")] if gaps else [])


def _nav(entries: Sequence[Entry], *, gaps: bool) -> etree._Element:
    marks = [Landmark("toc", "toc", "Contents", "text/contents.xhtml"), Landmark("bodymatter", "text", "Go", "a.xhtml")]
    return etree.fromstring(navigation.nav(book(_HOSTILE), _contents(entries, gaps=gaps), marks))


def _ncx(entries: Sequence[Entry], *, gaps: bool) -> etree._Element:
    return etree.fromstring(navigation.ncx(book(_HOSTILE), "urn:uuid:1", _contents(entries, gaps=gaps)))


def _nav_rows(root: etree._Element) -> list[tuple[int, str, str]]:
    links = root.iterfind(".//x:nav[@id='toc']//x:a", _NS)
    return [(sum(1 for _ in link.iterancestors("{*}ol")), link.text, link.get("href")) for link in links]


def _ncx_rows(root: etree._Element) -> list[tuple[int, str, str]]:
    return [
        (
            1 + sum(1 for _ in point.iterancestors("{*}navPoint")),
            point.findtext("n:navLabel/n:text", namespaces=_NS),
            point.find("n:content", _NS).get("src"),
        )
        for point in root.iterfind(".//n:navPoint", _NS)
    ]


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize(
    "days",
    [
        ["2020-09-01"],
        ["2020-09-01", "2020-09-01", "2020-09-02"],
        ["2020-09-01", "2020-10-09", ""],
        ["2010-01-01", "2020-09-01", "", ""],
        ["", ""],
    ],
)
def test_both_menus_have_the_same_entries_in_the_same_order(days: list[str], *, gaps: bool) -> None:
    """Level, words and target of every entry agree, and every article stands in both exactly once below a period."""
    entries = _entries(days)
    rows = _nav_rows(_nav(entries, gaps=gaps))
    assert rows == _ncx_rows(_ncx(entries, gaps=gaps))
    below = [href for level, _, href in rows if level == 2]
    assert below == [f"text/{number}.xhtml" for number in range(1, len(days) + 1)]
    assert [href for level, _, href in rows if level == 1].count("text/gaps.xhtml") == int(gaps)


def test_a_period_leads_to_its_first_article() -> None:
    """The upper level of the menu is no dead text."""
    rows = _nav_rows(_nav(_entries(["2020-09-01", "2020-09-01", "2020-09-02"]), gaps=False))
    assert [(text, href) for level, text, href in rows if level == 1] == [
        ("1 September 2020", "text/1.xhtml"),
        ("2 September 2020", "text/3.xhtml"),
    ]


@pytest.mark.parametrize("gaps", [False, True])
def test_the_ncx_counts_without_gaps(*, gaps: bool) -> None:
    """Values of playOrder are 1, 2, 3 and so on; one place in the book has one value, two places never share one."""
    root = _ncx(_entries(["2020-09-01", "2020-09-01", "2020-09-02", ""]), gaps=gaps)
    points = root.findall(".//n:navPoint", _NS)
    places: dict[str, set[int]] = {}
    for point in points:
        places.setdefault(point.find("n:content", _NS).get("src"), set()).add(int(point.get("playOrder")))
    orders = sorted(order for found in places.values() for order in found)
    assert all(len(found) == 1 for found in places.values())
    assert orders == list(range(1, len(places) + 1))


def test_no_id_is_given_twice() -> None:
    """Ids of the NCX and of the navigation document are unique, also with many articles of one period."""
    entries = _entries(["2020-09-01"] * 12 + ["2020-09-02"] * 3 + [""])
    for root in (_nav(entries, gaps=True), _ncx(entries, gaps=True)):
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) > 1
        assert len(ids) == len(set(ids))


def test_titles_stand_in_the_menus_as_they_are() -> None:
    """What looks like markup in a title is text in both menus, the book's title included."""
    entries = [entry(0, "2020-09-01", title=_HOSTILE)]
    nav, ncx = _nav(entries, gaps=False), _ncx(entries, gaps=False)
    assert _nav_rows(nav)[1][1] == _HOSTILE
    assert _ncx_rows(ncx)[1][1] == _HOSTILE
    assert ncx.findtext("n:docTitle/n:text", namespaces=_NS) == _HOSTILE


def test_the_ncx_knows_the_books_identifier() -> None:
    """OPF 2.0.1: `dtb:uid` is the package's identifier, `dtb:depth` the number of levels."""
    root = _ncx(_entries(["2020-09-01"]), gaps=False)
    meta = {item.get("name"): item.get("content") for item in root.iterfind(".//n:meta", _NS)}
    assert meta["dtb:uid"] == "urn:uuid:1"
    assert meta["dtb:depth"] == "2"


def test_landmarks_are_there_and_not_seen() -> None:
    """A reader finds its places by landmarks that are hidden from the page."""
    root = _nav(_entries(["2020-09-01"]), gaps=False)
    landmarks = root.find(".//x:nav[@id='landmarks']", _NS)
    assert landmarks.get("hidden") == "hidden"
    assert [(link.get(_TYPE), link.get("href")) for link in landmarks.iterfind(".//x:a", _NS)] == [
        ("toc", "text/contents.xhtml"),
        ("bodymatter", "a.xhtml"),
    ]
