"""Running tasks side by side, a bounded number of them, with their results in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterable
from typing import Any, TypeVar

_Result = TypeVar("_Result")


async def side_by_side(tasks: Iterable[Coroutine[Any, Any, _Result]], at_once: int) -> AsyncIterator[_Result]:
    """Run tasks side by side and give their results in the order of the tasks.

    Args:
        tasks: made lazily, one after the other, so that no more than `at_once` exist.
        at_once: how many are under way.
    """
    waiting: deque[asyncio.Task[_Result]] = deque()
    try:
        for task in tasks:
            waiting.append(asyncio.ensure_future(task))
            if len(waiting) >= at_once:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for left in waiting:
            left.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
