"""Pictures from the network across runs: asked for once, kept, limited, and there when the server is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from bundler.images import NoNetwork
from bundler.images.sources import Missing
from bundler.model import Kind
from bundler.report import Report
from bundler.store import open_pictures
from tests.books import contents
from tests.fetch.servers import Server, listener, response, says, serving, speaking
from tests.images.kit import age, built, gaps, write_page
from tests.pictures import jpeg

_PICTURES = {f"/{n}.jpg": jpeg(400 + n, 300) for n in range(1, 9)}
_SIZE = len(_PICTURES["/1.jpg"])


async def _good(request: web.Request) -> web.StreamResponse:
    if request.path not in _PICTURES:
        return web.Response(status=404)
    tag = f'"{request.path}"'
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304)
    return web.Response(body=_PICTURES[request.path], headers={"ETag": tag})


def _paths(server: Server) -> list[str]:
    """What was asked for since the last time this was called."""
    found = [asked.path for asked in server.asked]
    server.asked.clear()
    return found


def test_a_picture_of_many_articles_is_asked_for_once(tmp_path: Path) -> None:
    """Twelve articles that show the same picture at the same time make one request and one file in the book."""

    async def run() -> None:
        async with serving(_good) as server:
            for number in range(1, 13):
                write_page(tmp_path, number, [server.address("/1.jpg"), server.address("/1.jpg")])
            report = await built(tmp_path, server)
            assert _paths(server) == ["/1.jpg"]
            assert report.pictures == 1
            assert all(picture is not None for chapter in report.chapters for picture in chapter.pictures)

    asyncio.run(run())


def test_the_same_bytes_under_two_addresses_are_one_picture(tmp_path: Path) -> None:
    """Two addresses are two requests, but one file in the book."""

    async def run() -> None:
        async with serving(_good) as server:
            write_page(tmp_path, 1, [server.address("/1.jpg"), server.address("/1.jpg?again")])
            report = await built(tmp_path, server)
            assert _paths(server) == ["/1.jpg", "/1.jpg?again"]
            assert report.pictures == 1

    asyncio.run(run())


def test_a_limit_on_the_download_is_used_up_in_the_order_of_use(tmp_path: Path) -> None:
    """The first pictures of the first articles come, the rest are gaps, and a later run fills those alone."""

    async def run() -> None:
        async with serving(_good) as server:
            for number in (1, 2, 3, 4):
                paths = (f"/{number * 2 - 1}.jpg", f"/{number * 2}.jpg")
                write_page(tmp_path, number, [server.address(path) for path in paths])
            report = await built(tmp_path, server, max_download=_SIZE * 4 + _SIZE // 2)
            first = _paths(server)
            assert first in ([f"/{n}.jpg" for n in range(1, 5)], [f"/{n}.jpg" for n in range(1, 6)])
            assert [path for path, _ in gaps(report)] == [f"/{n}.jpg" for n in range(5, 9)]
            assert {reason for _, reason in gaps(report)[1:]} == {"the limit of --max-download was reached before it"}
            assert report.pictures == 4
            later = await built(tmp_path, server)
            assert sorted(_paths(server)) == [f"/{n}.jpg" for n in range(5, 9)]
            assert later.gaps == ()
            assert later.pictures == 8

    asyncio.run(run())


def test_a_limit_on_the_download_is_a_limit(tmp_path: Path) -> None:
    """A picture larger than what is left is not fetched: the line is never used for more than was allowed."""
    large = jpeg(4000, 3000)
    sent = [0]

    async def answer(request: web.Request) -> web.StreamResponse:
        found = web.StreamResponse(headers={"Content-Length": str(len(large))})
        await found.prepare(request)
        for start in range(0, len(large), 10_000):
            await found.write(large[start : start + 10_000])
            sent[0] += 10_000
            await asyncio.sleep(0.01)
        return found

    async def run() -> None:
        async with serving(answer) as server:
            write_page(tmp_path, 1, [server.address("/1.jpg"), server.address("/2.jpg")])
            report = await built(tmp_path, server, max_download=30_000)
            assert len(report.gaps) == 2
            assert sent[0] <= 60_000

    assert len(large) > 200_000
    asyncio.run(run())


@pytest.mark.parametrize("gone", ["404", "503", "page"])
def test_an_original_is_kept_when_its_server_is_gone(tmp_path: Path, gone: str) -> None:
    """A year later the server has nothing, or nonsense: the picture of last time is in the book, and no gap."""
    answers = {
        "404": response("404 Not Found"),
        "503": response("503 Busy", Retry_After="0"),
        "page": response(body=b"<!DOCTYPE html><title>Gone</title>", Content_Type="text/html"),
    }

    async def run() -> None:
        async with serving(_good) as server:
            write_page(tmp_path, 1, [server.address("/1.jpg")])
            first = await built(tmp_path, server)
            book = contents(tmp_path / "book.epub")
        age(tmp_path)
        async with speaking(says(answers[gone]), listener("127.0.0.1", server.port)):
            later = await built(tmp_path, server)
        assert first.gaps == later.gaps == ()
        assert contents(tmp_path / "book.epub") == book

    asyncio.run(run())


def _two_runs(folder: Path, first: bytes, second: bytes) -> tuple[Report, Report]:
    """Two runs over one picture whose server says one thing in the first and another in the second."""
    said = [first]

    async def speak(number: int, asked: object, writer: asyncio.StreamWriter) -> None:
        del number, asked
        writer.write(said[0])

    async def run() -> tuple[Report, Report]:
        async with speaking(speak) as server:
            write_page(folder, 1, [server.address("/1.jpg")])
            one = await built(folder, server)
            said[0] = second
            return one, await built(folder, server)

    return asyncio.run(run())


@pytest.mark.parametrize(
    "first",
    [
        response(body=b"<!DOCTYPE html><title>Please wait</title>", Content_Type="image/jpeg"),
        response(body=b"not a picture"),
        response(body=jpeg(400, 300)[:2000]),
        response("404 Not Found"),
        response("503 Busy", Retry_After="0"),
        response("302 Found", Location="/1.jpg"),
    ],
    ids=["page", "words", "cut off", "404", "503", "loop"],
)
def test_what_was_no_picture_is_asked_for_again(tmp_path: Path, first: bytes) -> None:
    """A gap is filled by the next run: a page or an error in a picture's place is not kept for a week."""
    one, two = _two_runs(tmp_path, first, response(body=jpeg(400, 300)))
    assert len(one.gaps) == 1
    assert two.gaps == ()
    assert two.pictures == 1


@pytest.mark.parametrize("tag", [b'"\xe9"', b"\xff\xfe", b'"' + b"a" * 5000 + b'"'], ids=["latin-1", "bytes", "long"])
def test_odd_validators_cost_no_book(tmp_path: Path, tag: bytes) -> None:
    """A field that is no text of any encoding ends neither the run nor the picture."""
    said = response(body=jpeg(400, 300), ETag=tag, Last_Modified=tag)
    one, two = _two_runs(tmp_path, said, said)
    assert (one.pictures, two.pictures) == (1, 1)


@pytest.mark.parametrize(
    "host", ["a..b.example", f"{'a' * 64}.example", "1.2.3.4.5", "[::1", "exa mple", "%31.example"]
)
def test_an_address_that_is_none_costs_no_book(tmp_path: Path, host: str) -> None:
    """One broken address among a page's pictures is one gap, and the others are there."""

    async def run() -> Report:
        async with serving(_good) as server:
            write_page(tmp_path, 1, [f"http://{host}/p.jpg", server.address("/1.jpg")])
            return await built(tmp_path, server)

    report = asyncio.run(run())
    assert report.pictures == 1
    assert len(report.gaps) == 1


def test_an_unchanged_original_is_fresh_again(tmp_path: Path) -> None:
    """A 304 makes it young: the run after that asks for nothing."""

    async def run() -> None:
        async with serving(_good) as server:
            write_page(tmp_path, 1, [server.address("/1.jpg")])
            await built(tmp_path, server)
            age(tmp_path)
            await built(tmp_path, server)
            assert [asked.fields.get("if-none-match") for asked in server.asked] == [None, '"/1.jpg"']
            server.asked.clear()
            report = await built(tmp_path, server)
            assert _paths(server) == []
            assert report.pictures == 1

    asyncio.run(run())


def test_a_changed_original_replaces_the_old_one(tmp_path: Path) -> None:
    """When the picture under an address is another one, the next book that asks has it."""
    one = response(body=jpeg(400, 300), ETag='"1"')
    two = response(body=jpeg(500, 300), ETag='"2"')
    said = [one]

    async def speak(number: int, asked: object, writer: asyncio.StreamWriter) -> None:
        del number, asked
        writer.write(said[0])

    async def run() -> list[int]:
        async with speaking(speak) as server:
            write_page(tmp_path, 1, [server.address("/1.jpg")])
            found = [await built(tmp_path, server)]
            said[0] = two
            age(tmp_path)
            found.append(await built(tmp_path, server))
            return [picture.width for report in found for picture in report.chapters[0].pictures if picture]

    assert asyncio.run(run()) == [400, 500]


def test_without_a_network_the_store_is_used(tmp_path: Path) -> None:
    """What is here is given, however old; the rest is left out as switched off, which is no gap."""

    async def run() -> None:
        with open_pictures(tmp_path / "cache") as store:
            digest = store.keep_original("http://a.example/1.jpg", b"picture", "", "")
            offline = NoNetwork(store)
            assert await offline.digest("http://a.example/1.jpg", "") == digest
            missing = await offline.digest("http://a.example/2.jpg", "")
            assert isinstance(missing, Missing)
            assert missing.kind is Kind.SWITCHED_OFF

    asyncio.run(run())


def test_bytes_that_came_in_vain_count_too(tmp_path: Path) -> None:
    """Failed downloads use the line as well: tries again included, the server never sends much more than allowed."""
    picture = jpeg(1600, 1200)
    sent = [0]

    async def speak(number: int, asked: object, writer: asyncio.StreamWriter) -> None:
        del number, asked
        writer.write(response(body=picture[:-100], Content_Length=str(len(picture))))
        await writer.drain()
        sent[0] += len(picture)
        await asyncio.sleep(0.1)

    async def run() -> Report:
        async with speaking(speak) as server:
            write_page(tmp_path, 1, [server.address("/1.jpg"), server.address("/2.jpg")])
            return await built(tmp_path, server, max_download=len(picture) + 1000)

    report = asyncio.run(run())
    assert len(report.gaps) == 2
    assert sent[0] <= 2 * len(picture)
