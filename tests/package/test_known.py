"""Known again: an article by its address and text, whatever a feed gives it anew."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bundler.clean import sketch
from bundler.model import Candidate, Entry, News, PictureRef
from bundler.package import Known, state
from tests.entries import entry


def told(position: int, words: list[str], **fields: str) -> Entry:
    """An entry of a text."""
    text = " ".join(words)
    return entry(position, "2020-09-01", words=len(words), fingerprint=f"{hash(text):x}", sketch=sketch(text), **fields)


def text_of(seed: int, count: int = 400) -> list[str]:
    """Words that no other seed gives in this order."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [f"{dice.randrange(5000)}w" for _ in range(count)]


def verdict(before: Entry, now: Entry, *, near: bool = True, small_edits: bool = False) -> News:
    """What an article is to somebody who has one."""
    return Known([state.delivered(before)], near=near, small_edits=small_edits).verdict(now).news


def test_small_edits_are_no_news_unless_they_are_wanted() -> None:
    """A word of four hundred: unchanged for a new book, changed for an update."""
    words = text_of(1)
    edited = [*words[:200], "typo", *words[201:]]
    assert verdict(told(1, words), told(1, edited)) is News.UNCHANGED
    assert verdict(told(1, words), told(1, edited), small_edits=True) is News.CHANGED


def test_another_article_under_one_address_is_another() -> None:
    """Sites that name their home page as every page's address, and pages that are written anew each day."""
    assert verdict(told(1, text_of(1)), told(1, text_of(2))) is News.NEW
    assert verdict(told(1, text_of(1), title="Rates"), told(1, text_of(2), title="Rates")) is News.NEW


def test_a_summary_gives_way_to_the_whole_text() -> None:
    """What a feed told in a few lines, and a later run has as a whole, is a change of it."""
    assert verdict(told(1, text_of(1, 40), title="A"), told(1, text_of(2), title="A")) is News.CHANGED


def test_short_texts_must_agree_in_their_titles() -> None:
    """Under different addresses the same few words can stand by chance."""
    words = text_of(1, 20)
    assert verdict(told(1, words, title="A"), told(2, words, title="B")) is News.NEW
    assert verdict(told(1, words, title="A"), told(2, words, title="A!")) is News.UNCHANGED


def test_without_likeness_only_what_is_equal_is_known() -> None:
    """`--keep-duplicates`: the same story on another site stays."""
    words = text_of(1)
    edited = [*words[:200], "typo", *words[201:]]
    assert verdict(told(1, words), told(2, edited)) is News.UNCHANGED
    assert verdict(told(1, words), told(2, edited), near=False) is News.NEW
    assert verdict(told(1, words), told(2, words), near=False) is News.UNCHANGED


@given(st.permutations(range(6)), st.integers(0, 5))
def test_the_order_of_earlier_articles_does_not_matter(order: list[int], which: int) -> None:
    """The same article is found among others, wherever it stands."""
    articles = [told(number, text_of(number)) for number in range(6)]
    known = Known([state.delivered(articles[number]) for number in order])
    found = known.verdict(told(which + 100, text_of(which)))
    assert (found.news, order[found.match]) == (News.UNCHANGED, which)


def test_a_key_can_be_had_of_what_a_book_prints() -> None:
    """Neither tracking nor a password nor the way of writing an address makes another article of it."""
    keys = {
        state.article_key(address, "f")
        for address in (
            "https://www.example.org/新闻/a?id=1",
            "http://example.org/%E6%96%B0%E9%97%BB/a?id=1&utm_source=x#part",
            "https://user:pw@example.org/新闻/a?id=1",
        )
    }
    assert len(keys) == 1
    assert state.article_key("", "f") == state.article_key("javascript:x", "f") != state.article_key("", "g")


def test_pictures_are_told_by_their_names() -> None:
    """Another host, folder or query is no other picture; another order is."""

    def key(*addresses: str) -> str:
        return state.pictures_key([PictureRef((Candidate(address, address),), "") for address in addresses])

    assert key("https://a.example/1/p.jpg?w=1", "q.png") == key("../x/p.jpg", "https://b.example/q.png#f")
    assert key("p.jpg", "q.png") != key("q.png", "p.jpg")
