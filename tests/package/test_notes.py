"""Footnotes: a mark and its note are told as a pair, whatever the page makes them of, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bundler.model import Article, Chapter
from bundler.package.layout import Sheet
from bundler.package.links import Linking
from bundler.package.notes import as_footnotes, footnotes, is_mark
from bundler.package.pages import Book, Place, article_page
from tests.clean.test_blocks_properties import body, written
from tests.entries import article, book, entry

_X = {"x": "http://www.w3.org/1999/xhtml"}
_TYPE = "{http://www.idpf.org/2007/ops}type"


def _article(markup: str) -> Article:
    page = written(body(markup))
    return article(blocks=page.blocks, links=page.links, pictures=page.pictures)


def _page(made: Article, place: Place | None = None, shown: Book | None = None) -> etree._Element:
    return etree.fromstring(article_page(shown or book(), made, Chapter(entry(0, source_url=""), ()), place))


def _pairs(root: etree._Element) -> list[tuple[str, str]]:
    """Each mark with the text of the note it leads to."""
    notes = {note.get("id"): " ".join("".join(note.itertext()).split()) for note in root.iterfind(".//x:aside", _X)}
    marks = [link for link in root.iterfind(".//x:a", _X) if link.get(_TYPE) == "noteref"]
    assert all(mark.get("role") == "doc-noteref" for mark in marks)
    assert all(
        (note.get(_TYPE), note.get("role")) == ("footnote", "doc-footnote") for note in root.iterfind(".//x:aside", _X)
    )
    return [("".join(mark.itertext()), notes[mark.get("href").lstrip("#")]) for mark in marks]


_LIST = '<ol><li id="f1">One. <a href="#r1">↩</a></li><li id="f2"><p>Two.</p><p>More.</p></li></ol>'
MAKES = {
    "superscript and list": (
        f'<p>a<sup id="r1"><a href="#f1">1</a></sup> b<sup><a href="#f2">2</a></sup></p>{_LIST}',
        [("1", "1. One. ↩"), ("2", "2. Two.More.")],
    ),
    "brackets and paragraphs": (
        '<p>a<a href="#f1" id="r1">[1]</a></p><p id="f1"><a href="#r1">[1]</a> One.</p>',
        [("[1]", "[1] One.")],
    ),
    "a symbol": ('<p>a<a href="#f">*</a></p><p id="f">* One.</p>', [("*", "* One.")]),
    "Chinese brackets": ('<p>文<a href="#f">〔注1〕</a></p><p id="f">注1：书。</p>', [("〔注1〕", "注1：书。")]),
    "a list that goes on": (
        '<p>a<a href="#f">7</a></p><ol start="7"><li id="f">Seven.</li></ol>',
        [("7", "7. Seven.")],
    ),
    "a list without numbers": (
        '<p>a<a href="#f1">1</a><a href="#f2">2</a></p><ul><li id="f1">1 One.</li><li id="f2">2 Two.</li></ul>',
        [("1", "1 One."), ("2", "2 Two.")],
    ),
    "names as anchors": (
        '<p>a<a href="#f1" name="r1">1</a></p><p><a name="f1" href="#r1">1</a> One.</p>',
        [("1", "1 One.")],
    ),
    "a note nobody cites among others": (
        '<p>a<a href="#f1">1</a><a href="#f3">3</a></p><ol><li id="f1">One.</li><li>B</li><li id="f3">Three.</li></ol>',
        [("1", "1. One."), ("3", "3. Three.")],
    ),
    "two marks of one note": (
        '<p>a<a href="#f">1</a> b<a href="#f">1</a></p><p id="f">1 One.</p>',
        [("1", "1 One."), ("1", "1 One.")],
    ),
    "code in a note": (
        '<p>a<a href="#f">1</a></p><ol><li id="f">One:<pre>x = 1\ny = 2</pre></li></ol>',
        [("1", "1. One:x = 1 y = 2")],
    ),
    "notes in a quote": (
        '<p>a<a href="#f">1</a></p><blockquote><ol><li id="f">One.</li></ol></blockquote>',
        [("1", "1. One.")],
    ),
}
NO_NOTES = {
    "words that lead on": '<p><a href="#more">more below</a></p><p id="more">More.</p>',
    "a contents list": '<ol><li><a href="#a">First</a></li><li><a href="#b">Second</a></li></ol>'
    '<h2 id="a">First</h2><p>x</p><h2 id="b">Second</h2>',
    "a mark to a heading": '<p>see <a href="#a">2</a></p><h2 id="a">Two</h2><p>x</p>',
    "one step of many": '<p>see step <a href="#s">2</a></p><ol><li>a</li><li id="s">b</li><li>c</li><li>d</li></ol>',
    "a note that is not there": '<p>a<a href="#none">1</a></p><p>b</p>',
    "the middle of a paragraph": '<p>a<a href="#m">1</a></p><p>b <span id="m">c</span></p>',
}


@pytest.mark.parametrize(("markup", "pairs"), MAKES.values(), ids=MAKES.keys())
def test_a_mark_and_its_note_are_a_pair(markup: str, pairs: list[tuple[str, str]]) -> None:
    """Superscripts, brackets and symbols; lists, paragraphs and what leads back."""
    assert _pairs(_page(_article(markup))) == pairs


@pytest.mark.parametrize("markup", NO_NOTES.values(), ids=NO_NOTES.keys())
def test_what_is_no_note_is_not_told_as_one(markup: str) -> None:
    """A link within the page is a link, and its target stays what it was."""
    root = _page(_article(markup))
    assert root.find(".//x:aside", _X) is None
    assert [link for link in root.iterfind(".//x:a", _X) if link.get(_TYPE)] == []


def test_the_way_back_is_no_mark() -> None:
    """A note's own number that leads back to the text is no note reference, and the text it leads to no note."""
    root = _page(_article('<p><a id="r" href="#f">[1]</a> begins it.</p><p id="f"><a href="#r">[1]</a> One.</p>'))
    assert _pairs(root) == [("[1]", "[1] One.")]
    back = root.find(".//x:aside//x:a", _X)
    assert root.find(f".//*[@id='{back.get('href').lstrip('#')}']") is not None


def test_a_note_on_another_page_is_led_to() -> None:
    """Of an article of several pages the mark names the page that its note is on."""
    made = _article('<p>a<a href="#f" id="r">1</a></p><p id="f"><a href="#r">1</a> One.</p>')
    sheets = (Sheet("text/a.xhtml", 0, 1), Sheet("text/a_2.xhtml", 1, None))
    first, second = (_page(made, Place(sheets, number)) for number in (0, 1))
    mark = first.find(".//x:a[@role='doc-noteref']", _X)
    note = second.find(".//x:aside", _X)
    assert mark.get("href") == f"a_2.xhtml#{note.get('id')}"
    back = note.find(".//x:a", _X)
    assert back.get("href").startswith("a.xhtml#")
    assert first.find(f".//*[@id='{back.get('href').partition('#')[2]}']") is not None


@pytest.mark.parametrize(
    "mark", ["1", "[12]", "(a)", "*", "††", "①", "注3", "note 4", "[note 4]", "iv", " 1 ", "<sup>1</sup>"]
)
def test_marks_are_known(mark: str) -> None:
    """Numbers, letters, symbols, bracketed or not."""
    assert is_mark(mark)


@pytest.mark.parametrize("words", ["", "1234", "ab", "see 1", "2020 report", "1.5", "↩", "back", "图1表"])
def test_words_are_no_marks(words: str) -> None:
    """A year, a word, an arrow."""
    assert not is_mark(words)


_INSIDE = st.sampled_from(
    ["w", "<b>w</b>", '<a href="#{}">1</a>', '<a href="#{}">w</a>', "<p>w</p>", "<pre>w\nw</pre>"]
)
_PIECES = st.lists(st.tuples(st.sampled_from(["p", "li", "h2", "blockquote", "div"]), st.lists(_INSIDE, max_size=3)))


@settings(deadline=None, derandomize=True, max_examples=200)
@given(pieces=_PIECES, lists=st.sampled_from(["ol", "ul"]), data=st.data())
def test_no_word_is_lost_and_no_place_is_doubled(
    pieces: list[tuple[str, list[str]]], lists: str, data: st.DataObject
) -> None:
    """Whatever leads where: all text in its order, each id once, each link within the page to a place on it."""
    markup = ""
    for number, (tag, inside) in enumerate(pieces):
        filled = "".join(
            piece.format(data.draw(st.integers(0, len(pieces) - 1))) if "{}" in piece else piece for piece in inside
        )
        piece = f'<{tag} id="{number}">w{number} {filled}</{tag}>'
        markup += f"<{lists}>{piece}</{lists}>" if tag == "li" else piece
    made = _article(markup.replace(f"</{lists}><{lists}>", ""))
    root = _page(made, shown=Book("B", "en", book().labels, linking=Linking.STRIP))
    section = root.find(".//x:section", _X)
    plain = etree.fromstring(f"<section>{''.join(made.blocks)}</section>")
    words = " ".join(section.itertext()).split()[2:]  # without the title
    numbers = {f"{number}." for number in range(1, 30)}  # what a list's own numbers become
    assert [word for word in words if word not in numbers] == " ".join(plain.itertext()).split()
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(identifiers)) == len(identifiers)
    assert {link.get("href").lstrip("#") for link in section.iter("{*}a")} <= set(identifiers)
    notes = footnotes(made)
    told = {note.get("id") for note in section.iter("{*}aside") if note.get("id")}
    assert told == notes
    assert all(as_footnotes(block, frozenset()) == block for block in made.blocks)
