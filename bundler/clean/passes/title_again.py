"""The title once more at the head of the body: the book sets it itself."""

from __future__ import annotations

import re

from bs4 import Tag

from bundler.clean.passes.context import Context

_HEADINGS = ("h1", "h2", "h3")
_INSIGNIFICANT = re.compile(r"[\s\W_]+")
_HEAD = 300
"""Characters of text before it at the most: dateline, byline and menus' remains may stand above a title."""


def drop_title_again(tree: Tag, context: Context) -> None:
    """Drop the first heading when it says the same as the title, apart from punctuation and spaces."""
    title = _INSIGNIFICANT.sub("", context.title).casefold()
    for heading in tree.find_all(_HEADINGS, limit=3):
        if _INSIGNIFICANT.sub("", heading.get_text()).casefold() != title:
            continue
        before = sum(len(text.strip()) for text in heading.find_all_previous(string=True, limit=400))
        if before <= _HEAD and heading.find("img") is None:
            context.drop("title again", [heading])
        return
