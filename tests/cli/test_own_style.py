"""A style sheet of one's own: taken as it is, or refused for what it would load."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundler.cli.own_style import read_style
from bundler.errors import SettingsError
from bundler.package import THEMES
from tests.books import article_pages, contents
from tests.program import Command, inside, one_line, run

_GOOD = "p { margin: 1em 0; } /* 汉 https://example.org/ in a comment */\n"


def _refusal(path: Path, content: bytes | str) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SettingsError) as refused:
        read_style(str(path))
    return str(refused.value)


@pytest.mark.parametrize("theme", THEMES)
def test_a_name_is_a_theme(theme: str) -> None:
    """Without an ending in .css it is no file."""
    assert read_style(theme) == (theme, b"")


@pytest.mark.parametrize("name", ["own.css", "OWN.CSS"])
def test_a_file_is_the_base_and_itself(tmp_path: Path, name: str) -> None:
    """Its bytes go into the book, without a byte order mark."""
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + _GOOD.encode())
    assert read_style(str(tmp_path / name)) == ("default", _GOOD.encode())


@pytest.mark.parametrize(
    "css",
    [
        "@import 'https://example.org/a.css';",
        '@import url("//example.org/a.css");',
        "@import 'b.css';",
        "@IMPORT url(b.css);",
        "@\\69mport 'b.css';",
        "p { background: url(https://example.org/a.png) }",
        "p { background: url('a.png') }",
        "p { background: URL( a.png ) }",
        "p { background: u\\72l(a.png) }",
        "p { background: u/**/rl(a.png); background: url(a.png) }",
        "@font-face { font-family: x; src: url(file:///etc/passwd) }",
        "p { background: image-set('a.png' 1x) }",
        "@import 'data:text/css,p{}';",
        "@import url(blob:x);",
        "p { background: url(javascript:x) }",
        "p { background: url(app://x/a.png) }",
        "p { behavior: url(#x) }",
        "p { width: expression(alert(1)) }",
        "p { -moz-binding: none }",
    ],
)
def test_what_loads_or_runs_something_is_refused(tmp_path: Path, css: str) -> None:
    """In any spelling: a book holds no other files for it, and calls nobody."""
    message = _refusal(tmp_path / "own.css", css)
    assert message.startswith(f"--style {tmp_path / 'own.css'}: CSS ")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"p { content: '\xff' }", "is not UTF-8"), ("p {}".encode("utf-16"), "is not UTF-8"), (b" " * 100_001, "100 kB")],
)
def test_what_is_no_style_sheet_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    """Another encoding, and what no reader should have to lay out with."""
    assert reason in _refusal(tmp_path / "own.css", content)


def test_a_picture_within_the_style_sheet_may_be_there(tmp_path: Path) -> None:
    """A data: address of a picture or a font holds all of it."""
    (tmp_path / "own.css").write_text("p { background: url(data:image/png;base64,AAAA) }", encoding="utf-8")
    assert read_style(str(tmp_path / "own.css"))[1]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file, and a folder."""
    for path in (tmp_path / "gone.css", tmp_path / "folder.css"):
        (tmp_path / "folder.css").mkdir(exist_ok=True)
        with pytest.raises(SettingsError, match=r"cannot be read \("):
            read_style(str(path))


def test_a_style_of_ones_own_comes_last_on_every_page(tmp_path: Path, pages: Path) -> None:
    """Behind the base one; the book holds it as it was written."""
    (tmp_path / "own.css").write_text(_GOOD, encoding="utf-8")
    done = run("--debug", "build", pages, "-q", "-o", "b.epub", "--style", "own.css", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    book = contents(tmp_path / "b.epub")
    assert book["EPUB/styles/own.css"].decode() == _GOOD
    page = book[article_pages(tmp_path / "b.epub")[0]]
    assert page.index(b"styles/default.css") < page.index(b"styles/own.css")


@pytest.mark.parametrize(
    "options",
    [
        ["--style", "dark"],
        ["--style", "gone.css"],
        ["--split", "week"],
        ["--split", "0"],
        ["--split", "-1"],
        ["--links", "x"],
    ],
)
def test_bad_looks_are_told_before_any_work(tmp_path: Path, pages: Path, options: list[str]) -> None:
    """Exit code 2, with the option named, and no book."""
    done = run("build", pages, "-q", "-o", "b.epub", *options, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert options[0] in done.err
    assert "Traceback" not in done.err
    assert inside(tmp_path) == ["pages"]
    if options[0] != "--links":
        one_line(done.err)


def test_styles_are_listed(command: Command) -> None:
    """Each theme with what it is for, one a line."""
    done = command("styles")
    assert (done.code, [line.split()[0] for line in done.out.splitlines()]) == (0, list(THEMES))
