"""Fetching one address: polite retries, redirects looked at hop by hop, resumed bodies, one deadline over all."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp

from bundler.access import Access
from bundler.fetch.addresses import normal_host
from bundler.fetch.answers import field_of, retry_after, whole_size
from bundler.fetch.body import Body, TooLarge
from bundler.fetch.dead_hosts import IN_VAIN, DeadHosts
from bundler.fetch.failures import what_broke, what_stays
from bundler.fetch.gate import Gate
from bundler.fetch.keys import Keys
from bundler.fetch.pace import Pace
from bundler.fetch.policy import Policy
from bundler.fetch.referer import referer, without_user
from bundler.fetch.request import Again, Outcome, Request, Unwanted
from bundler.fetch.robots import LARGEST, Robots
from bundler.fetch.values import Fetched, NotFetched, Unchanged, Validators

_OK, _PARTIAL, _NOT_MODIFIED, _RANGE_REFUSED = 200, 206, 304, 416
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_WORTH_RETRYING = frozenset((408, 425, 429, 500, 502, 503, 504))
_WANTS_REFERER = frozenset((401, 403))
_FIRST_BACK_OFF = 0.5
_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
"""What browsers say they take for a page."""


class Fetcher:
    """The one way out. Use `open_fetcher`.

    Args:
        session: aiohttp's session, set up by `open_fetcher`.
        policy: limits and permissions.
        gate: decides where connections may go.
        access: what the user brings to be let in, and whether robots.txt counts.
    """

    def __init__(self, session: aiohttp.ClientSession, policy: Policy, gate: Gate, access: Access) -> None:
        self._session = session
        self._policy = policy
        self._gate = gate
        self._all = asyncio.Semaphore(policy.at_once)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(policy.per_host))
        self._dead = DeadHosts()
        self._keys = Keys(access, policy.allowed)
        self._robots = None if access.ignores_robots else Robots(self._robots_txt)
        self._pace = Pace(policy.pages_per_host)

    @property
    def policy(self) -> Policy:
        """Limits and permissions, for programs that are run beside it."""
        return self._policy

    @property
    def gate(self) -> Gate:
        """What decides where connections may go, for programs that are run beside it."""
        return self._gate

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
        return await self._outcome(Request(address, page, accept, validators or Validators(), body, clock))

    async def fetch_page(
        self, address: str, *, validators: Validators | None = None, accept: str = _PAGE, asks_robots: bool = True
    ) -> Outcome:
        """Get a page, politely: robots.txt is kept, and a host is asked for few pages at once with time between two.

        Args:
            address: an absolute http or https address; user and password in it are not used.
            validators: of the page that is here already; then the answer may be `Unchanged`.
            accept: the `Accept` field.
            asks_robots: False for what is made for programs, a feed say.

        Returns:
            as `fetch`. The time that a host makes us wait does not count against the page.
        """
        body = Body(self._policy.largest_wire, self._policy.largest_body)
        clock = asyncio.timeout(self._policy.deadline)
        request = Request(address, "", accept, validators or Validators(), body, clock)
        request.is_page, request.asks_robots = True, asks_robots
        return await self._outcome(request)

    async def discover(self, address: str, fields: Mapping[str, str]) -> Outcome:
        """Ask a service what it is, with fields of its protocol; otherwise as `fetch`.

        Args:
            address: an absolute http or https address.
            fields: what its protocol wants said.
        """
        body = Body(self._policy.largest_wire, self._policy.largest_body)
        clock = asyncio.timeout(self._policy.deadline)
        return await self._outcome(Request(address, "", "*/*", Validators(), body, clock, more=fields))

    async def _robots_txt(self, address: str) -> Outcome:
        body = Body(LARGEST, LARGEST, cuts=True)
        clock = asyncio.timeout(self._policy.deadline)
        return await self._outcome(Request(address, "", "text/plain,*/*;q=0.5", Validators(), body, clock))

    async def _outcome(self, request: Request) -> Outcome:
        body = request.body
        try:
            async with request.clock:
                outcome = await self._tries(request)
        except TimeoutError:
            outcome = NotFetched(f"took longer than {self._policy.deadline:g} seconds", body.wire_bytes)
        if isinstance(outcome, NotFetched) and request.unanswered:
            # A page has waited long enough to speak for its host's other pages.
            self._dead.was_silent(request.unanswered, outcome.reason, IN_VAIN if request.is_page else 1)
        return outcome

    async def _tries(self, request: Request) -> Outcome:
        again = Again("was never asked for", 0)
        for number in range(self._policy.tries):
            result = await self._one_try(request, number)
            if not isinstance(result, Again):
                return result
            again = result
            if again.wait > self._policy.longest_wait:
                reason = f"{again.reason}, and asks to wait {again.wait:.0f} seconds"
                return NotFetched(reason, request.body.wire_bytes, status=again.status)
            if number + 1 < self._policy.tries:
                await asyncio.sleep(again.wait)
        reason = f"{again.reason}, {self._policy.tries} times"
        return NotFetched(reason, request.body.wire_bytes, status=again.status)

    async def _one_try(self, request: Request, number: int) -> Outcome | Again:
        back_off = _FIRST_BACK_OFF * 2**number
        try:
            return await self._follow(request, back_off)
        except Unwanted as error:
            return NotFetched(str(error), request.body.wire_bytes)
        except TooLarge as error:
            return NotFetched(str(error), request.body.wire_bytes, is_too_large=True)
        except (TimeoutError, aiohttp.ServerTimeoutError):
            return Again("the server fell silent", back_off)
        except Exception as error:  # noqa: BLE001 - the border of one picture: servers and proxies do anything
            if final := what_stays(error):
                return NotFetched(final, request.body.wire_bytes)
            return Again(what_broke(error), back_off)

    async def _follow(self, request: Request, back_off: float) -> Outcome | Again:
        """One try with its redirects; every hop passes the gate anew."""
        address, status = request.address, 0
        for _ in range(self._policy.redirects + 1):
            try:
                parts = urlsplit(address)
                admitted = self._gate.admits(parts)
            except ValueError:
                return NotFetched("is no valid address", request.body.wire_bytes)
            if not admitted:
                return NotFetched("leads to a private network, or is no web address", request.body.wire_bytes)
            async with self._slot(parts, request), self._asked(parts, request) as response:
                status = response.status
                if status in _REDIRECTS and "Location" in response.headers:
                    address = _joined(address, response.headers["Location"])
                    continue
                return await self._answer(request, response, parts, back_off)
        reason = f"redirects more than {self._policy.redirects} times"
        return NotFetched(reason, request.body.wire_bytes, status=status)

    @contextlib.asynccontextmanager
    async def _slot(self, parts: SplitResult, request: Request) -> AsyncIterator[None]:
        """A turn for one request; the time spent waiting for it does not count against its deadline."""
        now = asyncio.get_running_loop().time
        left = (request.clock.when() or now()) - now()
        request.clock.reschedule(None)
        turn = self._page_turn(parts, request) if request.is_page else contextlib.nullcontext()
        async with turn, self._hosts[_host(parts)], self._all:
            request.clock.reschedule(now() + left)
            yield

    @contextlib.asynccontextmanager
    async def _page_turn(self, parts: SplitResult, request: Request) -> AsyncIterator[None]:
        """A turn to ask for a page; not while the places are taken that pictures of other hosts could have."""
        host, is_own = _host(parts), self._gate.is_allowed(parts)
        wished = self._policy.paces.get(normal_host(parts.hostname or ""), 0)
        delay = max(0 if is_own else self._policy.pace, wished)
        if self._robots is not None and request.asks_robots:
            rules = await self._robots.rules(parts)
            delay = max(delay, rules.delay)
            if reason := rules.forbids(parts) or self._pace.forbids(host, delay):
                raise Unwanted(reason)
        if self._dead.is_given_up(host):  # nobody waits for a turn that would be in vain
            delay = 0
        async with self._pace.turn(host, delay):
            yield

    @contextlib.asynccontextmanager
    async def _asked(self, parts: SplitResult, request: Request) -> AsyncIterator[aiohttp.ClientResponse]:
        """One request and its answer."""
        host = _host(parts)
        if reason := self._dead.reason(host):
            request.unanswered = ""
            raise Unwanted(reason)
        request.unanswered = host
        headers = self._headers(request, parts)
        async with self._session.get(without_user(parts), headers=headers, allow_redirects=False) as response:
            request.unanswered = ""
            self._dead.answered(host)
            yield response

    def _headers(self, request: Request, parts: SplitResult) -> dict[str, str]:
        headers = {"Accept": request.accept, "Accept-Encoding": "identity", "User-Agent": self._policy.user_agent}
        headers |= request.more
        if request.with_referer and (shown := referer(request.page, parts)):
            headers["Referer"] = shown
        if request.body.received and request.partial:
            headers["Range"] = f"bytes={request.body.received}-"
            headers["If-Range"] = request.partial.etag or request.partial.last_modified
        elif request.validators.etag:
            headers["If-None-Match"] = request.validators.etag
        elif request.validators.last_modified:
            headers["If-Modified-Since"] = request.validators.last_modified
        known = self._keys.fields(parts, request.address, request.address if request.is_page else request.page)
        replaced = {name.lower() for name in known}
        return {name: value for name, value in headers.items() if name.lower() not in replaced} | known

    async def _answer(
        self, request: Request, response: aiohttp.ClientResponse, parts: SplitResult, back_off: float
    ) -> Outcome | Again:
        status = response.status
        if status == _NOT_MODIFIED and request.validators:
            return Unchanged()
        if status in _WANTS_REFERER and not request.with_referer and referer(request.page, parts):
            request.with_referer = True
            return Again(f"the server refuses it ({status})", 0)
        if status == _RANGE_REFUSED and request.body.received:
            request.body.restart()
            return Again("the server cannot go on where it broke off", 0)
        if status in _WORTH_RETRYING:
            return Again(f"the server answers {status}", retry_after(response, back_off), status)
        if status not in (_OK, _PARTIAL):
            return NotFetched(f"the server answers {status}", request.body.wire_bytes, status=status)
        return await self._body(request, response)

    async def _body(self, request: Request, response: aiohttp.ClientResponse) -> Outcome | Again:
        found = Validators(field_of(response, "ETag"), field_of(response, "Last-Modified"))
        whole = None
        if response.status == _PARTIAL:
            whole = whole_size(response, request.body.received, request.partial.etag, found)
            if whole is None:
                request.body.restart()
                request.partial = Validators()
                return Again("the server sends another part than the one asked for", 0)
        else:
            request.body.restart()
        weak = found.etag.startswith("W/")  # RFC 9110, 13.1.5: If-Range takes strong validators only
        request.partial = Validators("" if weak else found.etag, found.last_modified)
        await request.body.read(response)
        if whole is not None and request.body.received != whole:
            request.body.restart()
            return Again("the parts make no whole", 0)
        try:
            content = request.body.unpack(response.headers.get("Content-Encoding", ""))
        except ValueError as error:
            return NotFetched(str(error), request.body.wire_bytes, status=response.status)
        if not content:
            return NotFetched("the server sends nothing", request.body.wire_bytes, status=response.status)
        return Fetched(content, found, request.body.wire_bytes, str(response.url), field_of(response, "Content-Type"))


def _host(parts: SplitResult) -> str:
    return f"{parts.hostname}:{parts.port}"


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return ""
