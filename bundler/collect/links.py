"""Addresses as sources have them: only those of the web count, and only those that can be read as one."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_SCHEMES = ("http", "https")
_LAID_OUT = re.compile(r"[\t\r\n]\s*")


def web_address(text: str, base: str = "") -> str:
    """An absolute address of the web.

    Args:
        text: as the source has it.
        base: what a relative one starts from; empty where there is nothing to start from.

    Returns:
        the address; empty for every other scheme, for relative ones without a base, and for what is no address.
    """
    text = _LAID_OUT.sub("", text.strip())
    try:
        address = urljoin(base, text) if base and text else text
        parts = urlsplit(address)
        is_web = parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
    except ValueError:  # "https://[.."
        return ""
    return address if is_web else ""
