"""Answers of servers, for collecting: out of the store while they are fresh, else from the network, else kept ones."""

from __future__ import annotations

import asyncio
import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from weakref import WeakValueDictionary

from bundler.addresses import without_secrets
from bundler.collect import Expects, is_front
from bundler.model import Kind, Stage
from bundler.pipeline.network import Network
from bundler.store import Answer, AnswerStore, open_answers, temporary_folder

_ACCEPT = {
    Expects.ANYTHING: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    Expects.LIST: "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.8",
    Expects.PAGE: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}
"""What browsers send for pages, and feed readers for feeds."""
_FRESH_PAGE, _FRESH_LIST = 20 * 3600, 600
"""Seconds for which an answer is used without asking again: a run that goes on after a stop asks for no page twice, and
one of every day asks anew."""
_PAGES = ("text/html", "application/xhtml", "text/markdown", "text/plain")
_FEED = re.compile(r"(?:^|[/._?=-])(?:feeds?|rss2?|atom|sitemap[\w-]*|index\.xml)(?:[/._?&#]|$)", re.IGNORECASE)
_GONE = frozenset((404, 410))
_LOCKED = frozenset((401, 402, 403, 407, 451))
_LOG_IN = "log in with a browser and give --cookies, or save the page there and give the file"


@dataclass(frozen=True, slots=True)
class NotHad:
    """No answer: why, in words with the next step, and whether that is a gap."""

    reason: str
    kind: Kind = Kind.NOT_FETCHED


@dataclass(frozen=True, slots=True)
class Had:
    """An answer.

    Attributes:
        answer: the answer.
        instead_of: why it is that of an earlier run; empty when it is as fresh as it should be.
    """

    answer: Answer
    instead_of: str = ""


class Answers:
    """What servers answer in a run; one request for an address, however often it is named.

    Args:
        network: the way out.
        folder: where answers are kept between runs, or None to keep them as long as this is open.
        most_bytes: bytes that may come over the line, or None.
    """

    def __init__(self, network: Network, folder: Path | None, most_bytes: int | None) -> None:
        self._network = network
        self._folder = folder
        self._most_bytes = most_bytes
        self._stack = ExitStack()
        self._opened: AnswerStore | None = None
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._failed: dict[str, NotHad] = {}

    def close(self) -> None:
        """Close the store."""
        self._stack.close()

    async def get(self, address: str, expects: Expects, *, is_list: bool = False) -> Had | NotHad:
        """The answer of an address.

        Args:
            address: an absolute http or https address.
            expects: what it is expected to be.
            is_list: whether the pages that it leads to are wanted, so that it has to be as new as a feed.
        """
        address = urldefrag(address).url
        key = self._network.store_key(address)
        lock = self._locks.setdefault(address, asyncio.Lock())
        async with lock:
            known = self._store.answer(key)
            if known is not None and (self._network.is_off or _is_fresh(known, expects, is_list=is_list)):
                return Had(known)
            reason = self._failed.get(address) or await self._ask_within_limits(address, expects, known)
            if reason is None and (now := self._store.answer(key)) is not None:
                return Had(now)
            reason = reason or NotHad("could not be kept; free some disk space")
            self._failed[address] = reason
            return reason if known is None else Had(known, reason.reason)

    async def _ask_within_limits(self, address: str, expects: Expects, known: Answer | None) -> NotHad | None:
        if self._network.is_off:
            return NotHad("is on the network, which is switched off; leave out --offline", Kind.SWITCHED_OFF)
        if self._most_bytes is not None and self._network.page_bytes >= self._most_bytes:
            return NotHad("the limit of --max-download was reached before it; give a larger one")
        return await self._ask(address, expects, known)

    async def _ask(self, address: str, expects: Expects, known: Answer | None) -> NotHad | None:
        """Make the request; None when the answer is in the store now. The one place where pages are asked for."""
        from bundler.fetch import Fetched, Unchanged, Validators  # noqa: PLC0415 - only who uses the network

        validators = Validators(known.etag, known.last_modified) if known else None
        fetcher = await self._network.fetcher()
        outcome = await fetcher.fetch_page(
            address, accept=_ACCEPT[expects], validators=validators, asks_robots=not _is_feed(address, expects)
        )
        if isinstance(outcome, Unchanged):
            self._store.confirm(self._network.store_key(address))
            return None
        reason = "" if isinstance(outcome, Fetched) else outcome.reason
        self._network.tell(Stage.COLLECT, without_secrets(address), outcome.wire_bytes, reason)
        if isinstance(outcome, Fetched):
            found = outcome.validators
            described = (found.etag, found.last_modified, outcome.content_type, without_secrets(outcome.address))
            self._store.keep(self._network.store_key(address), outcome.content, described)
            return None
        return NotHad(_with_next_step(outcome.reason, outcome.status, address))

    @property
    def _store(self) -> AnswerStore:
        """The store, opened when it is first needed: a run without addresses leaves nothing of it on the disk."""
        if self._opened is None:
            is_lasting = self._folder is not None
            folder = self._folder or self._stack.enter_context(temporary_folder())
            self._opened = self._stack.enter_context(open_answers(folder, lasting=is_lasting))
        return self._opened


def _is_fresh(known: Answer, expects: Expects, *, is_list: bool) -> bool:
    is_page = known.content_type.startswith(_PAGES) and not is_front(known.address) and expects is not Expects.LIST
    return known.age < (_FRESH_PAGE if is_page and not is_list else _FRESH_LIST)


def _is_feed(address: str, expects: Expects) -> bool:
    """Whether an address is that of a feed or sitemap: made for programs, though many sites' robots.txt forbids it."""
    return expects is Expects.LIST or (expects is Expects.ANYTHING and _FEED.search(address) is not None)


def _with_next_step(reason: str, status: int, address: str) -> str:
    """A reason, and what somebody can do about it."""
    if "; " in reason:
        return reason  # the fetcher knows it already
    if status in _GONE:
        return f"{reason}; look it up in a browser, it may have moved"
    if status in _LOCKED:
        return f"{reason}; {_LOG_IN}"
    if "private network" in reason:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{reason}; if the place is your own, add --allow-private {host}:{port}"
    if "not known" in reason:
        return f"{reason}; check the spelling"
    return f"{reason}; try again later"
