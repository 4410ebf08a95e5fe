"""Appeals for members and money that a site writes into its articles, told by the site rule's words."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import text_of

_BLOCKS = ("p", "div", "center", "section", "li", "td", "blockquote", "h2", "h3", "h4")
_OWN_TEXT = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "figure", "table", "pre")


def drop_appeals(inventory: Inventory, context: Context) -> None:
    """Drop appeals from the rule (`<hr>`) before them to the next paragraph, and blocks that begin as the rule says."""
    if context.rule.appeal is not None:
        appeal = context.rule.appeal
        for text in [
            node for node in inventory.root.descendants if type(node) is NavigableString and appeal.search(node)
        ]:
            if text.parent is not None and not _is_gone(text):  # one appeal may hold the words twice
                _drop_appeal(text, context)
    if (pattern := context.rule.strip_text) is not None:
        blocks = [tag for tag in inventory.find(*_BLOCKS) if pattern.match(text_of(tag).lstrip())]
        # Of blocks within each other only the innermost: around it may stand the whole article.
        outer = {id(parent) for block in blocks for parent in block.parents}
        context.drop("appeals", [block for block in blocks if id(block) not in outer])


def _is_gone(text: NavigableString) -> bool:
    return any(parent.decomposed for parent in text.parents)


def _drop_appeal(text: NavigableString, context: Context) -> None:
    start: PageElement = text
    while start.parent is not None and start.parent.name not in (*_BLOCKS, "body"):
        start = start.parent  # out of spans and bold
    if start.parent is not None and start.parent.name == "p":
        start = start.parent
    run = [start]
    for before in start.previous_siblings:
        if isinstance(before, Tag) and before.name not in ("br", "hr"):
            break
        run.insert(0, before)
        if isinstance(before, Tag) and before.name == "hr":
            break
    for after in start.next_siblings:
        if isinstance(after, Tag) and (after.name in _OWN_TEXT or after.find(_OWN_TEXT)):
            break
        run.append(after)
    appeal = Tag(name="div")
    start.insert_before(appeal)
    for node in run:
        appeal.append(node.extract())
    context.drop("appeals", [appeal])
