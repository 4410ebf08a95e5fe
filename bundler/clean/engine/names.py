"""What page builders call the parts of a page that are no article.

Class names and ids are English on nearly every page whatever its language, because themes and their documentation are.
A name counts as whole words (`related-posts`, `relatedPosts`), never as a part of one (`correlated`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from bs4 import Tag

_ELEMENTS = frozenset(("nav", "aside", "footer", "dialog", "menu"))
_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog", "banner", "menu"))
_WORDS = frozenset(
    "advert advertisement advertising ads breadcrumb breadcrumbs comment comments cookie cookies consent disqus footer "
    "gdpr masthead menu nav navbar navigation newsletter outbrain pager pagination paywall popular "
    "promo promotion recommend recommended recommendation recommendations related replies respond share sharing "
    "sharebar sidebar signup sponsor sponsored subscribe subscription taboola toolbar trending "
    "widget widgets".split()
)
# Not among them, though often furniture: `widget` (page builders wrap each paragraph in one), `teaser` (German news
# sites call an article's lead so), `modal`, `popup`, `login` (they stand around articles, too).
_STEMS = (
    "related",
    "recommend",
    "sidebar",
    "newsletter",
    "breadcrumb",
    "advert",
    "sponsor",
    "subscri",
    "sharedaddy",
    "addtoany",
)
"""Beginnings of words that are written together with others: `relatedposts`."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST_NAME = 80
"""Characters; generated names are longer, and say nothing."""


def is_furniture(tag: Tag) -> bool:
    """Whether an element calls itself a menu, a side bar, comments, an offer: by element, role, class or id.

    Args:
        tag: any element.
    """
    if tag.name in _ELEMENTS:
        return True
    attributes = tag.attrs
    if not attributes or tag.name == "body":
        return False
    role = attributes.get("role")
    if role is not None and str(role).lower() in _ROLES:
        return True
    names = [*_listed(attributes.get("class")), *_listed(attributes.get("id"))]
    return any(_names_furniture(name) for name in names)


def _listed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else str(value).split() if value else []


@lru_cache(maxsize=4096)
def _names_furniture(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and any(
        word.lower() in _WORDS or word.lower().startswith(_STEMS) for word in _WORD.findall(name)
    )
