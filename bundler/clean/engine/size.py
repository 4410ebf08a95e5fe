"""Which pages are too large for foreign code: it copies a page several times and looks back from each element."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

_SMALL = 100_000
"""Characters of HTML; what is within the limits anyway need not be counted, and that is most pages."""
_MOST_ELEMENTS = 30_000
"""The longest articles of encyclopaedias have about 20,000."""
_MOST_TEXTS = 25_000
"""Text nodes; encyclopaedias' longest pages have 10,000. Beyond that the engines take tens of seconds."""
_MOST_CHARACTERS = 1_500_000
"""A thick novel; the engines hold some thirty bytes a character."""
_LONGEST_TEXT = 500_000
"""Characters in one text node; a whole book in one piece of preformatted text."""
_MOST_ATTRIBUTES = 1_000
"""Of one element; libxml2 compares each with each: 20,000 take 0.4 seconds, 200,000 a minute."""


def why_too_large(html: str, soup: BeautifulSoup) -> str:
    """Why foreign engines are not asked about a page; empty for nearly every page.

    Args:
        html: the page.
        soup: its tree; scripts and styles do not count.
    """
    if len(html) < _SMALL:
        return ""
    elements = attributes = texts = characters = longest = 0
    for node in soup.descendants:
        if isinstance(node, Tag):
            elements += 1
            attributes = max(attributes, len(node.attrs))
        elif type(node) is NavigableString and not node.isspace():
            texts += 1
            characters += len(node)
            longest = max(longest, len(node))
    limits = (
        (elements, _MOST_ELEMENTS, "elements"),
        (texts, _MOST_TEXTS, "texts"),
        (characters, _MOST_CHARACTERS, "characters"),
        (longest, _LONGEST_TEXT, "characters in one text"),
        (attributes, _MOST_ATTRIBUTES, "attributes of one element"),
    )
    return next((f"more than {most} {what} on the page" for size, most, what in limits if size > most), "")
