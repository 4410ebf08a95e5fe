"""Running tasks side by side, a bounded number of them, with their results in order; and one in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine, Iterable
from typing import Any, TypeVar, cast

_Result = TypeVar("_Result")


_Tasks = Iterable[Coroutine[Any, Any, _Result]] | AsyncIterable[Coroutine[Any, Any, _Result]]


async def side_by_side(tasks: _Tasks[_Result], at_once: Callable[[], int]) -> AsyncIterator[_Result]:
    """Run tasks side by side and give their results in the order of the tasks.

    Args:
        tasks: made lazily, one after the other, so that no more than `at_once()` exist.
        at_once: how many are under way; asked for each, because workers of a cluster come and go.
    """
    waiting: deque[asyncio.Task[_Result]] = deque()
    try:
        async for task in _each(tasks):
            waiting.append(asyncio.ensure_future(task))
            while len(waiting) >= at_once():
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for left in waiting:
            left.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def _each(tasks: _Tasks[_Result]) -> AsyncIterator[Coroutine[Any, Any, _Result]]:
    if isinstance(tasks, AsyncIterable):
        async for task in tasks:
            yield task
    else:
        for task in tasks:
            yield task


def in_thread(work: Callable[[], _Result]) -> asyncio.Future[_Result]:
    """Run something in a thread of its own that the program does not wait for when it ends.

    Args:
        work: what to run; what it raises is raised where the future is awaited.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_Result] = loop.create_future()

    def settle(result: _Result | None, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(cast("_Result", result))

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - carried over to where it is awaited
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, daemon=True).start()
    return future
