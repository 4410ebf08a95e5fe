"""Whole pages: bytes in, a draft or a reason out, and never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bundler.clean import finish
from bundler.clean.extract import extract
from bundler.model import Draft, Kind, Location, MediaType, Page
from tests.clean.content_model import parsed, violations
from tests.clean.random_pages import tag_soup, trees

NOWHERE = Location(Path(), Path())
by_chance = settings(deadline=None, derandomize=True, max_examples=120, suppress_health_check=[HealthCheck.too_slow])

HEADS = st.sampled_from(
    (
        "", "<html><head><title>A</title></head><body>", "# A\n\n", "---\ntitle: A\n---\n", "+++\ntitle = 1\n+++\n",
        "---\n- a\n---\n", "---\n{\n---\n", "### A\n-----\n\n#### [a](b)\n\n", "\ufeff<?xml version='1.0'?>",
        '<link rel="canonical" href="https://[x/"><base href="//">', '<link rel=canonical href="https://www.rfa.org/a">',
        '<script type="application/ld+json">[{"@graph": [1, {"@type": ["Article"], "author": [[1]]}]}]</script>',
        '<meta property="og:image" content="https://n.example/a.jpg"><meta name="date" content="2020-99-99">',
        '<p style="display:none">', '<div class="sidebar" id="comments">', '<b data-cfemail="5c5c">email protected</b>',
        '<img srcset=", ,a 1x,, b 9e9w"><noscript><img src="data:x"></noscript>', '<div class="wp-caption">',
    )
)  # fmt: skip
FEET = st.sampled_from(
    (
        "",
        "</body></html>",
        "\n<hr/>\n手机上长按\n原文地址：https://www.secretchina.com/a",
        "<!--",
        "</article>",
        "\n```",
    )
)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of any kind with a hostile head and foot."""
    content = draw(HEADS) + draw(st.one_of(trees(), tag_soup())) + draw(FEET)
    return Page("a/b", draw(st.sampled_from(MediaType)), content.encode(), NOWHERE)


@by_chance
@given(page=pages())
def test_any_page_becomes_a_valid_draft_or_a_reason(page: Page) -> None:
    """Whatever a page holds, its blocks are valid and their numbers stand for something; or a reason is given."""
    draft = extract(page)
    if not isinstance(draft, Draft):
        assert draft.kind in (Kind.NOT_AN_ARTICLE, Kind.UNREADABLE)
        assert draft.reason
        return
    section = parsed(draft.blocks)
    assert draft.title.strip() == draft.title != ""
    assert violations(section) == []
    assert {int(image.get("src").removeprefix("pic:")) for image in section.iter("img")} <= set(
        range(len(draft.pictures))
    )
    assert {int(link.get("href").removeprefix("link:")) for link in section.iter("a")} <= set(range(len(draft.links)))


@by_chance
@given(page=pages())
def test_extracting_twice_gives_the_same(page: Page) -> None:
    """Equal bytes give equal values, and finishing them gives equal articles."""
    first, second = extract(page), extract(page)
    assert first == second
    if isinstance(first, Draft) and isinstance(second, Draft):
        assert finish(first) == finish(second)


@pytest.mark.parametrize("content", [b"<?xml version='1.0'?><p>a</p>", b"https://n.example/a", b"a.html", b"/tmp"])
@pytest.mark.parametrize("media_type", MediaType)
def test_reading_a_page_warns_of_nothing(content: bytes, media_type: MediaType) -> None:
    """A page that looks like XML, an address or a file's name is read without a word on stderr."""
    assert isinstance(extract(Page("a", media_type, content, NOWHERE)), Draft)


@settings(deadline=None, derandomize=True, max_examples=120)
@given(content=st.binary(max_size=300), media_type=st.sampled_from(MediaType))
def test_any_bytes_are_read(content: bytes, media_type: MediaType) -> None:
    """Bytes that are no page at all do not stop the program either."""
    draft = extract(Page("a", media_type, content, NOWHERE))
    assert draft.origin == "a"
    if isinstance(draft, Draft):
        assert violations(parsed(draft.blocks)) == []


_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "front",
    [
        f"---\n{_LAUGHS}title: *i\n---",
        "---\ntitle: &a [*a, b]\n---",
        f"---\ntitle: {'[' * 3000}{']' * 3000}\n---",
        f"+++\ntitle = {'[' * 3000}{']' * 3000}\n+++",
        f"+++\ntitle = 1{'0' * 5000}\n+++",
    ],
    ids=["aliases of aliases", "a list in itself", "deep YAML", "deep TOML", "a long number"],
)
def test_a_bomb_in_the_front_matter_costs_no_text(front: str) -> None:
    """What cannot be a title is none; the article behind it is there."""
    page = f"{front}\n\n# A heading\n\nThe article's own words.\n".encode()
    draft = extract(Page("a.md", MediaType.MARKDOWN, page, NOWHERE))
    assert isinstance(draft, Draft)
    assert draft.blocks[-1] == "<p>The article's own words.</p>"
    assert len(draft.title) < 100


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/a", "../a.html"]
)
def test_an_articles_own_address_is_a_web_address_or_none(address: str) -> None:
    """Front matter and the page's head may claim anything; nothing but http and https gets further."""
    markdown = f"---\ntitle: T\nurl: {address}\n---\n\nSome words.\n".encode()
    head = f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
    html = f"<html><head><title>T</title>{head}</head><body><p>Some words.</p></body></html>".encode()
    for content, media_type in ((markdown, MediaType.MARKDOWN), (html, MediaType.HTML)):
        draft = extract(Page("a", media_type, content, NOWHERE))
        assert isinstance(draft, Draft)
        assert draft.source_url == ""
