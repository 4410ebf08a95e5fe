"""Bookmarks of browsers, and Pocket's export, which are pages of links (Netscape bookmark file format 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from bundler.collect.document import Desk, Document, Found, Linked
from bundler.collect.links import web_address
from bundler.collect.unreadable import UnreadableError
from bundler.model import Hints

_NETSCAPE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file-1", re.IGNORECASE)
_POCKET = re.compile(rb"<title>\s*Pocket Export\s*</title>", re.IGNORECASE)
_LARGEST_PIECE = 64 * 1024


def is_bookmarks(head: bytes) -> bool:
    """Whether a file begins as bookmarks (every browser, Pinboard, Raindrop, Delicious) or as Pocket's export."""
    return bool(_NETSCAPE.match(head) or _POCKET.search(head))


def read_bookmarks(document: Document, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read the bookmarks, each address once, in their order.

    The day on which somebody kept an address says nothing of the article's, so it is not taken.

    Args:
        document: the export.
        desk: what readers share.

    Raises:
        UnreadableError: it is too large, or no address is in it.
    """
    parser = _Links()
    text = document.content().decode("utf-8-sig", errors="replace")
    seen: set[str] = set()
    for start in range(0, len(text), _LARGEST_PIECE):
        try:
            parser.feed(text[start : start + _LARGEST_PIECE])
        except (AssertionError, ValueError) as error:
            raise UnreadableError(f"is damaged HTML ({error})") from error
        for address, title in parser.take():
            if address not in seen:
                seen.add(address)
                yield Linked(f"{document.name}/{len(seen):04}", address, Hints(title=title), is_noted=True)
    if not seen:
        raise UnreadableError("is an export without any address in it")


class _Links(HTMLParser):
    """Collects links with their texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[str, str]] = []
        self._address = ""
        self._title: list[str] = []

    def take(self) -> list[tuple[str, str]]:
        """The links since it was last asked."""
        found, self._found = self._found, []
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        if tag == "a":
            self._address = web_address(dict(attrs).get("href") or "")
            self._title = []

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        if self._address:
            self._title.append(data)

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        if tag == "a" and self._address:
            title = " ".join("".join(self._title).split())
            self._found.append((self._address, "" if title == self._address else title))
            self._address = ""
