"""The one session that all requests go through: no cookies, no environment, every connection past the gate."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import aiohttp

from bundler.access import Access
from bundler.fetch.client import Fetcher
from bundler.fetch.gate import Gate, Lookup
from bundler.fetch.lookup import system_lookup
from bundler.fetch.policy import Policy

_NO_ACCESS = Access()


@contextlib.asynccontextmanager
async def open_fetcher(
    policy: Policy, lookup: Lookup = system_lookup, access: Access = _NO_ACCESS
) -> AsyncIterator[Fetcher]:
    """A fetcher whose every connection passes the gate; no cookies of servers, no environment, no way past a proxy.

    Args:
        policy: limits and permissions.
        lookup: the resolver; tests bring their own.
        access: what the user brings to be let in, and whether robots.txt counts.
    """
    gate = Gate(policy, lookup)
    session = aiohttp.ClientSession(
        connector=_connector(policy, gate),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        proxy=policy.proxy if policy.proxy.startswith(("http://", "https://")) else None,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=policy.silence, sock_read=policy.silence),
    )
    async with session:
        yield Fetcher(session, policy, gate, access)


def _connector(policy: Policy, gate: Gate) -> aiohttp.TCPConnector:
    if policy.proxy.startswith("socks5h://"):
        from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - only who uses a SOCKS proxy needs it

        # rdns: the name goes to the proxy and is looked up there; the local resolver never hears it.
        socks: aiohttp.TCPConnector = ProxyConnector.from_url(
            "socks5://" + policy.proxy.removeprefix("socks5h://"), rdns=True, limit=policy.at_once
        )
        return socks
    if policy.proxy:
        # Only the proxy itself is connected to, and the user has named it.
        return aiohttp.TCPConnector(limit=policy.at_once)
    return aiohttp.TCPConnector(
        resolver=gate, use_dns_cache=True, ttl_dns_cache=None, socket_factory=gate.make_socket, limit=policy.at_once
    )
