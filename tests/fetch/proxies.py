"""Proxies small enough to read: an HTTP proxy for plain http, and SOCKS 5 (RFC 1928) with and without a password."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.fetch.servers import listener

_NAME = 3
"""SOCKS address type of a host name; the others are IPv4 and IPv6."""


@dataclass(slots=True)
class Proxy:
    """A running proxy and what it was asked for.

    Attributes:
        port: where it listens.
        target: the port on this machine that every connection through it leads to, whatever the host.
        hosts: the hosts it was asked for, as the client spelled them.
        connections: how many were made to it.
        forwarded: how many it made to the target.
        heads: the request heads that an HTTP proxy saw.
        refusal: what a SOCKS proxy answers instead of connecting; 0 to connect.
        login: user and password that a SOCKS proxy asks for, or empty.
        offered: the login that it was given.
    """

    port: int
    target: int
    hosts: list[str] = field(default_factory=list)
    connections: int = 0
    forwarded: int = 0
    heads: list[bytes] = field(default_factory=list)
    refusal: int = 0
    login: tuple[str, str] | None = None
    offered: tuple[str, str] | None = None


Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter, Proxy], Awaitable[None]]


@contextlib.asynccontextmanager
async def proxying(connected: Connected, target: int) -> AsyncIterator[Proxy]:
    """A proxy on a free port of 127.0.0.1.

    Args:
        connected: `http_proxy` or `socks_proxy`.
        target: see `Proxy`.
    """
    sock = listener("127.0.0.1")
    proxy = Proxy(sock.getsockname()[1], target)
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        proxy.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await connected(reader, writer, proxy)
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()

    server = await asyncio.start_server(handle, sock=sock)
    try:
        yield proxy
    finally:
        server.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def http_proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: Proxy) -> None:
    """One plain request in absolute form (RFC 9112, 3.2.2), passed on in origin form."""
    head = await reader.readuntil(b"\r\n\r\n")
    proxy.heads.append(head)
    method, address, rest = head.split(b" ", 2)
    parts = urlsplit(address.decode())
    proxy.hosts.append(parts.netloc.rpartition(":")[0] or parts.netloc)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    await _pass_on(reader, writer, proxy, method + b" " + path.encode() + b" " + rest)


async def socks_proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: Proxy) -> None:
    """One SOCKS 5 connection; RFC 1929 for the password."""
    _, count = await reader.readexactly(2)
    methods = await reader.readexactly(count)
    wanted = 2 if proxy.login else 0
    writer.write(bytes([5, wanted if wanted in methods else 255]))
    if proxy.login:
        _, length = await reader.readexactly(2)
        user = (await reader.readexactly(length)).decode()
        (length,) = await reader.readexactly(1)
        proxy.offered = (user, (await reader.readexactly(length)).decode())
        writer.write(bytes([1, int(proxy.offered != proxy.login)]))
    _, _, _, kind = await reader.readexactly(4)
    length = (await reader.readexactly(1))[0] if kind == _NAME else (4 if kind == 1 else 16)
    host = await reader.readexactly(length)
    await reader.readexactly(2)  # the port; every one leads to the target
    proxy.hosts.append(host.decode() if kind == _NAME else f"address {host.hex()}")
    writer.write(bytes([5, proxy.refusal, 0, 1, 0, 0, 0, 0, 0, 0]))
    await writer.drain()
    if not proxy.refusal:
        await _pass_on(reader, writer, proxy, b"")


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: Proxy, first: bytes) -> None:
    """Connect to the target and carry bytes both ways until one side hangs up."""
    proxy.forwarded += 1
    from_target, to_target = await asyncio.open_connection("127.0.0.1", proxy.target)
    to_target.write(first)
    ways = [asyncio.ensure_future(_carry(reader, to_target)), asyncio.ensure_future(_carry(from_target, writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        to_target.close()
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65536):
        writer.write(chunk)
        await writer.drain()
