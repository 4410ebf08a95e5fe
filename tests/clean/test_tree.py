"""The tree is bs4's own, node by node and link by link, however it was built."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from hypothesis import given

from bundler.clean.tree import body_of, parse
from tests.clean.random_pages import tag_soup, trees

GOLDEN = Path(__file__).parent.parent / "golden" / "clean"
LINKS = ("parent", "next_element", "previous_element", "next_sibling", "previous_sibling")
PAGES = sorted(path for path in GOLDEN.rglob("*") if path.suffix in (".html", ".htm"))


def nodes(tree: BeautifulSoup) -> list[PageElement]:
    """The tree itself and all that is in it, in document order."""
    return [tree, *tree.descendants]


def told(tree: BeautifulSoup) -> list[object]:
    """All that a tree says: what each node is, and the numbers of those that it is linked to."""
    found = nodes(tree)
    numbers = {id(node): number for number, node in enumerate(found)}
    return [
        (
            # A page's own declaration of its encoding, which bs4 would replace in output, is a text of another class.
            (node.name, {name: str(value) for name, value in node.attrs.items()}, node.get_text())
            if isinstance(node, Tag)
            else (type(node), str(node)),
            [numbers.get(id(getattr(node, link))) for link in LINKS],
            [numbers[id(child)] for child in node.contents] if isinstance(node, Tag) else [],
        )
        for node in found
    ]


def theirs(page: str) -> BeautifulSoup:
    """What bs4 makes of a page by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return BeautifulSoup(page, "lxml", multi_valued_attributes=None)


@given(tag_soup() | trees())
def test_the_tree_is_that_of_bs4(page: str) -> None:
    """Whatever the page's nesting is."""
    assert told(parse(page)) == told(theirs(page))


@pytest.mark.parametrize(
    "page",
    [
        "",
        " ",
        "rain",
        "\ufeff<p>rain</p>",
        "<!doctype html><!-- one --><html><head><title>Rain</title></head><body>a</body></html><!-- two -->",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><p>',
        "<?php echo 1 ?><p>a</p>",
        "<p>a<!----><pre> \n </pre> \n <textarea>\n</textarea></p></div></p>",
        "<ruby>a<rt><b>b</b></rt></ruby><script> </script><style>p {}</style><template><p>c</p></template>",
        "<m:math><m:mi>x</m:mi></m:math><svg viewBox='0'><path/></svg>",
        '<p class="a  b" CLASS="c" hidden data-x=1>a<br/>b<img src=c></p>',
        '<meta charset="gb2312"><meta http-equiv="content-type" content="text/html; charset=gb2312"><p>a',
    ],
)
def test_what_pages_seldom_hold_is_read_as_by_bs4(page: str) -> None:
    """Declarations, instructions, comments, texts of other kinds, white space that counts."""
    assert told(parse(page)) == told(theirs(page))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_saved_pages_are_read_as_by_bs4(path: Path) -> None:
    """The golden cases' pages."""
    page = path.read_text(encoding="utf-8", errors="replace")
    assert told(parse(page)) == told(theirs(page))


def test_a_tree_can_be_changed_and_written() -> None:
    """What was built without bs4 is bs4's to work with."""
    tree = parse('<div id="a"><p>one<br></p><p>two</p></div>')
    first, second = tree.find_all("p")
    first.insert_after(tree.new_tag("hr"))
    second.wrap(tree.new_tag("blockquote"))
    first.decompose()
    assert str(body_of(tree)) == '<body><div id="a"><hr/><blockquote><p>two</p></blockquote></div></body>'
    assert first.decomposed
    assert not second.decomposed


def test_an_element_is_not_searched_for_what_it_lacks() -> None:
    """bs4 takes an unknown attribute for a name to look for, at the cost of a walk through all that is inside."""
    paragraph = parse("<p><b>rain</b></p>").find("p")
    with pytest.raises(AttributeError, match="b"):
        _ = paragraph.b  # type: ignore[union-attr]


def test_a_page_without_a_body_is_all_body() -> None:
    """An empty page has none."""
    tree = parse("")
    assert body_of(tree) is tree
