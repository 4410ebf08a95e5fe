"""The order of articles in a book, which of them it takes, and the periods its contents are grouped by."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from bundler.model import Kind
from bundler.package import in_order, select
from bundler.package.order import periods
from tests.entries import entry


def test_days_come_in_order_whatever_order_the_sources_had() -> None:
    """The oldest day comes first."""
    entries = [entry(0, "2020-09-03"), entry(1, "2019-12-31"), entry(2, "2020-09-01")]
    assert [item.position for item in in_order(entries)] == [1, 2, 0]


def test_a_day_is_read_by_the_clock_and_then_as_the_source_had_it() -> None:
    """Within a day timed articles come by time, those without a time behind them in source order."""
    day = "2020-09-01"
    entries = [entry(0, day), entry(1, day, "18:00:00"), entry(2, day, "07:30:00"), entry(3, day)]
    assert [item.position for item in in_order(entries)] == [2, 1, 0, 3]


def test_equal_times_are_read_as_the_source_had_them() -> None:
    """Two articles of the same second keep their source order."""
    entries = [entry(number, "2020-09-01", "07:30:00") for number in (2, 0, 1)]
    assert [item.position for item in in_order(entries)] == [0, 1, 2]


def test_undated_articles_come_last_in_source_order() -> None:
    """An article without a day never stands before one with a day."""
    entries = [entry(0), entry(1, "2099-12-31"), entry(2), entry(3, "1990-01-01")]
    assert [item.position for item in in_order(entries)] == [3, 1, 0, 2]


def test_the_order_depends_on_nothing_but_the_articles() -> None:
    """Every order of the same entries gives the same book."""
    entries = [entry(0), entry(1, "2020-09-01"), entry(2, "2020-09-01", "07:30:00"), entry(3, "2020-08-31")]
    orders = {tuple(item.position for item in in_order(shuffled)) for shuffled in permutations(entries)}
    assert orders == {(3, 2, 1, 0)}


def test_a_period_takes_its_first_and_last_day() -> None:
    """Both ends of a period belong to it."""
    entries = [entry(day, f"2020-09-{day:02}") for day in (1, 2, 3, 4, 5)]
    chosen, left_out = select(entries, dt.date(2020, 9, 2), dt.date(2020, 9, 4), None)
    assert [item.position for item in chosen] == [2, 3, 4]
    assert {(item.origin, item.kind) for item in left_out} == {
        ("00001.md", Kind.OUTSIDE_PERIOD),
        ("00005.md", Kind.OUTSIDE_PERIOD),
    }


@pytest.mark.parametrize("period", [(dt.date(2020, 9, 1), None), (None, dt.date(2020, 9, 30))])
def test_with_a_period_undated_articles_are_left_out(period: tuple[dt.date | None, dt.date | None]) -> None:
    """Nobody knows whether an undated article belongs to a period, so it is left out and counted."""
    chosen, left_out = select([entry(0, "2020-09-01"), entry(1)], *period, None)
    assert [item.position for item in chosen] == [0]
    assert [(item.origin, item.kind.is_gap) for item in left_out] == [("00001.md", False)]


def test_a_limit_takes_the_newest_and_prints_them_oldest_first() -> None:
    """`--limit 2` of four days is the last two days, in reading order."""
    entries = [entry(day, f"2020-09-{day:02}") for day in (1, 2, 3, 4)]
    chosen, left_out = select(entries, None, None, 2)
    assert [item.position for item in chosen] == [3, 4]
    assert [(item.origin, item.kind) for item in left_out] == [
        ("00001.md", Kind.OVER_LIMIT),
        ("00002.md", Kind.OVER_LIMIT),
    ]


def test_a_limit_takes_undated_articles_only_when_the_dated_ones_are_too_few() -> None:
    """An article of which nobody knows that it is new does not push out one that is."""
    entries = [entry(0, "2020-09-01"), entry(1, "2020-09-02"), entry(2), entry(3)]
    assert [item.position for item in select(entries, None, None, 2)[0]] == [0, 1]
    assert [item.position for item in select(entries, None, None, 3)[0]] == [0, 1, 2]


def test_a_limit_counts_within_the_period() -> None:
    """With both, the newest of the period are taken."""
    entries = [entry(day, f"2020-09-{day:02}") for day in (1, 2, 3, 4)]
    chosen, left_out = select(entries, None, dt.date(2020, 9, 3), 2)
    assert [item.position for item in chosen] == [2, 3]
    assert len(left_out) == 2


@pytest.mark.parametrize("limit", [3, 4, 1000, None])
def test_a_limit_that_is_not_reached_changes_nothing(limit: int | None) -> None:
    """As many articles as there are, or more, are all of them."""
    entries = [entry(0, "2020-09-01"), entry(1, "2020-09-02"), entry(2)]
    assert select(entries, None, None, limit) == (entries, [])


@pytest.mark.parametrize(
    ("last", "stamps"),
    [
        ("2020-09-01", ["2020-09-01"]),
        ("2020-10-01", ["2020-09-01", "2020-10-01"]),  # 31 days
        ("2020-10-02", ["2020-09", "2020-10"]),  # 32 days
        ("2025-08-31", ["2020-09", "2025-08"]),  # 60 months
        ("2025-09-01", ["2020", "2025"]),  # 61 months
    ],
)
def test_contents_go_by_days_then_months_then_years(last: str, stamps: list[str]) -> None:
    """Up to 31 days a book's contents are grouped by day, up to 60 months by month, beyond by year."""
    entries = in_order([entry(0, "2020-09-01"), entry(1, last)])
    assert [period.stamp for period in periods(entries)] == stamps


def test_undated_articles_have_a_heading_of_their_own_at_the_end() -> None:
    """Every article stands under exactly one heading, undated ones under the last."""
    entries = in_order([entry(0), entry(1, "2020-09-02"), entry(2, "2020-09-01"), entry(3, "2020-09-02")])
    found = periods(entries)
    assert [period.stamp for period in found] == ["2020-09-01", "2020-09-02", ""]
    assert [index for period in found for index in period.indexes] == [0, 1, 2, 3]


def test_a_book_of_undated_articles_has_one_heading() -> None:
    """Without any day there is nothing to group by."""
    assert [(period.stamp, period.indexes) for period in periods([entry(0), entry(1)])] == [("", (0, 1))]
