"""What an answer's head says: its fields, how long to wait, whether a part goes on where ours ends."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

import aiohttp

from bundler.fetch.values import Validators

_LONGEST_NUMBER = 9
_CONTENT_RANGE = re.compile(r"bytes (?P<first>[0-9]{1,15})-(?P<last>[0-9]{1,15})/(?P<total>[0-9]{1,15}|\*)")


def field_of(response: aiohttp.ClientResponse, name: str) -> str:
    """A field that may be sent back and stored; empty when it holds anything but printable ASCII."""
    value = response.headers.get(name, "")
    return value if value.isascii() and value.isprintable() else ""


def whole_size(response: aiohttp.ClientResponse, received: int, etag: str, found: Validators) -> int | None:
    """The size of the whole body when a part (RFC 9110, 15.3.7) goes on exactly where ours ends; None when not.

    Args:
        response: one that says 206.
        received: bytes that are here already.
        etag: what their server called their body.
        found: what this response says of the body.
    """
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if match is None or not received or int(match["first"]) != received:
        return None
    if found.etag and etag and found.etag != etag:
        return None
    last, total = int(match["last"]), match["total"]
    return last + 1 if total == "*" or int(total) == last + 1 else None


def retry_after(response: aiohttp.ClientResponse, back_off: float) -> float:
    """Seconds to wait: `Retry-After` in seconds or as a date against the server's own clock (RFC 9110, 10.2.3).

    Args:
        response: the answer.
        back_off: what is waited when it says nothing of it.
    """
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:_LONGEST_NUMBER])
    try:
        until, now = parsedate_to_datetime(value), parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return back_off
