"""Which of the user's cookies, logins and headers a request may carry: each goes only where it is for."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from bundler.access import Access, Cookie
from bundler.fetch.addresses import literal, normal_host

_PORTS = {"http": 80, "https": 443}


class Keys:
    """What lets a request in.

    A picture's request carries a cookie only when that one is for the page's host, too: a file of all of a browser's
    cookies would tell everybody whose picture some page shows who is reading.

    Args:
        access: the user's cookies, logins and headers.
        allowed: places that may be told secrets over http: the user's own, as (host, port).
    """

    def __init__(self, access: Access, allowed: frozenset[tuple[str, int]]) -> None:
        self._access = access
        self._allowed = allowed

    def fields(self, parts: SplitResult, asked: str, page: str) -> dict[str, str]:
        """The fields that a request carries.

        Args:
            parts: where it goes; after a redirect another place than was asked for.
            asked: the address that was asked for.
            page: the address of the page that it is for; a page's own for a page, empty for what is for no page.
        """
        host, home = normal_host(parts.hostname or ""), _host_of(page)
        if not home:
            return {}
        fields: dict[str, str] = {}
        follows = asked == page  # a page may move to another host, what it shows belongs to its own
        if shown := "; ".join(self._cookies(host, parts, None if follows else home)):
            fields["Cookie"] = shown
        if not self._is_private(parts, host):
            return fields
        if host == _host_of(asked) == home and (login := self._login(host)):
            fields["Authorization"] = login
        fields |= {name: value for wanted, name, value in self._access.headers if normal_host(wanted) == host}
        return fields

    def _cookies(self, host: str, parts: SplitResult, home: str | None) -> Iterator[str]:
        now = time.time()
        fitting = [
            cookie
            for cookie in self._access.cookies
            if _is_for_host(cookie, host)
            and (home is None or _is_for_host(cookie, home))
            and _is_for_path(cookie, parts.path or "/")
            and (not cookie.is_secure or parts.scheme == "https")
            and (not cookie.expires or cookie.expires > now)
        ]
        for cookie in sorted(fitting, key=lambda cookie: -len(cookie.path)):  # RFC 6265, 5.4
            yield f"{cookie.name}={cookie.value}" if cookie.name else cookie.value

    def _login(self, host: str) -> str:
        for login in self._access.logins:
            if login.host == host:
                return "Basic " + base64.b64encode(f"{login.user}:{login.password}".encode()).decode()
        return ""

    def _is_private(self, parts: SplitResult, host: str) -> bool:
        """Whether nobody on the line can read along."""
        return parts.scheme == "https" or (host, parts.port or _PORTS["http"]) in self._allowed


def _host_of(address: str) -> str:
    try:
        return normal_host(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def _is_for_host(cookie: Cookie, host: str) -> bool:
    """RFC 6265, 5.1.3; a name without a point and an address have nothing below them."""
    if host == cookie.host:
        return True
    below = cookie.subdomains and "." in cookie.host and literal(host) is None
    return below and host.endswith("." + cookie.host)


def _is_for_path(cookie: Cookie, path: str) -> bool:
    """RFC 6265, 5.1.4."""
    return path == cookie.path or path.startswith(cookie.path if cookie.path.endswith("/") else cookie.path + "/")
