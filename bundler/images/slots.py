"""How many pictures are in memory or with a worker at the same time, however many an article has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType


class Slots:
    """A bound for an `async with`.

    Args:
        most: gives how many may be inside now; asked each time, because workers come and go.
    """

    def __init__(self, most: Callable[[], int]) -> None:
        self._most = most
        self._taken = 0
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> None:
        """Wait until there is room."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._taken < max(1, self._most()))
            self._taken += 1

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Make room."""
        self._taken -= 1
        async with self._changed:
            self._changed.notify_all()
