"""Our own books hold nothing that the audit looks for: the examples, and real pages where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bundler.check import Finding, audit
from tests.books import bundle
from tests.program import PROJECT

_SHARED = os.environ.get("BUNDLER_SHARED")


def _made(folder: Path, source: Path) -> list[Finding]:
    bundle([source], folder / "book.epub")
    return audit(folder / "book.epub")


def test_the_examples_are_clean(tmp_path: Path) -> None:
    """Not even a note."""
    assert _made(tmp_path, PROJECT / "examples") == []


@pytest.mark.skipif(not _SHARED, reason="BUNDLER_SHARED is not set: it names the folder that holds corpus/")
@pytest.mark.parametrize("corpus", ["mirror/pages", "readability/test-pages"])
def test_real_pages_are_clean(tmp_path: Path, corpus: str) -> None:
    """No problem in a book of a thousand pages of a mirror, nor in one of 130 pages of the web."""
    source = Path(_SHARED or "") / "corpus" / corpus
    if not source.is_dir():
        pytest.skip(f"BUNDLER_SHARED is set, but {source} is missing")
    assert [finding for finding in _made(tmp_path, source) if finding.level.is_problem] == []
