"""References from page to page: followed while the pages are read, told when all of them are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bundler.check import Code, Finding, Level, audit
from bundler.check.package_document import read_package
from bundler.check.page import read_document
from tests.books import FIRST_PAGE, SECOND_PAGE, rewrite, text

_FIRST, _SECOND = f"EPUB/text/{FIRST_PAGE}", f"EPUB/text/{SECOND_PAGE}"
_OPF = "EPUB/content.opf"


def _with(book: Path, target: Path, first: str = "", second: str = "") -> Path:
    """The book with markup at the end of its two articles."""
    changes: dict[str, bytes | None] = {
        name: text(book, name).replace("</section>", f"{markup}</section>").encode()
        for name, markup in ((_FIRST, first), (_SECOND, second))
    }
    return rewrite(book, target, changes)


def _no_place(file: str, place: str) -> Finding:
    return Finding(Code.MISSING, file, f"refers to {place}, and there is no such place", Level.WARNING)


def _no_file(file: str, address: str) -> Finding:
    return Finding(Code.MISSING, file, f"refers to {address}, which is not in the book")


@pytest.mark.parametrize("place", ["here", "%68ere", "top", "epubcfi(/4)"])
def test_places_on_earlier_and_later_pages_are_found(good_book: Path, tmp_path: Path, place: str) -> None:
    """A link may lead to a page that was read before it, or to one that comes later, or stay on its own."""
    book = _with(
        good_book,
        tmp_path / "linked.epub",
        f'<p id="here"><a href="{SECOND_PAGE}#{place}">on</a><a href="#{place}">up</a></p>',
        f'<p id="here"><a href="{FIRST_PAGE}#{place}">back</a></p>',
    )
    assert audit(book) == []


def test_places_that_are_nowhere_are_told_in_the_order_of_pages_and_links(good_book: Path, tmp_path: Path) -> None:
    """Forwards, backwards and on the page itself; a place of one page is none of another."""
    book = _with(
        good_book,
        tmp_path / "linked.epub",
        f'<p id="first"><a href="{SECOND_PAGE}#first">1</a><a href="gone.xhtml#x">2</a><a href="#second">3</a></p>',
        f'<p id="second"><a href="{FIRST_PAGE}#second">4</a><a href="{FIRST_PAGE}#fir">5</a></p>',
    )
    assert audit(book) == [
        _no_place(_FIRST, f"{SECOND_PAGE}#first"),
        _no_file(_FIRST, "gone.xhtml"),
        _no_place(_FIRST, "#second"),
        _no_place(_SECOND, f"{FIRST_PAGE}#second"),
        _no_place(_SECOND, f"{FIRST_PAGE}#fir"),
    ]


@pytest.mark.parametrize("page", [FIRST_PAGE, SECOND_PAGE])
def test_places_of_a_page_with_many_are_found_or_told(good_book: Path, tmp_path: Path, page: str) -> None:
    """A page may have more ids than are kept as one string; links from before, from behind and from itself count."""
    many = "".join(f'<b id="place-{number}">x</b>' for number in range(1000))
    links = f'<a href="{page}#place-0">a</a><a href="{page}#place-999">b</a><a href="{page}#place-1000">c</a>'
    texts = {FIRST_PAGE: f"<p>{links}</p>", SECOND_PAGE: f"<p>{links}</p>"}
    texts[page] += f"<p>{many}</p>"
    book = _with(good_book, tmp_path / "linked.epub", texts[FIRST_PAGE], texts[SECOND_PAGE])
    assert audit(book) == [_no_place(name, f"{page}#place-1000") for name in (_FIRST, _SECOND)]


def test_a_place_in_what_is_no_document_is_not_looked_for(good_book: Path, tmp_path: Path) -> None:
    """A fragment of a picture names a part of it."""
    book = _with(good_book, tmp_path / "linked.epub", '<p><a href="../images/cover.jpg#part">here</a></p>')
    assert audit(book) == []


def test_two_ids_are_not_one(good_book: Path, tmp_path: Path) -> None:
    """An address with a character that no id can have does not span two of them."""
    markup = '<p id="a"><b id="b">x</b><a href="#a%00b">here</a></p>'
    assert audit(_with(good_book, tmp_path / "linked.epub", markup)) == [_no_place(_FIRST, "#a%00b")]


def test_a_file_that_only_a_missing_place_leads_to_is_referred_to(good_book: Path, tmp_path: Path) -> None:
    """It is the place that is told, and not that nothing refers to the file."""
    opf = text(good_book, _OPF).replace(
        "</manifest>", '<item href="text/more.xhtml" id="more" media-type="application/xhtml+xml"/></manifest>'
    )
    page = text(good_book, _FIRST).replace("</section>", '<a href="more.xhtml#x">more</a></section>')
    more = text(good_book, _SECOND)
    changes: dict[str, bytes | None] = {
        _OPF: opf.encode(),
        _FIRST: page.encode(),
        "EPUB/text/more.xhtml": more.encode(),
    }
    found = audit(rewrite(good_book, tmp_path / "more.epub", changes))
    assert found == [_no_place(_FIRST, "more.xhtml#x")]


def test_what_stands_within_an_item_is_seen() -> None:
    """A comment with a path in the manifest, or in one of its items, is a trace like any other; the items count."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest><!-- /home/ann/book -->'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"><!-- /home/ben/book --></item>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="c" href="c.css"/>'
        '</manifest><spine toc="n"><itemref idref="b"/><itemref/><itemref idref="a" linear="no"/></spine>'
        '<guide><reference type="toc" href="b.xhtml"/></guide></package>'
    )
    package = read_package("EPUB/content.opf", opf.encode())
    assert not isinstance(package, Finding)
    assert [item.name for item in package.items] == ["EPUB/a.xhtml", "EPUB/b.xhtml", "EPUB/c.css"]
    assert [(item.identifier, is_linear) for item, is_linear in package.spine] == [("b", True), ("a", False)]
    assert (package.ncx, package.guide) == ("n", (("toc", "b.xhtml"),))
    traces = [finding.detail for finding in package.findings if finding.code is Code.TRACE]
    assert len(traces) == 2
    assert ["ann" in traces[0], "ben" in traces[1]] == [True, True]


def test_items_that_stand_in_no_list_stay_where_they_are() -> None:
    """What is in the metadata is read as it is written, whatever its elements are called."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" unique-identifier="i"><metadata>'
        '<identifier id="i">a<item id="x" href="x"/>b<itemref/>c<item>d</item></identifier></metadata>'
        "<item/><item/><manifest/><spine/></package>"
    )
    package = read_package("content.opf", opf.encode())
    assert not isinstance(package, Finding)
    assert (package.identifier, package.items, package.spine) == ("abcd", (), ())


@pytest.mark.parametrize("cut", [100, 300, -11, -1])
def test_a_broken_package_document_is_one_finding(cut: int) -> None:
    """Wherever the fault is, nothing of what was read before it counts."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
        + "".join(f'<item id="i{number}" href="{number}.xhtml" media-type="x/y"/>\n' for number in range(8))
        + '</manifest><spine><itemref idref="i1"/></spine></package>'
    )
    found = read_package("content.opf", opf[:cut].encode())
    assert isinstance(found, Finding)
    assert found.detail.startswith("is not well-formed XML (")


_PARTS = st.sampled_from(
    '<p id="a"> </p> <figure> </figure> <img src="x.png"/> <img src="y.png" alt=""/> <figcaption> </figcaption> '
    "<style> </style> p{background:url(http://example.org/b)} <!--/home/ann/b--> <?xml-stylesheet href='a.css'?> <li> "
    '</li> <a href="#q"/> <script/> <h1/> &x; <p class="about"><time datetime="2020-01-01"/></p>'.split(" ")
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    parts=st.lists(st.tuples(_PARTS, st.sampled_from([0, 0, 0, 40_000])), max_size=25),
    head=st.sampled_from(["", "", "<!--/home/ben/b-->", '<!DOCTYPE html [<!ENTITY x "y">]>']),
)
def test_a_document_is_the_same_in_pieces_and_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, parts: list[tuple[str, int]], head: str
) -> None:
    """Whatever is in it, and wherever the parser's buffer ends: what is read of long documents is what is in them."""
    body: list[str] = []
    unclosed: list[str] = []
    for part, filling in parts:
        if part.startswith("</"):
            part = f"</{unclosed.pop()}>" if unclosed else ""  # noqa: PLW2901 - most documents are to be well-formed
        elif found := re.fullmatch(r"<(\w+)[^>]*[^/>]?>", part):
            unclosed += [found[1]] if not part.endswith("/>") else []
        body += [part, "x" * filling]
    body += [f"</{name}>" for name in reversed(unclosed)]
    content = f'{head}<html xmlns="http://www.w3.org/1999/xhtml">{"".join(body)}</html>'.encode()
    whole = read_document("a.xhtml", content)
    with monkeypatch.context() as patch:
        patch.setattr("bundler.check.page._LONG", 0)
        assert read_document("a.xhtml", content) == whole
