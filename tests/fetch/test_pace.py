"""How fast a host is asked for pages: the least time between two is kept, and waiting is no fault of the page."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from aiohttp import web

from bundler.access import Access
from bundler.fetch import Fetched, NotFetched, open_fetcher
from bundler.fetch.pace import Pace
from bundler.fetch.request import Outcome
from tests.fetch.servers import Answer, Server, serving


def _site(robots: str, seconds: float = 0) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(text=robots)
        await asyncio.sleep(seconds)
        return web.Response(text="page")

    return answer


def _after(answer: Answer, count: int, access: Access | None = None, **limits: float) -> tuple[Server, list[Outcome]]:
    """The server after so many pages."""

    async def run() -> tuple[Server, list[Outcome]]:
        async with (
            serving(answer) as server,
            open_fetcher(server.policy(**limits), access=access or Access()) as fetcher,
        ):
            pages = (fetcher.fetch_page(server.address(f"/{number}")) for number in range(count))
            return server, list(await asyncio.gather(*pages))

    return asyncio.run(run())


def test_the_delay_a_host_asks_for_is_kept() -> None:
    """With `Crawl-delay: 0.5` each page is asked for half a second after the one before; deadlines do not count it."""
    server, outcomes = _after(_site("User-agent: *\nCrawl-delay: 0.5\n"), 5, deadline=1)
    times = [asked.at for asked in server.asked if asked.path != "/robots.txt"]
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert len(times) == 5
    assert all(after - before > 0.45 for before, after in pairwise(times))


def test_the_delay_for_other_programs_is_theirs() -> None:
    """Only what is asked of everybody counts, and what is no number is nothing."""
    server, _ = _after(_site("User-agent: a\nCrawl-delay: 50\n\nUser-agent: *\nCrawl-delay: soon\n"), 5)
    assert len(server.asked) == 6


def test_a_delay_of_many_minutes_is_told() -> None:
    """One page is taken, the others are refused in a line that says how long it wants and what to do."""
    server, outcomes = _after(_site("User-agent: *\nCrawl-delay: 3600\n"), 3)
    missing = [outcome.reason for outcome in outcomes if isinstance(outcome, NotFetched)]
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/0"]
    assert len(missing) == 2
    assert all("wants 3600 seconds between two pages" in line and "--ignore-robots" in line for line in missing)


def test_ignoring_the_rules_ignores_the_delay() -> None:
    """With `--ignore-robots` pages are asked for at our own pace."""
    server, _ = _after(_site("User-agent: *\nCrawl-delay: 3600\n"), 3, Access(ignores_robots=True))
    assert len(server.asked) == 3


def test_few_pages_are_under_way_at_once() -> None:
    """However many are wanted, a host answers two at the same time, and none is too late for it."""
    server, outcomes = _after(_site("", 0.1), 12, deadline=0.5)
    assert server.most_under_way == 2
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)


def test_pictures_do_not_wait_for_pages() -> None:
    """What waits for its turn at a slow host holds no place that another request could have."""

    async def run() -> None:
        answer = _site("User-agent: *\nCrawl-delay: 30\n")
        async with serving(answer) as server, open_fetcher(server.policy(at_once=1)) as fetcher:
            assert isinstance(await fetcher.fetch_page(server.address("/0")), Fetched)
            waiting = asyncio.create_task(fetcher.fetch_page(server.address("/1")))
            await asyncio.sleep(0.1)
            assert isinstance(await fetcher.fetch(server.address("/p.jpg")), Fetched)
            waiting.cancel()

    asyncio.run(run())


def test_hosts_have_turns_of_their_own() -> None:
    """Turns at one host are apart by the delay, another host does not wait for them."""

    async def run() -> None:
        pace, now = Pace(2), asyncio.get_running_loop().time
        begun: dict[str, list[float]] = {"a": [], "b": []}

        async def turn(host: str) -> None:
            async with pace.turn(host, 0.2):
                begun[host].append(now())

        start = now()
        await asyncio.gather(*(turn(host) for host in "aaab"))
        assert all(after - before > 0.19 for before, after in pairwise(begun["a"]))
        assert begun["b"][0] - start < begun["a"][2] - start

    asyncio.run(run())
