"""A large feed as many small ones: a parser that keeps everything then keeps little."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<open>item|entry)(?=[\s>])|</(?P<close>item|entry)\s*>",
    re.DOTALL,
)
_LONGEST_HEAD = 64 * 1024
_LARGE = 256 * 1024
"""Bytes of entries from which on a piece is large enough; a feed may have millions of empty ones."""


def pieces(content: bytes, before: bytes = b"", first: int = 0) -> Iterator[bytes]:
    """Split a feed.

    Args:
        content: an RSS or Atom feed in an encoding of which ASCII is a part.
        before: what every piece begins with.
        first: where the feed begins in `content`.

    Yields:
        feeds, each with the head, some entries and the end of the whole; the whole itself when no entry is found, or
        its head is too large to be repeated. An entry that is cut off runs to the end.
    """
    spans = list(_spans(content, first))
    if not spans or spans[0][0] - first > _LONGEST_HEAD or len(content) - spans[-1][1] > _LONGEST_HEAD:
        yield before + content[first:]
        return
    head, tail = before + content[first : spans[0][0]], content[spans[-1][1] :]
    begin = spans[0][0]
    for start, end in spans:
        if end - begin >= _LARGE:
            yield head + content[begin:end] + tail
            begin = end
        elif start == spans[-1][0]:
            yield head + content[begin:end] + tail


def _spans(content: bytes, first: int) -> Iterator[tuple[int, int]]:
    """Where entries begin and end; what stands in CDATA sections and comments is no element."""
    start, name = -1, b""
    for mark in _MARK.finditer(content, first):
        if mark["open"] and start >= 0 and mark["open"] == name:  # the one before was never closed
            yield start, mark.start()
            start = mark.start()
        elif mark["open"] and start < 0:
            start, name = mark.start(), mark["open"]
        elif mark["close"] and mark["close"] == name and start >= 0:
            yield start, mark.end()
            start = -1
    if start >= 0:
        yield start, len(content)
