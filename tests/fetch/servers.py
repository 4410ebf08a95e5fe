"""Servers on loopback: orderly ones that speak HTTP, and ones that say exactly the bytes a test gives."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bundler.fetch import Policy

QUICK = {"silence": 1.0, "deadline": 20.0}
"""Limits under which a test of a hanging server is soon over."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as a server saw it; field names in lower case."""

    path: str
    fields: Mapping[str, str]
    at: float


@dataclass(slots=True)
class Server:
    """A server that is running, and what it has seen.

    Attributes:
        port: where it listens.
        host: the address it listens on.
        asked: the requests in the order they came.
        connections: how many were made to it.
        under_way: requests it is answering now.
        most_under_way: the most it ever answered at the same time.
        sent: bytes of bodies that a test counted itself.
    """

    port: int
    host: str = "127.0.0.1"
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    under_way: int = 0
    most_under_way: int = 0
    sent: int = 0

    def address(self, path: str = "/p.jpg") -> str:
        """The address of a path at this server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{path}"

    @property
    def place(self) -> tuple[str, int]:
        """What `Policy.allowed` holds for it."""
        return self.host, self.port

    def policy(self, **limits: float) -> Policy:
        """A policy that lets requests come here, with short limits."""
        return Policy(allowed=frozenset({self.place}), **(QUICK | limits))  # type: ignore[arg-type]


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Speak = Callable[[int, Asked, asyncio.StreamWriter], Awaitable[None]]
"""Takes the connection's number from 1, the request and the writer; the connection is closed when it returns."""


@contextlib.asynccontextmanager
async def serving(answer: Answer, *, port: int = 0) -> AsyncIterator[Server]:
    """A server that speaks HTTP as it should; what it answers is the test's.

    Args:
        answer: makes the response.
        port: where to listen; a free port when left out.
    """
    server = Server(port)
    peers: set[object] = set()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        assert isinstance(request, web.Request)
        peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        server.connections = len(peers)
        fields = {name.lower(): value for name, value in request.headers.items()}
        server.asked.append(Asked(request.raw_path, fields, time.monotonic()))
        server.under_way += 1
        server.most_under_way = max(server.most_under_way, server.under_way)
        try:
            return await answer(request)
        finally:
            server.under_way -= 1

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, server.host, port).start()
        server.port = runner.addresses[0][1]
        yield server
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def speaking(speak: Speak, *sockets: socket.socket) -> AsyncIterator[Server]:
    """A server that says the bytes a test gives, good HTTP or not; one request a connection.

    Args:
        speak: says them.
        sockets: listening ones; a free port of 127.0.0.1 when left out.
    """
    sockets = sockets or (listener("127.0.0.1"),)
    server = Server(sockets[0].getsockname()[1], sockets[0].getsockname()[0])
    running: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        server.connections += 1
        # A client that has seen enough hangs up, and the end of the test ends what is still speaking.
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            number = server.connections
            asked = _parsed(await reader.readuntil(b"\r\n\r\n"))
            server.asked.append(asked)
            await speak(number, asked, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()

    listening = [await asyncio.start_server(connected, sock=sock) for sock in sockets]
    try:
        yield server
    finally:
        for one in listening:
            one.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def listener(host: str, port: int = 0) -> socket.socket:
    """A listening socket.

    Args:
        host: an address of this machine.
        port: a free one when left out.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    sock.listen()
    return sock


def both_loopbacks() -> tuple[socket.socket, ...]:
    """Listening sockets with one port on 127.0.0.1 and, where the machine has it, on ::1."""
    for _ in range(20):
        four = listener("127.0.0.1")
        try:
            return four, listener("::1", four.getsockname()[1])
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return (four,)
            four.close()
    return (listener("127.0.0.1"),)


def says(*answers: bytes) -> Speak:
    """Says the first answer on the first connection and so on; the last one for ever."""

    async def speak(number: int, _: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answers[min(number, len(answers)) - 1])
        await writer.drain()

    return speak


def response(status: str = "200 OK", body: bytes = b"", **fields: str | bytes) -> bytes:
    """A response's bytes.

    Args:
        status: code and reason.
        body: the body; its length is announced unless `Content_Length` says another.
        fields: header fields, with `_` for `-`; a value of bytes stands as it is.
    """
    every = {"Content_Length": str(len(body)), "Connection": "close", **fields}
    lines = [
        name.replace("_", "-").encode() + b": " + (value if isinstance(value, bytes) else value.encode())
        for name, value in every.items()
    ]
    return b"\r\n".join([f"HTTP/1.1 {status}".encode(), *lines, b"", body])


def _parsed(head: bytes) -> Asked:
    first, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    return Asked(first.split(" ")[1], {name.lower(): value for name, value in fields.items()}, time.monotonic())
