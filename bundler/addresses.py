"""Addresses without what is nobody's business: for books, reports and logs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_NAME = (
    r"(?:[\w.~-]{0,40}(?:token|secret|passw(?:or)?d|pwd|api[-_]?key|signature|jwt|session(?:[-_]?id)?|sessid|"
    r"credentials?|authorization)|(?:[\w.~-]{0,40}[-_.])?(?:auth|sig)|x-(?:amz|goog)-[\w-]{1,40})"
)
"""Names of parameters that hold a key to somebody's account."""
# A parameter behind any separator, percent-encoded ones of an address within an address included.
_PARAMETER = re.compile(
    rf"(?:(?P<lead>[?#/]|%3F|%23|%2F)|&amp;|[&;]|%26|%3B){_NAME}(?:=|%3D)(?:(?!%26|%23|%3B)[^&;#\s\"'<>])*",
    re.IGNORECASE,
)
_LONGEST = 300
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/(?:[^\x00-\x20?#&;=%]|%(?!3[Dd]))*)?")
"""Most addresses: without a user, a port or anything that could be a parameter, there is nothing to take away."""
_BEGINNING = re.compile(r"(?:https?:)?//(?:www\.)?", re.IGNORECASE)


def without_secrets(address: str) -> str:
    """An address without user, password and the parameters that hold a key to somebody's account.

    Args:
        address: an address as a page has it.

    Returns:
        the address; empty when it cannot be read as one.
    """
    if _PLAIN.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    cut = _PARAMETER.sub(lambda match: match["lead"] or "", bare)
    return re.sub(r"([?#])(?:&amp;|[&;])+", r"\1", cut).rstrip("?#&;")


def address_key(address: str) -> str:
    """An address without what does not tell pages apart: scheme, `www.`, fragment, a closing slash."""
    beginning = _BEGINNING.match(address)
    return address[beginning.end() if beginning else 0 :].partition("#")[0].rstrip("/")


def shown(address: str) -> str:
    """An address for a line of a report: without secrets, a `data:` address without its data, cut to 300 characters."""
    if address.startswith("data:"):
        return address.partition(",")[0][:_LONGEST]
    return without_secrets(address)[:_LONGEST]
