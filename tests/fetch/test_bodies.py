"""Bodies: broken off and resumed, packed and unpacked, and never beyond what they may have."""

from __future__ import annotations

import asyncio
import gzip
import random
import time
import tracemalloc
import zlib

import pytest

from bundler.fetch import Fetched, NotFetched, open_fetcher
from bundler.fetch.request import Outcome
from tests.fetch.servers import Asked, Server, Speak, response, says, speaking

_BODY = random.Random(0).randbytes(102_400)  # noqa: S311 - the same bytes every time, no secrets
_HALF = len(_BODY) // 2
_SECONDS_TO_READ = 0.15
"""Between a half body and the hanging up: the client has what was sent by then."""
_MEBIBYTE = 1024 * 1024
_TAGGED = {"ETag": '"a"'}


async def _fetch(server: Server, **limits: float) -> Outcome:
    async with open_fetcher(server.policy(**limits)) as fetcher:
        return await fetcher.fetch(server.address())


def _run(speak: Speak, **limits: float) -> tuple[Outcome, Server]:
    async def run() -> tuple[Outcome, Server]:
        async with speaking(speak) as server:
            return await _fetch(server, **limits), server

    return asyncio.run(run())


def _broken_off(fields: dict[str, str], *later: bytes) -> Speak:
    """The first answer is half of the body; the later ones are a test's."""

    async def speak(number: int, _: Asked, writer: asyncio.StreamWriter) -> None:
        if number == 1:
            writer.write(response(body=_BODY[:_HALF], Content_Length=str(len(_BODY)), **fields))
            await writer.drain()
            await asyncio.sleep(_SECONDS_TO_READ)
        else:
            writer.write(later[min(number - 2, len(later) - 1)])

    return speak


def _whole() -> bytes:
    return response(body=_BODY)


def _part(start: int, stop: int = len(_BODY), *, said: str = "", content: bytes = _BODY, etag: str = "") -> bytes:
    span = said or f"bytes {start}-{stop - 1}/{len(content)}"
    return response("206 Partial Content", content[start:stop], Content_Range=span, ETag=etag)


@pytest.mark.parametrize(
    ("name", "value"), [("ETag", '"abc"'), ("Last_Modified", "Sun, 06 Nov 1994 08:49:37 GMT")], ids=["etag", "date"]
)
def test_a_body_that_breaks_off_is_resumed(name: str, value: str) -> None:
    """Only the missing bytes are asked for, under the condition that the body is still the same one."""
    outcome, server = _run(_broken_off({name: value}, _part(_HALF)))
    assert isinstance(outcome, Fetched)
    assert outcome.content == _BODY
    assert outcome.wire_bytes == len(_BODY)
    first, second = server.asked
    assert "range" not in first.fields
    assert (second.fields["range"], second.fields["if-range"]) == (f"bytes={_HALF}-", value)


def test_a_body_that_breaks_off_again_and_again_is_resumed_each_time() -> None:
    """Two breaks cost three requests and not one byte twice."""
    third = len(_BODY) // 3 + 1

    async def speak(number: int, asked: Asked, writer: asyncio.StreamWriter) -> None:
        start = int(asked.fields.get("range", "bytes=0-")[6:-1])
        status = "206 Partial Content" if start else "200 OK"
        span = {"Content_Range": f"bytes {start}-{len(_BODY) - 1}/{len(_BODY)}"} if start else {}
        rest = len(_BODY) - start
        writer.write(response(status, _BODY[start:][:third], Content_Length=str(rest), ETag='"a"', **span))
        await writer.drain()
        await asyncio.sleep(_SECONDS_TO_READ if number < 3 else 0)

    outcome, server = _run(speak)
    assert isinstance(outcome, Fetched)
    assert outcome.content == _BODY
    assert outcome.wire_bytes == len(_BODY)
    ranges = [asked.fields.get("range") for asked in server.asked]
    assert ranges == [None, f"bytes={third}-", f"bytes={third * 2}-"]


@pytest.mark.parametrize("fields", [{}, {"ETag": 'W/"abc"'}], ids=["no-validator", "weak-etag"])
def test_a_body_that_cannot_be_recognised_starts_anew(fields: dict[str, str]) -> None:
    """Without a strong validator nobody knows whether the rest belongs to what is here (RFC 9110, 13.1.5)."""
    outcome, server = _run(_broken_off(fields, _whole()))
    assert isinstance(outcome, Fetched)
    assert outcome.content == _BODY
    assert all("range" not in asked.fields for asked in server.asked)


def test_a_server_that_knows_no_ranges_sends_the_whole_again() -> None:
    """A 200 to a question for the rest is the whole body, not the rest."""
    outcome, server = _run(_broken_off(_TAGGED, _whole()))
    assert isinstance(outcome, Fetched)
    assert outcome.content == _BODY
    assert outcome.wire_bytes == len(_BODY) + _HALF
    assert "range" in server.asked[1].fields


def test_a_range_that_is_refused_starts_anew() -> None:
    """A 416 throws away what is here and asks for the whole."""
    outcome, server = _run(_broken_off(_TAGGED, response("416 Range Not Satisfiable"), _whole()))
    assert isinstance(outcome, Fetched)
    assert outcome.content == _BODY
    assert [("range" in asked.fields) for asked in server.asked] == [False, True, False]


def test_a_part_that_does_not_fit_never_becomes_a_body() -> None:
    """Whatever a server calls the rest, the outcome is the whole body or none: never a mixture, never a piece."""
    parts = {
        "begins later": _part(_HALF + 10),
        "begins earlier": _part(0, _HALF),
        "ends too soon": _part(_HALF, _HALF + 1000),
        "is of another body": _part(_HALF, content=_BODY[::-1], etag='"b"'),
        "says no span": _part(_HALF, said="bytes */102400"),
        "counts no bytes": _part(_HALF, said="items 51200-102399/102400"),
        "says nothing": response("206 Partial Content", _BODY[_HALF:]),
    }

    async def outcome_of(later: bytes) -> Outcome:
        async with speaking(_broken_off(_TAGGED, later, _whole())) as server:
            return await _fetch(server)

    async def run() -> dict[str, Outcome]:
        return dict(zip(parts, await asyncio.gather(*map(outcome_of, parts.values())), strict=True))

    wrong = {
        name: len(outcome.content)
        for name, outcome in asyncio.run(run()).items()
        if isinstance(outcome, Fetched) and outcome.content != _BODY
    }
    assert wrong == {}


def test_a_part_nobody_asked_for_is_no_body() -> None:
    """A 206 to a plain request is a piece of something."""
    outcome, _ = _run(says(_part(_HALF)), tries=1)
    assert isinstance(outcome, NotFetched)


def test_a_body_that_always_breaks_off_is_given_up() -> None:
    """The reason says what happens and how often it was tried; the bytes count as used."""
    outcome, server = _run(says(response(body=b"x" * 10, Content_Length="20")), tries=2)
    assert isinstance(outcome, NotFetched)
    assert outcome.reason == "the body breaks off, 2 times"
    assert server.connections == 2


def test_a_chunked_body_that_breaks_off_is_tried_again() -> None:
    """A body without its last chunk is not whole."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    outcome, server = _run(says(head, head + b"0\r\n\r\n"))
    assert isinstance(outcome, Fetched)
    assert outcome.content == b"hello"
    assert server.connections == 2


def test_an_empty_body_is_none() -> None:
    """A 200 with nothing behind it is a reason."""
    outcome, _ = _run(says(response()))
    assert outcome == NotFetched("the server sends nothing")


def test_a_body_announced_too_large_is_not_read() -> None:
    """The announcement is enough: the server never gets to send it."""

    async def speak(_: int, __: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(response(Content_Length=str(100 * _MEBIBYTE)))
        await writer.drain()
        await asyncio.sleep(60)

    begin = time.monotonic()
    outcome, server = _run(speak, largest_wire=_MEBIBYTE)
    assert isinstance(outcome, NotFetched)
    assert outcome.reason.startswith("is larger than 1")
    assert outcome.wire_bytes == 0
    assert server.connections == 1
    assert time.monotonic() - begin < 0.9  # before the silence would have been noticed


def test_an_endless_body_is_cut_off() -> None:
    """A body without an end and without an announcement is read to the cap, once."""
    sent = [0]

    async def speak(_: int, __: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + bytes(65536) + b"\r\n")
            await writer.drain()
            sent[0] += 65536

    outcome, server = _run(speak, largest_wire=_MEBIBYTE)
    assert isinstance(outcome, NotFetched)
    assert outcome.reason.startswith("is larger than 1")
    assert outcome.wire_bytes < 2 * _MEBIBYTE
    assert server.connections == 1
    assert sent[0] < 64 * _MEBIBYTE  # what the system's buffers take


@pytest.mark.parametrize("size", [999, 1000, 1001])
def test_the_cap_is_exact(size: int) -> None:
    """A body of just the size that is allowed is had, one byte more is not."""
    outcome, _ = _run(says(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + bytes(size)), largest_wire=1000)
    assert isinstance(outcome, Fetched) == (size <= 1000)


def test_a_gzip_bomb_costs_no_memory() -> None:
    """What unpacks beyond the cap is refused, and never lies unpacked in memory."""
    bomb = gzip.compress(bytes(64 * _MEBIBYTE))
    tracemalloc.start()
    try:
        outcome, _ = _run(says(response(body=bomb, Content_Encoding="gzip")), largest_body=_MEBIBYTE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(outcome, NotFetched)
    assert outcome.reason.startswith("unpacks to more than 1")
    assert peak < 8 * _MEBIBYTE


def _raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("identity", _BODY),
        ("gzip", gzip.compress(_BODY)),
        ("GZIP", gzip.compress(_BODY)),
        ("x-gzip", gzip.compress(_BODY)),
        ("deflate", zlib.compress(_BODY)),
        ("deflate", _raw_deflate(_BODY)),
        ("gzip", gzip.compress(_BODY[:_HALF]) + gzip.compress(_BODY[_HALF:])),
        ("gzip", gzip.compress(_BODY) + bytes(8)),
    ],
    ids=["identity", "gzip", "upper-case", "x-gzip", "zlib", "raw-deflate", "two-members", "padded"],
)
def test_a_body_that_comes_packed_unasked_is_unpacked(encoding: str, packed: bytes) -> None:
    """Some servers pack although `identity` was asked for; gzip may have members (RFC 1952, 2.2) and padding."""
    outcome, server = _run(says(response(body=packed, Content_Encoding=encoding)))
    assert isinstance(outcome, Fetched)
    assert outcome.content == _BODY
    assert server.asked[0].fields["accept-encoding"] == "identity"


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, br", "aes128gcm", "nonsense"])
def test_a_packing_nobody_asked_for_is_refused(encoding: str) -> None:
    """What cannot be unpacked is told and not tried again."""
    outcome, server = _run(says(response(body=_BODY, Content_Encoding=encoding)))
    assert isinstance(outcome, NotFetched)
    assert outcome.reason == f"is packed as {encoding}"
    assert server.connections == 1


def test_a_broken_packing_is_refused() -> None:
    """Bytes that are called gzip and are none are no body."""
    outcome, _ = _run(says(response(body=b"not packed at all", Content_Encoding="gzip")))
    assert isinstance(outcome, NotFetched)
    assert outcome.reason == "is packed and broken"
