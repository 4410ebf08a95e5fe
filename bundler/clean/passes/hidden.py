"""Elements that a browser would not show: honeypots, widgets, counters."""

from __future__ import annotations

import re

from bs4 import Tag

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import text_of

_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MOST = 0.5


def drop_hidden(inventory: Inventory, context: Context) -> None:
    """Drop what inline style or the hidden attribute hides.

    An element with more than half of the page's text is kept: pages hide the article itself until their script runs.
    """
    hidden = [tag for tag in inventory.find(marked=("style", "hidden")) if _is_hidden(tag)]
    if not hidden:
        return
    whole = len(text_of(inventory.root))
    context.drop("hidden", [tag for tag in hidden if len(text_of(tag)) <= _MOST * whole])


def _is_hidden(tag: Tag) -> bool:
    style = tag.attrs.get("style")
    return (isinstance(style, str) and _HIDING.search(style) is not None) or "hidden" in tag.attrs
