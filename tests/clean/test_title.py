"""The article's title."""

from __future__ import annotations

import pytest

from bundler.clean.title import agree_with_heading, cut_site, from_markdown

CUT = [
    ("Rain - Example News", ("Example News",), "Rain"),
    ("Rain | Example News", ("example news",), "Rain"),
    ("Rain — Weather | Example News", ("Example News", "Weather"), "Rain"),
    ("山里的雨 - 示例新闻网", ("示例新闻网",), "山里的雨"),
    ("山裡的雨｜示例新聞網", ("示例新聞網",), "山裡的雨"),
    ("Rain :: news.example", ("news.example",), "Rain"),
    ("Rain » Example News", ("ExampleNews",), "Rain"),
    ("Well-known rain - Example News", ("Example News",), "Well-known rain"),
    ("Rain: the end - of it | Example News", ("Example News",), "Rain: the end - of it"),
    ("Rain - Storm - Example News", ("Example News",), "Rain - Storm"),
    ("Rain - Example-News", ("Example-News",), "Rain"),
]
KEPT = [
    ("Rain - Storm", ("Example News",)),
    ("Rain", ("Rain",)),
    ("Example News", ("Example News",)),
    ("- Example News", ("Example News",)),
    ("Rain at Example News", ("Example News",)),
    ("雨：三张图看懂", ("",)),
    ("Rain - ", ("",)),
    ("", ("Example News",)),
]


@pytest.mark.parametrize(("title", "names", "expected"), CUT)
def test_the_sites_name_is_cut_from_the_tail(title: str, names: tuple[str, ...], expected: str) -> None:
    """A tail that is a known name of the site goes with its separator, and nothing else does."""
    assert cut_site(title, names) == expected


@pytest.mark.parametrize(("title", "names"), KEPT)
def test_a_tail_that_is_not_the_sites_name_stays(title: str, names: tuple[str, ...]) -> None:
    """Dashes and colons of a headline are its own."""
    assert cut_site(title, names) == title


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("Rain - Weather", ["Rain"], "Rain"),
        ("Rain - Weather", ["Storm", "Rain"], "Rain"),
        ("Rainfall", ["Rain"], "Rainfall"),
        ("Rain", ["Rain"], "Rain"),
        ("Rain", [""], "Rain"),
        ("Rain", [], "Rain"),
        ("Rain in the hills", ["Rain"], "Rain in the hills"),
    ],
)
def test_a_heading_of_the_page_settles_where_its_title_ends(title: str, headings: list[str], expected: str) -> None:
    """A title that is a heading and a tail behind a separator is that heading."""
    assert agree_with_heading(title, headings) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("雨&nbsp;(组图)", "雨 (组图)"),
        ("A \\*real\\* \\[title\\]", "A *real* [title]"),
        ("[Rain](http://n.example/a) in the hills", "Rain in the hills"),
        ("![x](a.png) Rain", "x Rain"),
        ("Rain &amp; storm &lt;b&gt;", "Rain & storm <b>"),
        ("  Rain \t storm ", "Rain storm"),
        ("Rain (part 2) [video]", "Rain (part 2) [video]"),
    ],
)
def test_a_markdown_heading_becomes_its_text(markdown: str, expected: str) -> None:
    """Entities, escapes and links of a heading are resolved to what a reader would see."""
    assert from_markdown(markdown) == expected
