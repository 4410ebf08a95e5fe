"""How requests are made: limits, politeness, and where they may go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bundler.errors import SettingsError
from bundler.fetch.addresses import normal_host

_MEBIBYTE = 1024 * 1024
_PROXY_SCHEMES = ("http", "https", "socks5h")


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits and permissions of all requests of a run.

    Attributes:
        per_host: requests under way to one host.
        pages_per_host: requests for pages under way to one host.
        pace: seconds between two requests for pages to one host that wants no more.
        paces: the same for single hosts, where it is more than `pace`; for the user's own hosts, too.
        at_once: requests under way altogether; above 16 nothing is gained (measured at 50 ms a request).
        tries: how often a request is made before it is given up.
        deadline: seconds for one picture, all tries, waits and redirects included.
        silence: seconds without a single byte after which a try is given up.
        longest_wait: seconds of a `Retry-After` or back-off that are still waited for.
        largest_wire: bytes of a body as it comes over the line.
        largest_body: bytes of a body once it is unpacked.
        redirects: how many are followed.
        allowed: private places that may be reached all the same, as (host, port), exact.
        proxy: the proxy everything goes through, or an empty string; nothing goes past it.
        user_agent: what is sent as `User-Agent`: what every browser's begins with, and nothing of us.
    """

    per_host: int = 6
    pages_per_host: int = 2
    pace: float = 0.25
    paces: Mapping[str, float] = field(default_factory=dict)
    at_once: int = 16
    tries: int = 4
    deadline: float = 120
    silence: float = 20
    longest_wait: float = 30
    largest_wire: int = 40 * _MEBIBYTE
    largest_body: int = 64 * _MEBIBYTE
    redirects: int = 5
    allowed: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    proxy: str = ""
    user_agent: str = "Mozilla/5.0"


def parse_allowed(text: str) -> tuple[str, int]:
    """A `--allow-private HOST:PORT` as (host, port).

    Args:
        text: `192.168.1.5:8080`, `nas.lan:80`, `[fd00::5]:80`.

    Raises:
        SettingsError: the port is missing or no number.
    """
    match = re.fullmatch(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:/@]+)):(?P<port>\d{1,5})", text)
    if match is None or not 0 < int(match["port"]) <= 65535:  # noqa: PLR2004 - the largest port there is
        raise SettingsError(f"--allow-private {text}", "is no HOST:PORT", "write it as 192.168.1.5:8080")
    return normal_host(match["six"] or match["host"]), int(match["port"])


def parse_proxy(text: str) -> str:
    """A `--proxy` address, checked.

    Args:
        text: `http://HOST:PORT`, `https://HOST:PORT` or `socks5h://HOST:PORT`; user and password may stand in it.

    Raises:
        SettingsError: another scheme, or no host. `socks5` is refused because it would look names up outside the proxy.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PROXY_SCHEMES or not parts.hostname or port is None:
        shown = f"{parts.scheme}://{parts.hostname}" if parts.hostname else "--proxy"
        raise SettingsError(
            shown, "is no proxy that keeps names off the local resolver", f"use {', '.join(_PROXY_SCHEMES)}://HOST:PORT"
        )
    return text
