"""Telling articles from indexes and a repository's own papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundler.clean.extract import extract
from bundler.clean.indexes import why_no_article
from bundler.model import Draft, Kind, Location, MediaType, Page, Skipped, Stage

NOWHERE = Location(Path(), Path())
LIST = "".join(f'<li><a href="link:{number}">Rain in the hills {number}</a></li>' for number in range(8))
PROSE = "<p>It rained in the mountains for a whole day, and the river rose to the bridge.</p>"


def lines(count: int) -> tuple[str, ...]:
    """An index whose links stand one in a paragraph."""
    return tuple(
        f'<p><a href="link:{number}">Rain in the hills {number}</a> 09-{number}</p>' for number in range(count)
    )


@pytest.mark.parametrize("blocks", [(f"<ul>{LIST}</ul>",), lines(8), ("<h2>News</h2>", f"<ul>{LIST}</ul>")])
def test_a_list_of_links_is_no_article(blocks: tuple[str, ...]) -> None:
    """Where nearly all text is links, in one list or many paragraphs, the page is an index."""
    assert why_no_article("a.md", blocks, contained=False) == "a list of 8 links"


@pytest.mark.parametrize(
    "blocks",
    [
        tuple(
            f'<p>It rained, <a href="link:{number}">says the mill</a>, and the river rose.</p>' for number in range(40)
        ),
        (*[PROSE] * 8, f"<ul>{LIST}</ul>"),
        lines(5),
        (*lines(8), '<figure><img src="pic:0" alt=""/></figure>'),
        (PROSE,),
        (),
    ],
)
def test_an_article_with_links_is_one(blocks: tuple[str, ...]) -> None:
    """Many links in prose, a list of links under an article, few links, or pictures do not make an index."""
    assert why_no_article("a.md", blocks, contained=False) == ""


@pytest.mark.parametrize(
    "origin",
    [
        "README.md",
        "news/readme.md",
        "README.zh-CN.md",
        "LICENSE",
        "CONTRIBUTING.md",
        "CODE-OF-CONDUCT.md",
        "ChangeLog.md",
    ],
)
def test_a_repositorys_own_papers_are_no_articles(origin: str) -> None:
    """They are told by their names, whatever they say."""
    assert why_no_article(origin, (PROSE,), contained=False).startswith("a repository's ")


@pytest.mark.parametrize("origin", ["readme-first-a-novel.md", "my-license.md", "authorship.md"])
def test_other_names_are_not_taken_for_papers(origin: str) -> None:
    """Only the whole name counts."""
    assert why_no_article(origin, (PROSE,), contained=False) == ""


def test_a_page_of_a_known_container_is_always_an_article() -> None:
    """What a container rule recognises is an article, links or no."""
    assert why_no_article("README.md", (f"<ul>{LIST}</ul>",), contained=True) == ""


ENTRY = "- [山里下了一整天的雨，河水涨到了桥边（第{number}天）]({folder}p1/{number}.md)\n"
MENU = "#### [手把手教程](https://mirror.example/wiki) &nbsp;|&nbsp; [安卓版](https://mirror.example/update)\n\n"


@pytest.mark.parametrize("folder", ["https://mirror.example/blob/master/pages/", "/pages/", "pages/", ""])
@pytest.mark.parametrize("name", ["README.md", "pages/index.md", "list1"])
def test_a_mirrors_index_is_left_out_with_a_reason(name: str, folder: str) -> None:
    """A mirror's README and its lists of links, relative ones too, are no articles and no gaps either."""
    text = "# 新闻镜像\n\n" + MENU + "".join(ENTRY.format(number=number, folder=folder) for number in range(1, 30))
    skipped = extract(Page(name, MediaType.MARKDOWN, text.encode(), NOWHERE))
    assert isinstance(skipped, Skipped)
    assert (skipped.stage, skipped.kind, skipped.kind.is_gap) == (Stage.CLEAN, Kind.NOT_AN_ARTICLE, False)
    assert skipped.reason


def test_a_markdown_article_with_forty_links_is_an_article() -> None:
    """An essay that cites its sources in every sentence is no index."""
    text = "# Rain\n\n" + "".join(
        f"It rained on day {number}, [says the mill](https://n.example/{number}), and the river rose to the bridge.\n\n"
        for number in range(40)
    )
    draft = extract(Page("rain.md", MediaType.MARKDOWN, text.encode(), NOWHERE))
    assert isinstance(draft, Draft)
    assert len(draft.links) == 40


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"<html><head><title>A</title></head><body></body></html>", b"# A\n"]
)
def test_a_page_with_nothing_to_read_is_a_gap(content: bytes) -> None:
    """An empty page is told as unreadable, not silently left out."""
    skipped = extract(Page("a", MediaType.HTML if b"<" in content else MediaType.MARKDOWN, content, NOWHERE))
    assert isinstance(skipped, Skipped)
    assert (skipped.kind, skipped.kind.is_gap) == (Kind.UNREADABLE, True)
