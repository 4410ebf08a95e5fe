"""Any text as a part of an XHTML page."""

from __future__ import annotations

from html import escape

from bundler.characters import legal, printable


def text(content: str) -> str:
    """Any text as character data of a page, without characters that XML does not allow."""
    return escape(legal(content), quote=False)


def attribute(content: str) -> str:
    """Any text as an attribute's value."""
    return escape(printable(content))
