"""Nothing that a server or a page says makes a fetch raise: one picture's fault is one picture's reason."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bundler.fetch import Fetched, NotFetched, Policy, Unchanged, open_fetcher
from bundler.fetch.request import Outcome
from tests.fetch.servers import Asked, Server, Speak, response, says, speaking
from tests.fetch.traffic import watched


async def _nobody_knows(_: str, __: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _hurried(server: Server) -> Policy:
    return server.policy(tries=1, silence=0.5)


def _outcome(speak: Speak) -> Outcome:
    async def run() -> Outcome:
        async with speaking(speak) as server, open_fetcher(_hurried(server), _nobody_knows) as fetcher:
            return await fetcher.fetch(server.address())

    return asyncio.run(run())


def _with(fields: dict[str, bytes]) -> bytes:
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in fields.items())
    return b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n" + lines + b"\r\nbody"


@pytest.mark.parametrize(
    "said",
    [
        b"\x00\xff" * 500,
        b"<html>an answer from before HTTP/1.0</html>",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 9999 x\r\n\r\n",
        b"HTTP/1.1 -1 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 3\r\n\r\nabcde",
        b"HTTP/1.1 200 OK\r\nContent-Length: \xc2\xb2\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nabc",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 20_000 + b"\r\nabc",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 2000,
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
    ],
    ids=lambda said: said[:60].decode("latin-1").replace("\r\n", " "),
)
def test_what_is_no_http_is_a_reason(said: bytes) -> None:
    """Garbage, contradictions and floods in the head end in a reason."""
    assert isinstance(_outcome(says(said)), NotFetched)


def test_a_head_without_an_end_is_left() -> None:
    """A flood of fields is given up long before it fills the memory."""
    sent = [0]

    async def speak(_: int, __: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"".join(b"X-%d: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" % n for n in range(1000)))
            await writer.drain()
            sent[0] += 45_000

    assert isinstance(_outcome(speak), NotFetched)
    assert sent[0] < 64_000_000


@pytest.mark.parametrize(
    "fields",
    [
        {"ETag": b'"\xe9"'},
        {"ETag": '"汉字"'.encode()},
        {"ETag": b'"' + b"a" * 7000 + b'"'},
        {"Last-Modified": b"\xff\xfe"},
        {"Last-Modified": b"the day before yesterday"},
        {"Content-Type": b"image/\xff"},
        {"Content-Type": b";;;charset==="},
        {"Set-Cookie": b"\xff=\xff; expires=nonsense"},
    ],
    ids=lambda fields: f"{next(iter(fields))}={next(iter(fields.values()))[:12]!r}",
)
def test_odd_fields_do_not_cost_the_body(fields: dict[str, bytes]) -> None:
    """A field that means nothing to anybody is no reason to lose a picture; its text can be kept and sent again."""

    async def run() -> None:
        answers = (_with(fields), response("304 Not Modified"))
        async with speaking(says(*answers)) as server, open_fetcher(server.policy(tries=1)) as fetcher:
            outcome = await fetcher.fetch(server.address())
            assert isinstance(outcome, Fetched)
            assert outcome.content == b"body"
            f"{outcome.validators.etag}{outcome.validators.last_modified}".encode()  # what the store will do with it
            again = await fetcher.fetch(server.address(), validators=outcome.validators)
            assert isinstance(again, Unchanged | NotFetched)

    asyncio.run(run())


@pytest.mark.parametrize(
    "place",
    [
        b"/\xe9.jpg",
        b"/%ff%fe",
        b"/\x01\x02",
        b"http://\xff\xfe/",
        b"http://" + b"a" * 5000 + b"/",
        b"/" + b"../" * 2000,
    ],
    ids=lambda place: place[:12].decode("latin-1"),
)
def test_odd_redirects_are_reasons_or_followed(place: bytes) -> None:
    """A place that is no text of any encoding does not raise."""
    outcome = _outcome(says(response("302 Found", Location=place), response(body=b"body")))
    assert isinstance(outcome, Fetched | NotFetched)


@pytest.mark.parametrize(
    "page",
    [
        "http://[::1/a.html",
        "http://news.example:port/a.html",
        "http://news.example/\x00",
        "http://news.example/a\r\nX-Injected: 1",
        "http://news.example/\udce9",
        "http://news.example/汉字",
        "C:\\Users\\reader\\a.html",
        "/home/reader/a.html",
        "file:///home/reader/a.html",
        "data:text/html,hello",
        "javascript:alert(1)",
        "nonsense",
    ],
)
def test_an_odd_page_address_is_no_obstacle(page: str) -> None:
    """A refused picture of a page whose address is odd is told; no path of this machine and no line is smuggled out."""

    async def run() -> None:
        async with speaking(says(response("403 Forbidden"))) as server, open_fetcher(server.policy()) as fetcher:
            outcome = await fetcher.fetch(server.address(), page=page)
            assert outcome == NotFetched("the server answers 403")
            for asked in server.asked:
                assert "x-injected" not in asked.fields
                assert "reader" not in asked.fields.get("referer", "")

    asyncio.run(run())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "//example.org/p.jpg",
        "http:p.jpg",
        "http:///p.jpg",
        "http://:80/p.jpg",
        "http://[::1/p.jpg",
        "http://[v1.x]/p.jpg",
        "http://a..b.example/p.jpg",
        "http://.example.org/p.jpg",
        f"http://{'a' * 64}.example/p.jpg",
        f"http://{'a.' * 130}example/p.jpg",
        f"http://{'汉' * 40}.example/p.jpg",
        "http://exa mple.org/p.jpg",
        "http://exa\x00mple.org/p.jpg",
        "http://exa%20mple.org/p.jpg",
        "http://\udce9.example/p.jpg",
        "http://xn--/p.jpg",
        "http://1.2.3.4.5/p.jpg",
        "http://256.256.256.256/p.jpg",
        "http://example.org:99999/p.jpg",
        "http://example.org:port/p.jpg",
        "http://example.org:-1/p.jpg",
        "http://example.org:٨٠/p.jpg",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "/etc/passwd",
        "\\\\server\\share\\p.jpg",
    ],
    ids=lambda address: ascii(address)[:32],
)
def test_an_address_that_is_none_is_a_reason_at_once(address: str) -> None:
    """What cannot be an address is told, without a wait, without a connection, and without raising."""

    async def run() -> None:
        with watched() as traffic:
            async with asyncio.timeout(0.4), open_fetcher(Policy(silence=1, deadline=5), _nobody_knows) as fetcher:
                outcome = await fetcher.fetch(address)
        assert isinstance(outcome, NotFetched)
        assert traffic.connects == []

    asyncio.run(run())


@pytest.mark.parametrize("host", ["a..b.example", ".example.org", f"{'a' * 64}.example", f"{'汉' * 40}.example"])
def test_a_host_the_system_cannot_even_ask_for_is_a_reason(host: str) -> None:
    """With the system's own resolver too: it refuses such names with an error of its own, before any packet."""

    async def run() -> Outcome:
        async with open_fetcher(Policy(silence=1, deadline=5)) as fetcher:
            return await fetcher.fetch(f"http://{host}/p.jpg")

    assert isinstance(asyncio.run(run()), NotFetched)
