"""Finding elements as a rule says it: a CSS selector, or an XPath expression on a copy of the page.

BeautifulSoup knows no XPath, and half of the world's site rules are written in it. The copy is made when the first
expression asks for it; its elements lead back to those of the page's own tree.
"""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import CData, NavigableString, PreformattedString, Script, Stylesheet, TemplateString
from lxml import etree
from soupsieve import SelectorSyntaxError

from bundler.clean.text import tidy
from bundler.clean.walk import attribute

_XPATH = re.compile(r"^\s*(?:\(*\.?/|\(*(?:id|string|normalize-space|concat|substring)\b)")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 200
_TEXTS = (Script, Stylesheet, TemplateString, CData)


class Selectors:
    """Finds what rules name in one page.

    Args:
        root: the whole page.
    """

    def __init__(self, root: Tag) -> None:
        self._root = root
        self._copy: etree._Element | None = None
        self._tags: dict[etree._Element, Tag] = {}

    def elements(self, expression: str) -> list[Tag]:
        """The elements that an expression finds, in document order; none when it is no valid one."""
        return [item for item in self._find(expression) if isinstance(item, Tag)]

    def text(self, expression: str) -> str:
        """The text of the first thing that an expression finds: an element, an attribute's value, a string."""
        for item in self._find(expression):
            text = item if isinstance(item, str) else attribute(item, "content") or item.get_text(" ")
            if tidy(text):
                return tidy(text)
        return ""

    def _find(self, expression: str) -> list[Tag | str]:
        try:
            if not _XPATH.match(expression):
                return [*self._root.select(expression)]
            if self._copy is None:
                self._copy = self._copied()
            found = self._copy.getroottree().xpath(expression)
        except (SelectorSyntaxError, etree.XPathError):
            return []
        items = found if isinstance(found, list) else [found]
        return [self._tags[item] if item in self._tags else str(item) for item in items if not isinstance(item, bool)]

    def _copied(self) -> etree._Element:
        top = etree.Element("document")
        stack = [(iter(self._root.contents), top)]
        while stack:
            children, copy = stack[-1]
            for child in children:
                if isinstance(child, Tag):
                    stack.append((iter(child.contents), self._element(copy, child, len(stack))))
                    break
                if isinstance(child, NavigableString) and (
                    not isinstance(child, PreformattedString) or isinstance(child, _TEXTS)
                ):
                    _append(copy, _UNWANTED.sub("", child))
            else:
                stack.pop()
        first = next(iter(top), None)
        return top if first is None or len(top) != 1 else first

    def _element(self, parent: etree._Element, tag: Tag, depth: int) -> etree._Element:
        if depth > _DEEPEST:
            return parent
        copy = etree.SubElement(parent, tag.name if _NAME.fullmatch(tag.name) else "div")
        for name in tag.attrs:
            if _NAME.fullmatch(name):
                copy.set(name, _UNWANTED.sub("", attribute(tag, name)))
        self._tags[copy] = tag
        return copy


def _append(copy: etree._Element, text: str) -> None:
    if len(copy):
        copy[-1].tail = (copy[-1].tail or "") + text
    else:
        copy.text = (copy.text or "") + text
