"""OPML: lists of feeds, as feed readers export them (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterator

from bundler.collect.document import Desk, Document, Expects, Found, Linked
from bundler.collect.links import web_address
from bundler.collect.unreadable import UnreadableError
from bundler.collect.xml import local_name, parse, root_of
from bundler.model import Hints

_FEED = "a feed; it needs the network; not fetched"


def is_opml(head: bytes) -> bool:
    """Whether a file begins as OPML."""
    return root_of(head)[0] == "opml"


def read_opml(document: Document, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read the feeds of a list, each once, in its order.

    Args:
        document: the list.
        desk: what readers share.

    Raises:
        UnreadableError: it is too large, damaged as a whole, or names no feed.
    """
    seen: set[str] = set()
    for outline in parse(document.content()).iter():
        address = (outline.get("xmlUrl") or outline.get("xmlurl") or "") if local_name(outline) == "outline" else ""
        address = address.strip()
        if address.startswith("feed:"):  # what browsers once told feed readers by
            address = address.removeprefix("feed:")
            address = f"http:{address}" if address.startswith("//") else address
        address = web_address(address)
        if address and address not in seen:
            seen.add(address)
            title = outline.get("title") or outline.get("text") or ""
            hints = Hints(title=title, site=title)
            yield Linked(f"{document.name}/{len(seen):04}", address, hints, _FEED, Expects.LIST)
    if not seen:
        raise UnreadableError("is a list of feeds (OPML) that names no feed's address")
