"""`--last`: a period that ends today, settled before any work."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundler.cli.options.period import Span
from tests.books import names
from tests.program import Command, environment, one_line, run

TODAY = dt.date(2020, 9, 8)


@pytest.mark.parametrize(
    ("count", "unit", "first"),
    [
        (1, "d", "2020-09-08"),
        (7, "d", "2020-09-02"),
        (2, "w", "2020-08-26"),
        (1, "m", "2020-08-09"),
        (9, "m", "2019-12-09"),
        (1, "y", "2019-09-09"),
    ],
)
def test_today_is_among_the_days(count: int, unit: str, first: str) -> None:
    """Seven days end today; a month begins behind today's day in the month before."""
    assert Span(count, unit).first_day(TODAY).isoformat() == first


@pytest.mark.parametrize(("today", "first"), [("2021-03-30", "2021-02-28"), ("2020-03-30", "2020-02-29")])
def test_a_day_that_a_month_does_not_have_is_its_last(today: str, first: str) -> None:
    """31 February is the end of February."""
    assert Span(1, "m").first_day(dt.date.fromisoformat(today)).isoformat() == first


@given(st.integers(1, 500), st.sampled_from("dwmy"), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_more_time_begins_no_later(count: int, unit: str, today: dt.date) -> None:
    """And never behind today."""
    assert Span(count + 1, unit).first_day(today) < Span(count, unit).first_day(today) <= today


@pytest.mark.parametrize("value", ["7", "d", "0d", "7 days", "-7d", "7h", "", "999999d"])
def test_a_stretch_of_time_that_is_none_is_a_usage_error(pages: Path, command: Command, value: str) -> None:
    """Exit code 2 and how to write it."""
    done = command("list", pages, "--last", value)
    assert (done.code, done.out) == (2, "")
    assert "write it as 7d, 2w, 3m or 1y" in " ".join(done.err.split())


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_two_ways_to_say_a_period_are_a_usage_error(pages: Path, command: Command, option: str) -> None:
    """Both on one command line cannot be meant."""
    done = command("list", pages, "--last", "7d", option, "2020")
    assert (done.code, "leave out --from and --to" in one_line(done.err)) == (2, True)


def test_before_the_calendar_there_is_nothing(pages: Path, command: Command) -> None:
    """A time that goes back before the year 1 is told."""
    done = command("list", pages, "--last", "9999y")
    assert (done.code, "begins before the calendar does" in one_line(done.err)) == (2, True)


def test_the_same_day_makes_the_same_book(tmp_path: Path, pages: Path) -> None:
    """With `SOURCE_DATE_EPOCH` the period is the same on any day; the book that --from makes is the same book."""
    late = environment(SOURCE_DATE_EPOCH="1599177599")  # 2020-09-03T23:59:59Z
    line = ("--debug", "build", pages, "-q", "--offline", "--title", "News")
    assert run(*line, "--last", "2d", "-o", "a.epub", folder=tmp_path, env=late).code == 0
    assert run(*line, "--from", "2020-09-02", "-o", "b.epub", folder=tmp_path).code == 0
    assert (tmp_path / "a.epub").read_bytes() == (tmp_path / "b.epub").read_bytes()
    assert sum("2020-09-0" in name for name in names(tmp_path / "a.epub")) == 2


def test_a_clock_that_is_none_is_told(pages: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """`SOURCE_DATE_EPOCH` has to be seconds; without --last nobody looks at it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    assert command("--debug", "list", pages, "-q").code == 0
    done = command("list", pages, "--last", "7d")
    assert (done.code, "SOURCE_DATE_EPOCH=tomorrow: is no time" in one_line(done.err)) == (2, True)


def test_options_of_choice_work_in_list(pages: Path, command: Command) -> None:
    """What is left out is told with kind and reason, and is no gap."""
    done = command(
        "--debug", "list", pages, "--json", "-q", "--exclude", "story 2", "--min-words", "5", "--match", "St*"
    )
    found = json.loads(done.out)
    assert done.code == 0
    assert [item["title"] for item in found["articles"]] == ["Story 1", "Story 3"]
    assert [(item["kind"], item["reason"]) for item in found["left_out"]] == [("not matched", "'story 2' is excluded")]


@pytest.mark.parametrize(
    "options",
    [
        ("--match", ""),
        ("--exclude", "*"),
        ("--only-language", "a language"),
        ("--per-source", "0"),
        ("--min-words", "-1"),
    ],
)
def test_a_choice_that_cannot_be_meant_is_a_usage_error(
    pages: Path, command: Command, options: tuple[str, str]
) -> None:
    """Exit code 2 with the option named."""
    done = command("list", pages, *options)
    assert (done.code, done.out) == (2, "")
    assert options[0] in done.err
