"""Markdown with whole HTML elements in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.clean import markdown
from bundler.clean.markdown import to_html

MARKER = re.compile(r"w[0-9]+e")
by_chance = settings(deadline=None, derandomize=True, max_examples=200)

ELEMENTS = (
    "<p>\n  one\n\n      two\n</p>",
    "<div>\n\n    <p>one</p>\n\n        <p>two</p>\n\n</div>",
    "<div>\n1. one\n\n* * *\n\n# two\n\n> three\n</div>",
    "<blockquote>\n\n    <div>\n\n        one\n\n    </div>\n</blockquote>",
    '<figure>\n\n <img alt="a > b" src="x.jpg"/>\n\n <figcaption>one\n\n    two</figcaption>\n</figure>',
    "<table>\n\n    <tr>\n\n        <td>one_two_three *four*</td>\n    </tr>\n</table>",
    "<DIV>\n\n    <P>one</P>\n\n</DIV>",
    "<!-- one\n\n    two -->",
    "<pre>\n\n    one\n\n</pre>",
    "<section><h2>one</h2>\n\n\n    <ul>\n\n    <li>two</li></ul>\n</section>",
)


@pytest.mark.parametrize("element", ELEMENTS)
def test_an_element_passes_untouched_through_blank_lines_and_indents(element: str) -> None:
    """What lies between a start tag and its end tag is not Markdown, whatever it looks like."""
    got = to_html(f"**before**\n\n{element}\n\n**after**\n")
    assert element in got
    assert got.count("<strong>") == 2


def test_markdown_between_elements_is_rendered() -> None:
    """Headings, lists and emphasis between two elements are Markdown."""
    got = to_html("<p>a</p>\n\n## b\n\n* c\n* *d*\n\n<p>e</p>\n\n1. f\n")
    assert "<h2>b</h2>" in got
    assert "<li>c</li>" in got
    assert "<em>d</em>" in got
    assert "<ol>\n<li>f</li>\n</ol>" in got
    assert got.index("<p>a</p>") < got.index("<h2>b") < got.index("<p>e</p>") < got.index("<ol>")


def test_tables_and_strikethrough_are_markdown_too() -> None:
    """The two extensions that articles use are on."""
    got = to_html("| a | b |\n| --- | --- |\n| c | ~~d~~ |\n")
    assert "<td>c</td>" in got
    assert "<s>d</s>" in got


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_elements_in_fenced_code_are_code(fence: str) -> None:
    """An article about HTML shows its tags."""
    got = to_html(f"a\n\n{fence}\n<div>\n\n    <p>b</p>\n</div>\n{fence}\n\n<p>c</p>\n")
    assert "&lt;div&gt;" in got
    assert "<p>c</p>" in got


@pytest.mark.parametrize("line", ["```a``` b", "```` ``` ````"])
def test_code_within_a_line_opens_no_fence(line: str) -> None:
    """Three backticks that are closed on their own line leave the elements below what they are."""
    element = "<div>\n\n    <p>c</p>\n</div>"
    assert element in to_html(f"{line}\n\n{element}\n")


def test_tildes_do_not_end_a_fence_of_backticks() -> None:
    """A fence is ended by its own kind only."""
    got = to_html("```\n~~~\n<p>a</p>\n```\n\n<div>\n\n    <p>b</p>\n</div>\n")
    assert "&lt;p&gt;a" in got
    assert "<div>\n\n    <p>b</p>\n</div>" in got


@pytest.mark.parametrize(
    "text",
    [
        "<p>w1e\n\nw2e\n\n    w3e",
        "<div><p>w1e\n\nw2e</p>\n\n<p>w3e",
        "w1e\n\n</div>\n\nw2e\n\n</p>w3e",
        "<div>\n\n<div>\n\n<div>\n\nw1e\n\n</div>\n\nw2e\n\nw3e",
        "<div>\n<!-- c\n\n-->w1e\n\nw2e\n\nw3e",
        "<p title=it's>w1e\n\n    w2e</p>\n\nw3e isn't",
        "w1e\n\n<hr>\n\nw2e\n\n<br/>w3e",
        "<table><tr><td>w1e\n\nw2e\n\n| w3e | a |",
    ],
)
def test_tags_that_are_not_closed_lose_no_text(text: str) -> None:
    """Every word is still there, in order."""
    assert markers(text) == ["w1e", "w2e", "w3e"]


def markers(text: str) -> list[str]:
    """The markers that a reader of the rendered text sees."""
    return MARKER.findall(BeautifulSoup(to_html(text), "lxml").get_text())


LINES = (
    *["@"] * 3, "    @", "\t@", "# @", "#### @", "1. @", "* @", "  - @", "> @", "> <p>@", "@  ", "@<br/>",
    "**@** *@*", "@\n===", "---", "* * *", "", "", "", "```", "~~~", "`@`", "```@``` @",
    "| a | b |\n| --- | --- |\n| @ | @ |", "<p>", "<p>@", "</p>", "<p>@</p>", "<div>", "    <div>@", "</div>",
    "@</div>", "<ul><li>@", "</ul>", "<blockquote>", "</blockquote>", "<table><tr><td>@", "</td></tr></table>",
    "<hr/>", "<br>@", "<img src='x'/>@", "<figure>@</figure>", "<span>@", "@ <ok href='/x'>@</ok>",
    '<p title="a>b">@', "<!-- c -->", "<!-- c\n\n-->@", "<center>@", "</center>", "a < b @",
    "[@](http://x.example/)", "&lt;p&gt; @", "\\<p> @", "<P CLASS=x>@</P>", "<h2>@</h2>",
)  # fmt: skip


def numbered(lines: list[str]) -> str:
    """A text of lines in which every `@` is a marker of its own."""
    text = "\n".join(lines)
    for number in range(text.count("@")):
        text = text.replace("@", f"w{number}e", 1)
    return text


@by_chance
@given(text=st.lists(st.sampled_from(LINES), min_size=1, max_size=25).map(numbered))
def test_no_mixture_of_lines_loses_or_repeats_a_word(text: str) -> None:
    """Markdown and tags in any mixture keep every word."""
    assert sorted(markers(text)) == sorted(set(MARKER.findall(text)))


class Counted:
    """A pattern that counts the characters it was let look at.

    Args:
        pattern: the pattern to stand in for.
        total: where the count is kept, shared among patterns.
    """

    def __init__(self, pattern: re.Pattern[str], total: list[int]) -> None:
        self._pattern = pattern
        self._total = total

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pattern has
        """Everything but searching is the pattern's own."""
        return getattr(self._pattern, name)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Search, and count from the start to the match's end, or all of it when there is none."""
        end = len(text) if end is None else end
        match = self._pattern.search(text, start, end)
        self._total[0] += (match.end() if match else end) - start
        return match


def looked_at(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many characters the module's patterns search through in a text."""
    total = [0]
    with monkeypatch.context() as patch:
        for name, value in vars(markdown).items():
            if isinstance(value, re.Pattern):
                patch.setattr(markdown, name, Counted(value, total))
        to_html(text)
    return total[0]


@pytest.mark.parametrize(
    "unit",
    [
        "<br>\n",
        "<hr>\n\na\n\n",
        "<p>a\n\n",
        "<p>a</p>\n\n",
        "</p>\n",
        "<div>\n\n    <p>a\n\n",
        "<!-- a -->\n",
        "<p \n",
        "<p x='\n",
    ],
)
def test_work_grows_with_the_text_and_not_with_its_square(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the text is at most six times the work, where a square would be sixteen."""
    small, large = (looked_at(unit * number, monkeypatch) for number in (40, 160))
    assert large <= 6 * small + 1000


def test_a_picture_whose_tag_goes_over_several_lines_is_a_picture() -> None:
    """Its attributes do not become text, and what follows is not lost."""
    found = to_html('One.\n\n<img src="a\nb.jpg"\n alt="x > y">\n\nTwo.\n')
    assert found.split("\n\n") == ["<p>One.</p>", '<img src="a\nb.jpg"\n alt="x > y">', "<p>Two.</p>\n"]
