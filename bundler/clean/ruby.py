"""Ruby annotations that are whole; half ones become plain text, because readers and EPUBCheck refuse them."""

from __future__ import annotations

import re

from bs4 import Tag

from bundler.clean.allowlist import BOUNDARIES
from bundler.clean.text import tidy
from bundler.clean.walk import elements

_PARTS = frozenset(("rt", "rp"))
_WHOLE = re.compile(r"(?:t+(?:r|prp)+)+")
"""HTML Standard 4.5.10: base text, then annotations, alone or between parentheses; t, r and p stand for them."""
_BREAKING = BOUNDARIES | {"br", "img", "ruby", "table", "ul", "ol", "li", "blockquote", "figure", "hr", "pre"}


def whole_annotations(root: Tag) -> frozenset[int]:
    """The ids (of Python) of the `ruby` elements below a root that make a whole annotation.

    Args:
        root: where to look.
    """
    return frozenset(id(ruby) for ruby in elements(root) if ruby.name == "ruby" and _is_whole(ruby))


def _is_whole(ruby: Tag) -> bool:
    # Looked at one by one: in a ruby within a ruby the search ends at the first, however much stands in it.
    inside = (node for node in ruby.descendants if isinstance(node, Tag))
    if any(tag.name in _BREAKING or (tag.name in _PARTS and tag.parent is not ruby) for tag in inside):
        return False
    if any(part.find() is not None for part in ruby.find_all("rp", recursive=False)):
        return False
    sequence = "".join(
        {"rt": "r", "rp": "p"}.get(child.name, "t") if isinstance(child, Tag) else "t"
        for child in ruby.children
        if tidy(child.get_text())
    )
    return _WHOLE.fullmatch(sequence) is not None
