"""What is fetched for a book: once, in order, bounded, from the store where that is enough; and what is told."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.access import Access
from bundler.model import Article, Kind, Skipped
from bundler.pipeline import extract_all
from bundler.settings import Settings
from tests.books import tools
from tests.fetch.servers import Server, serving
from tests.pages import prose, saved_page

_ACTIVE = ("<script", "<iframe", "<form", "javascript:", "onload", "onerror", "<style")


@dataclass
class Post:
    """A newspaper: a feed of summaries at `/feed`, its pages at `/N`, with validators.

    Attributes:
        pages: how many entries the feed has.
        gone: pages that are no more.
        is_down: whether it answers nothing but 503.
        waits: called with a page's number before it is answered.
        conditional: how many requests had a condition.
    """

    pages: int = 10
    gone: set[int] = field(default_factory=set)
    is_down: bool = False
    waits: Callable[[int], Awaitable[None]] | None = None
    conditional: int = 0

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        name = request.path.strip("/")
        if self.is_down:
            return web.Response(status=410)
        if name == "feed":
            return self._answer(request, feed(f"http://{request.host}", range(self.pages)), "application/rss+xml")
        if not name.isdigit() or int(name) in self.gone:
            return web.Response(status=404)
        if self.waits is not None:
            await self.waits(int(name))
        page = saved_page(f"Story {name}", day="2024-03-01", paragraphs=prose(int(name)))
        return self._answer(request, page, "text/html")

    def _answer(self, request: web.Request, text: str, media_type: str) -> web.Response:
        tag = f'"{hash(text)}"'
        self.conditional += "If-None-Match" in request.headers
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(text=text, content_type=media_type, headers={"ETag": tag})


def feed(site: str, numbers: Any) -> str:  # noqa: ANN401 - anything that gives numbers
    """A feed of summaries."""
    items = "".join(
        f"<item><title>Story {n}</title><link>{site}/{n}</link><description>Short.</description></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>The Post</title><link>{site}/</link>{items}</channel></rss>'


async def read(server: Server, *sources: str, kept: Path | None = None, **more: Any) -> list[Article | Skipped]:  # noqa: ANN401
    """What comes of sources; paths are those of the server.

    Args:
        server: the server, whose place is allowed.
        sources: paths at the server.
        kept: where answers are kept between runs.
        more: what `Settings` takes.
    """
    wanted = Settings(
        tuple(map(server.address, sources)),
        allow_private=frozenset({server.place}),
        access=Access(ignores_robots=True),
        **more,
    )
    with tools() as kit:
        return [result async for result in extract_all(wanted, replace(kit, answers=kept))]


def titles(results: list[Article | Skipped]) -> list[str]:
    """The titles of the articles, in order."""
    return [result.title for result in results if isinstance(result, Article)]


def told(results: list[Article | Skipped]) -> list[tuple[Kind, str]]:
    """Kind and reason of what is no article."""
    return [(result.kind, result.reason) for result in results if isinstance(result, Skipped)]


def age(kept: Path, seconds: int) -> None:
    """Let the answers in a store be older."""
    with sqlite3.connect(kept / "answers.sqlite") as index:
        index.execute("UPDATE answers SET checked = checked - ?", (seconds,))


ALL = [f"Story {number}" for number in range(10)]


def test_what_is_fresh_is_not_asked_for_again(tmp_path: Path) -> None:
    """A run that follows at once asks for nothing; the articles are the same."""

    async def whole() -> None:
        async with serving(Post()) as server:
            first = await read(server, "/feed", kept=tmp_path)
            asked = len(server.asked)
            assert await read(server, "/feed", kept=tmp_path) == first
            assert (titles(first), asked, len(server.asked)) == (ALL, 11, 11)

    asyncio.run(whole())


def test_what_is_old_is_asked_whether_it_has_changed(tmp_path: Path) -> None:
    """A day later every request has a condition, and a 304 brings the same articles; a new entry is fetched."""

    async def whole() -> None:
        post = Post()
        async with serving(post) as server:
            await read(server, "/feed", kept=tmp_path)
            age(tmp_path, 24 * 3600)
            assert titles(await read(server, "/feed", kept=tmp_path)) == ALL
            assert post.conditional == 11
            age(tmp_path, 3600)
            post.pages = 11
            server.asked.clear()
            assert titles(await read(server, "/feed", kept=tmp_path)) == [*ALL, "Story 10"]
            assert [asked.path for asked in server.asked] == ["/feed", "/10"]

    asyncio.run(whole())


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    """What had come before a kill is not asked for again, and the result is that of a run without one."""

    async def whole() -> None:
        reached = asyncio.Event()

        async def hang(number: int) -> None:
            if number == 7:
                reached.set()
                await asyncio.sleep(60)

        post = Post(waits=hang)
        async with serving(post) as server:
            run = asyncio.ensure_future(read(server, "/feed", kept=tmp_path))
            await reached.wait()
            while len(server.asked) < 11 or server.under_way > 1:  # noqa: ASYNC110 - of a server's counters
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2)  # what has been answered is kept by then
            run.cancel()
            await asyncio.wait((run,))
            server.asked.clear()
            post.waits = None
            assert titles(await read(server, "/feed", kept=tmp_path)) == ALL
            assert [asked.path for asked in server.asked] == ["/7"]

    asyncio.run(whole())


def test_offline_takes_what_is_kept_and_asks_nobody(tmp_path: Path) -> None:
    """However old it is; what is not kept is left out and told."""

    async def whole() -> None:
        async with serving(Post()) as server:
            await read(server, "/feed", kept=tmp_path)
            age(tmp_path, 10**7)
            server.asked.clear()
            results = await read(server, "/feed", "/11", kept=tmp_path, offline=True)
            assert titles(results) == ALL
            assert told(results) == [
                (Kind.SWITCHED_OFF, "is on the network, which is switched off; leave out --offline")
            ]
            assert server.asked == []

    asyncio.run(whole())


def test_what_a_server_has_no_more_is_taken_from_the_store_and_told(tmp_path: Path) -> None:
    """A page that is gone, and a site that is down, cost nothing that was there before."""

    async def whole() -> None:
        post = Post()
        async with serving(post) as server:
            await read(server, "/feed", kept=tmp_path)
            age(tmp_path, 10**6)
            post.gone = {3}
            results = await read(server, "/feed", kept=tmp_path)
            assert titles(results) == ALL
            assert [kind for kind, _ in told(results)] == [Kind.KEPT_COPY]
            assert told(results)[0][1].endswith("/3: the server answers 404; the copy of an earlier run is used")
            age(tmp_path, 10**6)
            post.is_down = True
            results = await read(server, "/feed", kept=tmp_path)
            assert titles(results) == ALL
            assert len(told(results)) == 11
            assert not any(kind.is_gap for kind, _ in told(results))

    asyncio.run(whole())


def test_without_a_store_nothing_is_left(tmp_path: Path) -> None:
    """With `--no-store` answers lie in the run's own folder, and it is gone afterwards."""

    async def whole() -> None:
        async with serving(Post()) as server:
            assert titles(await read(server, "/feed")) == ALL

    before = set(tmp_path.parent.iterdir())
    asyncio.run(whole())
    assert set(tmp_path.parent.iterdir()) == before


def test_the_index_names_no_address(tmp_path: Path) -> None:
    """Neither what was asked for nor where it led to can be read in it."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/secret-start":
            return web.Response(status=302, headers={"Location": "/secret-end"})
        return web.Response(text=saved_page("Story", paragraphs=prose(1)), content_type="text/html")

    async def whole() -> None:
        async with serving(answer) as server:
            first = await read(server, "/secret-start", kept=tmp_path)
            again = await read(server, "/secret-start", kept=tmp_path)
            assert first == again
            assert isinstance(again[0], Article)
            assert again[0].source_url == server.address("/secret-end")
            assert len(server.asked) == 2

    asyncio.run(whole())
    written = b"".join(path.read_bytes() for path in tmp_path.glob("answers.sqlite*"))
    assert b"secret" not in written
    assert b"127.0.0.1" not in written


def test_articles_come_in_the_order_of_their_sources() -> None:
    """However long the first answers take, and with pages from the disk between."""

    async def whole() -> None:
        async def slow(number: int) -> None:
            await asyncio.sleep(0.3 if number < 3 else 0)

        async with serving(Post(waits=slow)) as server:
            results = await read(server, "/12", "/feed", "/1")
            assert titles(results) == ["Story 12", *ALL, "Story 1"]

    asyncio.run(whole())


def test_reading_ahead_is_bounded() -> None:
    """Behind an answer that does not come, no more than some thirty others are asked for."""

    async def whole() -> None:
        reached = asyncio.Event()

        async def hang(number: int) -> None:
            if number == 0:
                await reached.wait()

        async with serving(Post(pages=100, waits=hang)) as server:
            run = asyncio.ensure_future(read(server, "/feed"))
            seen = -1
            while seen != len(server.asked):
                seen = len(server.asked)
                await asyncio.sleep(0.5)
            assert 20 <= seen <= 34
            assert server.most_under_way <= 6
            reached.set()
            assert len(titles(await run)) == 100

    asyncio.run(whole())


def test_an_address_that_several_sources_name_is_asked_for_once() -> None:
    """Even when none of them has been answered yet, and when it cannot be had."""

    async def whole() -> None:
        async with serving(Post(gone={2})) as server:
            results = await read(server, "/feed", "/feed", "/1", "/1#part")
            assert len(titles(results)) == 20
            assert sorted(asked.path for asked in server.asked) == sorted(["/feed", *(f"/{n}" for n in range(10))])

    asyncio.run(whole())


def test_no_chain_of_lists_goes_on_for_ever() -> None:
    """Lists that name themselves and each other are each asked for once, and told."""
    answers = {
        "/list": "{site}/list\n{site}/opml\n{site}/index\n",
        "/opml": '<opml version="2.0"><body><outline xmlUrl="{site}/opml"/>'
        '<outline xmlUrl="{site}/index"/></body></opml>',
        "/index": "<sitemapindex><sitemap><loc>{site}/index</loc></sitemap></sitemapindex>",
        "/feed": '<rss version="2.0"><channel><item><title>T</title><link>{site}/feed</link></item></channel></rss>',
    }

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text=answers[request.path].replace("{site}", f"http://{request.host}"))

    async def whole() -> None:
        async with serving(answer) as server:
            results = await read(server, *answers)
            assert titles(results) == []
            assert {kind for kind, _ in told(results)} == {Kind.UNREADABLE}
            assert len(server.asked) == len(answers)

    asyncio.run(whole())


def test_a_private_address_is_told_with_what_to_type() -> None:
    """Neither the user nor a feed reaches a private place by chance; the line says what would allow it."""

    async def whole() -> None:
        async with serving(Post(pages=1)) as server, serving(Post()) as other:
            wanted = Settings((other.address("/1"),))
            with tools() as kit:
                results = [result async for result in extract_all(wanted, kit)]
            assert told(results)[0][1].endswith(f"add --allow-private 127.0.0.1:{other.port}")

            async def foreign(request: web.Request) -> web.StreamResponse:
                del request
                return web.Response(text=feed(other.address(""), [1]), content_type="application/rss+xml")

            async with serving(foreign) as third:
                assert [kind for kind, _ in told(await read(third, "/feed"))] == [Kind.NOT_FETCHED]
            assert (server.asked, other.asked) == ([], [])

    asyncio.run(whole())


_LINKS = st.sampled_from(
    [
        *(
            "/1",
            "1",
            "?x",
            "",
            "//",
            "http://[",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,<script>",
        ),
        *("mailto:a@b.c", "http://127.0.0.1:1/x", "HTTP://", "\x00", "&#106;avascript:x", "http://a b/", "ftp://x/y"),
    ]
)
_TEXTS = st.sampled_from(
    [
        *(
            "",
            "Short …",
            "<p onload='x'>words</p><script>alert(1)</script>",
            "&amp;lt;b&amp;gt;",
            "&xxe;",
            "]]>",
            "<![CDATA[",
        ),
        *("<iframe src='javascript:x'></iframe>", "<p>" + "word " * 200, "\ud800".encode("utf-8", "replace").decode()),
    ]
)
_DATES = st.sampled_from(["", "Mon, 01 Jan 9999 00:00:00 GMT", "32.13.2020", "2024-03-01", "-1", "9" * 400])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_LINKS, _TEXTS, _DATES, st.booleans()), max_size=5),
    st.integers(0, 2000),
    st.sampled_from(["utf-8", "utf-16", "latin-1", "gb18030", "x-none"]),
    st.sampled_from(["auto", "always", "never"]),
)
def test_an_ill_formed_feed_is_no_exception_and_nothing_active(
    entries: list[tuple[str, str, str, bool]], cut: int, charset: str, full_text: str
) -> None:
    """Cut off, wrong character set, entities, relative links, no ids, future dates, links that run something."""
    items = "".join(
        f"<item>{'<guid>x</guid>' if has_id else ''}<link>{link}</link><description>{text}</description>"
        f"<pubDate>{date}</pubDate></item>"
        for link, text, date, has_id in entries
    )
    whole_text = (
        f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    )
    content = whole_text.encode("utf-8" if charset == "x-none" else charset, errors="replace")
    content = content[: len(content) - cut] if cut < len(content) // 2 else content

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/feed":
            return web.Response(body=content, content_type="application/rss+xml")
        return web.Response(text=saved_page("Story", paragraphs=prose(1)), content_type="text/html")

    async def whole() -> None:
        async with serving(answer) as server:
            for result in await read(server, "/feed", full_text=full_text):
                if isinstance(result, Article):
                    body = "".join(result.blocks).lower()
                    assert not any(word in body for word in _ACTIVE)
                    assert all(not link.address.lower().startswith(("javascript:", "data:")) for link in result.links)
                    assert not result.source_url or result.source_url.startswith("http")
                else:
                    assert "Error" not in result.reason

    asyncio.run(whole())
