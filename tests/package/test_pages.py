"""The book's pages as bytes: well-formed whatever the article brings, addresses that readers accept."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from bundler.model import Candidate, Chapter, Link, Picture, PictureRef
from bundler.package.pages import article_page
from tests.entries import article, book, dated, entry

_X = {"x": "http://www.w3.org/1999/xhtml"}
_PICTURE = Picture("ab" * 32, "image/jpeg", 300, 200, 12345)


def _page(fitted: tuple[Picture | None, ...] = (), **fields: Any) -> etree._Element:  # noqa: ANN401 - as Article
    made = article(**fields)
    shown = entry(
        0, title=made.title, date=made.date, site=made.site, byline=made.byline, language=made.language, source_url=""
    )
    return etree.fromstring(article_page(book(), made, Chapter(shown, fitted)))


def _reference(address: str = "https://example.org/lake.jpg", alt: str = "") -> PictureRef:
    return PictureRef((Candidate(address, address),), alt)


def _link_of(address: str) -> str | None:
    """The address that a link to `address` has in the book; None when the link is gone and its text is left."""
    root = _page(blocks=('<p><a href="link:0">there</a></p>',), links=(Link(address),))
    assert "".join(root.find(".//x:p", _X).itertext()) == "there"
    link = root.find(".//x:p/x:a", _X)
    return None if link is None else str(link.get("href"))


@pytest.mark.parametrize("title", ["<&>\"'", "</h1><script>alert(1)</script>", "&lt;", "]]>", "a  b", "标题：《书》"])
def test_a_title_is_text(title: str) -> None:
    """Whatever a title is made of, the page is well-formed and shows it as it is."""
    root = _page(title=title, site=title, byline=title)
    assert root.findtext(".//x:h1", namespaces=_X) == title
    assert root.findtext(".//x:title", namespaces=_X) == title
    assert root.findtext(".//x:p[@class='about']", namespaces=_X) == f"{title} · {title}"
    assert root.find(".//x:script", _X) is None


def test_date_site_and_byline_stand_below_the_title() -> None:
    """The day is printed as the article's language does and machine-readable."""
    root = _page(date=dated("2020-09-01", "07:30:00"), site="Tea Weekly", byline="Ann Leaf")
    about = root.find(".//x:p[@class='about']", _X)
    assert "".join(about.itertext()) == "1 September 2020 · Tea Weekly · Ann Leaf"
    assert about.find("x:time", _X).get("datetime") == "2020-09-01"


def test_an_article_of_which_nothing_is_known_has_no_empty_line() -> None:
    """Without date, site, byline and address there is title and body only."""
    root = _page()
    assert root.findall(".//*[@class='about']") == []


def test_a_page_says_its_own_language() -> None:
    """An article in another language than the book's is marked, and its link is in its own words."""
    root = _page(language="zh-Hans", source_url="https://example.org/1")
    assert (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")) == ("zh-Hans", "zh-Hans")
    assert root.findtext(".//x:a", namespaces=_X) == "原文"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a b.html", "https://example.org/a%20b.html"),
        ("https://example.org/新闻/1.html", "https://example.org/%E6%96%B0%E9%97%BB/1.html"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/100%zz", "https://example.org/100%25zz"),
        ("https://example.org/a[1].html?b[]=2", "https://example.org/a%5B1%5D.html?b%5B%5D=2"),
        ("https://example.org?b[]=2", "https://example.org?b%5B%5D=2"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ('https://example.org/"<>^`{|}', "https://example.org/%22%3C%3E%5E%60%7B%7C%7D"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&b=2"),
        ("https://example.org/it's", "https://example.org/it's"),
        ("https://example.org:8080/", "https://example.org:8080/"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("HTTPS://example.org/A", "https://example.org/A"),
        ("mailto:ann@example.org", "mailto:ann@example.org"),
        ("mailto:ann leaf@example.org", "mailto:ann%20leaf@example.org"),
        ("tel:+1-555-0100", "tel:+1-555-0100"),
    ],
)
def test_an_address_is_encoded_as_browsers_do(address: str, expected: str) -> None:
    """Spaces, other scripts and brackets are percent-encoded once; what is encoded already stays."""
    assert _link_of(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "vbscript:x",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://[example.org/",
        "https://exa mple.org/",
        "https://",
        "https:///path",
        "https：//example.org/",
        "relative/page.html",
        "//example.org/",
        "",
    ],
)
def test_an_address_that_is_none_leaves_the_links_text(address: str) -> None:
    """Scripts, local files and addresses that no reader accepts are no links; their words stay."""
    assert _link_of(address) is None


def test_a_link_within_the_article_stays_within_the_page() -> None:
    """A note's link leads to its anchor, not to the network."""
    root = _page(
        blocks=('<p><a href="link:0">1</a></p>', '<p><span id="n1"></span>Note</p>'),
        links=(Link("https://example.org/1#note", "n1"),),
    )
    assert root.find(".//x:a", _X).get("href") == "#n1"


def test_a_picture_stands_in_the_page_by_its_hash() -> None:
    """The token becomes an image of the book."""
    root = _page(
        (_PICTURE,), blocks=('<figure><img src="pic:0" alt="A lake"/></figure>',), pictures=(_reference(alt="A lake"),)
    )
    image = root.find(".//x:figure/x:img", _X)
    assert (image.get("src"), image.get("alt")) == (f"../images/{'ab' * 32}.jpg", "A lake")


@pytest.mark.parametrize(
    ("block", "path"),
    [
        ('<figure><img src="pic:0" alt="A lake"/></figure>', ".//x:figure/x:p[@class='missing']"),
        ('<p>See <img src="pic:0" alt="A lake"/> here.</p>', ".//x:p/x:span[@class='missing']"),
        ('<figure><a href="link:0"><img src="pic:0" alt="A lake"/></a></figure>', ".//x:figure/x:p[@class='missing']"),
    ],
)
def test_a_missing_picture_leaves_a_mark(block: str, path: str) -> None:
    """Where a picture is not in the book its place says so, with the alternative text."""
    root = _page((None,), blocks=(block,), pictures=(_reference(alt="A lake"),), links=(Link("https://example.org/"),))
    assert root.findtext(path, namespaces=_X) == "[Picture not included: A lake]"
    assert root.find(".//x:img", _X) is None


def test_a_missing_picture_without_alternative_text_leaves_a_mark_too() -> None:
    """The mark does not end in an empty colon."""
    root = _page((None,), blocks=('<figure><img src="pic:0" alt=""/></figure>',), pictures=(_reference(),))
    assert root.findtext(".//x:p[@class='missing']", namespaces=_X) == "[Picture not included]"


def test_a_picture_that_links_somewhere_is_a_picture_only() -> None:
    """A tap on a picture enlarges it and does not leave the book."""
    root = _page(
        (_PICTURE,),
        blocks=('<figure><a href="link:0"><img src="pic:0" alt=""/></a></figure>',),
        pictures=(_reference(),),
        links=(Link("https://example.org/lake.jpg"),),
    )
    assert root.find(".//x:a", _X) is None
    assert root.find(".//x:figure/x:img", _X) is not None


@pytest.mark.parametrize(
    ("alt", "caption", "expected"),
    [
        ("A lake", "A lake", ""),
        ("A lake", "A lake in the morning. Photo: Ann Leaf", ""),
        ("A boat", "A lake", "A boat"),
        ("", "A lake", ""),
    ],
)
def test_an_alternative_text_does_not_repeat_the_caption(alt: str, caption: str, expected: str) -> None:
    """Read aloud, nobody wants to hear the caption twice."""
    root = _page(
        (_PICTURE,),
        blocks=(f'<figure><img src="pic:0" alt="{alt}"/><figcaption>{caption}</figcaption></figure>',),
        pictures=(_reference(alt=alt),),
    )
    assert root.find(".//x:img", _X).get("alt") == expected
    assert root.findtext(".//x:figcaption", namespaces=_X) == caption


def test_tokens_in_a_text_are_text() -> None:
    """An article that prints our own notation is not mistaken for it."""
    words = '&lt;img src="pic:0" alt=""/&gt; and &lt;a href="link:0"&gt;'
    root = _page(blocks=(f"<p>{words}</p>",))
    assert root.findtext(".//x:p", namespaces=_X) == '<img src="pic:0" alt=""/> and <a href="link:0">'
