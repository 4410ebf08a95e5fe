"""Politeness: how many requests a server sees at the same time, and on how many connections."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bundler.fetch import Fetched, Policy, open_fetcher
from tests.fetch.servers import Answer, serving


def _slow(seconds: float) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return web.Response(body=b"body")

    return answer


def test_a_host_is_asked_for_so_many_at_once_and_no_more() -> None:
    """Twenty pictures of one host come two at a time, on two connections."""

    async def run() -> None:
        async with serving(_slow(0.02)) as server:
            async with open_fetcher(server.policy(per_host=2)) as fetcher:
                found = await asyncio.gather(*(fetcher.fetch(server.address(f"/{n}")) for n in range(20)))
            assert all(isinstance(outcome, Fetched) for outcome in found)
            assert server.most_under_way == 2
            assert server.connections == 2

    asyncio.run(run())


def test_user_names_make_no_other_host() -> None:
    """The bound holds for a host however its addresses are spelled."""

    async def run() -> None:
        async with serving(_slow(0.02)) as server:
            places = [server.address(f"/{n}").replace("//", f"//user{n}@") for n in range(12)]
            async with open_fetcher(server.policy(per_host=2)) as fetcher:
                await asyncio.gather(*map(fetcher.fetch, places))
            assert len(server.asked) == 12
            assert server.most_under_way == 2

    asyncio.run(run())


def test_all_hosts_together_have_a_bound_too() -> None:
    """Three servers with five requests each are never asked for more than four things at once."""
    under_way = [0, 0]

    async def answer(_: web.Request) -> web.StreamResponse:
        under_way[0] += 1
        under_way[1] = max(under_way)
        await asyncio.sleep(0.02)
        under_way[0] -= 1
        return web.Response(body=b"body")

    async def run() -> None:
        async with serving(answer) as one, serving(answer) as two, serving(answer) as three:
            servers = (one, two, three)
            allowed = frozenset(server.place for server in servers)
            policy = Policy(allowed=allowed, per_host=3, at_once=4, silence=1, deadline=10)
            async with open_fetcher(policy) as fetcher:
                found = await asyncio.gather(*(fetcher.fetch(server.address()) for server in servers for _ in range(5)))
            assert all(isinstance(outcome, Fetched) for outcome in found)
            assert under_way[1] == 4
            assert max(server.most_under_way for server in servers) <= 3

    asyncio.run(run())


def test_connections_are_used_again() -> None:
    """Twenty pictures one after the other need one connection."""

    async def run() -> None:
        async with serving(_slow(0)) as server:
            async with open_fetcher(server.policy()) as fetcher:
                for number in range(20):
                    assert isinstance(await fetcher.fetch(server.address(f"/{number}")), Fetched)
            assert server.connections == 1

    asyncio.run(run())


def test_a_wait_for_a_server_holds_up_nobody() -> None:
    """While one picture waits to be tried again, the others of its host take its turn."""
    paths: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        paths.append(request.path)
        if paths == ["/later"]:
            return web.Response(status=429, headers={"Retry-After": "1"})
        return web.Response(body=b"body")

    async def run() -> None:
        async with serving(answer) as server, open_fetcher(server.policy(per_host=1)) as fetcher:
            later = asyncio.ensure_future(fetcher.fetch(server.address("/later")))
            await asyncio.sleep(0.1)
            for number in range(3):
                await fetcher.fetch(server.address(f"/{number}"))
            assert not later.done()
            assert isinstance(await later, Fetched)

    asyncio.run(run())
    assert paths == ["/later", "/0", "/1", "/2", "/later"]


def test_waiting_for_a_turn_is_not_held_against_a_picture() -> None:
    """On a slow line a picture far back in the queue has as much time as the first one."""

    async def run() -> None:
        async with serving(_slow(0.2)) as server:
            async with open_fetcher(server.policy(per_host=1, deadline=0.5)) as fetcher:
                found = await asyncio.gather(*(fetcher.fetch(server.address(f"/{n}")) for n in range(6)))
            assert [type(outcome) for outcome in found] == [Fetched] * 6

    asyncio.run(run())
