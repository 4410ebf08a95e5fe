"""The gate in front of every connection.

It resolves a name once, lets only public addresses through, and looks again at the very address before a socket is made
for it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import SplitResult

from aiohttp.abc import AbstractResolver, ResolveResult

from bundler.fetch.addresses import is_broken_number, is_public, literal, normal_host
from bundler.fetch.lookup import system_lookup
from bundler.fetch.policy import Policy

Lookup = Callable[[str, int], Awaitable[list[str]]]
"""Takes a host name and a port, gives addresses as text; raises OSError when there are none."""

_PORTS = {"http": 80, "https": 443}


class Refused(OSError):  # noqa: N818 - it is a verdict, not an accident; OSError so that aiohttp carries it through
    """A connection that the gate does not let through."""


class Gate(AbstractResolver):
    """Decides which addresses connections may go to.

    Args:
        policy: what may be reached.
        lookup: the resolver; tests bring their own.
    """

    def __init__(self, policy: Policy, lookup: Lookup = system_lookup) -> None:
        self._policy = policy
        self._lookup = lookup
        self._passed: set[tuple[str, int]] = set()

    def admits(self, parts: SplitResult) -> bool:
        """Whether an address may be asked for at all: its scheme, and its host where that spells an address out.

        Names are looked at when they are resolved; behind a proxy they never are, and this is all there is.
        """
        if parts.scheme not in _PORTS or not parts.hostname:
            return False
        host, port = normal_host(parts.hostname), parts.port or _PORTS[parts.scheme]
        if (host, port) in self._policy.allowed:
            return True
        address = literal(host)
        if address is not None:
            return is_public(address)
        return not is_broken_number(host) and not _is_local_name(host)

    def is_allowed(self, parts: SplitResult) -> bool:
        """Whether an address is a place that the user has named: his own.

        Args:
            parts: an http or https address that `admits` let through.
        """
        return (normal_host(parts.hostname or ""), parts.port or _PORTS[parts.scheme]) in self._policy.allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Look a name up once; all its addresses must be public, or the name is on the user's list."""
        addresses = await self._lookup(host, port)
        allowed = (normal_host(host), port) in self._policy.allowed
        for text in addresses:
            if not allowed and not is_public(ipaddress.ip_address(text.partition("%")[0])):
                raise Refused("leads to a private network")
        results: list[ResolveResult] = []
        for text in addresses:
            if allowed:
                self._passed.add((text, port))
            six = ":" in text
            wanted = (socket.AF_UNSPEC, socket.AF_INET6 if six else socket.AF_INET)
            if family in wanted:
                results.append(
                    ResolveResult(
                        hostname=host,
                        host=text,
                        port=port,
                        family=socket.AF_INET6 if six else socket.AF_INET,
                        proto=0,
                        flags=socket.AI_NUMERICHOST,
                    )
                )
        return results

    async def close(self) -> None:
        """Nothing to close."""

    def make_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Make the socket for one address; the last look, at the address itself (aiohttp's `socket_factory`).

        Args:
            info: family, type, protocol, canonical name and socket address.

        Raises:
            Refused: the address is private and not on the user's list.
        """
        family, kind, protocol, _, address = info
        host, port = str(address[0]), int(address[1])
        known = (host, port) in self._passed or (host.lower(), port) in self._policy.allowed
        if not known and not is_public(ipaddress.ip_address(host.partition("%")[0])):
            raise Refused("leads to a private network")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)  # noqa: FBT003 - the standard library takes it so
        return made


def _is_local_name(host: str) -> bool:
    """Names that are never public (RFC 6761, 6762, 8375): a proxy must not be asked for them either."""
    return f".{host}".endswith((".localhost", ".local", ".internal", ".home.arpa", ".lan"))
