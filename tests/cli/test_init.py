"""`init`: a file that is valid as it is and with everything in it switched on, and that builds books."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.program import PROJECT, Command, inside, one_line

_SWITCHED_OFF = re.compile(r"^#(?=[a-z\[])", re.MULTILINE)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder is the test's own, and the user has no file of his own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_what_init_writes_builds_a_book(tmp_path: Path, command: Command) -> None:
    """As it is written, with the sources that it names."""
    done = command("init")
    assert (done.code, done.out, done.err) == (0, "bundler.toml\n", "")
    shutil.copytree(PROJECT / "examples", "saved-articles")
    built = command("--debug", "build", "-q", "--offline")
    assert (built.code, Path(built.out.strip()).suffix) == (0, ".epub")


def test_everything_switched_on_builds_books(tmp_path: Path, command: Command) -> None:
    """Every line without a space behind its `#` is a setting that holds: both bundles become books."""
    command("init")
    path = tmp_path / "bundler.toml"
    path.write_text(_SWITCHED_OFF.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(written["bundles"]) == {"news", "archive"}
    shutil.copytree(PROJECT / "examples", "saved-articles")
    done = command("--debug", "build", "--all", "-q")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == ["news.epub", "archive_2026.epub"]
    assert inside(tmp_path) == ["archive_2026.epub", "bundler.log", "bundler.toml", "news.epub", "saved-articles"]


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path, command: Command) -> None:
    """Without --force exit code 1 and the file as it was."""
    (tmp_path / "bundler.toml").write_text("mine")
    done = command("init")
    assert (done.code, done.out) == (1, "")
    assert "exists already; edit it, or use --force" in one_line(done.err)
    assert (tmp_path / "bundler.toml").read_text() == "mine"
    assert command("init", "--force").code == 0
    assert (tmp_path / "bundler.toml").read_text() != "mine"


def test_it_goes_where_it_is_told(tmp_path: Path, command: Command) -> None:
    """To a file or into a folder; a folder that is not there is told."""
    (tmp_path / "sub").mkdir()
    assert command("init", "sub").out == f"{Path('sub/bundler.toml')}\n"
    assert command("init", "other.toml").out == "other.toml\n"
    done = command("init", "nowhere/x.toml")
    assert (done.code, "cannot be written" in one_line(done.err)) == (1, True)
