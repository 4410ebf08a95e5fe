"""The engine for unknown pages: its candidates, the choice, and what it survives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from lxml.html import HtmlElement

from bundler.clean.engine import engines
from bundler.clean.engine.choose import Failure, choose
from bundler.clean.engine.engines import run_engines
from bundler.clean.engine.find import find_article
from bundler.clean.engine.marking import mark
from bundler.clean.engine.prose import most_prose

SENTENCE = "The river rose in the night, and in the morning the bridge stood in the middle of a lake."
PAGE = (
    "<body><nav><a href='/'>Front page</a> <a href='/b'>Weather</a></nav><article><h1>The lake</h1>"
    + "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(8))
    + "</article><div class='related-posts'><a href='/c'>Another story</a></div></body>"
)
BRAILLE = "⠓⠑⠇⠇⠕"


def body(markup: str) -> Tag:
    """The body of a page."""
    found = BeautifulSoup(markup, "lxml").body
    assert found is not None
    return found


def test_the_copy_is_marked_so_that_every_text_is_found_again() -> None:
    """All marks together give all segments; the page's own Braille characters cannot be taken for marks."""
    marked = mark(body(f"<body><p>One <b>two</b></p><p>{BRAILLE}</p><p>three<br>four</p></body>"))
    assert [segment.text for segment in marked.segments] == ["One two", "three", "four"]
    assert marked.kept("".join(marked.copy.itertext())) == frozenset((0, 1, 2))


@pytest.mark.parametrize("broken", ["readability", "trafilatura"])
def test_an_engine_that_raises_costs_its_own_result_only(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other engine's result is taken, and the reason is told."""

    def raising(page: HtmlElement) -> str:
        raise RecursionError("too deep")

    table: tuple[tuple[str, Callable[[HtmlElement], str]], ...] = tuple(
        (name, raising if name == broken else run) for name, run in engines.ENGINES
    )
    monkeypatch.setattr(engines, "ENGINES", table)
    tree = body(PAGE)
    found = find_article(tree, "The lake")
    assert f"{broken} failed (RecursionError: too deep)" in found.why
    assert tree.get_text().count("river rose") == 8
    assert "Front page" not in tree.get_text()


def test_a_page_that_is_too_large_for_the_engines_keeps_its_article() -> None:
    """The page's own article element or most running text is taken, and the reason is told."""
    tree = body(PAGE)
    found = find_article(tree, "The lake", too_large="more than 25000 texts on the page")
    assert found.why == "more than 25000 texts on the page"
    assert found.by in {"article element", "most running text"}
    assert tree.get_text().count("river rose") == 8
    assert "Another story" not in tree.get_text()


def test_the_same_page_gives_the_same_result_whatever_was_read_before() -> None:
    """No engine remembers pages: neither by caches nor by deduplication."""
    results = []
    for _ in range(3):
        tree = body(PAGE)
        find_article(tree, "The lake")
        results.append(str(tree))
    assert len(set(results)) == 1


def test_agreeing_engines_complete_each_other() -> None:
    """What either keeps between common lines stays; what one alone keeps behind them in a side bar does not."""
    row = mark(body(PAGE)).segments
    numbers = [segment.number for segment in row if "river rose" in segment.text]
    one, other = frozenset(numbers) - {numbers[3]}, frozenset(numbers) - {numbers[5]}
    link = frozenset(segment.number for segment in row if segment.text == "Another story")
    assert choose({"a": one | link, "b": other}, row).kept == frozenset(numbers)


def test_where_the_engines_disagree_the_one_with_more_text_wins() -> None:
    """A teaser does not win over an article, and the reason names the agreement."""
    row = mark(body(PAGE)).segments
    numbers = [segment.number for segment in row if "river rose" in segment.text]
    choice = choose({"a": frozenset(numbers[:1]), "b": frozenset(numbers[1:])}, row)
    assert (choice.by, choice.kept) == ("b", frozenset(numbers[1:]))
    assert "agree by 0%" in choice.why


def test_chinese_counts_as_much_as_english() -> None:
    """Characters without spaces and with commas of their own make running text."""
    cell = "河湾镇东头的石桥今年满七十岁，十几位老人来到桥上，要把栏杆重新刷一遍。<br>"
    row = mark(body(f"<body><table><tr><td><a href=/>首页</a></td><td>{cell * 4}</td></tr></table></body>")).segments
    assert most_prose(row) == frozenset((1, 2, 3, 4))


@pytest.mark.parametrize(
    "markup",
    [
        "<body>" + "<div>" * 5000 + f"<p>{SENTENCE}</p>" * 5,
        f"<body><p>{SENTENCE}</p>" + "<!--" * 20_000,
        "<body><div class='" + "a " * 100_000 + f"'><p>{SENTENCE}</p></div>",
        f"<body><p>{SENTENCE[:20]}\x00{SENTENCE[20:]}</p>" * 3,
        "<body><script>var a = 1;</script>",
        "<body>",
    ],
    ids=["deep", "comments", "attribute", "nul", "script", "empty"],
)
def test_hostile_pages_are_survived(markup: str) -> None:
    """Whatever the engines make of such a page, there is an answer."""
    tree = body(markup + "</body>")
    marked = mark(tree)
    assert all(isinstance(result, Failure | frozenset) for result in run_engines(marked).values())
    assert find_article(tree).by
