"""Pages of articles: none too large for a reader with little memory, with names that stay."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bundler.model import Article, Chapter, Link, Picture
from bundler.package import layout
from bundler.package.labels import labels_for
from bundler.package.layout import LARGEST_PAGE, Sheet, lay_out
from bundler.package.links import Linking
from bundler.package.pages import Book, Place, article_page
from tests.entries import article, entry

_X = {"x": "http://www.w3.org/1999/xhtml"}


def _laid_out(*made: Article, day: str = "2020-09-01") -> tuple[tuple[Sheet, ...], ...]:
    chapters = [
        Chapter(
            entry(
                number,
                day,
                source_url=one.source_url,
                fingerprint=one.fingerprint,
                body=str(number),
                size=sum(layout.weights(one)),
                has_math=layout.mathematics(one.blocks),
            ),
            (),
        )
        for number, one in enumerate(made)
    ]
    return lay_out(chapters, lambda key: made[int(key)])


def _pages(made: Article, sheets: tuple[Sheet, ...], linking: Linking = Linking.KEEP) -> list[bytes]:
    shown = Book("B", "en", labels_for("en"), linking=linking)
    pictures = tuple(Picture("ab" * 32, "image/jpeg", 9, 9, 9) for _ in made.pictures)
    chapter = Chapter(entry(0, source_url=""), pictures)
    return [article_page(shown, made, chapter, Place(sheets, number)) for number in range(len(sheets))]


def _names(sheets: Sequence[Sequence[Sheet]]) -> list[list[str]]:
    return [[sheet.file for sheet in found] for found in sheets]


def test_a_short_article_is_one_page_that_is_not_read_for_it() -> None:
    """Only long articles are looked into before they are written."""
    (sheets,) = lay_out([Chapter(entry(0, "2020-09-01"), ())], lambda _: pytest.fail("was read"))
    assert [sheet.file for sheet in sheets] == [sheets[0].file]
    assert re.fullmatch(r"text/2020-09-01-[0-9a-f]{12}\.xhtml", sheets[0].file)


def test_names_come_from_day_and_address_alone() -> None:
    """Articles before, between and behind change no name; scheme, www. and fragment of an address neither."""
    addresses = [f"https://example.org/{number}" for number in range(6)]
    made = [article(source_url=address) for address in addresses]
    all_names = _names(_laid_out(*made))
    assert len({name for (name,) in all_names}) == 6
    assert _names(_laid_out(*made[1::2])) == all_names[1::2]
    assert _names(_laid_out(article(source_url="http://www.example.org/3#top"))) == all_names[3:4]


def test_an_article_without_an_address_is_named_by_its_text() -> None:
    """The same text has the same name, another text another."""
    one, other = article(fingerprint="1" * 64), article(fingerprint="2" * 64)
    assert _names(_laid_out(one)) == _names(_laid_out(one))
    assert _names(_laid_out(one)) != _names(_laid_out(other))
    assert _names(_laid_out(one, day=""))[0][0].startswith("text/undated-")


def test_two_articles_never_share_a_name() -> None:
    """Also when day and address are the same."""
    names = [name for (name,) in _names(_laid_out(*[article(source_url="https://example.org/1")] * 3))]
    assert len(set(names)) == 3


_BLOCKS = st.lists(st.sampled_from([100, 50_000, 120_000, 239_000, 300_000]), min_size=1, max_size=12)


@settings(deadline=None, derandomize=True)
@given(sizes=_BLOCKS)
def test_pages_hold_all_blocks_once_and_in_order(sizes: list[int]) -> None:
    """Each page begins where the one before ends; one is over the limit only when it is a single block."""
    made = article(blocks=tuple(f"<p>{'x' * size}</p>" for size in sizes))
    (sheets,) = _laid_out(made)
    assert [block for sheet in sheets for block in made.blocks[sheet.first : sheet.last]] == list(made.blocks)
    assert len({sheet.file for sheet in sheets}) == len(sheets)
    for sheet in sheets:
        blocks = made.blocks[sheet.first : sheet.last]
        assert len(blocks) == 1 or sum(map(len, blocks)) <= LARGEST_PAGE


@pytest.mark.parametrize("linking", list(Linking))
@pytest.mark.parametrize(
    "address", ["https://example.org/{}/a-long-address-of-an-article.html", "https://example.org/{}/新闻"]
)
def test_addresses_count_too(address: str, linking: Linking) -> None:
    """A page full of links is not over the limit although its text is short."""
    count = 4000
    blocks = tuple(f'<p>word <a href="link:{number}">link</a></p>' for number in range(count))
    made = article(blocks=blocks, links=tuple(Link(address.format(number)) for number in range(count)))
    (sheets,) = _laid_out(made)
    pages = _pages(made, sheets, linking)
    assert len(pages) > 1
    assert max(map(len, pages)) <= 260_000


def test_later_pages_say_which_they_are_and_skip_no_heading_level() -> None:
    """One h1 a page, numbered from the second on; what begins with the third level begins below the title."""
    filler = f"<p>{'x' * 200_000}</p>"
    made = article(
        blocks=(
            "<h2>a</h2>",
            "<h3>b</h3>",
            filler,
            "<h4>c</h4>",
            filler,
            "<h4>d</h4>",
            "<h3>e</h3>",
            "<h2>f</h2>",
            filler,
        )
    )
    (sheets,) = _laid_out(made)
    pages = [etree.fromstring(page) for page in _pages(made, sheets)]
    assert [page.findtext(".//x:h1", namespaces=_X) for page in pages] == ["A title", "A title (2/3)", "A title (3/3)"]
    for page in pages:
        levels = [int(element.tag[-1]) for element in page.iter() if re.fullmatch(r".*\}h[1-6]", element.tag)]
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_places_are_found_across_pages() -> None:
    """A link to a place that stands on another page of the article names that page."""
    filler = f"<p>{'x' * 200_000}</p>"
    made = article(
        blocks=(
            '<p><a href="link:0">down</a></p>',
            filler,
            filler,
            '<p><span id="n1"></span>place <a href="link:1">up</a></p>',
        ),
        links=(Link("https://example.org/#a", "n1"), Link("https://example.org/#b", "n1")),
    )
    (sheets,) = _laid_out(made)
    first, *_, last = (etree.fromstring(page) for page in _pages(made, sheets))
    assert first.find(".//x:p/x:a", _X).get("href") == f"{sheets[-1].name}#n1"
    assert last.find(".//x:p/x:a", _X).get("href") == "#n1"
    assert last.find(".//*[@id='n1']") is not None


def test_only_the_pages_with_formulas_say_that_they_have_some() -> None:
    """The manifest's property is of a page, not of an article."""
    filler = f"<p>{'x' * 200_000}</p>"
    math = '<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>'
    (sheets,) = _laid_out(article(blocks=(filler, filler, math)))
    assert [sheet.has_math for sheet in sheets] == [False, True]
    assert not layout.mathematics(["<p>&lt;math </p>"])


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4), st.lists(st.sampled_from(range(5)), max_size=6))
def test_the_weight_of_the_whole_is_that_of_its_blocks(addresses: list[str], used: list[int]) -> None:
    """Addresses count as they are percent-encoded, whatever stands in them."""
    links = [f'<p>汉字<a href="link:{number % len(addresses)}">x</a><img src="pic:0" alt=""/></p>' for number in used]
    one = article(blocks=("<p>text</p>", *links), links=tuple(Link(address) for address in addresses))
    assert layout.whole_weight(one) == sum(layout.weights(one))
    encoded = [len(quote(address, safe="".join(map(chr, range(33, 127))))) for address in addresses]
    lengths = [len(block.encode()) for block in one.blocks]
    around = layout.whole_weight(one) - sum(lengths) - sum(encoded[number % len(addresses)] for number in used)
    assert around == (170 + 80) * len(used)
