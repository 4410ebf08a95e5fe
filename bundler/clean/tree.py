"""The one parse tree of a page: bs4's, built at a third of its cost.

The parser, lxml's, takes a tenth of the time that `BeautifulSoup(page, "lxml")` does; the rest goes into bs4's own
bookkeeping, a dozen calls and twenty attributes for every node (callgrind). Here a node gets what differs from one to
the next, and what is the same for all HTML stands in the class. The tree is the same, node by node and link by link;
tests/clean/test_tree.py compares them.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Mapping
from typing import NoReturn

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder, ParserRejectedMarkup
from bs4.element import AttributeValueList, Comment, Doctype, NavigableString, PageElement, ProcessingInstruction
from lxml import etree

_KINDS = HTMLTreeBuilder.DEFAULT_STRING_CONTAINERS
"""The class of the texts in scripts, style sheets, templates and annotations."""
_WANTED = {name: {kind} for name, kind in _KINDS.items()}
_VERBATIM = HTMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_EMPTY = frozenset(HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())
_COUNTED = _KINDS.keys() | _VERBATIM
"""Elements whose end matters to the texts behind it."""
_SPECIAL = _EMPTY | _COUNTED
_BLANK = BeautifulSoup.ASCII_SPACES
_new, _new_string = object.__new__, str.__new__


class Element(Tag):
    """An element of a page in HTML.

    bs4 takes an attribute that an element lacks for a search of the whole subtree, `tag.decomposed` among them; here
    it is an error.
    """

    parser_class = BeautifulSoup
    namespace = None
    prefix = None
    sourceline = None
    sourcepos = None
    known_xml = False
    hidden = False
    attribute_value_list_class = AttributeValueList
    can_be_empty_element = False
    cdata_list_attributes: dict[str, set[str]] = {}  # noqa: RUF012 - nobody writes to it
    preserve_whitespace_tags = _VERBATIM
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    _decomposed = False
    _namespaces: dict[str, str] = {}  # noqa: RUF012 - nobody writes to it

    def __getattr__(self, subtag: str) -> NoReturn:
        """Refuse what bs4 would search for."""
        raise AttributeError(subtag)


def parse(html: str) -> BeautifulSoup:
    """Build the tree of a page.

    Args:
        html: a page or a fragment.

    Returns:
        what `BeautifulSoup(html, "lxml", multi_valued_attributes=None)` gives.
    """
    html = html.removeprefix("\ufeff")
    if "<" in html:
        return BeautifulSoup(html, builder=_Builder(), element_classes={Tag: Element})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 wonders at pages that look like an address or a file's name
        return BeautifulSoup(html, builder=_Builder(), element_classes={Tag: Element})


def body_of(soup: BeautifulSoup) -> Tag:
    """The page's body; the whole of a page that has none."""
    return next((node for node in soup.descendants if isinstance(node, Tag) and node.name == "body"), soup)


class _Builder(HTMLTreeBuilder):
    """What bs4 asks to build a tree."""

    NAME = "page"

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes={})  # classes are split where they matter

    def feed(self, markup: str | bytes) -> None:
        """Parse a page."""
        if self.soup is None:
            raise AssertionError("a builder is fed by the tree that it builds")
        try:
            parser = etree.HTMLParser(target=_Target(self.soup), recover=True)
            parser.feed(markup)
            parser.close()
        except (LookupError, UnicodeError, etree.ParserError) as error:
            raise ParserRejectedMarkup(error) from error


class _Target:
    """Makes a tree of the parser's events, as bs4 does: one node after the other, linked in document order.

    Called some hundred times a page, so what several events have in common is written out in each.
    """

    def __init__(self, root: BeautifulSoup) -> None:
        self._open: list[Tag] = [root]
        self._latest: PageElement | None = None
        self._text: list[str] = []
        self._kinds: list[type[NavigableString]] = [NavigableString]
        self._verbatim = 0
        """How many of the open elements keep their white space."""
        self.data = self._text.append
        """Takes a piece of text."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A start tag."""
        if self._text:
            self._string()
        tag = _new(Element)
        tag.name = name
        tag.attrs = dict(attributes)
        tag.contents = []
        if name in _SPECIAL:
            if name in _EMPTY:
                tag.can_be_empty_element = True
            elif name in _KINDS:
                tag.interesting_string_types = _WANTED[name]
                self._kinds.append(_KINDS[name])
            else:
                self._verbatim += 1
        tag.parent = parent = self._open[-1]
        if siblings := parent.contents:
            tag.previous_sibling = before = siblings[-1]
            before.next_sibling = tag
        else:
            tag.previous_sibling = None
        tag.next_sibling = tag.next_element = None
        latest = tag.previous_element = self._latest
        if latest is not None:
            latest.next_element = tag
        self._latest = tag
        siblings.append(tag)
        self._open.append(tag)

    def end(self, name: str) -> None:
        """An end tag; one that nothing opened is passed over."""
        if self._text:
            self._string()
        if self._open[-1].name == name and name not in _COUNTED:
            self._open.pop()
            return
        if all(tag.name != name for tag in self._open):
            return
        ended = ""
        while ended != name:
            ended = self._open.pop().name
            if ended in _KINDS:
                self._kinds.pop()
            elif ended in _VERBATIM:
                self._verbatim -= 1

    def comment(self, text: str) -> None:
        """A comment."""
        self._special(text, Comment)

    def pi(self, target: str, data: str | None) -> None:
        """A processing instruction."""
        self._special(f"{target} {data or ''}", ProcessingInstruction)

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        """The document type."""
        self._special(Doctype.for_name_and_ids(name or "", public, system), Doctype)

    def close(self) -> None:
        """The page's end."""
        if self._text:
            self._string()

    def _special(self, text: str, kind: type[NavigableString]) -> None:
        if self._text:
            self._string()
        self._text.append(text)
        self._string(kind)

    def _string(self, kind: type[NavigableString] | None = None) -> None:
        """End the text that is being read; white space alone is one space or one line break."""
        pieces = self._text
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        if not self._verbatim and not text.strip(_BLANK):
            text = "\n" if "\n" in text else " "
        node = _new_string(kind or self._kinds[-1], text)
        node.parent = parent = self._open[-1]
        if siblings := parent.contents:
            node.previous_sibling = before = siblings[-1]
            before.next_sibling = node
        else:
            node.previous_sibling = None
        node.next_sibling = node.next_element = None
        latest = node.previous_element = self._latest
        if latest is not None:
            latest.next_element = node
        self._latest = node
        siblings.append(node)


# lxml asks for each page how many arguments this takes, and it is costly to find out.
_Target.start.__signature__ = inspect.signature(_Target.start)  # type: ignore[attr-defined]
