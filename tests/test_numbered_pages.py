"""Next page or next article: what addresses tell of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundler.numbered_pages import follows, is_first

_HOST = "https://a.example"
_PARTS = {
    "/story": "/story/2",
    "/story/": "/story/page/2/",
    "/story.html": "/story_2.html",
    "/2020/0901/c1-123.html": "/2020/0901/c1-123-2.html",
    "/a/index.html": "/a/index_2.html",
    "/story_1.html": "/story_2.html",
    "/story-p1": "/story-p2",
    "/s?id=3": "/s?id=3&page=2",
    "/s?page=1&id=3": "/s?page=2&id=3",
    "/story,1.html": "/story,2.html",
}
_OTHERS = {
    "/story-4712": "/story-4713",
    "/2020/09/01/a": "/2020/09/02/b",
    "/story": "/other/2",
    "/story/3": "/story/2",
    "/s?id=3&page=1": "/s?id=4&page=2",
    "/": "/page/2/",
    "/story/2": "/story/4",
    "/story?page=2": "/story/3",
    "/story#a": "/story",
}


@pytest.mark.parametrize("first", _PARTS)
def test_a_page_number_more_is_the_next_page(first: str) -> None:
    """In the path or the query, with or without a word; and so on from there, where the first page is no more first."""
    second = _PARTS[first]
    third = second.replace("2", "3") if second.count("2") == 1 else ""
    assert follows(_HOST + first, _HOST + second)
    assert is_first(_HOST + first, _HOST + second)
    if third:
        assert follows(_HOST + second, _HOST + third)
        assert not is_first(_HOST + second, _HOST + third)


@pytest.mark.parametrize("address", _OTHERS)
def test_another_address_is_another_article(address: str) -> None:
    """Articles with numbers, days, other names, pages skipped or gone back."""
    assert not follows(_HOST + address, _HOST + _OTHERS[address])


def test_the_host_is_the_same() -> None:
    """A number on another host is no next page; `www.` and scheme tell nothing."""
    assert not follows("https://a.example/story", "https://b.example/story/2")
    assert follows("http://www.a.example/story", "https://a.example/story/2")


def test_numbers_of_articles_begin_no_article() -> None:
    """From `/post/2` to `/post/3` may lead a story's pages or two stories: the beginning is not there."""
    assert not is_first(_HOST + "/post/2", _HOST + "/post/3")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_an_answer(one: str, other: str) -> None:
    """Nothing that stands where an address should makes an exception."""
    assert follows(one, other) in (True, False)
    assert follows(_HOST + one, _HOST + other) in (True, False)
