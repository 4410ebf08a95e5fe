"""Style sheets: light, and nothing in them that belongs to the reader or that simple engines choke on."""

from __future__ import annotations

import re

import pytest

from bundler.check.css import addresses, css_findings, plain_css
from bundler.errors import SettingsError
from bundler.package.styles import THEMES, Style, all_sheets, style_sheet


def _rules(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", style_sheet(name).decode(), flags=re.DOTALL)


def test_the_base_sheet_is_light() -> None:
    """Less than 5 kB with its comments."""
    assert len(style_sheet("default")) < 5000


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "forbidden",
    [
        r"(?<![-\w])(?:background-)?color\s*:",
        r"font-family",
        r"\d\s*px\b",
        r"position\s*:",
        r"@import",
        r"@font-face",
        r"var\(|calc\(|:root|:is\(|:where\(|:has\(",
        r"!important",
        r"url\(",
        r"#[0-9a-fA-F]{3,8}\s*[;}]",
        r"float\s*:|display\s*:\s*(?:flex|grid)",
        r"(?:^|[,}\s])\*\s*[{,]",
    ],
)
def test_a_theme_leaves_to_the_reader_what_is_the_readers(theme: str, forbidden: str) -> None:
    """No colours, fonts or pixels, nothing placed, imported or computed."""
    assert re.findall(forbidden, _rules(theme)) == []


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme != "cjk"])
def test_line_height_is_the_readers(theme: str) -> None:
    """Only Chinese and Japanese may need more room between lines."""
    assert "line-height" not in _rules(theme)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_loads_and_runs_nothing(theme: str) -> None:
    """Braces are balanced, and the audit's own reader of CSS finds no address."""
    css = plain_css(style_sheet(theme).decode())
    assert css.count("{") == css.count("}") > 0
    assert list(addresses(css)) == []
    assert list(css_findings("theme.css", css)) == []


@pytest.mark.parametrize(
    ("theme", "language", "sheets"),
    [
        ("default", "en", ("default",)),
        ("default", "zh-Hant", ("default", "cjk")),
        ("default", "ja", ("default", "cjk")),
        ("default", "ko", ("default",)),
        ("compact", "zh-Hans", ("default", "cjk", "compact")),
        ("cjk", "en", ("default", "cjk")),
        ("cjk", "zh", ("default", "cjk")),
        ("large", "ar", ("default", "large")),
    ],
)
def test_a_page_gets_the_base_then_its_script_then_the_theme(
    theme: str, language: str, sheets: tuple[str, ...]
) -> None:
    """What comes later wins; one's own sheet comes last."""
    assert Style(theme).sheets(language) == sheets
    assert Style(theme, b"p { margin: 0 }").sheets(language) == (*sheets, "own")


def test_a_book_has_each_sheet_once() -> None:
    """In the order of their names, so that the book is the same each time."""
    assert all_sheets(Style("large", b"p {}"), ["en", "zh", "en", "ja"]) == ("cjk", "default", "large", "own")
    assert Style("large", b"p {}").content("own") == b"p {}"


def test_an_unknown_theme_is_refused_with_those_there_are() -> None:
    """The message names the option and the themes."""
    with pytest.raises(
        SettingsError, match=r"--style dark: is no theme and no \.css file; choose among default, compact"
    ):
        Style("dark")
