"""White space, unwanted characters and escaping."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bundler.clean.text import escape, escape_attribute, plain, separator, tidy

by_chance = settings(deadline=None, derandomize=True, max_examples=200)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("before", "space", "after", "expected"),
    [
        ("", "  ", "a", ""),
        ("a", " ", "b", " "),
        ("a", "   ", "b", " "),
        ("a", "\n  ", "b", " "),
        ("一", " ", "二", " "),
        ("一", "\u3000", "二", "\u3000"),
        ("a", "\u00a0", "b", "\u00a0"),
        ("一", "\n", "二", ""),
        ("一", "\n    ", "a", " "),
        ("。", "\n", "a", ""),
        ("a", "\n", "，", ""),
        ("a", "\n", ",", ""),
        ("(", "\n", "a", ""),
        ("一", "\n", "“", ""),
        ("”", "\n", "一", ""),
        ("한", "\n", "글", " "),
        ("か", "\n", "な", ""),
    ],
)
def test_white_space_between_two_characters(before: str, space: str, after: str, expected: str) -> None:
    """A typed space stays; a line break of the source vanishes where the script is written without spaces."""
    assert separator(before, space, after) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \n b\t", "a b"),
        ("a\u200bb\ufeff\u2060", "ab"),
        ("a\ue000\uf8ffb", "ab"),
        ("a\x00\x08\x1b\x7f\x9fb", "ab"),
        ("a\u3000\u2003b", "a b"),
        ("\ufdd0\ufffe\uffff", ""),
        ("👩\u200d🌾 e\u0301", "👩\u200d🌾 e\u0301"),
    ],
)
def test_tidy_gives_one_line_of_wanted_characters(text: str, expected: str) -> None:
    """Control, private use and zero-width characters go, joiners and combining marks stay, spaces fold."""
    assert tidy(text) == expected


def test_plain_is_the_text_of_markup() -> None:
    """Tags go, entities are characters, white space is folded."""
    assert plain('<p>a &lt;b&gt;\n <img src="pic:0" alt="x"/>&amp; c</p>') == "a <b> & c"


@by_chance
@given(text=texts)
def test_escaped_text_is_read_back_and_holds_no_tag(text: str) -> None:
    """No text can end as markup, and every text can be read back."""
    assert "<" not in escape(text)
    assert html.unescape(escape(text.replace("&", ""))) == text.replace("&", "")
    assert plain(escape(text)) == tidy(text)


@by_chance
@given(text=texts)
def test_an_escaped_attribute_is_one_that_a_strict_parser_reads(text: str) -> None:
    """Whatever a page says in an attribute, tidied and escaped it fits between double quotes."""
    element = etree.fromstring(f'<img alt="{escape_attribute(tidy(text))}"/>')
    assert element.get("alt") == tidy(text)


@by_chance
@given(text=st.text(max_size=60))
def test_tidy_is_stable_and_fit_for_xml(text: str) -> None:
    """Tidying twice changes nothing more, and lxml takes the result as text."""
    once = tidy(text)
    element = etree.Element("p")
    element.text = once
    assert tidy(once) == once
    assert etree.fromstring(etree.tostring(element)).text == (once or None)
