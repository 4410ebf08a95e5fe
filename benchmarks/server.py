"""The site on this machine: pictures and pages after a delay, entity tags, and a count of what was asked for.

    python -m benchmarks.server PICTURES [--articles 200] [--delay 0.05] [--hosts 1]

serves the files of the folder PICTURES as `/pictures/NAME`, saved pages as `/pages/NUMBER.html` and a feed as
`/feed.xml`, and prints its port as one line. With more hosts it also listens at 127.0.0.2 and so on (Linux only). Every
answer waits for the delay first, as if the server were that far away. `/-/counts` tells what was asked for since it
was asked last: a JSON object of numbers by kind, `track`, `qr` and `ad` among them, which nobody should ask for.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import json
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from benchmarks.articles import article
from benchmarks.pages import feed, saved_page

NEVER = ("track", "qr", "ad")
"""Kinds of requests that tell somebody who reads what."""


class Site:
    """Answers requests and counts them.

    Args:
        pictures: the folder of the pictures.
        articles: how many the site has.
        delay: seconds before every answer.
    """

    def __init__(self, pictures: Path, articles: int, delay: float) -> None:
        self._pictures = pictures
        self._articles = articles
        self._delay = delay
        self._counts: Counter[str] = Counter()
        self._under_way = 0

    def app(self) -> web.Application:
        """The site as aiohttp serves it."""
        app = web.Application(middlewares=[self._late])
        app.router.add_get("/-/counts", self._tell)
        app.router.add_get("/pictures/{name}", self._picture)
        app.router.add_get("/pages/{number:[0-9]+}.html", self._page)
        app.router.add_get("/feed.xml", self._feed)
        return app

    @web.middleware
    async def _late(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/-/counts":
            return await handler(request)
        self._counts[request.path.split("/")[1]] += 1
        self._under_way += 1
        self._counts["at once"] = max(self._counts["at once"], self._under_way)
        try:
            await asyncio.sleep(self._delay)
            response = await handler(request)
        finally:
            self._under_way -= 1
        self._counts[str(response.status)] += 1
        return response

    async def _tell(self, _: web.Request) -> web.Response:
        told, self._counts = self._counts, Counter()
        return web.json_response(told)

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        path = self._pictures / Path(request.match_info["name"]).name
        tag = f'"{path.stem}"'  # a number's bytes never change
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        try:
            content = path.read_bytes()
        except OSError:
            raise web.HTTPNotFound from None
        ending = path.suffix[1:].replace("jpg", "jpeg")
        return web.Response(body=content, headers={"ETag": tag}, content_type=f"image/{ending}")

    async def _page(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        if number >= self._articles:
            raise web.HTTPNotFound
        return web.Response(text=_page(number, f"http://{request.host}"), content_type="text/html")

    async def _feed(self, request: web.Request) -> web.Response:
        return web.Response(text=_all(self._articles, f"http://{request.host}"), content_type="application/atom+xml")


@functools.cache
def _page(number: int, host: str) -> str:
    return saved_page(article(number), host)


@functools.cache
def _all(count: int, host: str) -> str:
    return feed([article(number) for number in range(count)], host)


def _print(port: int) -> None:
    print(port, flush=True)


async def serve(
    app: web.Application, hosts: Sequence[str] = ("127.0.0.1",), tell: Callable[[int], None] = _print
) -> None:
    """Serve an application until cancelled.

    Args:
        app: what answers.
        hosts: addresses of this machine.
        tell: is given the port, the same on every host; it is printed as one line when left out.
    """
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = 0
    for host in hosts:
        site = web.TCPSite(runner, host, port)
        await site.start()
        port = port or runner.addresses[0][1]
    tell(port)
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is being served.

    Attributes:
        port: where, on every host.
        hosts: addresses of this machine.
        pid: of the server's process.
    """

    port: int
    hosts: tuple[str, ...]
    pid: int

    @property
    def origin(self) -> str:
        """What addresses of the first host begin with."""
        return f"http://{self.hosts[0]}:{self.port}"

    @property
    def origins(self) -> list[str]:
        """What addresses begin with, for each host; they all have everything."""
        return [f"http://{host}:{self.port}" for host in self.hosts]

    def allowed(self) -> list[str]:
        """The program's options that let it come here."""
        return [part for host in self.hosts for part in ("--allow-private", f"{host}:{self.port}")]

    def counts(self) -> dict[str, int]:
        """What was asked for since the last time."""
        with urllib.request.urlopen(f"{self.origin}/-/counts") as response:  # noqa: S310 - our own address
            counts: dict[str, int] = json.load(response)
        return counts


@contextlib.contextmanager
def serving(pictures: Path, articles: int, delay: float, hosts: int = 1) -> Iterator[Served]:
    """Serve a site in a process of its own.

    Args:
        pictures: the folder of the pictures.
        articles: how many the site has.
        delay: seconds before every answer.
        hosts: addresses of this machine to listen at.
    """
    command = [sys.executable, "-m", "benchmarks.server", str(pictures)]
    command += ["--articles", str(articles), "--delay", str(delay), "--hosts", str(hosts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            names = tuple(f"127.0.0.{number + 1}" for number in range(hosts))
            yield Served(int(process.stdout.readline()), names, process.pid)
        finally:
            process.terminate()


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--delay", type=float, default=0.05)
    parser.add_argument("--hosts", type=int, default=1)
    wanted = parser.parse_args()
    site = Site(wanted.pictures, wanted.articles, wanted.delay)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(site.app(), [f"127.0.0.{number + 1}" for number in range(wanted.hosts)]))


if __name__ == "__main__":
    main()
