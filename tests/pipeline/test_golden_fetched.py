"""Golden sites of our own, one folder a kind of source: tests/golden/fetch/<case>/site, typed.txt, expected.json."""

from __future__ import annotations

import pytest

from tests.golden.fetched import FetchedCase, all_fetched_cases


@pytest.mark.parametrize("case", all_fetched_cases(), ids=lambda case: case.folder.name)
def test_what_is_fetched_becomes_exactly_what_was_read_and_accepted(case: FetchedCase) -> None:
    """What comes of a server's answers, and what it is asked for, equals expected.json, which a person has read."""
    assert (case.folder / "why.txt").read_text(encoding="utf-8").strip()
    assert case.outcome() == case.expected()
