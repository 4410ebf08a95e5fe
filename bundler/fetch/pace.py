"""How fast a host is asked for pages: few at once, and some time between two."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

LONGEST_DELAY = 60
"""Seconds between two pages that are still waited. A thousand pages would take most of a day."""


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    next_at: float = 0
    was_asked: bool = field(default=False)


class Pace:
    """Turns for requests to hosts.

    Args:
        at_once: requests for pages under way to one host.
    """

    def __init__(self, at_once: int) -> None:
        self._hosts: defaultdict[str, _Host] = defaultdict(lambda: _Host(asyncio.Semaphore(at_once)))

    def forbids(self, host: str, delay: float) -> str:
        """Why a page of a host that was asked before is not waited for; empty when it is.

        Args:
            host: name and port.
            delay: seconds that it wants between two requests.
        """
        if delay <= LONGEST_DELAY or not self._hosts[host].was_asked:
            return ""
        return (
            f"the site wants {delay:.0f} seconds between two pages, and one was taken; "
            "build again later, save it in a browser and give the file, or use --ignore-robots"
        )

    @contextlib.asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """A turn to ask a host for a page.

        Args:
            host: name and port.
            delay: seconds from one request's beginning to the next one's.
        """
        now = asyncio.get_running_loop().time
        state = self._hosts[host]
        state.was_asked = True
        async with state.turns:
            begin = max(now(), state.next_at)
            state.next_at = begin + delay
            await asyncio.sleep(begin - now())
            yield
