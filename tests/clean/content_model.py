"""An independent reading of the content model: what is wrong with blocks, said in words; empty when nothing is.

Written from the HTML Standard (4.4 grouping, 4.5 text-level, 4.9 tables) and not from the block writer, so that the two
can disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree

VOID = frozenset(("br", "img", "hr"))
PHRASING = frozenset(
    "a abbr b bdi br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup u "
    "var".split()
)
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
FLOW = frozenset(("blockquote", "dl", "figure", "hr", "ol", "p", "pre", "table", "ul", *HEADINGS))
ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "span": {"id"}, "ol": {"start"}, "p": {"class"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
}  # fmt: skip
VALUES = {
    "href": r"link:[0-9]+", "src": r"pic:[0-9]+", "alt": r"[^\n]*", "id": r"n[0-9]+", "start": r"-?[0-9]{1,6}",
    "class": r"caption", "colspan": r"[0-9]{1,4}", "rowspan": r"[0-9]{1,4}",
}  # fmt: skip
Element = Any  # lxml has no types of its own


def parsed(blocks: Sequence[str]) -> Element:
    """Blocks as the children of a section, read by the strict parser that the book's gate uses.

    Args:
        blocks: what the block writer gave.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(f"<section>{''.join(blocks)}</section>", parser)


def violations(section: Element) -> list[str]:
    """Everything in a section of blocks that the content model does not allow.

    Args:
        section: what `parsed` gave.
    """
    found = []
    for element in section.iter():
        found += [f"{element.tag}: {text} in {_shown(element)}" for text in _of_element(element)]
    return found + _of_headings(section) + _of_identifiers(section)


def _of_element(element: Element) -> Iterator[str]:
    if element.tag != "section" and element.tag not in PHRASING | FLOW | CHILDREN.keys():
        yield "is no element of a body"
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES.get(element.tag, set()):
            yield f"has the attribute {name}"
        elif not re.fullmatch(VALUES[name], value):
            yield f"has {name}={value!r}"
    yield from CHILDREN.get(element.tag, _holds_phrasing)(element)
    if element.tag in PHRASING - VOID - {"span"} and not _is_visible(element):
        yield "is empty"
    if element.tag in ("a", "dfn") and _stands_in(element, element.tag):
        yield "stands in itself"
    if element.tag in ("rt", "rp") and element.getparent().tag != "ruby":
        yield "stands outside of ruby"


def _holds_phrasing(element: Element) -> Iterator[str]:
    if wrong := [child.tag for child in element if child.tag not in PHRASING]:
        yield f"holds {wrong}"
    if element.tag in VOID and (len(element) or element.text):
        yield "is void and holds something"
    if element.tag == "span" and (len(element) or element.text or "id" not in element.attrib):
        yield "is a span that is no anchor"
    if element.tag in (*HEADINGS, "p", "dt", "pre", "figcaption", "caption") and not _is_visible(element):
        yield "is empty"


def _holds_blocks(element: Element) -> Iterator[str]:
    if wrong := [child.tag for child in element if child.tag not in FLOW]:
        yield f"holds {wrong}"
    if _bare_text(element):
        yield "holds bare text"
    if not len(element) and element.tag != "section":
        yield "is empty"


def _holds_blocks_or_phrasing(element: Element) -> Iterator[str]:
    tags = {child.tag for child in element}
    if tags <= PHRASING:
        if element.tag in ("li", "dd") and not _is_visible(element):
            yield "is empty"
    elif tags <= FLOW:
        if _bare_text(element):
            yield "holds bare text beside blocks"
    else:
        yield f"holds {sorted(tags)}"


def _holds_sequence(pattern: str) -> Callable[[Element], Iterator[str]]:
    def check(element: Element) -> Iterator[str]:
        tags = "".join(f"{child.tag} " for child in element)
        if not re.fullmatch(pattern, tags):
            yield f"holds {tags!r}"
        if _bare_text(element):
            yield "holds bare text"

    return check


def _holds_ruby(element: Element) -> Iterator[str]:
    """EPUBCheck's schema: base text, then its reading, bare or between parentheses that hold text alone."""
    yield from _holds_phrasing(element)
    kinds = "base " if (element.text or "").strip() else ""
    for child in element:
        kinds += f"{child.tag} " if child.tag in ("rt", "rp") else "base "
        kinds += "base " if (child.tail or "").strip() else ""
    if not re.fullmatch(r"(?:(?:base )+(?:rt |rp (?:rt )+rp )+)+", kinds):
        yield f"holds {kinds!r}"
    if any(len(child) for child in element.iterchildren("rp")):
        yield "has more than text in its parentheses"


def _holds_a_figure(element: Element) -> Iterator[str]:
    tags = [child.tag for child in element]
    if "figcaption" in tags[:-1]:
        yield "has a figcaption that is not its only and last"
    if not set(tags) - {"figcaption"} <= FLOW | {"img", "a"} or _bare_text(element):
        yield f"holds {tags}"
    if next(element.iter("img", *FLOW - {"figure"}), None) is None:
        yield "holds nothing to see"


CHILDREN: dict[str, Callable[[Element], Iterator[str]]] = {
    **dict.fromkeys(("section", "blockquote"), _holds_blocks),
    **dict.fromkeys(("li", "dd", "td", "th"), _holds_blocks_or_phrasing),
    **dict.fromkeys(("ul", "ol"), _holds_sequence(r"(?:li )+")),
    **dict.fromkeys(("thead", "tbody"), _holds_sequence(r"(?:tr )+")),
    **dict.fromkeys(("dt", "caption", "figcaption"), _holds_phrasing),
    "dl": _holds_sequence(r"(?:(?:dt )+(?:dd )+)+"),
    "table": _holds_sequence(r"(?:caption )?(?:thead (?:tbody )?|tbody )"),
    "tr": _holds_sequence(r"(?:t[dh] )+"),
    "figure": _holds_a_figure,
    "ruby": _holds_ruby,
}


def _of_headings(section: Element) -> list[str]:
    levels = [1, *(int(heading.tag[1]) for heading in section.iter(*HEADINGS))]
    return [f"h{below} follows h{above}" for above, below in pairwise(levels) if below > above + 1]


def _of_identifiers(section: Element) -> list[str]:
    identifiers = [element.get("id") for element in section.iter() if element.get("id")]
    return [f"{name} stands twice" for name in set(identifiers) if identifiers.count(name) > 1]


def _is_visible(element: Element) -> bool:
    return bool("".join(element.itertext())) or next(element.iter("img"), None) is not None


def _stands_in(element: Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _bare_text(element: Element) -> bool:
    return bool(((element.text or "") + "".join(child.tail or "" for child in element)).strip())


def _shown(element: Element) -> str:
    return str(etree.tostring(element, encoding="unicode", with_tail=False))[:200]
