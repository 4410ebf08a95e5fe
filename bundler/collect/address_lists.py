"""Lists of addresses: a text file with one on each line, as people and programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bundler.collect.document import HEAD, Desk, Document, Expects, Found, Linked
from bundler.collect.links import web_address

_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_REMARK = "#"


def is_address_list(head: bytes) -> bool:
    """Whether every line of a file's beginning is an address, a remark behind `#`, or empty, and one is an address."""
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    if len(head) >= HEAD:
        lines = lines[:-1]  # the last one is cut
    written = [line.strip() for line in lines if line.strip() and not line.strip().startswith(_REMARK)]
    return bool(written) and all(_ADDRESS.match(line) for line in written)


def read_address_list(document: Document, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read a list's addresses, each once, in its order.

    Args:
        document: the list.
        desk: what readers share.

    Raises:
        UnreadableError: it is too large.
    """
    text = document.content().decode("utf-8-sig", errors="replace")
    addresses = dict.fromkeys(web_address(line) for line in text.splitlines() if not line.strip().startswith(_REMARK))
    for number, address in enumerate(filter(None, addresses), 1):
        yield Linked(f"{document.name}/{number:04}", address, expects=Expects.ANYTHING)
