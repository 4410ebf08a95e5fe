"""Formulas: MathML of a page as MathML of a book, with presentation elements only.

Source: MathML Core (W3C, 2025) and MathML 3.0, chapter 3 (presentation elements and how many children each takes);
EPUB 3.3, section 6.1.2.3 (embedded MathML: presentation only, annotations go).
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from bundler.clean.allowlist import DROPPED
from bundler.clean.text import escape, escape_attribute, tidy
from bundler.clean.walk import attribute, elements

MATH = frozenset(("math", "m:math", "mml:math"))
"""The element of a formula, as pages of HTML and pages that were XML once spell it."""
_TOKENS = frozenset(("mi", "mn", "mo", "ms", "mtext"))
_EMPTY = frozenset(("mspace", "none", "mprescripts"))
_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3,
}  # fmt: skip
_LINEAR = {
    "mfrac": "({})/({})", "mroot": "({})^(1/({}))", "msub": "{}_({})", "msup": "{}^({})", "msubsup": "{}_({})^({})",
    "munder": "{}_({})", "mover": "{}^({})", "munderover": "{}_({})^({})",
}  # fmt: skip
_BETWEEN = {"mtable": "; ", "mtr": ", "}
_ANY = frozenset(("mrow", "mstyle", "merror", "mpadded", "mphantom", "msqrt", "menclose"))
_ATTRIBUTES = {
    "display": ("block", "inline"),
    "mathvariant": ("normal", "bold", "italic", "bold-italic", "double-struck", "script", "fraktur", "monospace"),
    "stretchy": ("true", "false"),
    "accent": ("true", "false"),
    "displaystyle": ("true", "false"),
}
"""Attributes that change the meaning, and what each may be; lengths, colours and the rest are the reader's business."""
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_MOST_ELEMENTS = 3000
_DEEPEST = 60
_LONGEST_ALTERNATIVE = 500
"""Characters; without one of its own a formula's letters are read in their order (EPUBCheck ACC-009 wants a text)."""


def formula(math: Tag) -> str:
    """A formula as phrasing content.

    Args:
        math: a `math` element of the page.

    Returns:
        the formula with its alternative text; its text alone when it is out of all proportion, or an empty string.
    """
    alternative = tidy(attribute(math, "alttext"))
    inside = elements(math)
    text = tidy("".join(str(piece) for piece in math.find_all(string=True) if _is_shown(piece)))
    if not text:
        return escape(alternative)
    if len(inside) > _MOST_ELEMENTS or _depth(math, inside) > _DEEPEST:
        return escape(alternative or text)
    content = _children(math)
    told = alternative or linear(ET.fromstring(f"<mrow>{content}</mrow>"))  # noqa: S314 - our own markup
    shown = escape_attribute((told or text)[:_LONGEST_ALTERNATIVE])
    return f'<math xmlns="{_NAMESPACE}"{_attributes(math)} alttext="{shown}">{content}</math>'


def linear(formula: ET.Element) -> str:
    """A formula on one line, `(a+b)/(2)` say, for readers that speak no MathML and give its `alttext` instead.

    Args:
        formula: an element of presentation MathML without a namespace.
    """
    if formula.tag in _TOKENS:
        return formula.text or ""
    parts = [linear(child) for child in formula]
    if formula.tag == "msqrt":
        return f"√({''.join(parts)})"
    return _LINEAR.get(formula.tag, "").format(*parts) or _BETWEEN.get(formula.tag, "").join(parts)


def _depth(math: Tag, inside: list[Tag]) -> int:
    depths = {id(math): 0}
    for tag in inside:
        depths[id(tag)] = depths[id(tag.parent)] + 1
    return max(depths.values())


def _is_shown(piece: NavigableString) -> bool:
    if isinstance(piece, PreformattedString):  # a comment
        return False
    return not any(_name(parent).startswith("annotation") for parent in piece.parents)


def _name(tag: Tag) -> str:
    """An element's name without the prefix of its namespace, which is any that the page declared."""
    return tag.name.lower().rpartition(":")[2]


def _children(tag: Tag) -> str:
    return "".join(_pieces(tag))


def _pieces(tag: Tag) -> list[str]:
    """What becomes of each child; an element that is unknown gives way to its children."""
    pieces: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag):
            pieces.extend(_element(child, tag))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString) and tidy(child):
            pieces.append(f"<mtext>{escape(tidy(child))}</mtext>")
    return pieces


def _element(tag: Tag, parent: Tag) -> list[str]:
    name = _name(tag)
    if name in _TOKENS:
        return [f"<{name}{_attributes(tag)}>{escape(tidy(tag.get_text()))}</{name}>"]
    if name in _EMPTY | DROPPED or name.startswith("annotation"):
        return ["<mspace/>"] if name == "mspace" else []
    pieces = _pieces(tag)
    if name in ("mtable", "mtr", "mtd"):
        return _table_part(name, _name(parent), pieces)
    if name == "mfenced":
        return [_fenced(tag, pieces)]
    if name in _ANY or len(pieces) == _CHILDREN.get(name):
        return [f"<{name}{_attributes(tag)}>{''.join(pieces)}</{name}>"]
    return [f"<mrow>{''.join(pieces)}</mrow>"] if len(pieces) > 1 else pieces


def _table_part(name: str, parent: str, pieces: list[str]) -> list[str]:
    """A matrix, a row or a cell, with what is missing between them; out of its place its content stands alone."""
    if name == "mtable":
        rows = [piece if piece.startswith("<mtr>") else f"<mtr><mtd>{piece}</mtd></mtr>" for piece in pieces]
        return [f"<mtable>{''.join(rows)}</mtable>"] if rows else []
    if name == "mtd":
        return [f"<mtd>{''.join(pieces)}</mtd>"] if parent == "mtr" else pieces
    if parent != "mtable":
        return [re.sub(r"^<mtd>(.*)</mtd>$", r"<mrow>\1</mrow>", piece, flags=re.DOTALL) for piece in pieces]
    cells = (piece if piece.startswith("<mtd>") else f"<mtd>{piece}</mtd>" for piece in pieces)
    return [f"<mtr>{''.join(cells)}</mtr>"]


def _fenced(tag: Tag, pieces: list[str]) -> str:
    """What `mfenced` stands for, with its signs in their places (MathML 3.0, 3.3.8); MathML Core has it no more."""
    opening = tidy(attribute(tag, "open")) if tag.has_attr("open") else "("
    closing = tidy(attribute(tag, "close")) if tag.has_attr("close") else ")"
    signs = "".join(attribute(tag, "separators").split()) if tag.has_attr("separators") else ","
    inside = "".join(
        piece + (_operator(signs[min(number, len(signs) - 1)]) if signs and number + 1 < len(pieces) else "")
        for number, piece in enumerate(pieces)
    )
    return f"<mrow>{_operator(opening)}{inside}{_operator(closing)}</mrow>"


def _operator(sign: str) -> str:
    return f"<mo>{escape(sign)}</mo>" if sign else ""


def _attributes(tag: Tag) -> str:
    found = ((name, attribute(tag, name).lower()) for name in _ATTRIBUTES)
    return "".join(f' {name}="{value}"' for name, value in found if value in _ATTRIBUTES[name])
