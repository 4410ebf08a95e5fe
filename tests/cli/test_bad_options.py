"""Bad options: exit code 2 before any work, with the option named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import pytest

from bundler.cli.options.types import Day
from tests.program import Command, inside, one_line, run


@pytest.mark.parametrize(
    "options",
    [
        ["--from", "yesterday"],
        ["--from", "2020-13"],
        ["--from", "2020-02-30"],
        ["--from", "2020-09-01-05"],
        ["--from", "2020/09/01"],
        ["--from", ""],
        ["--from", "-2020"],
        ["--from", "99999"],
        ["--from", "99999999999999999999"],
        ["--to", "0"],
        ["--to", "2020-9-31"],
        ["--from", "2020-09-02", "--to", "2020-09-01"],
        ["--from", "2021", "--to", "2020"],
        ["--limit", "0"],
        ["--limit", "-1"],
        ["--limit", "many"],
        ["--unknown"],
        ["--title"],
        ["--language", "not a language"],
        ["--language", "<en>"],
    ],
)
@pytest.mark.parametrize("name", ["build", "list"])
def test_an_option_that_cannot_be_meant_is_a_usage_error(
    tmp_path: Path, pages: Path, command: Command, name: str, options: list[str]
) -> None:
    """Exit code 2, the reason in words, nothing on stdout, no book."""
    target = ["-o", tmp_path / "book.epub"] if name == "build" else []
    done = command(name, pages, *target, *options)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert "unexpected" not in done.err
    assert options[0] in done.err
    assert inside(tmp_path) == ["pages"]


@pytest.mark.parametrize("arguments", [["build"], ["list"], ["extract"], ["check"], ["bild", "x"], []])
def test_a_command_line_without_sense_is_a_usage_error(command: Command, arguments: list[str]) -> None:
    """A missing source, a misspelled command and no command at all: exit code 2 and words on stderr."""
    done = command(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Usage:" in done.err


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2020-09-05", (2020, 9, 5), (2020, 9, 5)),
        ("2020-9-5", (2020, 9, 5), (2020, 9, 5)),
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("2020-12", (2020, 12, 1), (2020, 12, 31)),
        ("2020", (2020, 1, 1), (2020, 12, 31)),
        ("1999", (1999, 1, 1), (1999, 12, 31)),
        ("9999", (9999, 1, 1), (9999, 12, 31)),
        ("9999-12", (9999, 12, 1), (9999, 12, 31)),
    ],
)
def test_a_month_and_a_year_stand_for_their_first_or_last_day(
    written: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    """`--from 2020-02` begins on the first, `--to 2020-02` ends on the 29th; `--to 9999` is for ever."""
    assert Day(last=False).convert(written, None, None) == dt.date(*first)
    assert Day(last=True).convert(written, None, None) == dt.date(*last)


@pytest.mark.parametrize(
    "written", ["", "2020-", "2020-00", "2020-09-00", "20200901", "2020-09-01-05", "two", "２０２０-x"]
)
@pytest.mark.parametrize("last", [False, True])
def test_what_is_no_day_is_refused_with_the_way_to_write_it(written: str, *, last: bool) -> None:
    """The message shows the three ways a day can be written."""
    with pytest.raises(click.BadParameter, match="2020-09-01, 2020-09 or 2020"):
        Day(last=last).convert(written, None, None)


_ACCESS_FILES = {
    ("--cookies", "cookies.txt", "<html>T0PSECRET</html>"): "line 1 is no cookie",
    ("--cookies", "none.txt", ""): "cannot be read",
    ("--netrc-file", "netrc", "machine a.example login ann\nT0PSECRET x y\n"): "line 2",
}


@pytest.mark.parametrize("case", _ACCESS_FILES)
def test_a_file_of_secrets_that_is_none_is_told_before_any_work(tmp_path: Path, case: tuple[str, str, str]) -> None:
    """Usage, one line with the option and the line's number, and nothing that stands in the file."""
    option, name, text = case
    if text:
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("build", "no-source", option, name, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert _ACCESS_FILES[case] in one_line(done.err)
    assert "T0PSECRET" not in done.err
