"""Links of a page: to articles of the book, to its own places, and out of it as the user wants them."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from bundler.addresses import address_key
from bundler.model import Article, Chapter, Link
from bundler.package.labels import labels_for
from bundler.package.links import Linking, external, inside_key
from bundler.package.pages import Book, article_page
from tests.clean.test_blocks_properties import body, written
from tests.entries import article, entry

_X = {"x": "http://www.w3.org/1999/xhtml"}
_INSIDE = {inside_key("https://www.example.org/2020/other.html"): "other.xhtml"}


def _article(markup: str, source_url: str = "https://example.org/2020/own.html") -> Article:
    page = written(body(markup))
    return article(blocks=page.blocks, links=page.links, source_url=source_url)


def _page(made: Article, linking: Linking) -> etree._Element:
    shown = Book("B", "en", labels_for("en"), linking=linking, inside=_INSIDE)
    return etree.fromstring(article_page(shown, made, Chapter(entry(0, source_url=made.source_url), ())))


def _said(root: etree._Element, path: str = ".//x:p") -> str:
    return "".join(root.find(path, _X).itertext())


@pytest.mark.parametrize("linking", list(Linking))
@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/2020/other.html",
        "http://example.org/2020/other.html",
        "https://example.org/2020/other.html#part",
        "https://example.org/2020/other.html?utm_source=mail&fbclid=1#part",
        "https://www.google.com/url?q=https%3A%2F%2Fexample.org%2F2020%2Fother.html&sa=D",
    ],
)
def test_an_article_of_the_book_is_led_to_in_the_book(address: str, linking: Linking) -> None:
    """Whatever a link to it carries along, and whatever becomes of other links."""
    root = _page(_article(f'<p><a href="{address.replace("&", "&amp;")}">there</a></p>'), linking)
    link = root.find(".//x:p/x:a", _X)
    assert (link.get("href"), link.get("class"), link.text) == ("other.xhtml", "inside", "there")


@pytest.mark.parametrize("linking", list(Linking))
@pytest.mark.parametrize(
    "address", ["https://example.org/2020/own.html", "http://www.example.org/2020/own.html?fbclid=1"]
)
def test_a_link_to_the_page_itself_is_its_text(address: str, linking: Linking) -> None:
    """Who is there already needs no way to it."""
    root = _page(_article(f'<p><a href="{address}">here</a></p>'), linking)
    assert root.find(".//x:p", _X).text == "here"


_OUTWARD = (
    '<p><a href="https://a.example/1">one</a> <a href="https://b.example/2">two</a> '
    '<a href="https://a.example/1?utm_source=x">again</a></p><p><a href="mailto:ann@c.example">mail</a></p>'
)


def test_kept_links_lead_out() -> None:
    """The link is there, without what follows its reader."""
    links = [link.get("href") for link in _page(_article(_OUTWARD), Linking.KEEP).iterfind(".//x:p/x:a", _X)]
    assert links[:4] == ["https://a.example/1", "https://b.example/2", "https://a.example/1", "mailto:ann@c.example"]


def test_addresses_stand_in_notes_once_and_in_order() -> None:
    """Numbers begin at 1, the same address has the same number, and each mark leads to its note."""
    root = _page(_article(_OUTWARD), Linking.NOTES)
    notes = [(note.get("id"), "".join(note.itertext())) for note in root.iterfind(".//x:aside", _X)]
    assert notes == [
        ("address1", "[1] https://a.example/1"),
        ("address2", "[2] https://b.example/2"),
        ("address3", "[3] mailto:ann@c.example"),
    ]
    assert _said(root) == "one[1] two[2] again[1]"
    assert [(mark.text, mark.get("href")) for mark in root.iterfind(".//x:sup/x:a", _X)] == [
        ("[1]", "#address1"),
        ("[2]", "#address2"),
        ("[1]", "#address1"),
        ("[3]", "#address3"),
    ]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://a.example/1", "https://a.example/1"),
        ("https://a.example/1", "http://a.example/1/"),
        ("https://a.example/1", "a.example/1"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&amp;b=2"),
        ("https://a.example/?a=1&amp;utm_source=2", "https://a.example/?a=1"),
        ("mailto:ann@a.example", "ann@a.example"),
        ("https://a.example/1", "<b>a.example</b>/1"),
    ],
)
def test_an_address_that_is_its_own_text_needs_no_note(address: str, words: str) -> None:
    """It can be read where it stands."""
    root = _page(_article(f'<p><a href="{address}">{words}</a></p>'), Linking.NOTES)
    assert root.find(".//x:aside", _X) is None


@pytest.mark.parametrize(
    "words", ["https://a.example/a-long…", "see https://b.example/", "a.example", "https://b.example/1", "1"]
)
def test_another_address_in_the_text_does_not_hide_the_links(words: str) -> None:
    """Sites print addresses cut, and others than the link leads to."""
    root = _page(_article(f'<p><a href="https://a.example/a-long-one">{words}</a></p>'), Linking.NOTES)
    assert _said(root, ".//x:aside") == "[1] https://a.example/a-long-one"
    assert _said(root) == f"{words}[1]"


def test_without_links_the_source_is_the_only_address() -> None:
    """The words stay; the original page's address stands at the end, as text."""
    page = etree.tostring(_page(_article(_OUTWARD), Linking.STRIP), encoding="unicode")
    assert re.findall(r"https?://(?!www\.w3\.org|www\.idpf\.org)[^<\"\s]+|mailto:", page) == [
        "https://example.org/2020/own.html"
    ]
    root = etree.fromstring(page)
    assert _said(root) == "one two again"
    assert root.find(".//x:section//x:a", _X) is None


_EMBED = (
    '<embedded-work href="https://film.example/a?utm_source=b&amp;token=geheim" title="A &lt;film&gt;"></embedded-work>'
)


@pytest.mark.parametrize(
    "around", ["{}", "<figure>{}<figcaption>c</figcaption></figure>", "<blockquote><p>a</p>{}</blockquote>"]
)
@pytest.mark.parametrize(
    ("linking", "link", "said"),
    [
        (Linking.KEEP, "https://film.example/a", "[Not in this book: A <film>]https://film.example/a"),
        (Linking.NOTES, None, "[Not in this book: A <film>]https://film.example/a"),
        (Linking.STRIP, None, "[Not in this book: A <film>]"),
    ],
)
def test_a_film_leaves_its_title_and_address(around: str, linking: Linking, link: str | None, said: str) -> None:
    """Wherever it stood, in a figure or a quote too, without secrets and tracking."""
    root = _page(_article(around.format(_EMBED)), linking)
    place = root.find(".//x:p[@class='embed']", _X)
    assert "".join(place.itertext()) == said
    found = place.find("x:a", _X)
    assert (None if found is None else found.get("href")) == link


@pytest.mark.parametrize("linking", list(Linking))
def test_secrets_and_trackers_are_gone(linking: Linking) -> None:
    """In links, notes, placeholders and the source's address, whatever becomes of links."""
    names = ("utm_source=x1", "fbclid=x2", "access_token=x3", "sessionid=x4", "api_key=x5")
    address = f"https://user:x6@a.example/?id=7&amp;{'&amp;'.join(names)}"
    made = _article(f'<p><a href="{address}">a</a></p>{_EMBED}', address.replace("&amp;", "&"))
    page = etree.tostring(_page(made, linking), encoding="unicode")
    assert [word for word in ("x1", "x2", "x3", "x4", "x5", "x6", "geheim", "utm_", "fbclid") if word in page] == []
    assert "https://a.example/?id=7" in page


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://www.example.org/a/?utm_medium=x#b", "https://example.org/a?fbclid=1"]
)
def test_the_key_of_a_page_is_its_address_without_what_follows_readers(address: str) -> None:
    """Two addresses of one page have one key."""
    assert inside_key(address) == address_key("https://example.org/a")


def test_an_outward_address_is_never_relative() -> None:
    """What has no scheme leads nowhere in a book."""
    assert [external(address) for address in ("a.html", "/a", "#a", "?a", "", "data:x", "blob:x", "about:blank")] == [
        ""
    ] * 8


def test_a_link_without_an_address_for_books_is_its_text() -> None:
    """Scripts and files of this machine are no links in any mode."""
    made = article(blocks=('<p><a href="link:0">a</a></p>',), links=(Link("file:///etc/passwd"),), source_url="")
    for linking in Linking:
        assert _page(made, linking).find(".//x:p", _X).text == "a"
