"""Rules that users bring: TOML of ours and FiveFilters' files, on saved pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundler.clean import read_rules
from bundler.clean.extract import extract
from bundler.clean.rules import NONE
from bundler.errors import SettingsError
from bundler.model import Draft, Location, MediaType, Page

PAGE = """<html><head><title>x</title><link rel="canonical" href="https://www.news.example/a/1"></head><body>
<h2 class="t">The well</h2><span class="who">By Ann Example</span><i class="when">3 May 2011</i>
<div class="one"><p>It was dug in a dry year, and nobody knew how deep it went.</p>
<p class="tip">Send us a tip!</p></div>
<div class="one"><p>In the second summer a bucket came up full of coins.</p></div>
<p class="after">Something else that reads like text, and is longer than it should be for a side line.</p>
<a class="next" href="/a/2">next</a></body></html>"""
FTR = """# a comment
title: //h2[@class='t']
body: //div[@class='one']
strip_id_or_class: tip
author: //span[@class='who']
date: //i[@class='when']
next_page_link: //a[@class='next']
prune: no
"""
TOML = """hosts = ["news.example"]
name = "The News"
body = ["div.one"]
remove = ["p.tip"]
title = ["h2.t"]
byline = ["//span[@class='who']/text()"]
date = ["i.when"]
next_page = ["a.next"]
"""


def cleaned(folder: Path) -> Draft:
    """The page as the rules in a folder see it."""
    content = PAGE.encode()
    page = Page("a.html", MediaType.HTML, content, Location(Path(), Path()))
    draft = extract(page, read_rules([folder]).for_page(content))
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize(("name", "text"), [("news.example.txt", FTR), ("mine.toml", TOML)])
def test_a_rule_tells_body_title_byline_and_date(tmp_path: Path, name: str, text: str) -> None:
    """Both formats do the same: several body elements are put together, and what the rule strips goes."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    draft = cleaned(tmp_path)
    assert (draft.title, draft.byline, draft.date and draft.date.day) == ("The well", "Ann Example", "2011-05-03")
    assert len(draft.blocks) == 2
    assert "tip" not in "".join(draft.blocks)
    assert "goes on at https://www.news.example/a/2" in draft.how


def test_a_rule_that_no_longer_matches_leaves_the_page_to_the_engine(tmp_path: Path) -> None:
    """The text is there all the same, and what happened is told."""
    (tmp_path / "news.example.txt").write_text("body: //div[@id='gone']\n", encoding="utf-8")
    draft = cleaned(tmp_path)
    assert "nobody knew how deep" in "".join(draft.blocks)
    assert "rule news.example.txt: no longer matches" in draft.how
    assert "engine" in draft.how


@pytest.mark.parametrize("expression", ["//div[", "//p[foo('x')]", "count(//p)", "//p/@class", "div[[", "//nothing"])
def test_an_expression_that_finds_no_element_is_no_error(tmp_path: Path, expression: str) -> None:
    """XPath and CSS of unknown quality cannot lose a page."""
    (tmp_path / "news.example.txt").write_text(f"body: {expression}\ndate: {expression}\n", encoding="utf-8")
    assert "a bucket came up" in "".join(cleaned(tmp_path).blocks)


def test_only_the_rules_of_hosts_that_a_page_names_go_with_it(tmp_path: Path) -> None:
    """A folder of thousands of rules is not sent to the workers with each page."""
    for host in ("news.example", "example", "other.example"):
        (tmp_path / f"{host}.txt").write_text("body: //p\n", encoding="utf-8")
    rules = read_rules([tmp_path]).for_page(PAGE.encode())
    assert sorted(file.name for file in rules.files) == ["example.txt", "news.example.txt"]


@pytest.mark.parametrize(
    "text", ["hosts = [", 'name = "x"', 'hosts = "a"\nname = "x"', 'hosts = []\nname = "x"\nfoo = 1']
)
def test_a_rule_that_does_not_hold_is_told_with_its_name(tmp_path: Path, text: str) -> None:
    """A user's mistake is an error of usage, in one line."""
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"mine\.toml"):
        read_rules([tmp_path])


def test_no_rules_means_none(tmp_path: Path) -> None:
    """Without rules a mirror's page is a Markdown page like any other."""
    text = "### A title\n\nA paragraph of text.\n"
    page = Page("a.md", MediaType.MARKDOWN, text.encode(), Location(tmp_path, tmp_path))
    draft = extract(page, NONE)
    assert isinstance(draft, Draft)
    assert (draft.title, draft.how) == ("A title", "Markdown, all of it")
