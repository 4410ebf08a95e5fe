"""Fetching one address: polite retries, redirects looked at hop by hop, resumed bodies, one deadline over all."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp

from bundler.fetch.body import Body, TooLarge
from bundler.fetch.dead_hosts import DeadHosts
from bundler.fetch.gate import Gate, Refused
from bundler.fetch.policy import Policy
from bundler.fetch.referer import referer, without_user
from bundler.fetch.values import Fetched, NotFetched, Unchanged, Validators

_OK, _PARTIAL, _NOT_MODIFIED, _RANGE_REFUSED = 200, 206, 304, 416
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_WORTH_RETRYING = frozenset((408, 425, 429, 500, 502, 503, 504))
_WANTS_REFERER = frozenset((401, 403))
_FIRST_BACK_OFF = 0.5
_LONGEST_NUMBER = 9
_CONTENT_RANGE = re.compile(r"bytes (?P<first>[0-9]{1,15})-(?P<last>[0-9]{1,15})/(?P<total>[0-9]{1,15}|\*)")


@dataclass(frozen=True, slots=True)
class _Again:
    """A try that failed in a way that may pass."""

    reason: str
    wait: float


@dataclass(slots=True)
class _Request:
    """The state of one fetch across its tries."""

    address: str
    page: str
    accept: str
    validators: Validators
    body: Body
    clock: asyncio.Timeout
    with_referer: bool = False
    unanswered: str = ""
    """The host that was asked and has said nothing yet."""
    partial: Validators = field(default_factory=Validators)


Outcome = Fetched | Unchanged | NotFetched


class Fetcher:
    """The one way out. Use `open_fetcher`.

    Args:
        session: aiohttp's session, set up by `open_fetcher`.
        policy: limits and permissions.
        gate: decides where connections may go.
    """

    def __init__(self, session: aiohttp.ClientSession, policy: Policy, gate: Gate) -> None:
        self._session = session
        self._policy = policy
        self._gate = gate
        self._all = asyncio.Semaphore(policy.at_once)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(policy.per_host))
        self._dead = DeadHosts()

    async def fetch(
        self,
        address: str,
        *,
        page: str = "",
        accept: str = "image/*,*/*;q=0.5",
        validators: Validators | None = None,
        most: int | None = None,
    ) -> Outcome:
        """Get the body of an address.

        Args:
            address: an absolute http or https address; user and password in it are not used.
            page: the address of the page that refers to it; sent as `Referer` only after a refusal without it.
            accept: the `Accept` field.
            validators: of the body that is here already; then the answer may be `Unchanged`.
            most: bytes over the line for all tries together, or None for as many as the policy allows.

        Returns:
            the body, `Unchanged`, or `NotFetched` with the reason. Never raises for what a server or a page does.
        """
        body = Body(self._policy.largest_wire, self._policy.largest_body, most)
        clock = asyncio.timeout(self._policy.deadline)
        request = _Request(address, page, accept, validators or Validators(), body, clock)
        try:
            async with clock:
                outcome = await self._tries(request)
        except TimeoutError:
            outcome = NotFetched(f"took longer than {self._policy.deadline:g} seconds", body.wire_bytes)
        if isinstance(outcome, NotFetched) and request.unanswered:
            self._dead.was_silent(request.unanswered, outcome.reason)
        return outcome

    async def _tries(self, request: _Request) -> Outcome:
        again = _Again("was never asked for", 0)
        for number in range(self._policy.tries):
            result = await self._one_try(request, number)
            if not isinstance(result, _Again):
                return result
            again = result
            if again.wait > self._policy.longest_wait:
                return NotFetched(f"{again.reason}, and asks to wait {again.wait:.0f} seconds", request.body.wire_bytes)
            if number + 1 < self._policy.tries:
                await asyncio.sleep(again.wait)
        return NotFetched(f"{again.reason}, {self._policy.tries} times", request.body.wire_bytes)

    async def _one_try(self, request: _Request, number: int) -> Outcome | _Again:
        back_off = _FIRST_BACK_OFF * 2**number
        try:
            return await self._follow(request, back_off)
        except TooLarge as error:
            return NotFetched(str(error), request.body.wire_bytes, is_too_large=True)
        except (TimeoutError, aiohttp.ServerTimeoutError):
            return _Again("the server fell silent", back_off)
        except Exception as error:  # noqa: BLE001 - the border of one picture: servers and proxies do anything
            if refused := _refusal(error):
                return NotFetched(refused, request.body.wire_bytes)
            if _is_unknown_name(error):
                return NotFetched("the host name is not known", request.body.wire_bytes)
            return _Again(_what_broke(error), back_off)

    async def _follow(self, request: _Request, back_off: float) -> Outcome | _Again:
        """One try with its redirects; every hop passes the gate anew."""
        address = request.address
        for _ in range(self._policy.redirects + 1):
            try:
                parts = urlsplit(address)
                admitted = self._gate.admits(parts)
            except ValueError:
                return NotFetched("is no valid address", request.body.wire_bytes)
            if not admitted:
                return NotFetched("leads to a private network, or is no web address", request.body.wire_bytes)
            async with self._slot(parts, request.clock), self._asked(parts, request) as response:
                if response is None:
                    return NotFetched(self._dead.reason(_host(parts)), request.body.wire_bytes)
                if response.status in _REDIRECTS and "Location" in response.headers:
                    address = _joined(address, response.headers["Location"])
                    continue
                return await self._answer(request, response, parts, back_off)
        return NotFetched(f"redirects more than {self._policy.redirects} times", request.body.wire_bytes)

    @contextlib.asynccontextmanager
    async def _slot(self, parts: SplitResult, clock: asyncio.Timeout) -> AsyncIterator[None]:
        """A turn for one request; the time spent waiting for it does not count against the picture."""
        now = asyncio.get_running_loop().time
        left = (clock.when() or now()) - now()
        clock.reschedule(None)
        async with self._hosts[_host(parts)], self._all:
            clock.reschedule(now() + left)
            yield

    @contextlib.asynccontextmanager
    async def _asked(self, parts: SplitResult, request: _Request) -> AsyncIterator[aiohttp.ClientResponse | None]:
        """One request and its answer; None when the host has been given up."""
        host = _host(parts)
        if self._dead.reason(host):
            request.unanswered = ""
            yield None
            return
        request.unanswered = host
        headers = self._headers(request, parts)
        async with self._session.get(without_user(parts), headers=headers, allow_redirects=False) as response:
            request.unanswered = ""
            self._dead.answered(host)
            yield response

    def _headers(self, request: _Request, parts: SplitResult) -> dict[str, str]:
        headers = {"Accept": request.accept, "Accept-Encoding": "identity", "User-Agent": self._policy.user_agent}
        if request.with_referer and (shown := referer(request.page, parts)):
            headers["Referer"] = shown
        if request.body.received and request.partial:
            headers["Range"] = f"bytes={request.body.received}-"
            headers["If-Range"] = request.partial.etag or request.partial.last_modified
        elif request.validators.etag:
            headers["If-None-Match"] = request.validators.etag
        elif request.validators.last_modified:
            headers["If-Modified-Since"] = request.validators.last_modified
        return headers

    async def _answer(
        self, request: _Request, response: aiohttp.ClientResponse, parts: SplitResult, back_off: float
    ) -> Outcome | _Again:
        status = response.status
        if status == _NOT_MODIFIED and request.validators:
            return Unchanged()
        if status in _WANTS_REFERER and not request.with_referer and referer(request.page, parts):
            request.with_referer = True
            return _Again(f"the server refuses it ({status})", 0)
        if status == _RANGE_REFUSED and request.body.received:
            request.body.restart()
            return _Again("the server cannot go on where it broke off", 0)
        if status in _WORTH_RETRYING:
            return _Again(f"the server answers {status}", _retry_after(response, back_off))
        if status not in (_OK, _PARTIAL):
            return NotFetched(f"the server answers {status}", request.body.wire_bytes, status=status)
        return await self._body(request, response)

    async def _body(self, request: _Request, response: aiohttp.ClientResponse) -> Outcome | _Again:
        found = Validators(_field(response, "ETag"), _field(response, "Last-Modified"))
        whole = None
        if response.status == _PARTIAL:
            whole = _whole_size(request, response, found)
            if whole is None:
                request.body.restart()
                request.partial = Validators()
                return _Again("the server sends another part than the one asked for", 0)
        else:
            request.body.restart()
        weak = found.etag.startswith("W/")  # RFC 9110, 13.1.5: If-Range takes strong validators only
        request.partial = Validators("" if weak else found.etag, found.last_modified)
        await request.body.read(response)
        if whole is not None and request.body.received != whole:
            request.body.restart()
            return _Again("the parts make no whole", 0)
        try:
            content = request.body.unpack(response.headers.get("Content-Encoding", ""))
        except ValueError as error:
            return NotFetched(str(error), request.body.wire_bytes)
        if not content:
            return NotFetched("the server sends nothing", request.body.wire_bytes)
        return Fetched(content, found, request.body.wire_bytes, str(response.url), _field(response, "Content-Type"))


def _whole_size(request: _Request, response: aiohttp.ClientResponse, found: Validators) -> int | None:
    """The size of the whole body when a part (RFC 9110, 15.3.7) goes on exactly where ours ends; None when not."""
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if match is None or not request.body.received or int(match["first"]) != request.body.received:
        return None
    if found.etag and request.partial.etag and found.etag != request.partial.etag:
        return None
    last, total = int(match["last"]), match["total"]
    return last + 1 if total == "*" or int(total) == last + 1 else None


def _field(response: aiohttp.ClientResponse, name: str) -> str:
    """A field that may be sent back and stored; empty when it holds anything but printable ASCII."""
    value = response.headers.get(name, "")
    return value if value.isascii() and value.isprintable() else ""


def _host(parts: SplitResult) -> str:
    return f"{parts.hostname}:{parts.port}"


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return ""


def _retry_after(response: aiohttp.ClientResponse, back_off: float) -> float:
    """Seconds to wait: `Retry-After` in seconds or as a date against the server's own clock (RFC 9110, 10.2.3)."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:_LONGEST_NUMBER])
    try:
        until, now = parsedate_to_datetime(value), parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return back_off


def _refusal(error: BaseException) -> str:
    """The gate's verdict when it lies below another error."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Refused):
            return str(seen)
        inner = getattr(seen, "os_error", None)
        seen = inner if isinstance(inner, Refused) else seen.__cause__ or seen.__context__
    return ""


def _is_unknown_name(error: BaseException) -> bool:
    """Whether a name server has said that there is no such name; one that says nothing (EAI_AGAIN) may do so later."""
    return isinstance(error, aiohttp.ClientConnectorDNSError) and error.os_error.errno != socket.EAI_AGAIN


def _what_broke(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "the name server does not answer"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the body breaks off"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "the server's certificate is not valid"
    if isinstance(error, aiohttp.ClientProxyConnectionError) or type(error).__name__.startswith("Proxy"):
        return "the proxy cannot be reached, or refuses"  # aiohttp_socks' errors have no common base
    if isinstance(error, aiohttp.ClientConnectorError):
        return "the server cannot be reached"
    return f"the connection broke ({type(error).__name__})"
