"""`[hosts."example.org"]` of `bundler.toml`: header fields and the pause between requests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_KEYS = ("headers", "delay")
_HOST = re.compile(r"(?!-)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A field's name: a token of RFC 9110, section 5.6.2."""
_OF_THE_CONNECTION = frozenset(
    "host connection content-length transfer-encoding accept-encoding range if-range te upgrade".split()
)
_LONGEST_DELAY = 60
"""Seconds; no run waits longer for a page (`bundler.fetch.pace`)."""
_MOST_BYTES = 8192

Fault = tuple[tuple[str, ...], str, Sequence[str]]
"""The keys below the host, what is wrong, and the names that would be right where a name is wrong."""


@dataclass(frozen=True, slots=True)
class HostAccess:
    """How one host is asked.

    Attributes:
        host: its name in small letters, without scheme and port.
        headers: names and values of header fields that are sent to this host and no other. They may be keys to
            somebody's account, so that they are neither shown nor logged, not even by `repr`.
        delay: seconds between two requests for pages, or None for what is usual.
    """

    host: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    delay: float | None = None


def host_access(host: str, table: object) -> tuple[HostAccess | None, list[Fault]]:
    """What a table says of a host.

    Args:
        host: its key.
        table: its value.

    Returns:
        what it says, None when it cannot be used; and all faults, in which no header's value is told.
    """
    faults: list[Fault] = []
    name = host.lower()
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not _HOST.fullmatch(name):
        faults.append(((), "is no host; write it without scheme, port and path, as example.org", ()))
    if not isinstance(table, dict):
        faults.append(((), 'is no table; write [hosts."example.org"]', ()))
        return None, faults
    faults.extend(((key,), "there is no such key", _KEYS) for key in table if key not in _KEYS)
    headers = table.get("headers", {})
    delay = table.get("delay")
    if not isinstance(headers, dict):
        faults.append((("headers",), 'is no table; write headers = { Name = "value" }', ()))
        headers = {}
    faults.extend(_header_faults(headers))
    is_number = isinstance(delay, int | float) and not isinstance(delay, bool)
    if delay is not None and not (is_number and 0 <= delay <= _LONGEST_DELAY):
        faults.append((("delay",), f"is no number of seconds from 0 to {_LONGEST_DELAY}", ()))
    if faults:
        return None, faults
    return HostAccess(name.strip("[]"), tuple(headers.items()), None if delay is None else float(delay)), []


def _header_faults(headers: dict[str, object]) -> Iterator[Fault]:
    for name, value in headers.items():
        if not _FIELD.fullmatch(name):
            yield ("headers", name), "is no name of a header field", ()
        elif name.lower() in _OF_THE_CONNECTION:
            yield ("headers", name), "belongs to the connection; leave it out", ()
        elif not isinstance(value, str) or not value.isprintable() or len(value.encode()) > _MOST_BYTES:
            yield ("headers", name), "is no text on one line", ()
