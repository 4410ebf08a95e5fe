"""Formulas: presentation MathML that every reader's schema takes, with the meaning it had."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bundler.clean.blocks import write_blocks
from bundler.clean.inventory import Inventory
from bundler.clean.mathematics import formula
from bundler.clean.references import PageReferences

_OPEN = '<math xmlns="http://www.w3.org/1998/Math/MathML"'


def _written(markup: str) -> str:
    """A page's blocks as one string."""
    body = BeautifulSoup(f"<html><body>{markup}</body></html>", "lxml").body
    assert body is not None
    return "".join(write_blocks(body, PageReferences(Inventory(body), "").for_writer()))


def _inside(markup: str) -> str:
    """What becomes of the children of a math element."""
    math = BeautifulSoup(f"<math>{markup}</math>", "lxml").math
    assert math is not None
    return re.sub(r"^<math [^>]*>|</math>$", "", formula(math))


@pytest.mark.parametrize(
    ("markup", "inside"),
    [
        ("<mi>x</mi><mo>=</mo><mn>1</mn>", "<mi>x</mi><mo>=</mo><mn>1</mn>"),
        ("<mfrac><mi>a</mi><mi>b</mi></mfrac>", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
        ("<msqrt><mi>a</mi><mi>b</mi></msqrt>", "<msqrt><mi>a</mi><mi>b</mi></msqrt>"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd></mtd></mtr></mtable><mi>x</mi>",
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd></mtd></mtr></mtable><mi>x</mi>",
        ),
        ("<mtext> a  b </mtext>", "<mtext>a b</mtext>"),
        ("<mo>&lt;</mo><mo>&amp;</mo>", "<mo>&lt;</mo><mo>&amp;</mo>"),
        ("bare", "<mtext>bare</mtext>"),
        ("<mi>a</mi><!-- b -->", "<mi>a</mi>"),
        ('<mi mathvariant="bold" style="color:red" onclick="x()">v</mi>', '<mi mathvariant="bold">v</mi>'),
        ('<mi mathvariant="evil">v</mi>', "<mi>v</mi>"),
        ("<mspace width='3px'/><mi>a</mi>", "<mspace/><mi>a</mi>"),
    ],
)
def test_presentation_elements_stay(markup: str, inside: str) -> None:
    """Elements as they are; of attributes only those that change the meaning, and only with values they may have."""
    assert _inside(markup) == inside


@pytest.mark.parametrize(
    ("markup", "inside"),
    [
        ("<mfrac><mi>a</mi></mfrac>", "<mi>a</mi>"),
        ("<mfrac><mi>a</mi><mi>b</mi><mi>c</mi></mfrac>", "<mrow><mi>a</mi><mi>b</mi><mi>c</mi></mrow>"),
        ("<msup><mi>a</mi></msup>", "<mi>a</mi>"),
        ("<msubsup><mi>a</mi><mi>b</mi></msubsup>", "<mrow><mi>a</mi><mi>b</mi></mrow>"),
        ("<msup></msup><mi>a</mi>", "<mi>a</mi>"),
        ("<mtr><mtd><mi>a</mi></mtd></mtr>", "<mrow><mi>a</mi></mrow>"),
        ("<mtd><mi>a</mi></mtd>", "<mi>a</mi>"),
        ("<mtable><mi>a</mi></mtable>", "<mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable>"),
        (
            "<mtable><mlabeledtr><mtd><mn>1</mn></mtd><mtd><mi>a</mi></mtd></mlabeledtr></mtable>",
            "<mtable><mtr><mtd><mrow><mn>1</mn><mi>a</mi></mrow></mtd></mtr></mtable>",
        ),
        ("<mtable><mtr><mi>a</mi></mtr></mtable>", "<mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable>"),
        ("<mi>a</mi><script>x</script><maction><mi>b</mi></maction>", "<mi>a</mi><mi>b</mi>"),
    ],
)
def test_a_wrong_number_of_children_loses_the_element_and_no_letter(markup: str, inside: str) -> None:
    """A fraction of one is no fraction: readers refuse it, so its content stands alone."""
    assert _inside(markup) == inside


@pytest.mark.parametrize(
    ("markup", "inside"),
    [
        (
            "<mfenced><mi>x</mi><mi>y</mi></mfenced>",
            "<mrow><mo>(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo>)</mo></mrow>",
        ),
        ('<mfenced open="[" close="&lt;"><mi>x</mi></mfenced>', "<mrow><mo>[</mo><mi>x</mi><mo>&lt;</mo></mrow>"),
        (
            '<mfenced open="" close="" separators=";|"><mi>x</mi><mi>y</mi><mi>z</mi><mi>t</mi></mfenced>',
            "<mrow><mi>x</mi><mo>;</mo><mi>y</mi><mo>|</mo><mi>z</mi><mo>|</mo><mi>t</mi></mrow>",
        ),
        (
            '<mfenced separators=""><mi>x</mi><mi>y</mi></mfenced>',
            "<mrow><mo>(</mo><mi>x</mi><mi>y</mi><mo>)</mo></mrow>",
        ),
    ],
)
def test_fences_are_signs(markup: str, inside: str) -> None:
    """`mfenced` draws signs that stand nowhere in its text; without it they stand in the text."""
    assert _inside(markup) == inside


@pytest.mark.parametrize("prefix", ["", "m:", "mml:"])
def test_annotations_go(prefix: str) -> None:
    """TeX and content markup beside the formula would be read out after it."""
    markup = (
        "<semantics><mrow><mi>a</mi><mo>+</mo></mrow><annotation encoding='application/x-tex'>a+</annotation>"
        "<annotation-xml><ci>a</ci></annotation-xml></semantics>"
    )
    markup = re.sub(r"<(/?)", rf"<\1{prefix}", f"<math>{markup}</math>")
    assert _written(f"<p>{markup}</p>") == (f'<p>{_OPEN} alttext="a+"><mrow><mi>a</mi><mo>+</mo></mrow></math></p>')


@pytest.mark.parametrize("prefix", ["m:", "mml:"])
def test_prefixes_of_the_namespace_are_read(prefix: str) -> None:
    """Pages that were XML once keep their structure: a fraction does not become its two numbers side by side."""
    p = prefix
    markup = f"<{p}math display='block'><{p}mfrac><{p}mn>1</{p}mn><{p}mn>2</{p}mn></{p}mfrac></{p}math>"
    expected = f'<p>{_OPEN} display="block" alttext="(1)/(2)"><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>'
    assert _written(f"<p>{markup}</p>") == expected
    rows = f"<{p}math><{p}mtable><{p}mtr><{p}mtd>1</{p}mtd></{p}mtr></{p}mtable></{p}math>"
    assert "<mtable><mtr><mtd><mtext>1</mtext></mtd></mtr></mtable>" in _written(rows)


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mi>y</mi>", "x^(2)&lt;y"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/(2)"),
        ("<msqrt><mi>a</mi><mi>b</mi></msqrt>", "√(ab)"),
        ("<munderover><mo>∑</mo><mn>1</mn><mi>n</mi></munderover><mi>k</mi>", "∑_(1)^(n)k"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd><mtd></mtd></mtr></mtable>", "1, 2; 3,"),
        ('<ms>"</ms>', "&quot;"),
        ("<mi>{}</mi>", "{}"),
    ],
)
def test_a_formula_without_an_alternative_text_gets_one(markup: str, told: str) -> None:
    """On one line, out of its own signs; one that the page has is kept."""
    assert f' alttext="{told}">' in _written(f"<math>{markup}</math>")
    assert ' alttext="own">' in _written(f"<math alttext='own'>{markup}</math>")


@pytest.mark.parametrize("markup", ["", " ", "<mspace/>", "<annotation>a</annotation>", "<!-- a -->"])
def test_a_formula_of_nothing_is_its_alternative_text(markup: str) -> None:
    """Without a letter there is no formula to show."""
    assert _written(f'<p>one <math alttext="a &lt; b">{markup}</math> two</p>') == "<p>one a &lt; b two</p>"
    assert _written(f"<p>one <math>{markup}</math> two</p>") == "<p>one two</p>"


@pytest.mark.parametrize(
    "markup", ["<mrow>" * 100 + "<mi>x</mi>" + "</mrow>" * 100, "<mi>x</mi>" * 3001], ids=["deep", "long"]
)
def test_a_formula_out_of_all_proportion_is_text(markup: str) -> None:
    """Parsers and readers give up on it, so its alternative text stands there, or its letters."""
    assert _written(f'<math alttext="many">{markup}</math>') == "<p>many</p>"
    assert set(_written(f"<math>{markup}</math>")) == set("<p>x</")


_NAMES = st.sampled_from(
    "mi mn mo mtext mfrac msup msubsup mroot munder msqrt mrow mtable mtr mtd mspace mfenced semantics annotation "
    "mmultiscripts mprescripts none maction p script m:mi math".split()
)
_TREES = st.recursive(
    st.sampled_from(["x", "&lt;", "1", " ", "]]&gt;", "<br>"]),
    lambda inside: st.builds(
        lambda name, pieces: f"<{name}>{''.join(pieces)}</{name}>", _NAMES, st.lists(inside, max_size=4)
    ),
    max_leaves=20,
)
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}


@settings(deadline=None, derandomize=True, max_examples=300)
@given(markup=_TREES)
def test_whatever_is_written_the_schema_holds(markup: str) -> None:
    """Well-formed, every element with as many children as MathML 3.0 gives it, text in token elements only."""
    for math in etree.fromstring(f"<body>{_written(f'<math>{markup}</math>')}</body>").iter("{*}math"):
        for element in math.iter():
            name = etree.QName(element).localname
            assert len(element) == _CHILDREN.get(name, len(element))
            if name in ("mi", "mn", "mo", "mtext", "ms", "mspace"):
                assert len(element) == 0
            else:
                assert not (element.text or "").strip()
            assert not (element.tail or "").strip() or name == "math"
            assert {"mtable": {"mtr"}, "mtr": {"mtd"}}.get(name, set()) >= {
                etree.QName(child).localname for child in element if name in ("mtable", "mtr")
            }
            assert name not in ("mtr", "mtd") or etree.QName(element.getparent()).localname in ("mtable", "mtr")
