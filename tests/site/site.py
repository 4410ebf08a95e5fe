"""The site as a server: each picture with its fault."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gzip
import re
from collections import Counter
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.site.plan import Fault, content_of, fault_of, path_of

_DROP = 8
"""Parts in which a slow picture comes."""


@functools.cache
def _bomb() -> bytes:
    return gzip.compress(bytes(80 * 1024 * 1024), 6)


def _validators(picture: int) -> dict[str, str]:
    """What a picture is recognised by: an ETag, a date, or both."""
    tag, date = f'"picture-{picture}"', "Sun, 06 Nov 1994 08:49:37 GMT"
    return ({"ETag": tag}, {"Last-Modified": date}, {"ETag": tag, "Last-Modified": date})[picture % 3]


class Site:
    """Answers for the pictures, and counts how often each was asked for.

    Args:
        private: an address of this machine that nobody may be led to.
    """

    def __init__(self, private: str) -> None:
        self._private = private
        self.asked: Counter[int] = Counter()
        self.conditional: Counter[int] = Counter()
        self.bytes_sent: Counter[int] = Counter()
        self._faults: dict[Fault, Callable[[web.Request, int], Awaitable[web.StreamResponse]]] = {
            Fault.NOT_FOUND: self._status(404),
            Fault.DOWN: self._status(503),
            Fault.LIMITED: self._at_first(1, self._status(429, "1")),
            Fault.FLAPPING: self._at_first(2, self._status(503)),
            Fault.RESUMED: self._at_first(1, self._cut),
            Fault.STARTED_ANEW: self._at_first(1, functools.partial(self._cut, tagged=False)),
            Fault.CUT: functools.partial(self._cut, tagged=False),
            Fault.SLOW: self._slow,
            Fault.ENDLESS: self._endless,
            Fault.WEB_PAGE: self._web_page,
            Fault.BOMB: self._packed_bomb,
            Fault.LOOP: self._loop,
            Fault.MOVED: self._moved,
            Fault.PRIVATE: self._to_private,
            Fault.WRONG_TYPE: functools.partial(self._good, media_type="text/html"),
            Fault.NEEDS_REFERER: self._needs_referer,
            Fault.PACKED: self._packed,
        }

    def forget(self) -> None:
        """Begin to count anew, for another run."""
        for counter in (self.asked, self.conditional, self.bytes_sent):
            counter.clear()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        match = re.match(r"/p/(\d+)", request.path)
        if match is None:
            return web.Response(status=404)
        picture = int(match[1])
        self.asked[picture] += 1
        self.conditional[picture] += "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
        answer = self._faults.get(fault_of(picture), self._good)
        return await answer(request, picture)

    async def _good(self, request: web.Request, picture: int, media_type: str = "image/jpeg") -> web.StreamResponse:
        """The picture; conditional requests and ranges are understood, validators are of three kinds."""
        content, fields = content_of(picture), _validators(picture)
        if fields.get("ETag") == request.headers.get("If-None-Match", "-") or (
            fields.get("Last-Modified") == request.headers.get("If-Modified-Since", "-")
        ):
            return web.Response(status=304, headers=fields)
        start = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
        if start and request.headers.get("If-Range") in fields.values():
            rest = content[int(start[1]) :]
            self.bytes_sent[picture] += len(rest)
            span = f"bytes {start[1]}-{len(content) - 1}/{len(content)}"
            return web.Response(status=206, body=rest, headers=fields | {"Content-Range": span})
        self.bytes_sent[picture] += len(content)
        return web.Response(body=content, headers=fields, content_type=media_type)

    def _at_first(
        self, times: int, fault: Callable[[web.Request, int], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request, int], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request, picture: int) -> web.StreamResponse:
            return await (fault if self.asked[picture] <= times else self._good)(request, picture)

        return answer

    def _status(self, status: int, wait: str = "0") -> Callable[[web.Request, int], Awaitable[web.StreamResponse]]:
        async def answer(_: web.Request, __: int) -> web.StreamResponse:
            return web.Response(status=status, headers={"Retry-After": wait} if status != 404 else {})

        return answer

    async def _cut(self, request: web.Request, picture: int, *, tagged: bool = True) -> web.StreamResponse:
        content = content_of(picture)
        fields = {"Content-Length": str(len(content))} | (_validators(picture) if tagged else {})
        response = web.StreamResponse(headers=fields)
        await response.prepare(request)
        await response.write(content[: len(content) // 2])
        self.bytes_sent[picture] += len(content) // 2
        await asyncio.sleep(0.2)  # the client has read it by then
        assert request.transport is not None
        request.transport.close()
        return response

    async def _slow(self, request: web.Request, picture: int) -> web.StreamResponse:
        content = content_of(picture)
        response = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await response.prepare(request)
        step = len(content) // _DROP + 1
        for start in range(0, len(content), step):
            await response.write(content[start : start + step])
            await asyncio.sleep(0.1)
        return response

    async def _endless(self, request: web.Request, _: int) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):  # the client hangs up
            while True:
                await response.write(bytes(1024 * 1024))
        return response

    async def _web_page(self, _: web.Request, __: int) -> web.StreamResponse:
        return web.Response(text="<!DOCTYPE html><title>Please wait</title>", content_type="image/jpeg")

    async def _packed_bomb(self, _: web.Request, __: int) -> web.StreamResponse:
        return web.Response(body=_bomb(), headers={"Content-Encoding": "gzip"}, content_type="image/png")

    async def _packed(self, _: web.Request, picture: int) -> web.StreamResponse:
        packed = gzip.compress(content_of(picture))
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"}, content_type="image/png")

    async def _loop(self, _: web.Request, picture: int) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"{path_of(picture)}?{self.asked[picture]}"})

    async def _moved(self, request: web.Request, picture: int) -> web.StreamResponse:
        if request.query_string:
            return await self._good(request, picture)
        return web.Response(status=301, headers={"Location": f"../p/{picture}.jpg?now"})

    async def _to_private(self, _: web.Request, __: int) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": self._private})

    async def _needs_referer(self, request: web.Request, picture: int) -> web.StreamResponse:
        if "/2020/" not in request.headers.get("Referer", ""):
            return web.Response(status=403)
        return await self._good(request, picture)
