"""The passes over an article's tree, in their order: each one small, named, a file of its own.

A pass is `(inventory, context) -> None`: it changes the tree in place, decomposes what it takes out and tells the
context of it. Safety does
not rest on them: the block writer's allowlist decides what can reach a book.
"""

from __future__ import annotations

from collections.abc import Callable

from bundler.clean.inventory import Inventory
from bundler.clean.passes.advertising import drop_advertising
from bundler.clean.passes.appeals import drop_appeals
from bundler.clean.passes.captions import mark_captions
from bundler.clean.passes.context import Context
from bundler.clean.passes.embeds import note_embeds
from bundler.clean.passes.hidden import drop_hidden
from bundler.clean.passes.links import restore_links
from bundler.clean.passes.noscript import open_noscript
from bundler.clean.passes.page_furniture import drop_page_furniture
from bundler.clean.passes.title_again import drop_title_again

__all__ = ["PASSES", "WHOLE_PAGE", "Context"]

Pass = Callable[[Inventory, Context], None]

PASSES: tuple[tuple[str, Pass], ...] = (
    ("links", restore_links),
    ("noscript", open_noscript),
    ("hidden", drop_hidden),
    ("advertising", drop_advertising),
    ("embeds", note_embeds),
    ("page furniture", drop_page_furniture),
    ("appeals", drop_appeals),
    ("captions", mark_captions),
    ("title again", drop_title_again),
)

WHOLE_PAGE: tuple[tuple[str, Pass], ...] = PASSES[:4]
"""Those that run over a whole saved page before the engine looks for its article; they know no page's structure."""
