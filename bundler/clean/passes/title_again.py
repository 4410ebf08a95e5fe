"""The title once more at the head of the body: the book sets it itself."""

from __future__ import annotations

import re
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import holds

_HEADINGS = ("h1", "h2", "h3")
_INSIGNIFICANT = re.compile(r"[\s\W_]+")
_HEAD = 300
"""Characters of text before it at the most: dateline, byline and menus' remains may stand above a title."""


def drop_title_again(inventory: Inventory, context: Context) -> None:
    """Drop the first heading when it says the same as the title, apart from punctuation and spaces."""
    title = _INSIGNIFICANT.sub("", context.title).casefold()
    for heading in islice(inventory.find(*_HEADINGS), 3):
        if _INSIGNIFICANT.sub("", heading.get_text()).casefold() != title:
            continue
        if _text_before(inventory.root, heading) <= _HEAD and not holds(heading, "img"):
            context.drop("title again", [heading])
        return


def _text_before(tree: Tag, heading: Tag) -> int:
    """Characters of visible text that stand before a heading."""
    count = 0
    for node in tree.descendants:
        if node is heading:
            break
        if type(node) is NavigableString:  # not a comment, a script or a style sheet
            count += len(node.strip())
    return count
