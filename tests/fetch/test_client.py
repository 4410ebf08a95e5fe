"""Fetching: what is tried again and when, where redirects lead, and when it is over."""

from __future__ import annotations

import asyncio
import time

import pytest
from aiohttp import web

from bundler.fetch import Fetched, NotFetched, open_fetcher
from bundler.fetch.request import Outcome
from tests.fetch.servers import Answer, Asked, Server, response, says, serving, speaking

_GOOD = b"a good body"


async def _fetch(server: Server, path: str = "/p.jpg", **limits: float) -> Outcome:
    async with open_fetcher(server.policy(**limits)) as fetcher:
        return await fetcher.fetch(server.address(path))


def _after(count: int, status: int, **fields: str) -> Answer:
    """Refuses so often with a status, then gives the body."""
    asked = [0]

    async def answer(_: web.Request) -> web.StreamResponse:
        asked[0] += 1
        if asked[0] <= count:
            return web.Response(
                status=status, headers={name.replace("_", "-"): value for name, value in fields.items()}
            )
        return web.Response(body=_GOOD)

    return answer


def _outcome(answer: Answer, path: str = "/p.jpg", **limits: float) -> tuple[Outcome, Server]:
    async def run() -> tuple[Outcome, Server]:
        async with serving(answer) as server:
            return await _fetch(server, path, **limits), server

    return asyncio.run(run())


@pytest.mark.parametrize("status", [400, 404, 410, 451, 501, 204, 418])
def test_what_will_not_change_is_asked_for_once(status: int) -> None:
    """A refusal for good is the outcome at once, and its reason names the status."""
    outcome, server = _outcome(_after(99, status))
    assert outcome == NotFetched(f"the server answers {status}")
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int) -> None:
    """Two refusals for the moment are followed by the body."""
    outcome, server = _outcome(_after(2, status, Retry_After="0"))
    assert isinstance(outcome, Fetched)
    assert outcome.content == _GOOD
    assert len(server.asked) == 3


def test_a_server_that_never_recovers_is_given_up() -> None:
    """After the fourth refusal the reason says what it answers and how often it was asked."""
    outcome, server = _outcome(_after(99, 503, Retry_After="0"))
    assert outcome == NotFetched("the server answers 503, 4 times")
    assert len(server.asked) == 4


def test_waits_grow_when_the_server_names_none() -> None:
    """Without `Retry-After` each wait is twice the one before."""
    _, server = _outcome(_after(2, 503))
    first, second, third = (asked.at for asked in server.asked)
    assert 0.4 < second - first < 0.9
    assert 0.9 < third - second < 1.6


def test_seconds_to_wait_are_waited() -> None:
    """`Retry-After: 1` is kept to."""
    outcome, server = _outcome(_after(1, 429, Retry_After="1"))
    assert isinstance(outcome, Fetched)
    assert 0.99 < server.asked[1].at - server.asked[0].at < 2


def test_a_date_to_wait_for_is_read_by_the_servers_own_clock() -> None:
    """A clock that is wrong by decades, here or there, makes no wait longer."""
    moment = {"Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry_After": "Sun, 06 Nov 1994 08:49:38 GMT"}
    outcome, server = _outcome(_after(1, 429, **moment))
    assert isinstance(outcome, Fetched)
    assert 0.99 < server.asked[1].at - server.asked[0].at < 2


@pytest.mark.parametrize("wait", ["3600", "Fri, 31 Dec 2199 23:59:59 GMT", "9" * 400])
def test_a_server_that_wants_too_much_patience_is_given_up_at_once(wait: str) -> None:
    """A wait beyond the limit is not begun, and the reason tells it."""
    begin = time.monotonic()
    outcome, server = _outcome(_after(99, 429, Retry_After=wait))
    assert isinstance(outcome, NotFetched)
    assert "429, and asks to wait" in outcome.reason
    assert len(server.asked) == 1
    assert time.monotonic() - begin < 2


def test_a_wait_that_cannot_be_read_is_our_own() -> None:
    """Nonsense in `Retry-After` costs an ordinary wait and nothing else."""
    nonsense = ("", "soon", "-5", "1.5", "²", "Sun, 06 Nov 1994 08:49:38 +99999999999999", "Sun, 99 Nov 1994", "\t")

    async def wait_of(said: str) -> float:
        answer = _after(1, 503, Retry_After=said, Date="Sun, 06 Nov 1994 08:49:37 GMT")
        async with serving(answer) as server:
            assert isinstance(await _fetch(server), Fetched)
            return server.asked[1].at - server.asked[0].at

    async def run() -> dict[str, float | BaseException]:
        waits = await asyncio.gather(*map(wait_of, nonsense), return_exceptions=True)
        return dict(zip(nonsense, waits, strict=True))

    waits = asyncio.run(run())
    assert {said: wait for said, wait in waits.items() if not (isinstance(wait, float) and 0.4 < wait < 0.9)} == {}


def test_a_connection_that_breaks_is_tried_again() -> None:
    """A server that hangs up without a word, then answers, gives its body."""

    async def run() -> None:
        async with speaking(says(b"", response(body=_GOOD))) as server:
            outcome = await _fetch(server)
            assert isinstance(outcome, Fetched)
            assert outcome.content == _GOOD
            assert server.connections == 2

    asyncio.run(run())


def test_a_server_that_is_not_there_is_a_reason() -> None:
    """A refused connection is tried again and then told."""

    async def run() -> Outcome:
        async with speaking(says(b"")) as server:
            pass  # nobody listens at its port any more
        return await _fetch(server, tries=2)

    assert asyncio.run(run()) == NotFetched("the server cannot be reached, 2 times")


def test_a_server_that_says_nothing_is_given_up() -> None:
    """Silence before the head ends each try; the next may be answered."""

    async def silent_once(number: int, _: Asked, writer: asyncio.StreamWriter) -> None:
        if number == 1:
            await asyncio.sleep(60)
        writer.write(response(body=_GOOD))

    async def silent(_: int, __: Asked, ___: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async def run() -> None:
        async with speaking(silent_once) as server:
            assert isinstance(await _fetch(server, silence=0.3), Fetched)
        async with speaking(silent) as server:
            assert await _fetch(server, silence=0.3, tries=2) == NotFetched("the server fell silent, 2 times")

    asyncio.run(run())


def test_a_slow_drip_is_over_at_the_deadline() -> None:
    """A byte now and then keeps silence away, but the deadline counts all: tries, waits and bodies."""

    async def drip(_: int, __: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(response(Content_Length="1000"))
        for _step in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async def run() -> Outcome:
        async with speaking(drip) as server:
            return await _fetch(server, deadline=1)

    begin = time.monotonic()
    outcome = asyncio.run(run())
    assert time.monotonic() - begin < 3
    assert isinstance(outcome, NotFetched)
    assert outcome.reason == "took longer than 1 seconds"
    assert 5 < outcome.wire_bytes < 100


def test_waits_end_at_the_deadline_too() -> None:
    """A server that keeps asking for short waits does not hold a picture for longer than the deadline."""
    begin = time.monotonic()
    outcome, server = _outcome(_after(99, 503, Retry_After="1"), deadline=1.5)
    assert outcome == NotFetched("took longer than 1.5 seconds")
    assert len(server.asked) == 2
    assert time.monotonic() - begin < 3


def test_redirects_are_followed() -> None:
    """Five hops of every kind, absolute, relative and without a scheme, lead to the body."""

    async def answer(request: web.Request) -> web.StreamResponse:
        port = request.url.port
        hops = {
            "/a/1": (301, "2"),
            "/a/2": (302, "/b/3?x=1"),
            "/b/3": (303, "../c/4#part"),
            "/c/4": (307, f"//127.0.0.1:{port}/5"),
            "/5": (308, f"http://127.0.0.1:{port}/good"),
        }
        if request.path in hops:
            status, place = hops[request.path]
            return web.Response(status=status, headers={"Location": place})
        return web.Response(body=_GOOD)

    outcome, server = _outcome(answer, "/a/1")
    assert isinstance(outcome, Fetched)
    assert outcome.content == _GOOD
    assert [asked.path for asked in server.asked] == ["/a/1", "/a/2", "/b/3?x=1", "/c/4", "/5", "/good"]


@pytest.mark.parametrize("place", ["/p.jpg", "", "?", "."])
def test_a_redirect_loop_ends(place: str) -> None:
    """A server that sends around in a circle is left after the fifth hop, and not tried again."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": place})

    outcome, server = _outcome(answer)
    assert outcome == NotFetched("redirects more than 5 times")
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "place",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "file://127.0.0.1/etc/passwd",
        "data:image/png;base64,AAAA",
        "ftp://127.0.0.1/p.jpg",
        "gopher://127.0.0.1/1",
        "javascript:alert(1)",
        "jar:http://127.0.0.1/a!/b",
        "view-source:http://127.0.0.1/",
        "about:blank",
        "https:///p.jpg",
        "http://[::1/",
        "http://127.0.0.1:99999/",
    ],
)
def test_a_redirect_to_what_is_no_web_address_is_refused(place: str) -> None:
    """Only http and https are followed; nothing of the disk, and nothing that cannot be read, is."""

    async def run() -> None:
        async with speaking(says(response("302 Found", Location=place))) as server:
            outcome = await _fetch(server, tries=1)
            assert isinstance(outcome, NotFetched)
            assert outcome.reason in ("leads to a private network, or is no web address", "is no valid address")
            assert server.connections == 1

    asyncio.run(run())


def test_a_redirect_without_a_place_is_a_refusal() -> None:
    """A redirect that does not say where to is told as the status it is."""
    outcome, _ = _outcome(_after(99, 302))
    assert outcome == NotFetched("the server answers 302")
