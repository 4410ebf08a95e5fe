"""What a page is for: which pages stand for a feed, and which never do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.collect import Outline, is_front, outline
from tests.pages import chinese_prose, prose, saved_page

_FEED = '<link rel="alternate" type="application/rss+xml" href="/feed">'
_HEADLINES = "".join(f'<h2><a href="/{number}">The story with the number {number}</a></h2>' for number in range(20))


def looked_over(body: str, head: str = _FEED) -> Outline:
    """A page's outline."""
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return outline((page.encode(), "https://example.org/news/"))


@pytest.mark.parametrize(
    ("head", "feeds"),
    [
        (_FEED, ("https://example.org/feed",)),
        (
            '<LINK REL="Alternate home" TYPE="application/atom+xml; charset=utf-8" HREF="a.xml">',
            ("https://example.org/news/a.xml",),
        ),
        (
            '<base href="/x/"><link rel=alternate type=application/feed+json href=f.json>',
            ("https://example.org/x/f.json",),
        ),
        (
            '<link rel="alternate" type="application/rss+xml" title="Comments" href="/c">' + _FEED,
            ("https://example.org/feed",),
        ),
        (_FEED + _FEED, ("https://example.org/feed",)),
        ('<link rel="alternate" hreflang="de" href="/de">', ()),
        ('<link rel="stylesheet" type="application/rss+xml" href="/f">', ()),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', ()),
        ('<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', ()),
    ],
)
def test_a_page_names_its_feeds(head: str, feeds: tuple[str, ...]) -> None:
    """Absolute, each once, in the page's order, without those of comments and of other schemes."""
    assert looked_over("", head).feeds == feeds


@pytest.mark.parametrize(
    "body",
    [
        _HEADLINES,
        "<main>" + _HEADLINES + "<p>Ten words of welcome to whoever comes by this place.</p></main>",
        "".join(f"<article><h2><a href='/{n}'>T</a></h2>{'<p>' + prose(n)[0] + '</p>'}</article>" for n in range(5))
        + _HEADLINES,
    ],
)
def test_a_list_of_articles_is_one(body: str) -> None:
    """Many links with little text of its own, or several articles one below the other."""
    assert looked_over(body).is_index


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (_FEED, "<article>" + "".join(f"<p>{text}</p>" for text in prose(1)) + "</article>" + _HEADLINES),
        (_FEED, "<div>" + "<br>".join(prose(1)) + "</div>" + _HEADLINES),
        (_FEED, "<div>" + "<br>".join(chinese_prose(1)) + "</div>" + _HEADLINES),
        (_FEED + '<meta property="og:type" content="article">', "<p>Short news.</p>" + _HEADLINES),
        (_FEED + '<script type="application/ld+json">{"@type": "NewsArticle"}</script>', "<p>Short.</p>" + _HEADLINES),
        (_FEED, "<p>Short, and a few links.</p><a href='/1'>1</a>"),
    ],
)
def test_an_article_is_no_list(head: str, body: str) -> None:
    """One that says so, has running text whatever its elements are, or has few links."""
    assert not looked_over(body, head).is_index


def test_an_address_without_a_path_is_that_of_a_site() -> None:
    """A query or a path names something in it."""
    fronts = {"https://a.org", "https://a.org/", "http://a.org:80/#top"}
    others = {"https://a.org/?p=1", "https://a.org/en/", "https://a.org/index.html"}
    assert {address for address in fronts | others if is_front(address)} == fronts


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=2000), st.text(max_size=500).map(lambda text: saved_page("T", paragraphs=(text,)).encode())
    )
)
def test_nothing_is_an_exception(content: bytes) -> None:
    """Whatever a server sends has an outline."""
    assert isinstance(outline((content, "https://example.org/")), Outline)
