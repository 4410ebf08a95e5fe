"""What a server is told of the page that shows a picture: as little as browsers tell by default, and only on demand.

The rule is the web's own default, `strict-origin-when-cross-origin` (Referrer Policy, 8.1): the page's address to the
page's own server, only its scheme and host to others, and nothing from an encrypted page over an open line.
"""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from bundler.addresses import without_secrets

_PORTS = {"http": 80, "https": 443}


def referer(page: str, target: SplitResult) -> str:
    """The `Referer` field for a request.

    Args:
        page: the address of the page that refers to the target; a path on the disk, say, when it has none.
        target: what is asked for.

    Returns:
        the field, or an empty string when there is nothing that may be told.
    """
    try:
        parts = urlsplit(without_secrets(page))
        own = _origin(parts)
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not parts.hostname or (parts.scheme == "https" and target.scheme != "https"):
        return ""
    address = without_user(parts)
    if own != _origin(target):
        address = urlunsplit((parts.scheme, urlsplit(address).netloc, "/", "", ""))
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]") if address.isprintable() else ""


def without_user(parts: SplitResult) -> str:
    """An address without user, password and fragment; none of them is ever sent.

    Args:
        parts: the address.
    """
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
