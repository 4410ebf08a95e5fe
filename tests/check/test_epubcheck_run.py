"""EPUBCheck is run where it is installed, and what it says is told in our words and levels."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bundler.check import Code, Level
from bundler.check.epubcheck import validate, validator
from tests.books import FIRST_PAGE, rewrite, text


@pytest.fixture(scope="module")
def epubcheck() -> tuple[str, ...]:
    """The real EPUBCheck."""
    command = validator()
    if command is None:
        pytest.skip("EPUBCheck or Java is not installed")
    return command


def test_a_good_book_passes(good_book: Path, epubcheck: tuple[str, ...]) -> None:
    """It has nothing to say of a clean book of ours."""
    assert validate(good_book, epubcheck) == []


def test_its_messages_become_findings(good_book: Path, tmp_path: Path, epubcheck: tuple[str, ...]) -> None:
    """Its errors are errors, with the entry and the line, and its usage messages notes."""
    page = text(good_book, f"EPUB/text/{FIRST_PAGE}").replace("</section>", "<p><p>x</p></p></section>")
    changes: dict[str, bytes | None] = {f"EPUB/text/{FIRST_PAGE}": page.encode()}
    findings = validate(rewrite(good_book, tmp_path / "broken.epub", changes), epubcheck)
    assert {finding.code for finding in findings} == {Code.EPUBCHECK}
    (error,) = [finding for finding in findings if finding.level is Level.ERROR]
    assert error.file == f"EPUB/text/{FIRST_PAGE}"
    assert "RSC-005" in error.detail


def test_a_file_that_it_cannot_open_is_an_error(tmp_path: Path, epubcheck: tuple[str, ...]) -> None:
    """Of a missing file it reports zeros; only its exit code tells."""
    assert [finding.level for finding in validate(tmp_path / "gone.epub", epubcheck)] == [Level.ERROR]


@pytest.mark.parametrize("code", ["raise SystemExit(0)", "print('{}')", "print('{\"messages\": [{}]}')", "print('[')"])
def test_a_validator_that_says_nothing_is_an_error(good_book: Path, code: str) -> None:
    """Silence, half a report or another format are no clean bill."""
    (finding,) = validate(good_book, (sys.executable, "-c", code))
    assert (finding.code, finding.level) == (Code.EPUBCHECK, Level.ERROR)


def test_a_validator_that_is_not_there_is_an_error(good_book: Path, tmp_path: Path) -> None:
    """It may be taken away between the look and the run."""
    (finding,) = validate(good_book, (str(tmp_path / "gone"),))
    assert finding.detail == "did not finish (FileNotFoundError)"
