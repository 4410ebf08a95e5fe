"""Golden sources of our own, one folder a kind: tests/golden/collect/<case>/in.*, why.txt, expected.json."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.sources import SourceCase, all_source_cases


@pytest.mark.parametrize("case", all_source_cases(), ids=lambda case: case.folder.name)
def test_a_source_becomes_exactly_what_was_read_and_accepted(case: SourceCase, tmp_path: Path) -> None:
    """What comes of the source equals expected.json, which a person has read; why.txt says what it guards against."""
    assert (case.folder / "why.txt").read_text(encoding="utf-8").strip()
    assert case.collected(tmp_path) == case.expected()
