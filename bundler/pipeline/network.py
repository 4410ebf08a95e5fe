"""The way out of a run: one fetcher for pages and pictures, opened when something is first asked for."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bundler.model import Stage
from bundler.report import Progress, Received
from bundler.settings import Settings
from bundler.store import temporary_folder

if TYPE_CHECKING:
    from bundler.fetch import Fetcher


class Network:
    """One fetcher for a whole run, so that what is asked of a host is counted once. Use `open_network`.

    Args:
        settings: where connections may go, and whether there may be any.
        stack: closes the fetcher.
        progress: told of every answer.
    """

    def __init__(self, settings: Settings, stack: contextlib.AsyncExitStack, progress: Progress) -> None:
        self._settings = settings
        self._stack = stack
        self._progress = progress
        self._fetcher: Fetcher | None = None
        self._folder: Path | None = None
        self.page_bytes = 0
        """Bytes that have come over the line for pages and feeds."""

    @property
    def folder(self) -> Path:
        """A folder for what came and lies there until the run ends."""
        if self._folder is None:
            self._folder = self._stack.enter_context(temporary_folder())
        return self._folder

    @property
    def is_off(self) -> bool:
        """Whether the user has switched the network off; then no network library is even imported."""
        return self._settings.offline

    def store_key(self, address: str) -> str:
        """What an answer is kept under: its address, with a mark where the user's keys may have opened it.

        Args:
            address: an absolute address.
        """
        mark = self._settings.access.mark(urlsplit(address).hostname or "")
        return f"{address}#{mark}" if mark else address

    def tell(self, stage: Stage, address: str, wire_bytes: int, reason: str = "") -> None:
        """Tell what came of a request.

        Args:
            stage: what it was for.
            address: what was asked for.
            wire_bytes: bytes that came over the line.
            reason: why it was in vain; empty when it was not.
        """
        if stage is Stage.COLLECT:
            self.page_bytes += wire_bytes
        self._progress.tell(Received(stage, address, wire_bytes, reason))

    async def fetcher(self) -> Fetcher:
        """The fetcher; to be asked for only when the network is not off."""
        if self._fetcher is None:
            from bundler.fetch import Policy, open_fetcher  # noqa: PLC0415 - only who uses the network waits for it

            access = self._settings.access
            paces = dict(access.delays)
            policy = Policy(allowed=self._settings.allow_private, proxy=self._settings.proxy, paces=paces)
            self._fetcher = await self._stack.enter_async_context(open_fetcher(policy, access=access))
        return self._fetcher


@contextlib.asynccontextmanager
async def open_network(settings: Settings, progress: Progress) -> AsyncIterator[Network]:
    """The way out of a run, closed at its end.

    Args:
        settings: where connections may go, and whether there may be any.
        progress: told of every answer.
    """
    async with contextlib.AsyncExitStack() as stack:
        yield Network(settings, stack, progress)
