"""One article once, and block pages not at all."""

from __future__ import annotations

import pytest

from bundler.model import Kind
from bundler.package import Repeats, without_repeats
from tests.entries import entry

_TEXT = "f" * 64


@pytest.mark.parametrize(
    "variant",
    [
        "https://example.org/a/1.html",
        "http://example.org/a/1.html",
        "https://www.example.org/a/1.html",
        "HTTP://WWW.example.org/a/1.html",
        "//example.org/a/1.html",
        "https://example.org/a/1.html#comments",
        "https://example.org/a/1.html/",
    ],
)
def test_one_address_in_another_spelling_is_the_same_article(variant: str) -> None:
    """Scheme, `www.`, fragment and a closing slash do not tell articles apart, even when their texts differ."""
    entries = [entry(0, source_url="https://example.org/a/1.html"), entry(1, source_url=variant)]
    kept, skipped = without_repeats(entries)
    assert [item.position for item in kept] == [0]
    assert [(item.origin, item.kind) for item in skipped] == [("00001.md", Kind.DUPLICATE)]
    assert "00000.md" in skipped[0].reason


@pytest.mark.parametrize(
    "other",
    ["https://example.org/a/2.html", "https://example.com/a/1.html", "https://example.org/a/1.html?page=2", ""],
)
def test_another_address_with_another_text_is_another_article(other: str) -> None:
    """Path, host and query do tell articles apart."""
    entries = [entry(0, source_url="https://example.org/a/1.html"), entry(1, source_url=other)]
    assert without_repeats(entries) == (entries, [])


def test_one_long_text_under_two_addresses_is_one_article() -> None:
    """Two channels print the same article; its first place in source order counts, whatever the titles say."""
    entries = [entry(0, fingerprint=_TEXT), entry(1), entry(2, fingerprint=_TEXT, title="Another headline")]
    kept, skipped = without_repeats(entries)
    assert [item.position for item in kept] == [0, 1]
    assert [(item.origin, item.kind) for item in skipped] == [("00002.md", Kind.DUPLICATE)]


def test_articles_without_text_or_address_do_not_swallow_each_other() -> None:
    """Pages that nobody knows the address of are told apart by their texts alone."""
    entries = [entry(0, source_url=""), entry(1, source_url="")]
    assert without_repeats(entries) == (entries, [])


def test_short_texts_with_different_titles_are_different_articles() -> None:
    """Two weather notices may say the same in a few words."""
    entries = [entry(number, words=20, fingerprint=_TEXT, title=f"Notice {number}") for number in (0, 1)]
    assert without_repeats(entries) == (entries, [])


def test_a_short_text_under_two_addresses_with_one_title_is_one_article() -> None:
    """The same few words under the same headline are the same article."""
    entries = [entry(number, words=20, fingerprint=_TEXT, title="Notice") for number in (0, 1)]
    kept, skipped = without_repeats(entries)
    assert [item.position for item in kept] == [0]
    assert [item.kind for item in skipped] == [Kind.DUPLICATE]


def test_a_short_text_under_three_addresses_is_a_block_page() -> None:
    """What a blocked network answers is no article: each such page is a gap, and none is taken for the original."""
    blocked = [entry(number, words=20, fingerprint=_TEXT, title=f"Story {number}") for number in (0, 1, 2)]
    kept, skipped = without_repeats([*blocked, entry(3)])
    assert [item.position for item in kept] == [3]
    assert [(item.origin, item.kind, item.kind.is_gap) for item in skipped] == [
        (f"0000{number}.md", Kind.BLOCK_PAGE, True) for number in (0, 1, 2)
    ]


def test_a_short_text_three_times_under_one_address_is_no_block_page() -> None:
    """Three copies of one page are one article and two repetitions."""
    copies = [
        entry(number, words=20, fingerprint=_TEXT, source_url="https://example.org/1", title="Notice")
        for number in (0, 1, 2)
    ]
    kept, skipped = without_repeats(copies)
    assert [item.position for item in kept] == [0]
    assert [item.kind for item in skipped] == [Kind.DUPLICATE] * 2


def test_a_long_text_under_three_addresses_is_an_article() -> None:
    """Only short texts are taken for block pages."""
    kept, skipped = without_repeats([entry(number, fingerprint=_TEXT) for number in (0, 1, 2)])
    assert [item.position for item in kept] == [0]
    assert [item.kind for item in skipped] == [Kind.DUPLICATE] * 2


def test_a_repetition_of_a_repetition_names_the_first() -> None:
    """Reports always name an article that is in the book."""
    repeats = Repeats()
    assert repeats.original_of("a", "https://example.org/1", "T", 200, "1" * 64) == ""
    assert repeats.original_of("b", "https://example.org/2", "T", 200, "1" * 64) == "a"
    assert repeats.original_of("c", "https://example.org/2", "T", 200, "2" * 64) == "a"


def test_articles_that_name_the_home_page_as_their_address_are_all_kept() -> None:
    """A wrong canonical address costs no article; an edited headline under one address is still one article."""
    home = "https://example.org/"
    entries = [
        entry(0, source_url=home, title="The mill turns again"),
        entry(1, source_url=home, title="Why bread needs time"),
        entry(2, source_url=home, title="The mill is turning again"),
    ]
    kept, skipped = without_repeats(entries)
    assert [item.position for item in kept] == [0, 1]
    assert [item.origin for item in skipped] == ["00002.md"]
