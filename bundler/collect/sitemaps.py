"""Sitemaps: the pages of a site with their days (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterator

from bundler.collect.document import Desk, Document, Found, Linked
from bundler.collect.links import web_address
from bundler.collect.unreadable import UnreadableError
from bundler.collect.xml import local_name, parse, root_of, text_of


def is_sitemap(head: bytes) -> bool:
    """Whether a file begins as a sitemap, or a list of sitemaps."""
    return root_of(head)[0] in ("urlset", "sitemapindex")


def read_sitemap(document: Document, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read the addresses of a sitemap, in its order.

    Args:
        document: the sitemap.
        desk: what readers share.

    Raises:
        UnreadableError: it is too large, damaged as a whole, or names no page.
    """
    number = 0
    for item in parse(document.content()).iter():
        if local_name(item) in ("url", "sitemap"):
            address = web_address(next((text_of(part) for part in item if local_name(part) == "loc"), ""))
            if address:
                number += 1
                yield Linked(f"{document.name}/{number:05}", address)
    if not number:
        raise UnreadableError("is a sitemap that names no page")
