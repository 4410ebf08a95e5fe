"""What holds for the blocks of every page, however it nests."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bundler.clean.blocks import write_blocks
from bundler.clean.inventory import Inventory
from bundler.clean.references import PageReferences
from bundler.model import Link, PictureRef
from tests.clean.content_model import parsed, violations
from tests.clean.random_pages import ALL, DROPPED, MARKER, sane_pages, tag_soup, trees

BASE = "https://news.example/2020/a.html"
MOVING = frozenset("caption dl dt figcaption figure h1 h2 h3 h4 h5 h6 pre table".split())
"""Within these the writer may put text before the element or behind it, where the content model asks for it."""

pages = st.one_of(trees(), tag_soup())
often = settings(deadline=None, derandomize=True, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
seldom = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def body(page: str) -> Tag:
    """The tree that a page's body is parsed into, as extract does it."""
    soup = BeautifulSoup(f"<html><body>{page}</body></html>", "lxml")
    return soup.body or soup


@dataclass(frozen=True)
class Written:
    """The blocks of a tree, and what their tokens stand for."""

    blocks: tuple[str, ...]
    links: tuple[Link, ...]
    pictures: tuple[PictureRef, ...]


def written(root: Tag) -> Written:
    """Write a tree as extract does it."""
    references = PageReferences(Inventory(root), BASE)
    blocks = write_blocks(root, references.for_writer())
    return Written(blocks, references.links(blocks), references.pictures)


def markers(blocks: tuple[str, ...]) -> list[str]:
    """The markers in the visible text of blocks."""
    return MARKER.findall(html.unescape(re.sub(r"<[^>]*>", " ", " ".join(blocks))))


def expected(root: Tag) -> Iterator[tuple[str, int]]:
    """Every visible marker of a tree in document order, with the outermost element around it that may move text."""
    for text in root.find_all(string=True):
        above = [parent for parent in text.parents if parent is not root and parent not in root.parents]
        if isinstance(text, Comment) or any(parent.name in DROPPED for parent in above):
            continue
        moving = [id(parent) for parent in above if parent.name in MOVING]
        for marker in MARKER.findall(text):
            yield marker, moving[-1] if moving else 0


@often
@given(page=pages)
def test_every_block_is_well_formed_and_obeys_the_content_model(page: str) -> None:
    """Blocks parse as strict XML and hold only allowed elements and attributes, nested as the standard allows."""
    assert violations(parsed(written(body(page)).blocks)) == []


@often
@given(page=pages)
def test_no_text_is_lost_and_none_appears_twice(page: str) -> None:
    """Every marker outside dropped elements is written exactly once."""
    root = body(page)
    blocks = written(root).blocks
    assert sorted(markers(blocks)) == sorted(marker for marker, _ in expected(root))


@often
@given(page=pages)
def test_text_keeps_its_order_around_whatever_had_to_move(page: str) -> None:
    """Figures, tables and their like stay where they were among the text around them."""
    root = body(page)
    blocks = written(root).blocks
    groups = dict(expected(root))
    order = [groups[marker] or marker for marker in markers(blocks) if marker in groups]
    assert order == [group or marker for marker, group in expected(root)]


@seldom
@given(page=sane_pages())
def test_a_sane_page_keeps_the_order_of_all_its_text(page: str) -> None:
    """Where a page nests as it should, no text moves at all."""
    root = body(page)
    blocks = written(root).blocks
    assert markers(blocks) == [marker for marker, _ in expected(root)]
    assert violations(parsed(blocks)) == []


@often
@given(page=pages)
def test_tokens_are_well_formed_and_their_numbers_in_range(page: str) -> None:
    """Every picture is shown once under its own number, and every link's number has an address."""
    page_as = written(body(page))
    section = parsed(page_as.blocks)
    pictures = sorted(int(image.get("src").removeprefix("pic:")) for image in section.iter("img"))
    links = {int(link.get("href").removeprefix("link:")) for link in section.iter("a")}
    assert pictures == list(range(len(page_as.pictures)))
    assert links <= set(range(len(page_as.links)))
    assert all(link.address.startswith("https:") for link in page_as.links)
    text = "".join(page_as.blocks)
    assert text.count("<img ") == len(re.findall(r'<img src="pic:\d+" alt="[^"<>]*"/>', text))
    assert text.count("<a ") == len(re.findall(r'<a href="link:\d+">', text))


@often
@given(page=pages)
def test_a_link_within_the_page_leads_to_a_place_that_is_there(page: str) -> None:
    """No link names an anchor that was never written."""
    page_as = written(body(page))
    places = {element.get("id") for element in parsed(page_as.blocks).iter("span")}
    assert {link.anchor for link in page_as.links if link.anchor} <= places


@seldom
@given(page=pages)
def test_writing_is_deterministic_and_leaves_the_tree_alone(page: str) -> None:
    """The same page gives the same blocks again, and the tree is the same afterwards."""
    root = body(page)
    before = str(root)
    first = written(root)
    assert str(root) == before
    assert written(body(page)) == first


@seldom
@given(
    tags=st.lists(st.sampled_from(sorted(set(ALL) - set(DROPPED))), min_size=1, max_size=3), depth=st.integers(1, 400)
)
def test_deep_nesting_loses_nothing_and_stays_within_what_a_parser_reads(tags: list[str], depth: int) -> None:
    """However deep a page nests, its text is there and the strict parser, which stops at 256 levels, reads it."""
    opened = "".join(f"<{tag}>" for tag in tags) * depth
    root = body(f"{opened}w1e" + "".join(f"</{tag}>" for tag in reversed(tags)) * depth + "<p>w2e</p>")
    blocks = written(root).blocks
    assert sorted(markers(blocks)) == ["w1e", "w2e"]
    assert violations(parsed(blocks)) == []


@pytest.mark.parametrize("tags", [("b",), ("blockquote",), ("ul", "li"), ("i", "b", "em"), ("dl", "dd"), ("span",)])
def test_three_hundred_levels_of_one_kind_can_still_be_read(tags: tuple[str, ...]) -> None:
    """A page of three hundred nested elements of one kind becomes blocks that the book's gate can parse."""
    blocks = written(body("".join(f"<{tag}>" for tag in tags) * 300 + "w1e")).blocks
    assert markers(blocks) == ["w1e"]
    assert violations(parsed(blocks)) == []
