"""Titles that are filled in from the articles' days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bundler.errors import SettingsError
from bundler.settings import Settings
from bundler.title_fields import FIELDS, filled, unknown_fields

DAYS = ["2020-12-30", "2021-01-02", "2020-12-31"]


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("{name} {first} - {last}", "News 2020-12-30 - 2021-01-02"),
        ("{name}, week {week} of {week_year}", "News, week 53 of 2020"),
        ("{year}-{month}: {count} articles", "2021-01: 3 articles"),
        ("{{name}} {name}", "{name} News"),
        ("A { and a }", "A { and a }"),
        ("Plain", "Plain"),
    ],
)
def test_fields_are_filled_in_from_the_days(pattern: str, title: str) -> None:
    """First and last day, and of the last one year, month and ISO week, which may belong to the year before."""
    assert filled(pattern, "News", DAYS, 3, "Undated") == title


def test_without_a_date_the_book_says_so() -> None:
    """Every field of a day is the word for undated articles."""
    assert filled("{name} {first} {week}", "News", [], 3, "Undated") == "News Undated Undated"


def test_a_name_with_braces_is_no_field() -> None:
    """What is filled in is not filled in once more."""
    assert filled("{name}", "{first}", DAYS, 3, "") == "{first}"


@pytest.mark.parametrize("title", ["{title}", "{}", "{first:%Y}", "News {Week}", "{name!r}"])
def test_a_field_that_is_none_is_a_usage_error(title: str) -> None:
    """It is named, with those that there are."""
    with pytest.raises(SettingsError, match="is no field") as error:
        Settings((), title=title)
    assert all(f"{{{field}}}" in str(error.value) for field in FIELDS)


@given(st.text("{}nameweek ", max_size=30))
def test_any_title_is_filled_in_or_refused(pattern: str) -> None:
    """Nothing but known fields and double braces changes, and nothing raises."""
    if not unknown_fields(pattern):
        assert "{name}" not in filled(pattern.replace("{{", "").replace("}}", ""), "x", DAYS, 1, "")
