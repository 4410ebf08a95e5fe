"""Formulas: MathML of a page as MathML of a book, with presentation elements only.

Source: MathML Core (W3C, 2025) and MathML 3.0, chapter 3 (presentation elements and how many children each takes);
EPUB 3.3, section 6.1.2.3 (embedded MathML: presentation only, annotations go).
"""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from bundler.clean.text import escape, escape_attribute, tidy
from bundler.clean.walk import attribute, elements

_TOKENS = frozenset(("mi", "mn", "mo", "ms", "mtext"))
_EMPTY = frozenset(("mspace", "none", "mprescripts"))
_CHILDREN = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3,
}  # fmt: skip
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
    text = tidy("".join(str(piece) for piece in math.find_all(string=True) if not _is_annotation(piece)))
    if not text:
        return escape(alternative)
    if len(inside) > _MOST_ELEMENTS or _depth(math, inside) > _DEEPEST:
        return escape(alternative or text)
    told = escape_attribute((alternative or text)[:_LONGEST_ALTERNATIVE])
    return f'<math xmlns="{_NAMESPACE}"{_attributes(math)} alttext="{told}">{_children(math)}</math>'


def _depth(math: Tag, inside: list[Tag]) -> int:
    depths = {id(math): 0}
    for tag in inside:
        depths[id(tag)] = depths[id(tag.parent)] + 1
    return max(depths.values())


def _is_annotation(piece: NavigableString) -> bool:
    return any(parent.name.startswith("annotation") for parent in piece.parents if parent.name)


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
    name = tag.name.lower().removeprefix("m:").removeprefix("mml:")
    if name in _TOKENS:
        return [f"<{name}{_attributes(tag)}>{escape(tidy(tag.get_text()))}</{name}>"]
    if name in _EMPTY or name.startswith("annotation"):
        return ["<mspace/>"] if name == "mspace" else []
    pieces = _pieces(tag)
    if name in ("mtable", "mtr", "mtd"):
        return _table_part(name, parent.name, pieces)
    if name in _ANY or len(pieces) == _CHILDREN.get(name):
        return [f"<{name}{_attributes(tag)}>{''.join(pieces)}</{name}>"]
    return [f"<mrow>{''.join(pieces)}</mrow>"] if len(pieces) > 1 else pieces


def _table_part(name: str, parent: str, pieces: list[str]) -> list[str]:
    """A matrix, a row or a cell; where it does not stand in its place its content stands alone."""
    if name == "mtable":
        rows = all(piece.startswith("<mtr") for piece in pieces)
        return [f"<mtable>{''.join(pieces)}</mtable>"] if rows and pieces else pieces
    if parent != {"mtr": "mtable", "mtd": "mtr"}[name]:
        return pieces
    if name == "mtr":
        pieces = [piece if piece.startswith("<mtd") else f"<mtd>{piece}</mtd>" for piece in pieces]
    return [f"<{name}>{''.join(pieces)}</{name}>"]


def _attributes(tag: Tag) -> str:
    found = ((name, attribute(tag, name).lower()) for name in _ATTRIBUTES)
    return "".join(f' {name}="{value}"' for name, value in found if value in _ATTRIBUTES[name])
