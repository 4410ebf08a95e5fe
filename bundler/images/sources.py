"""Originals from the network: asked for once, from the store where that is enough, within the user's limit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bundler.images.keeping import Keeping
from bundler.images.signature import is_picture, what_it_is
from bundler.model import Kind

_LIMIT_REACHED = "the limit of --max-download was reached before it"
_FRESH = 7 * 24 * 3600
"""Seconds for which an original is used again without asking; pictures hardly ever change under an address."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture that is not had: why, in words, and whether it is a gap."""

    reason: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network gave: bytes with what they are recognised by, news that nothing changed, or a reason.

    Attributes:
        content: the bytes; None when unchanged or not had.
        etag: of the bytes.
        last_modified: of the bytes.
        unchanged: whether the server says that the original here is still the one.
        reason: why there is nothing.
        wire_bytes: bytes that came over the line.
        is_too_large: whether it has more bytes than were allowed.
    """

    content: bytes | None = None
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False
    reason: str = ""
    wire_bytes: int = 0
    is_too_large: bool = False


Ask = Callable[[str, str, str, str, int | None], Awaitable[Answer]]
"""Takes address, page, ETag and Last-Modified of what is here, and the most bytes the answer may have; gives it."""


class Originals(Protocol):
    """Where originals come from that are not on the disk."""

    async def digest(self, address: str, page: str) -> str | Missing:
        """The store's key of the original of an address.

        Args:
            address: an absolute http or https address.
            page: the address of the page that shows it.
        """


class NoNetwork:
    """The user has switched the network off: what the store has is used, the rest is left out.

    Args:
        store: where originals of earlier runs lie.
    """

    def __init__(self, store: Keeping) -> None:
        self._store = store

    async def digest(self, address: str, page: str) -> str | Missing:  # noqa: ARG002 - one interface
        """See `Originals`."""
        known = self._store.original(address)
        if known is not None:
            return known.digest
        return Missing("on the network, which is switched off (--offline)", Kind.SWITCHED_OFF)


class Online:
    """Originals out of the store while they are fresh, else from the network.

    Args:
        store: where originals lie.
        ask: makes the request.
        most_bytes: bytes that may come over the line altogether, or None. With a limit, pictures are fetched one after
            the other in the order of use, so that the same ones are left when it is reached.
    """

    def __init__(self, store: Keeping, ask: Ask, most_bytes: int | None = None) -> None:
        self._store = store
        self._ask = ask
        self._left = most_bytes
        self._one_by_one = asyncio.Lock()
        self._under_way: dict[str, asyncio.Task[str | Missing]] = {}
        self._had: dict[str, str | Missing] = {}
        """What tasks gave that are over: a task itself takes ten times the memory."""

    async def digest(self, address: str, page: str) -> str | Missing:
        """See `Originals`."""
        if address in self._had:
            return self._had[address]
        task = self._under_way.get(address)
        if task is None:
            task = asyncio.ensure_future(self._get(address, page))
            self._under_way[address] = task
        self._had[address] = await task
        self._under_way.pop(address, None)
        return self._had[address]

    async def _get(self, address: str, page: str) -> str | Missing:
        known = self._store.original(address)
        if known is not None and known.age < _FRESH:
            return known.digest
        etag, last_modified = (known.etag, known.last_modified) if known else ("", "")
        if self._left is None:
            answer = await self._ask(address, page, etag, last_modified, None)
        else:
            async with self._one_by_one:
                if self._left <= 0:
                    return Missing(_LIMIT_REACHED, Kind.PICTURE_MISSING)
                answer = await self._ask(address, page, etag, last_modified, self._left)
                # The first that does not fit any more is the end: later and smaller ones must not overtake it.
                self._left = 0 if answer.is_too_large else self._left - answer.wire_bytes
                if answer.is_too_large:
                    answer = replace(answer, reason=_LIMIT_REACHED)
        if answer.unchanged and known is not None:
            self._store.confirm(address)
            return known.digest
        if answer.content is not None and is_picture(answer.content):
            return self._store.keep_original(address, answer.content, answer.etag, answer.last_modified)
        if known is not None:
            return known.digest  # the server has it no more, or is silent: the picture of last time is better than none
        reason = answer.reason if answer.content is None else what_it_is(answer.content)
        return Missing(reason, Kind.PICTURE_MISSING)
