"""Pages behind a login, from the command line to the book: let in, told what to do, and no key anywhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from tests.fetch.servers import Server, serving
from tests.pages import prose, saved_page
from tests.program import Outcome, environment, run

_SECRET = "T0PSECRET"  # noqa: S105 - what must not be found


def _site(folder: Path, test: Callable[[Server, Callable[..., Outcome]], None]) -> None:
    """Run a test beside a site that shows its articles to a reader with a cookie only, and wants one left alone."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow: /private\n")
        if request.headers.get("Cookie") != f"id={_SECRET}":
            return web.Response(status=403)
        text = saved_page(f"The story {request.path}", day="2020-09-01", paragraphs=prose(1))
        return web.Response(text=text, content_type="text/html")

    async def both() -> None:
        async with serving(answer) as server:

            def program(*arguments: str) -> Outcome:
                options = ("--allow-private", f"127.0.0.1:{server.port}")
                return run(*arguments, *options, folder=folder, env=environment(EPUB_BUNDLER_CACHE=str(folder / "c")))

            await asyncio.to_thread(test, server, program)

    asyncio.run(both())


def test_a_cookie_lets_in_and_stands_nowhere(tmp_path: Path) -> None:
    """Without it the line says what to do; with it the article comes, and no file of ours holds the key."""
    (tmp_path / "cookies.txt").write_text(f"127.0.0.1\tFALSE\t/\tFALSE\t0\tid\t{_SECRET}\n", encoding="utf-8")

    def test(server: Server, program: Callable[..., Outcome]) -> None:
        refused = json.loads(program("list", server.address("/a"), "--json").out)
        assert "the server answers 403" in refused["gaps"][0]["reason"]
        done = program("build", server.address("/a"), "--cookies", "cookies.txt", "-o", "a.epub")
        assert done.code == 0, done.err
        assert _SECRET not in done.out + done.err
        for path in tmp_path.rglob("*"):
            if path.is_file() and path.name != "cookies.txt":
                assert _SECRET.encode() not in path.read_bytes(), path
        again = json.loads(program("list", server.address("/a"), "--json").out)
        assert again["articles"] == []  # what the key opened is not shown without it

    _site(tmp_path, test)


def test_a_page_to_be_left_alone_is_a_gap_with_two_ways_on(tmp_path: Path) -> None:
    """The line names the browser and the option; with the option the page is asked for."""

    def test(server: Server, program: Callable[..., Outcome]) -> None:
        told = json.loads(program("list", server.address("/private/a"), "--json").out)["gaps"][0]["reason"]
        assert "robots.txt" in told
        assert "save it in a browser and give the file, or use --ignore-robots" in told
        assert "/private/a" not in [asked.path for asked in server.asked]
        program("list", server.address("/private/a"), "--ignore-robots")
        assert "/private/a" in [asked.path for asked in server.asked]

    _site(tmp_path, test)
