"""Every word of a cleaned article is on its pages, in its order: over real pages, and over pages made by chance."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bundler.clean import finish
from bundler.clean.extract import extract
from bundler.clean.inventory import Inventory
from bundler.clean.passes import PASSES, Context
from bundler.clean.rules import NO_RULE
from bundler.collect import collect
from bundler.model import Article, Chapter, Draft, Page, Picture
from bundler.package import layout
from bundler.package.labels import labels_for
from bundler.package.layout import lay_out
from bundler.package.links import Linking
from bundler.package.pages import Book, Place, article_page
from tests.clean.random_pages import tag_soup, trees
from tests.clean.test_blocks_properties import body, written
from tests.clean.test_corpus_floors import MIRROR, READABILITY, present
from tests.entries import article, entry

_PICTURE = Picture("ab" * 32, "image/jpeg", 300, 200, 12345)
_EVERY = 4
"""Of the mirror's pages one in so many: the others are of the same makes."""


def _text(blocks: Sequence[str]) -> str:
    """The letters of an article's blocks; parentheses of ruby are for browsers without it."""
    markup = re.sub(r"<rp>[^<]*</rp>", "", "".join(blocks))
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", markup)))


def _printed(made: Article, linking: Linking) -> str:
    """The letters of an article's pages as a reader's own parser finds them."""
    size = sum(layout.weights(made))
    shown = entry(0, size=size, source_url=made.source_url, title=made.title)
    chapter = Chapter(shown, (_PICTURE,) * len(made.pictures))
    ((*sheets,),) = lay_out([chapter], lambda _: made)
    book = Book("B", "en", labels_for("en"), linking=linking)
    pages = [
        etree.fromstring(article_page(book, made, chapter, Place(tuple(sheets), number)))
        for number in range(len(sheets))
    ]
    return re.sub(r"\s+", "", "".join("".join(page.find(".//{*}section").itertext()) for page in pages))


def _first_lost(text: str, printed: str) -> str:
    """Where the first letter is lost, with some letters around it; empty when all are there in their order."""
    place = 0
    for number, letter in enumerate(text):
        place = printed.find(letter, place) + 1
        if not place:
            return text[max(0, number - 30) : number + 30]
    return ""


def _lost(paths: Sequence[Path]) -> dict[str, str]:
    found = {}
    for page in collect([str(path) for path in paths]):
        draft = extract(page) if isinstance(page, Page) else page
        if isinstance(draft, Draft):
            made = finish(draft)
            for linking in Linking:
                if lost := _first_lost(_text(made.blocks), _printed(made, linking)):
                    found[f"{made.origin} {linking}"] = lost
    return found


def test_the_mirrors_articles_are_printed_word_for_word() -> None:
    """Chinese articles as a mirror has them."""
    present(MIRROR / "pages")
    paths = sorted(path for path in (MIRROR / "pages").rglob("*") if path.is_file())[::_EVERY]
    assert len(paths) > 100
    assert _lost(paths) == {}


def test_saved_articles_are_printed_word_for_word() -> None:
    """Articles of a hundred sites, with notes, tables, formulas and embeds."""
    present(READABILITY)
    assert _lost(sorted(READABILITY.glob("*/source.html"))) == {}


@settings(deadline=None, derandomize=True, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(page=st.one_of(trees(), tag_soup()), linking=st.sampled_from(list(Linking)))
def test_pages_made_by_chance_are_printed_word_for_word(page: str, linking: Linking) -> None:
    """Whatever blocks cleaning writes, their letters are on the page, and the page is well-formed."""
    tree = body(page)
    dict(PASSES)["embeds"](Inventory(tree), Context("T", NO_RULE, contained=False))
    made = written(tree)
    whole = article(blocks=made.blocks, links=made.links, pictures=made.pictures)
    assert _first_lost(_text(whole.blocks), _printed(whole, linking)) == ""
