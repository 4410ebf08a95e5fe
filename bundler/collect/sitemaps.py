"""Sitemaps: the pages of a site with their days (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bundler.collect.document import Desk, Document, Expects, Found, Linked
from bundler.collect.links import web_address
from bundler.collect.unreadable import UnreadableError
from bundler.collect.xml import local_name, parse, root_of, text_of
from bundler.model import Hints

if TYPE_CHECKING:  # it is loaded where something is parsed
    from lxml import etree

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""Of W3C's date and time formats those that name a day."""
_SITEMAP = "a sitemap; it needs the network; not fetched"


def is_sitemap(head: bytes) -> bool:
    """Whether a file begins as a sitemap, or a list of sitemaps."""
    return root_of(head)[0] in ("urlset", "sitemapindex")


def read_sitemap(document: Document, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read the addresses of a sitemap, in its order, with the days on which they were last changed.

    A list of sitemaps gives sitemaps. A sitemap of news (Google's extension, 0.9) tells day and title of publication.

    Args:
        document: the sitemap.
        desk: what readers share.

    Raises:
        UnreadableError: it is too large, damaged as a whole, or names no page.
    """
    number = 0
    for item in parse(document.content()).iter():
        kind = local_name(item)
        if kind in ("url", "sitemap"):
            said = {local_name(part): part for part in reversed(item)}
            address = web_address(text_of(said.get("loc")))
            if address:
                number += 1
                found = _DAY.match(text_of(said.get("lastmod")))
                changed = found[0] if found else ""
                origin = f"{document.name}/{number:05}"
                if kind == "url":
                    yield Linked(origin, address, _hints(said.get("news"), changed), changed=changed)
                else:
                    yield Linked(origin, address, reason=_SITEMAP, expects=Expects.LIST, changed=changed)
    if not number:
        raise UnreadableError("is a sitemap that names no page")


def _hints(news: etree._Element | None, changed: str) -> Hints:
    """What a sitemap says of a page; `publication_date` and `title` are Google's extension for news."""
    said = {local_name(part): text_of(part) for part in news} if news is not None else {}
    return Hints(title=said.get("title", ""), date=said.get("publication_date", ""), changed=changed)
