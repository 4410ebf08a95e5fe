"""Menus, side bars, share buttons and comments of a saved page whose container nobody has written a rule for."""

from __future__ import annotations

import re

from bs4 import Tag

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute, holds, text_of

_ELEMENTS = ("nav", "aside", "footer", "dialog")
_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog", "banner"))
_NAMES = re.compile(
    r"(?:share|sharing|social|breadcrumbs?|newsletter|cookies?|consent|comments?|related|recommended|sidebar|pagination|"
    r"subscribe|promo|skip-?link|byline-share|toolbar|print-?only)(?:[-_].*)?$",
    re.IGNORECASE,
)
_MOST = 0.4
_LINKED = 0.5
_PARAGRAPH = 80
"""Characters that no button, label or teaser line has."""


def drop_page_furniture(inventory: Inventory, context: Context) -> None:
    """Drop what is furniture by element, role or name; never more than 40 % of the text in one piece.

    A name alone is weak evidence (a chapter on sharing may be called so, too): it must also read like furniture.
    Pages of a known container are passed over: there everything left is the article.
    """
    if context.contained:
        return
    whole = len(text_of(inventory.root)) or 1
    found = [
        tag
        for tag in inventory.all()
        if (_is_furniture(tag) or (_is_called_so(tag) and _reads_like_furniture(tag)))
        and len(text_of(tag)) <= _MOST * whole
        and not holds(tag, "article")
    ]
    context.drop("page furniture", found)


def _is_furniture(tag: Tag) -> bool:
    if tag.name in _ELEMENTS or attribute(tag, "role").lower() in _ROLES:
        return True
    if tag.name == "header":  # the page's own header, not the article's
        return tag.find_parent(("article", "main")) is None and not holds(tag, "h1")
    return False


def _is_called_so(tag: Tag) -> bool:
    if tag.name not in ("div", "section", "ul", "p"):
        return False
    return any(_NAMES.match(name) for name in (*attribute(tag, "class").split(), attribute(tag, "id")) if name)


def _reads_like_furniture(tag: Tag) -> bool:
    """Mostly links, or nothing that is as long as a paragraph."""
    text = len(tag.get_text(strip=True))
    linked = sum(len(link.get_text(strip=True)) for link in tag.find_all("a"))
    if linked >= _LINKED * text:
        return True
    return not any(len(paragraph.get_text(strip=True)) >= _PARAGRAPH for paragraph in tag.find_all(("p", "pre", "li")))
