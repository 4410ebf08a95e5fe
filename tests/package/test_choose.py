"""Which articles a book takes, in what order the filters work, and what they tell."""

from __future__ import annotations

import datetime as dt

from bundler.choice import ANY, Choice
from bundler.model import Entry, Kind, Skipped
from bundler.package import in_order, take
from tests.entries import entry


def _chosen(entries: list[Entry], choice: Choice, limit: int | None = None) -> tuple[list[int], list[Skipped]]:
    kept, skipped = take(in_order(entries), choice, None, None, limit)
    return [item.position for item in kept], skipped


def test_each_filter_has_a_kind_of_its_own() -> None:
    """Counted apart in the report, each with its reason, and none of them a gap."""
    entries = [
        entry(0, "2020-09-01"),
        entry(1, "2020-09-01", title="Crossword"),
        entry(2, "2020-09-01", language="fr"),
        entry(3, "2020-09-01", words=10),
        entry(4, "2020-08-01"),
    ]
    choice = Choice(exclude=("crossword",), languages=("en",), min_words=50)
    kept, skipped = take(in_order(entries), choice, dt.date(2020, 9, 1), None, None)
    assert [item.position for item in kept] == [0]
    assert [(item.origin, item.kind, item.reason) for item in skipped] == [
        ("00004.md", Kind.OUTSIDE_PERIOD, "2020-08-01 is before 2020-09-01"),
        ("00001.md", Kind.NOT_MATCHED, "'crossword' is excluded"),
        ("00002.md", Kind.OTHER_LANGUAGE, "is in 'fr'"),
        ("00003.md", Kind.TOO_SHORT, "has 10 words of at least 50"),
    ]
    assert not any(item.kind.is_gap for item in skipped)


def test_the_newest_of_each_source_are_kept() -> None:
    """By host, `www.` aside; undated articles only where dated ones leave room."""
    entries = [
        entry(0, "2020-09-01", source_url="https://www.example.org/0"),
        entry(1, "2020-09-03", source_url="https://example.org/1"),
        entry(2, "2020-09-02", source_url="http://example.org/2"),
        entry(3, "2020-09-01", source_url="https://example.net/3"),
        entry(4, source_url="https://example.net/4"),
        entry(5, source_url="https://example.net/5"),
    ]
    kept, skipped = _chosen(entries, Choice(per_source=2))
    assert kept == [3, 2, 1, 4]
    assert {(item.origin, item.kind, item.reason) for item in skipped} == {
        ("00000.md", Kind.OVER_LIMIT, "not among the newest 2 of example.org"),
        ("00005.md", Kind.OVER_LIMIT, "not among the newest 2 of example.net"),
    }


def test_without_an_address_the_site_is_the_source() -> None:
    """And articles of which neither is known are one source together."""
    entries = [
        entry(number, f"2020-09-0{number + 1}", source_url="", site=site)
        for number, site in enumerate(("Garden", "Garden", "Sea", "", ""))
    ]
    assert _chosen(entries, Choice(per_source=1))[0] == [1, 2, 4]


def test_the_limit_counts_what_is_left() -> None:
    """Articles that another filter leaves out take no place among the newest."""
    entries = [entry(number, f"2020-09-0{number + 1}", words=100 if number < 3 else 1) for number in range(5)]
    assert _chosen(entries, Choice(min_words=50), limit=2)[0] == [1, 2]


def test_without_a_choice_all_are_kept() -> None:
    """Nothing asked for leaves nothing out."""
    assert _chosen([entry(0), entry(1, "2020-09-01")], ANY) == ([1, 0], [])
