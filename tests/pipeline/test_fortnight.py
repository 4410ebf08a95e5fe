"""A fortnight of a bundle: feeds and pages grow, change, move, vanish and repeat themselves, and a run every day."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import random
import socket
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bundler.check import audit
from bundler.delta import Delta
from bundler.fetch import Policy
from bundler.model import Kind
from bundler.report import Report
from tests.daily import pass_a_day, run_of_the_day, story, told
from tests.fetch.servers import Server, serving
from tests.pages import saved_page
from tests.program import COMMAND, environment

DAYS = range(1, 15)
QUIET = (4, 11)
"""Days on which nothing is published."""
MARCH = "2021-03-"


@dataclass(frozen=True)
class Told:
    """An article as the site has it on a day.

    Attributes:
        path: its address's.
        title: its title.
        paragraphs: its text.
    """

    path: str
    title: str
    paragraphs: tuple[str, ...]


class Site:
    """A site on one of its days: a feed without dates, one that repeats all, and pages that a sitemap names."""

    def __init__(self) -> None:
        self.day = 1
        self.port = 0
        self.answered: Counter[tuple[str, int]] = Counter()

    def address(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def _published(self) -> list[int]:
        return [number for number in range(1, self.day + 1) if number not in QUIET]

    def undated(self) -> list[Told]:
        """The feed without dates: the first is away for three days, the second grows, the third moves."""
        found = []
        for number in self._published():
            path, text = f"/u/{number}", story(100 + number)
            if number == 1 and self.day in (6, 7, 8):
                continue
            if number == 2 and self.day >= 5:
                text += story(202)
            if number == 3 and self.day >= 8:
                path = "/moved/u3"
            found.append(Told(path, f"Undated {number}", text))
        return found[-8:]  # feeds are short: older entries roll off

    def repeating(self) -> list[Told]:
        """The feed that repeats all with new names and days: the fifth moves with a word changed."""
        found = []
        for number in self._published():
            path, text = f"/r/{number}", story(300 + number)
            if number == 5 and self.day >= 10:
                path, text = "/moved/r5", (*text[:3], text[3].replace("of", "out of"))
            found.append(Told(path, f"Repeated {number}", text))
        return found

    def pages(self) -> list[Told]:
        """Pages of a sitemap: the second vanishes, the sixth is rewritten in part."""
        found = []
        for number in self._published():
            text = story(500 + number)
            if number == 2 and self.day >= 7:
                continue
            if number == 6 and self.day >= 9:
                text = (*text, *story(606))
            found.append(Told(f"/p/{MARCH}{number:02}-page.html", f"Page {number}", text))
        return found

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer; what has not changed is 304 to who has it."""
        body, media_type = self._body(request.path)
        if not body:
            self.answered[request.path, 404] += 1
            return web.Response(status=404)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        status = 304 if request.headers.get("If-None-Match") == tag else 200
        self.answered[request.path, status] += 1
        if status == 304:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, headers={"ETag": tag, "Content-Type": media_type})

    def _body(self, path: str) -> tuple[bytes, str]:
        if path == "/undated.xml":
            items = "".join(self._item(one, f"<guid>{self.address(one.path)}</guid>") for one in self.undated())
            return _rss(items), "application/rss+xml"
        if path == "/repeating.xml":
            again = f"<pubDate>{self.day:02} Mar 2021 10:00:00 GMT</pubDate>"
            items = "".join(
                self._item(one, f"<guid>{self.day}-{number}</guid>{again}")
                for number, one in enumerate(self.repeating())
            )
            return _rss(items), "application/rss+xml"
        if path == "/sitemap.xml":
            urls = "".join(f"<url><loc>{self.address(one.path)}</loc></url>" for one in self.pages())
            return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(), "text/xml"
        found = next((one for one in self.pages() if one.path == path), None)
        if found is None:
            return b"", ""
        page = saved_page(found.title, day=path[3:13], address=self.address(path), paragraphs=found.paragraphs)
        return page.encode(), "text/html; charset=utf-8"

    def _item(self, one: Told, more: str) -> str:
        body = "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in one.paragraphs)
        return (
            f"<item><title>{one.title}</title><link>{self.address(one.path)}</link>{more}"
            f"<content:encoded>{body}</content:encoded></item>"
        )


def _rss(items: str) -> bytes:
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {namespace}><channel><title>Daily</title>{items}</channel></rss>'.encode()


def everything() -> Counter[str]:
    """What all books of a fortnight must hold: each paragraph once, of a changed article the whole of it again."""
    published = [number for number in DAYS if number not in QUIET]
    stories = [*(100 + number for number in published), *(300 + number for number in published)]
    stories += [*(500 + number for number in published), 202, 606]
    found = Counter({f"{number}.{part}": 1 for number in stories for part in range(1, 5)})
    for changed in (102, 506):
        found.update(f"{changed}.{part}" for part in range(1, 5))
    return found


class Subscriber:
    """Somebody whose machine makes the book of each day, and brings a book of everything up to date.

    Args:
        folder: where all of it lies.
        server: the site.
        dead: a port where nobody answers.
    """

    def __init__(self, folder: Path, server: Server, dead: int) -> None:
        self.cache, self.books, self.whole = folder / "cache", folder / "books", folder / "whole.epub"
        self.books.mkdir(parents=True)
        self.sources = [server.address(path) for path in ("/undated.xml", "/repeating.xml", "/sitemap.xml")]
        self._dead = f"http://127.0.0.1:{dead}/feed.xml"
        self._places = frozenset({server.place, ("127.0.0.1", dead)})

    async def make(self, *, with_dead: bool) -> Report:
        """The book of the day, with the dead host among the sources or without."""
        return await self._run(self.books / "day.epub", Delta(new=True), with_dead=with_dead)

    async def bring_up_to_date(self) -> Report:
        """The book of everything."""
        delta = Delta(update=str(self.whole)) if self.whole.exists() else Delta()
        return await self._run(self.whole, delta, with_dead=True)

    async def _run(self, book: Path, delta: Delta, *, with_dead: bool) -> Report:
        sources = [*self.sources, *([self._dead] if with_dead else [])]
        return await run_of_the_day(self.cache, book, *sources, title="Daily", allow_private=self._places, delta=delta)

    async def make_and_be_killed(self, moment: Callable[[], bool]) -> None:
        """The command in a process of its own, killed at a moment."""
        places = [f"--allow-private={host}:{port}" for host, port in sorted(self._places)]
        command = [*COMMAND, "--debug", "build", *self.sources, "--new", "--title", "Daily", *places]
        process = subprocess.Popen(  # noqa: ASYNC220 - it takes no longer than any other call
            [*command, "-o", str(self.books / "day.epub")],
            env=environment(EPUB_BUNDLER_CACHE=str(self.cache)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not moment():  # noqa: ASYNC110 - another process's doing is no event here
            await asyncio.sleep(0.002)
        process.kill()
        process.wait()

    def digests(self) -> dict[str, str]:
        """The bytes of all books, by name."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self.books.glob("*.epub"))}


def moments(folder: Path, dice: random.Random) -> dict[int, Callable[[], bool]]:
    """When runs are killed, by day: by chance as pages come, while the book is written, as soon as it has its name."""
    books = folder / "books"
    pause = iter(range(dice.randrange(100)))
    named: list[int] = []

    def is_named() -> bool:
        named.append(len(list(books.glob("*.epub"))))
        return named[-1] > named[0]

    return {
        2: lambda: (folder / "cache" / "answers.sqlite-wal").exists() and next(pause, None) is None,
        5: lambda: any(path.suffix == ".part" for path in books.iterdir()),
        9: is_named,
        13: is_named,
    }


def test_a_fortnight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each article is in the books exactly once, the book of everything loses nothing, and kills change no byte."""
    # A dead host is asked once: how long it is waited for is tested in tests/fetch.
    monkeypatch.setattr("bundler.fetch.Policy", functools.partial(Policy, tries=1))
    asyncio.run(_fortnight(tmp_path))


async def _fortnight(folder: Path) -> None:
    site = Site()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # not listening: connections are refused
        async with serving(site) as server:
            site.port = server.port
            steady = Subscriber(folder / "steady", server, nobody.getsockname()[1])
            killed = Subscriber(folder / "killed", server, nobody.getsockname()[1])
            when = moments(folder / "killed", random.Random())  # noqa: S311 - no secret
            held: set[str] = set()
            for day in DAYS:
                site.day = day
                with_dead = day not in when  # a run that is killed would wait for it, and not come to be killed
                report = await steady.make(with_dead=with_dead)
                assert report.is_nothing_new == (day in QUIET)
                assert [gap.kind for gap in report.gaps] == [Kind.NOT_FETCHED] * with_dead
                if day % 3 != 0:
                    await steady.bring_up_to_date()
                    now = set(told([steady.whole]))
                    assert held <= now
                    held = now
                if day in when:
                    await killed.make_and_be_killed(when[day])
                await killed.make(with_dead=with_dead)
                for subscriber in (steady, killed):
                    pass_a_day(subscriber.cache)
    assert told(steady.books.iterdir()) == everything()
    assert killed.digests() == steady.digests()
    assert len(steady.digests()) == len(DAYS) - len(QUIET)
    assert set(told([steady.whole])) == set(everything())
    assert set(told([steady.whole]).values()) == {1}
    assert audit(steady.whole) == []
    unchanged = [f"/p/{MARCH}{number:02}-page.html" for number in DAYS if number not in (*QUIET, 2, 6)]
    assert max(site.answered[path, 200] for path in unchanged) == 2  # once for each of the two
    assert min(site.answered[path, 304] for path in unchanged[:-1]) >= 2
