"""A copy of a page for the engines, every text in it marked with a number.

Engines give text or trees of their own making. What they kept is told by the marks: two characters before each text
node, of the Braille patterns, which are printable and no letters, so that no engine strips, counts or splits them. The
page's own Braille characters are left out of the copy; it is only read for its marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import CData, NavigableString, PreformattedString
from lxml import etree, html

from bundler.clean.allowlist import DROPPED
from bundler.clean.engine.segments import Picture, Row, Segment
from bundler.clean.text import WIDE

_BASE = 0x2800
_SIDE = 256
_MARK = re.compile("[\u2800-\u28ff]{2}")
_NOT_COPIED = re.compile("[\u2800-\u28ff\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COUNTS = re.compile(r"[^\W_]")
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*")
# What the engines look at; all other attributes, megabytes at times, stay behind.
_ATTRIBUTES = (
    "class", "id", "style", "role", "itemprop", "href", "src", "rel", "type", "name", "aria-hidden", "data-component",
    "data-testid", "property",
)  # fmt: skip
_LONGEST_ATTRIBUTE = 500
_DEEPEST = 200
"""Elements within each other that are copied; what lies deeper hangs there. libxml2's serialiser is recursive."""
_WIDE_CHARACTER = re.compile(f"([{WIDE}])")
_PUNCTUATION = str.maketrans({"，": ", ", "、": ", ", "。": ". ", "；": "; ", "！": "! ", "？": "? ", "：": ": "})


@dataclass(slots=True)
class Marked:
    """A page for the engines.

    Attributes:
        copy: the lxml tree with marks; an empty one when none was wanted.
        segments: the page's segments in document order.
        pictures: its pictures in document order.
        owners: for each mark the number of the segment its text node belongs to.
        sizes: for each mark how long its text is.
    """

    copy: html.HtmlElement
    segments: list[Segment]
    pictures: list[Picture]
    owners: list[int]
    sizes: list[int]

    def kept(self, text: str) -> frozenset[int]:
        """The segments that a result holds.

        Args:
            text: an engine's result as text.

        Returns:
            numbers of the segments of which at least half of the text is in it.
        """
        found = {(ord(mark[0]) - _BASE) * _SIDE + ord(mark[1]) - _BASE for mark in _MARK.findall(text)}
        whole, there = [0] * len(self.segments), [0] * len(self.segments)
        for number, (owner, size) in enumerate(zip(self.owners, self.sizes, strict=True)):
            whole[owner] += size
            there[owner] += size if number in found else 0
        return frozenset(number for number, size in enumerate(whole) if there[number] * 2 >= size > 0)


def mark(body: Tag, *, copied: bool = True) -> Marked:
    """Copy a page, mark its texts and cut it into segments, in one walk without recursion.

    Args:
        body: the page's body; it is not changed.
        copied: whether there are engines to copy it for.
    """
    document = html.html_parser.makeelement("html")
    row = Row(body)
    marked = Marked(document, row.segments, row.pictures, [], [])
    top = etree.SubElement(document, "body")
    stack = [(body, iter(body.contents), top)]
    last: list[etree._Element | None] = [None]  # the last child of each open copy; asking lxml for it costs a walk
    texts: list[str] = []  # that follow each other, parted by comments at most
    while stack:
        parent, children, copy = stack[-1]
        for child in children:
            if isinstance(child, Tag):
                if child.name in DROPPED:
                    continue
                row.enter(child)
                _append_texts(copy, last[-1], texts)
                inner = _element(copy, child, len(stack)) if copied else copy
                if inner is not copy:
                    last[-1] = inner
                stack.append((child, iter(child.contents), inner))
                last.append(None if inner is not copy else last[-1])
                break
            if isinstance(child, NavigableString) and (
                not isinstance(child, PreformattedString) or isinstance(child, CData)
            ):
                text = _text(child, row, marked, copied=copied)
                if copied:
                    texts.append(text)
        else:
            _append_texts(copy, last[-1], texts)
            stack.pop()
            inner_last = last.pop()
            if stack:
                row.leave(parent)
                if stack[-1][2] is copy:
                    last[-1] = inner_last
    row.finish()
    return marked


def _element(parent: etree._Element, tag: Tag, depth: int) -> etree._Element:
    if depth > _DEEPEST:
        return parent
    copy = etree.SubElement(parent, tag.name if _PLAIN_NAME.fullmatch(tag.name) else "div")
    if tag.attrs:
        for name in _ATTRIBUTES:
            value = tag.attrs.get(name)
            if value is not None:
                text = value if isinstance(value, str) else " ".join(value)
                if len(text) <= _LONGEST_ATTRIBUTE:
                    copy.set(name, _NOT_COPIED.sub("", text))
    return copy


def _text(node: NavigableString, row: Row, marked: Marked, *, copied: bool) -> str:
    """The text that stands in the copy; marked when it has a letter or digit and there is a mark left."""
    text = _NOT_COPIED.sub("", node)
    counts = _COUNTS.search(text) is not None and len(marked.owners) < _SIDE * _SIDE
    owner = row.text(node, text, counts=counts)
    if not counts or not copied:
        return text
    number = len(marked.owners)
    marked.owners.append(owner)
    marked.sizes.append(len(text))
    shown = text.lstrip()
    space = text[: len(text) - len(shown)]
    return f"{space}{chr(_BASE + number // _SIDE)}{chr(_BASE + number % _SIDE)}{_widened(shown)}"


def _widened(text: str) -> str:
    """Chinese and Japanese as the engines count Western text: two letters for a character, commas that they know."""
    if text.isascii():
        return text
    return _WIDE_CHARACTER.sub(r"\1\1", text.translate(_PUNCTUATION))


def _append_texts(copy: etree._Element, last: etree._Element | None, texts: list[str]) -> None:
    if not texts:
        return
    text = "".join(texts)
    texts.clear()
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        copy.text = (copy.text or "") + text
