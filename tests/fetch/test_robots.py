"""robots.txt: what it forbids, how long it lets us wait, and what counts when it cannot be had (RFC 9309)."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.access import Access
from bundler.fetch import Fetched, NotFetched, Policy, open_fetcher
from bundler.fetch.request import Outcome
from bundler.fetch.robots import LARGEST, Rules, parse
from tests.fetch.servers import QUICK, Answer, Server, listener, serving

_NOBODY = Access(ignores_robots=True)


def _site(robots: str | bytes | int, **headers: str) -> Answer:
    """A site whose robots.txt is a text or a status; every page says its path."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path != "/robots.txt":
            return web.Response(text=f"page {request.path_qs}")
        if isinstance(robots, int):
            return web.Response(status=robots, headers=headers)
        return web.Response(body=robots.encode() if isinstance(robots, str) else robots, headers=headers)

    return answer


async def _pages(server: Server, paths: Sequence[str], access: Access | None = None) -> list[Outcome]:
    async with open_fetcher(server.policy(), access=access or Access()) as fetcher:
        return list(await asyncio.gather(*(fetcher.fetch_page(server.address(path)) for path in paths)))


def _told(answer: Answer, *paths: str, access: Access | None = None) -> tuple[list[str], list[str]]:
    """What the pages say, or why they were not had; and what the server was asked for."""

    async def run() -> tuple[list[str], list[str]]:
        async with serving(answer) as server:
            outcomes = await _pages(server, paths, access)
        said = [item.content.decode() if isinstance(item, Fetched) else str(item) for item in outcomes]
        return said, [asked.path for asked in server.asked]

    return asyncio.run(run())


def test_a_page_that_is_to_be_left_alone_is_not_asked_for() -> None:
    """The reason names the two ways on; the other page is fetched, and robots.txt is asked for once."""
    said, asked = _told(_site("User-agent: *\nDisallow: /private/\n"), "/private/a", "/b", "/private/c")
    assert said[1] == "page /b"
    for refusal in (said[0], said[2]):
        assert (
            "the site's robots.txt asks programs to leave it alone; save it in a browser and give the file" in refusal
        )
        assert "--ignore-robots" in refusal
    assert sorted(asked) == ["/b", "/robots.txt"]


def test_the_rules_can_be_ignored() -> None:
    """Then robots.txt is not even asked for."""
    said, asked = _told(_site("User-agent: *\nDisallow: /\n"), "/a", access=_NOBODY)
    assert (said, asked) == (["page /a"], ["/a"])


def test_pictures_have_no_robots_txt() -> None:
    """What a page that is there already shows is asked for at once."""

    async def run() -> None:
        async with serving(_site("User-agent: *\nDisallow: /\n")) as server, open_fetcher(server.policy()) as fetcher:
            assert isinstance(await fetcher.fetch(server.address("/p.jpg")), Fetched)
        assert [asked.path for asked in server.asked] == ["/p.jpg"]

    asyncio.run(run())


_ALLOWED: dict[str, str | bytes] = {
    "nothing": "",
    "another program": "User-agent: SomeBot\nDisallow: /\n",
    "what browsers are called": "User-agent: Mozilla\nDisallow: /\n",
    "the longer rule": "User-agent: *\nDisallow: /\nAllow: /a/b\n",
    "as long a rule": "User-agent: *\nDisallow: /a/b\nAllow: /a/b\n",
    "an empty rule": "User-agent: *\nDisallow:\n",
    "another case": "User-agent: *\nDisallow: /A/B\n",
    "to the end": "User-agent: *\nDisallow: /a/$\n",
    "a page instead": "<!doctype html><title>Not found</title><p>Disallow: / is what you look for</p>",
    "a rule for nobody": "Disallow: /\n",
    "no text": b"\x00\xff\xfe\x80" * 50,
}
_FORBIDDEN = {
    "a star": "User-agent: *\nDisallow: /*b\n",
    "many stars": "User-agent: *\nDisallow: /" + "*" * 5000 + "b\n",
    "small letters": "user-agent: *\ndisallow: /a\n",
    "a mark before it": "\ufeffUser-agent: *\nDisallow: /a\n",
    "other line ends": "User-agent: *\rDisallow: /a\r",
    "a remark": "User-agent: * # all\nDisallow: /a # that\n",
    "percent": "User-agent: *\nDisallow: /%61/\n",
    "a group in two places": "User-agent: *\nDisallow: /x\nUser-agent: B\nDisallow:\nUser-agent: *\nDisallow: /a\n",
    "several names": "User-agent: SomeBot\nUser-agent: *\nDisallow: /a\n",
    "a stranger's line between": "User-agent: *\nNoodle: 1\nDisallow: /a\n",
}


@pytest.mark.parametrize("name", _ALLOWED)
def test_what_forbids_nothing(name: str) -> None:
    """The page is fetched."""
    said, _ = _told(_site(_ALLOWED[name]), "/a/b?c=1")
    assert said == ["page /a/b?c=1"]


@pytest.mark.parametrize("name", _FORBIDDEN)
def test_what_forbids_the_page(name: str) -> None:
    """The page is not asked for."""
    _, asked = _told(_site(_FORBIDDEN[name]), "/a/b?c=1")
    assert asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 451])
def test_a_file_that_is_not_there_forbids_nothing(status: int) -> None:
    """RFC 9309, 2.3.1.3: unavailable means that everything may be fetched."""
    said, _ = _told(_site(status), "/a")
    assert said == ["page /a"]


@pytest.mark.parametrize("status", [429, 500, 503, 599])
def test_a_server_that_fails_is_left_alone(status: int) -> None:
    """RFC 9309, 2.3.1.4: unreachable means that nothing may; its tries are made once; the reason tells the way on."""
    said, asked = _told(_site(status, **{"Retry-After": "0"}), "/a", "/b", "/c")
    assert all("robots.txt cannot be had (the server answers" in line and "--ignore-robots" in line for line in said)
    assert set(asked) == {"/robots.txt"}
    assert len(asked) <= 4


def test_a_host_that_is_not_there_costs_its_tries_once() -> None:
    """Every page has the host's own reason, and a hundred of them cost no more than one."""

    async def run() -> tuple[set[Outcome], float]:
        with listener("127.0.0.1") as sock:
            port = sock.getsockname()[1]
        policy = Policy(allowed=frozenset({("127.0.0.1", port)}), tries=2, **QUICK)  # type: ignore[arg-type]
        now = asyncio.get_running_loop().time
        begin = now()
        async with open_fetcher(policy) as fetcher:
            pages = [fetcher.fetch_page(f"http://127.0.0.1:{port}/{number}") for number in range(100)]
            return set(await asyncio.gather(*pages)), now() - begin

    outcomes, seconds = asyncio.run(run())
    assert outcomes == {NotFetched("the server cannot be reached, 2 times")}
    assert seconds < 10  # 100 pages with half a second each would be 50


def test_a_dead_host_costs_little_without_robots_too() -> None:
    """The first page that was in vain speaks for the others."""

    async def run() -> tuple[list[Outcome], float]:
        with listener("127.0.0.1") as sock:
            port = sock.getsockname()[1]
        policy = Policy(allowed=frozenset({("127.0.0.1", port)}), tries=2, **QUICK)  # type: ignore[arg-type]
        now = asyncio.get_running_loop().time
        begin = now()
        async with open_fetcher(policy, access=_NOBODY) as fetcher:
            pages = [fetcher.fetch_page(f"http://127.0.0.1:{port}/{number}") for number in range(100)]
            return list(await asyncio.gather(*pages)), now() - begin

    outcomes, seconds = asyncio.run(run())
    assert set(outcomes) == {NotFetched("the server cannot be reached, 2 times")}
    assert seconds < 10


def test_a_redirect_of_robots_txt_is_followed() -> None:
    """The rules found elsewhere are those of the host that sent us there (RFC 9309, 2.3.1.2)."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=301, headers={"Location": "/elsewhere"})
        return web.Response(text="User-agent: *\nDisallow: /a\n")

    _, asked = _told(answer, "/a")
    assert asked == ["/robots.txt", "/elsewhere"]


def test_a_redirect_without_end_forbids_nothing() -> None:
    """More than five count as a file that is not there."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=302, headers={"Location": "/robots.txt"})
        return web.Response(text="page")

    said, asked = _told(answer, "/a")
    assert (said, asked.count("/robots.txt")) == (["page"], 6)


def test_the_host_a_page_moved_to_is_asked_for_its_rules() -> None:
    """A redirect leads round no robots.txt, neither the own host's nor another's."""

    async def run() -> None:
        async with serving(_site("User-agent: *\nDisallow: /b\n")) as other:

            async def moved(request: web.Request) -> web.StreamResponse:
                if request.path == "/robots.txt":
                    return web.Response(status=404)
                return web.Response(status=302, headers={"Location": other.address("/b")})

            async with serving(moved) as server:
                policy = Policy(allowed=frozenset({server.place, other.place}))
                async with open_fetcher(policy) as fetcher:
                    outcome = await fetcher.fetch_page(server.address("/a"))
            assert isinstance(outcome, NotFetched)
            assert "robots.txt" in outcome.reason
            assert [asked.path for asked in other.asked] == ["/robots.txt"]

    asyncio.run(run())


def test_a_huge_file_is_read_to_its_bound() -> None:
    """The rules within the first 512 KiB count, whatever follows; the rest does not come over the line."""
    head = "User-agent: *\nDisallow: /a\n"

    async def run() -> None:
        sent = [0]

        async def answer(request: web.Request) -> web.StreamResponse:
            if request.path != "/robots.txt":
                return web.Response(text="page")
            response = web.StreamResponse()
            await response.prepare(request)
            await response.write(head.encode())
            while sent[0] < 100 * LARGEST:
                await response.write(b"# nothing\n" * 10_000)
                sent[0] += 100_000
            return response

        async with serving(answer) as server:
            kept, free = await _pages(server, ["/a", "/b"])
        assert isinstance(kept, NotFetched)
        assert isinstance(free, Fetched)
        assert sent[0] < 30 * LARGEST

    asyncio.run(run())


def test_a_packed_file_is_unpacked_to_its_bound() -> None:
    """A few kilobytes that unpack to many megabytes cost their first 512 KiB."""
    bomb = gzip.compress(b"User-agent: *\nDisallow: /a\n" + b"# nothing\n" * 5_000_000)
    said, _ = _told(_site(bomb, **{"Content-Encoding": "gzip"}), "/a", "/b")
    assert "robots.txt asks" in said[0]
    assert said[1] == "page /b"


def test_names_times_rules_stay_cheap() -> None:
    """Twenty thousand names with as many rules are parsed in the time of forty thousand lines."""
    text = "".join(f"User-agent: bot{number}\n" for number in range(20_000)) + "Disallow: /x\n" * 20_000
    rules = Rules(parse(text + "User-agent: *\nDisallow: /a\n"))
    assert rules.forbids(urlsplit("http://a.example/a"))
    assert not rules.forbids(urlsplit("http://a.example/x"))


_WORDS = st.sampled_from(
    [
        "User-agent",
        "Disallow",
        "Allow",
        "Crawl-delay",
        ":",
        " ",
        "*",
        "/",
        "$",
        "#",
        "a",
        "%",
        "%2",
        "\n",
        "\r",
        "\ufeff",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_WORDS, max_size=60).map("".join) | st.text(max_size=200), st.text(max_size=30))
def test_any_text_is_rules(text: str, path: str) -> None:
    """No robots.txt and no address makes an exception; the delay is a number that is not below 0."""
    rules = Rules(parse(text))
    assert rules.delay >= 0
    assert isinstance(rules.forbids(urlsplit("http://a.example/")._replace(path="/" + path)), str)


@settings(deadline=None, max_examples=200)
@given(st.from_regex(r"(/[a-z0-9]{1,5}){1,4}", fullmatch=True), st.from_regex(r"(/[a-z0-9]{1,5}){1,4}", fullmatch=True))
def test_a_plain_rule_is_a_beginning(rule: str, path: str) -> None:
    """A page is forbidden exactly when its path begins with the rule."""
    rules = Rules(parse(f"User-agent: *\nDisallow: {rule}\n"))
    assert bool(rules.forbids(urlsplit(f"http://a.example{path}"))) == path.startswith(rule)
