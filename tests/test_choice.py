"""What is wanted of the articles, and what need not even be fetched."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundler.choice import ANY, Choice, Known, Unneeded, surely_left_out

FIRST, LAST = dt.date(2020, 9, 1), dt.date(2020, 9, 30)


@pytest.mark.parametrize(
    ("pattern", "is_found"),
    [
        ("bees", True),
        ("BEES", True),
        ("ｂｅｅｓ", True),
        ("The*bees", True),
        ("*bees", True),
        ("bees*", False),
        ("wasps", False),
        ("example.org/nature", True),
        ("*example.org*", True),
        ("Daily Garden", True),
        ("Daily*", True),
        ("d.ily", False),
    ],
)
def test_a_pattern_is_text_anywhere_or_a_whole_one_with_stars(pattern: str, is_found: bool) -> None:  # noqa: FBT001
    """In title, address or site, whatever its case and width; a point is a point."""
    texts = ("The year of the bees", "https://example.org/nature/1", "Daily Garden")
    assert bool(Choice(match=(pattern,)).unnamed(texts)) is not is_found
    assert bool(Choice(exclude=(pattern,)).unnamed(texts)) is is_found


def test_one_match_is_enough_and_one_exclusion_too_much() -> None:
    """Several patterns to match are alternatives; what is excluded stays out although it matches."""
    choice = Choice(match=("bees", "wasps"), exclude=("crossword",))
    assert choice.unnamed(("Wasps", "", "")) == ""
    assert choice.unnamed(("Wasps crossword", "", "")) == "'crossword' is excluded"
    assert choice.unnamed(("Ants", "", "")) == "does not match 'bees' or 'wasps'"


@pytest.mark.parametrize(
    ("wanted", "language", "is_taken"),
    [
        ("zh", "zh-Hans", True),
        ("zh", "zh", True),
        ("ZH-hans", "zh-Hans-CN", True),
        ("zh-Hans", "zh", False),
        ("zh", "zha", False),
        ("en", "und", False),
    ],
)
def test_a_language_is_wanted_with_all_its_variants(wanted: str, language: str, is_taken: bool) -> None:  # noqa: FBT001
    """A tag takes those that begin with it, subtag by subtag."""
    assert bool(Choice(languages=(wanted,)).foreign(language)) is not is_taken


def test_a_short_article_is_told_with_both_numbers() -> None:
    """The reason names the words it has and the words it should have; as many are enough."""
    assert Choice(min_words=100).short(99) == "has 99 words of at least 100"
    assert Choice(min_words=100).short(100) == ""


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Known("https://example.org/ads/1"), Unneeded.NOT_MATCHED),
        (Known("https://example.org/1", title="Bees"), None),
        (Known("https://example.org/1", title="Ants", site=""), None),
        (Known("https://example.org/1", title="Ants", site="Garden"), Unneeded.NOT_MATCHED),
        (Known("https://example.org/1", day="2020-08-31"), Unneeded.OUTSIDE_PERIOD),
        (Known("https://example.org/1", day="2020-10-01"), Unneeded.OUTSIDE_PERIOD),
        (Known("https://example.org/1", day="2020-09-30"), None),
        (Known("https://example.org/1", hint="2020-08-31"), None),
        (Known("https://example.org/1", hint="2020-08-30"), Unneeded.UNCHANGED),
        (Known("https://example.org/1", hint="2021-01-01"), None),
        (Known("https://example.org/1", day="2020-09-02", hint="2019-01-01"), None),
    ],
)
def test_a_page_is_not_fetched_only_when_nothing_on_it_could_matter(page: Known, reason: Unneeded | None) -> None:
    """A feed's day may be that of a change and a day off; a site that is not known may match."""
    choice = Choice(match=("bees",), exclude=("/ads/",))
    assert surely_left_out(page, choice, FIRST, LAST) is reason


def test_without_a_choice_every_page_is_fetched() -> None:
    """Nothing asked for leaves nothing out."""
    assert surely_left_out(Known("https://example.org/1", day="1999-01-01"), ANY, None, None) is None


WORDS = st.text("ab*", min_size=1, max_size=4)


@given(st.lists(WORDS, max_size=2), st.lists(WORDS, max_size=2), st.tuples(WORDS, WORDS, WORDS))
def test_what_is_surely_left_out_is_left_out(match: list[str], exclude: list[str], names: tuple[str, str, str]) -> None:
    """The verdict before fetching never contradicts the one behind it, however little is known before."""
    choice = Choice(match=tuple(match), exclude=tuple(exclude))
    title, address, site = names
    for page in (Known(address), Known(address, title), Known(address, title, site)):
        if surely_left_out(page, choice, None, None):
            assert choice.unnamed(names)
