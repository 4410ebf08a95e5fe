"""Servers and name servers that say nothing: asked again, given up for the run, and not waited for at its end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from aiohttp import web

from bundler.fetch import Fetched, Fetcher, NotFetched, Policy, open_fetcher
from tests.fetch.servers import listener, serving
from tests.images.kit import write_page
from tests.pages import plain_page, prose
from tests.program import COMMAND, environment, inside, run

_DEAD = "the server cannot be reached, 2 times"


async def _good(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"body")


def _closed_port() -> int:
    """A port of 127.0.0.1 at which nobody listens."""
    with listener("127.0.0.1") as sock:
        port: int = sock.getsockname()[1]
    return port


async def _all_of(fetcher: Fetcher, port: int, count: int) -> list[object]:
    return list(await asyncio.gather(*(fetcher.fetch(f"http://127.0.0.1:{port}/{n}") for n in range(count))))


def test_a_name_server_that_has_no_time_is_asked_again() -> None:
    """A passing failure of the resolver (EAI_AGAIN) costs a wait, not the picture."""

    async def run() -> None:
        asked: list[str] = []

        async def lookup(host: str, _: int) -> list[str]:
            asked.append(host)
            if len(asked) < 3:
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            return ["127.0.0.1"]

        async with serving(_good) as server:
            policy = Policy(allowed=frozenset({("nas.example", server.port)}), silence=1, deadline=20)
            async with open_fetcher(policy, lookup) as fetcher:
                assert isinstance(await fetcher.fetch(f"http://nas.example:{server.port}/"), Fetched)
        assert asked == ["nas.example"] * 3

    asyncio.run(run())


def test_a_name_server_that_never_has_time_is_a_reason() -> None:
    """The reason is the name server, not the name."""

    async def lookup(_: str, __: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    async def run() -> object:
        async with open_fetcher(Policy(tries=2), lookup) as fetcher:
            return await fetcher.fetch("http://news.example/")

    assert asyncio.run(run()) == NotFetched("the name server does not answer, 2 times")


def test_a_dead_host_is_given_up_for_the_run() -> None:
    """After three pictures in vain no other waits for it, and all have the same reason, whatever was under way."""

    async def run() -> None:
        port = _closed_port()
        policy = Policy(allowed=frozenset({("127.0.0.1", port)}), tries=2, per_host=2)
        async with open_fetcher(policy) as fetcher:
            begin = time.monotonic()
            outcomes = await _all_of(fetcher, port, 200)
            assert set(outcomes) == {NotFetched(_DEAD)}
            assert time.monotonic() - begin < 20  # 200 pictures with half a second each, two at a time, take 50

    asyncio.run(run())


def test_a_dead_host_that_comes_back_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's own line may have been down: after a pause one picture looks, and with its answer all are asked."""

    async def run() -> None:
        port = _closed_port()
        policy = Policy(allowed=frozenset({("127.0.0.1", port)}), tries=1, silence=1, deadline=20)
        async with open_fetcher(policy) as fetcher:
            await _all_of(fetcher, port, 4)
            async with serving(_good, port=port) as server:
                assert not [found for found in await _all_of(fetcher, port, 4) if isinstance(found, Fetched)]
                assert server.asked == []
                monkeypatch.setattr("bundler.fetch.dead_hosts._PAUSE", -1)  # it is over
                assert isinstance(await fetcher.fetch(f"http://127.0.0.1:{port}/"), Fetched)
                assert all(isinstance(found, Fetched) for found in await _all_of(fetcher, port, 4))

    asyncio.run(run())


def test_a_host_that_answers_is_not_given_up() -> None:
    """Refusals are answers: a hundred pictures that are not there cost none that is."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=404) if request.path != "/100" else web.Response(body=b"body")

    async def run() -> None:
        async with serving(answer) as server, open_fetcher(server.policy()) as fetcher:
            outcomes = [await fetcher.fetch(server.address(f"/{number}")) for number in range(101)]
            assert set(outcomes[:100]) == {NotFetched("the server answers 404")}
            assert isinstance(outcomes[100], Fetched)

    asyncio.run(run())


def test_an_answer_makes_up_for_what_went_before() -> None:
    """A host that was away for two pictures, back for one, and away for two again is still asked."""

    async def run() -> None:
        port = _closed_port()
        policy = Policy(allowed=frozenset({("127.0.0.1", port)}), tries=2, silence=1, deadline=20)
        async with open_fetcher(policy) as fetcher:
            for _ in range(2):
                assert await _all_of(fetcher, port, 2) == [NotFetched(_DEAD)] * 2
                async with serving(_good, port=port):
                    assert isinstance(await fetcher.fetch(f"http://127.0.0.1:{port}/"), Fetched)

    asyncio.run(run())


def test_a_reason_that_many_share_is_told_once(tmp_path: Path) -> None:
    """The report for people has one line for a dead server, and `--json` has every picture."""
    port = _closed_port()
    for number in range(1, 4):
        write_page(tmp_path, number, [f"http://127.0.0.1:{port}/{number}-{n}.jpg" for n in range(4)])
    env = environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache"))
    done = run("build", "pages", "-o", "b.epub", "--allow-private", f"127.0.0.1:{port}", folder=tmp_path, env=env)
    assert done.code == 3
    told = [line for line in done.err.splitlines() if line.startswith("missing: ") and "server" in line]
    assert told == ["missing: 12 pictures: the server cannot be reached, 4 times, the first of 01.md"]


_SLOW_RESOLVER = """
import socket, sys, time
from pathlib import Path
def ask(*_, **__):
    Path(sys.argv.pop()).touch()
    time.sleep(60)
socket.getaddrinfo = ask
from bundler.cli import main
main(sys.argv[1:-1])
"""


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_an_interrupt_does_not_wait_for_a_name_server(tmp_path: Path) -> None:
    """With a resolver that hangs Ctrl-C ends the run at once, exit code 130, and leaves nothing."""
    (tmp_path / "pages").mkdir()
    page = plain_page("A", day="2020-09-01", paragraphs=[*prose(1), "![](http://img.example/1.jpg)"])
    (tmp_path / "pages" / "1.md").write_text(page, encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    asked = tmp_path / "asked"
    command = [COMMAND[0], "-c", _SLOW_RESOLVER, "build", "pages", "-q", "-o", "book.epub", "--", str(asked)]
    env = environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache"), TMPDIR=str(tmp_path / "temporary"))
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(600):
            if asked.exists():
                break
            time.sleep(0.05)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip().startswith("epub-bundler: interrupted; nothing was changed")
    assert time.monotonic() - begin < 5
    assert inside(tmp_path) == ["asked", "cache", "pages", "temporary"]
    assert inside(tmp_path / "temporary") == []
