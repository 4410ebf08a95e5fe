"""Addresses without what is nobody's business: for books, reports and logs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_SECRET = re.compile(
    r"(?:^|[-_.])(?:token|secret|password|passwd|pwd|apikey|api[-_]key|auth|authorization|signature|sig|jwt|session|"
    r"sessionid|phpsessid|jsessionid|credential|credentials)$|^x-amz-|^x-goog-",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_LONGEST = 300


def without_secrets(address: str) -> str:
    """An address without user, password and the parameters that hold a key to somebody's account.

    Args:
        address: an address as a page has it.

    Returns:
        the address; empty when it cannot be read as one.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    kept = [field for field in parts.query.split("&") if not _SECRET.search(field.partition("=")[0])]
    host = parts.netloc.rpartition("@")[2]
    path = _PATH_SESSION.sub("", parts.path)
    return urlunsplit((parts.scheme, host, path, "&".join(kept), parts.fragment))


def shown(address: str) -> str:
    """An address for a line of a report: without secrets, a `data:` address without its data, cut to 300 characters."""
    if address.startswith("data:"):
        return address.partition(",")[0][:_LONGEST]
    return without_secrets(address)[:_LONGEST]
