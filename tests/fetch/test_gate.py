"""The gate: names looked up once, private answers refused whenever they come, and public ones let through."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys

import pytest

from bundler.errors import SettingsError
from bundler.fetch import Fetched, NotFetched, Policy, open_fetcher, parse_allowed
from bundler.fetch.gate import Gate, Refused
from tests.fetch.public_control import PUBLIC
from tests.fetch.servers import both_loopbacks, listener, response, says, speaking
from tests.fetch.traffic import watched
from tests.program import PROJECT, environment

_PRIVATE = "leads to a private network"


class Resolver:
    """A resolver that gives its answers one after the other, the last one for ever, and counts."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    async def __call__(self, host: str, _: int) -> list[str]:
        """Look a name up."""
        self.asked.append(host)
        return self._answers[min(len(self.asked), len(self._answers)) - 1]


def _allowing(*places: tuple[str, int]) -> Policy:
    return Policy(allowed=frozenset(places), tries=1, silence=1, deadline=5)


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "::1"],
        ["2606:4700::1111", "fe80::1%lo"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["0.0.0.0"],  # noqa: S104 - a resolver's answer; nothing is bound to it
    ],
    ids="+".join,
)
def test_a_name_with_one_private_address_is_refused(answer: list[str]) -> None:
    """A name that leads to public and private addresses at once is connected to at none of them."""

    async def run() -> None:
        async with speaking(says(response(body=b"x")), *both_loopbacks()) as server:
            with watched() as traffic:
                async with open_fetcher(_allowing(), Resolver(answer)) as fetcher:
                    outcome = await fetcher.fetch(f"http://news.example:{server.port}/")
            assert isinstance(outcome, NotFetched)
            assert outcome.reason == _PRIVATE
            assert (server.connections, traffic.connects, traffic.lookups) == (0, [], [])

    asyncio.run(run())


def test_a_name_that_turns_private_is_refused() -> None:
    """An answer that was public the first time is judged anew when it is asked for again."""

    async def run() -> None:
        gate = Gate(_allowing(), Resolver([PUBLIC], ["127.0.0.1"]))
        assert [found["host"] for found in await gate.resolve("news.example", 80)] == [PUBLIC]
        with pytest.raises(Refused):
            await gate.resolve("news.example", 80)

    asyncio.run(run())


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1%lo", "169.254.169.254"])
def test_no_socket_is_made_for_a_private_address(host: str) -> None:
    """The last look is at the very address of the connection, whatever was judged before."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with pytest.raises(Refused):
        Gate(_allowing()).make_socket((family, socket.SOCK_STREAM, 0, "", (host, 80)))


def test_a_name_is_looked_up_once() -> None:
    """Twelve fetches, some at the same time, some on new connections, ask the resolver once for each host."""

    async def run() -> None:
        resolver = Resolver(["127.0.0.1"])
        async with speaking(says(response(body=b"x"))) as server:
            policy = _allowing(("one.example", server.port), ("two.example", server.port))
            async with open_fetcher(policy, resolver) as fetcher:
                for _ in range(2):
                    found = await asyncio.gather(
                        *(fetcher.fetch(f"http://{n}.example:{server.port}/") for n in ("one", "two") for _ in range(3))
                    )
                    assert all(isinstance(outcome, Fetched) for outcome in found)
            assert sorted(resolver.asked) == ["one.example", "two.example"]
            assert server.connections == 12

    asyncio.run(run())


def test_a_name_the_resolver_does_not_know_is_a_reason() -> None:
    """An unknown host is told as one, and the fetch does not raise."""

    async def unknown(_: str, __: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async def run() -> object:
        async with open_fetcher(_allowing(), unknown) as fetcher:
            return await fetcher.fetch("http://news.example/")

    assert asyncio.run(run()) == NotFetched("the host name is not known")


def test_what_is_allowed_is_one_port_of_one_host() -> None:
    """An allowed place lets nothing else through: no other port, no name for an address, no address for a name."""

    async def run() -> None:
        good = says(response(body=b"x"))
        async with speaking(good) as server, speaking(good) as other:
            resolver = Resolver(["127.0.0.1"])
            async with open_fetcher(_allowing(server.place), resolver) as fetcher:
                assert isinstance(await fetcher.fetch(server.address()), Fetched)
                for address in (other.address(), f"http://nas.example:{server.port}/", f"http://127.1:{server.port}/"):
                    outcome = await fetcher.fetch(address)
                    assert isinstance(outcome, NotFetched)
                    assert outcome.reason.startswith(_PRIVATE)
            async with open_fetcher(_allowing(("nas.example", server.port)), resolver) as fetcher:
                assert isinstance(await fetcher.fetch(f"http://NAS.example:{server.port}/"), Fetched)
                for address in (server.address(), f"http://nas.example:{other.port}/", "http://b.example/"):
                    assert isinstance(await fetcher.fetch(address), NotFetched)
            assert (server.connections, other.connections) == (2, 0)

    asyncio.run(run())


def test_an_allowed_place_cannot_send_on_to_another() -> None:
    """A redirect from an allowed place to another private one is refused, whatever it is called."""

    async def run() -> None:
        async with speaking(says(response(body=b"private")), *both_loopbacks()) as private:
            for place in ("127.0.0.1", "[::1]", "localhost", "nas.example"):
                to = f"http://{place}:{private.port}/"
                async with speaking(says(response("302 Found", Location=to))) as server:
                    async with open_fetcher(_allowing(server.place), Resolver(["127.0.0.1"])) as fetcher:
                        assert isinstance(await fetcher.fetch(server.address()), NotFetched)
                    assert server.connections == 1
            assert private.connections == 0

    asyncio.run(run())


def test_an_allowed_ipv6_place_is_reached() -> None:
    """`--allow-private [::1]:PORT` reaches that port."""
    try:
        sock = listener("::1")
    except OSError as error:
        pytest.skip(f"no IPv6 here ({error.strerror})")

    async def run() -> None:
        async with speaking(says(response(body=b"x")), sock) as server:
            policy = _allowing(parse_allowed(f"[::1]:{server.port}"))
            async with open_fetcher(policy) as fetcher:
                assert isinstance(await fetcher.fetch(server.address()), Fetched)

    asyncio.run(run())


def test_a_place_is_read_as_host_and_port() -> None:
    """Names, IPv4 and bracketed IPv6 addresses with a port are places, in lower case."""
    assert parse_allowed("192.168.1.5:8080") == ("192.168.1.5", 8080)
    assert parse_allowed("NAS.lan:80") == ("nas.lan", 80)
    assert parse_allowed("[FD00::5]:65535") == ("fd00::5", 65535)


@pytest.mark.parametrize(
    "text",
    ["", ":", "nas", "nas:", ":80", "nas:0", "nas:65536", "nas:http", "::1:80", "[::1]", "http://nas:80", "a b:1"],
)
def test_what_is_no_place_is_a_usage_error(text: str) -> None:
    """No half place allows more than was meant: host and port must both be there."""
    with pytest.raises(SettingsError, match="HOST:PORT"):
        parse_allowed(text)


def test_public_addresses_are_let_through_without_being_allowed() -> None:
    """The control: at a public address the server sees the requests, and only private answers were refused."""
    script = (
        f"ip link set lo up && ip addr add {PUBLIC}/32 dev lo && exec {sys.executable} -m tests.fetch.public_control"
    )
    for tool in ("unshare", "ip"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed (Debian: util-linux, iproute2)")
    as_root = () if os.geteuid() == 0 else ("--map-root-user",)
    namespace = ["unshare", *as_root, "--net", "sh", "-c"]
    tried = subprocess.run([*namespace, "ip link set lo up"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no network namespace here ({tried.stderr.strip()})")
    done = subprocess.run(
        [*namespace, script], cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["outcomes"] == {
        f"{PUBLIC}/literal": "public",
        "news.example/first": "public",
        "news.example/again": "public",
        "news.example/to-public": "public",
        "news.example/to-private": "leads to a private network, or is no web address",
        "news.example/to-private-name": _PRIVATE,
        "private.example/first": _PRIVATE,
        "rebinds.example/first": "public",
        "rebinds.example/again": "public",
    }
    assert seen["private"] == 0
    assert seen["paths"][:2] == ["/literal", "/first"]
    # The refused name may be asked for again, since nothing of it is kept; the others are asked for once.
    assert {name: seen["lookups"].count(name) for name in ("news.example", "cdn.example", "rebinds.example")} == {
        "news.example": 1,
        "cdn.example": 1,
        "rebinds.example": 1,
    }
