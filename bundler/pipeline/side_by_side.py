"""Running tasks side by side, a bounded number of them, with their results in order; and one in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Coroutine, Iterable
from typing import Any, TypeVar, cast

_Result = TypeVar("_Result")


_Tasks = Iterable[Coroutine[Any, Any, _Result]] | AsyncIterable[Coroutine[Any, Any, _Result]]


_FINISHED = 8
"""Results that may wait for a slow one before them, for each task that may be under way."""


async def side_by_side(tasks: _Tasks[_Result], at_once: Callable[[], int]) -> AsyncGenerator[_Result, None]:
    """Run tasks side by side and give their results in the order of the tasks.

    A slow task does not hold back those behind it: so many are always under way, while a bounded number of results
    waits for it.

    Args:
        tasks: made lazily, one after the other, so that hardly more exist than are under way.
        at_once: gives how many may be under way now; asked each time, because workers come and go.
    """
    waiting: deque[asyncio.Task[_Result]] = deque()
    running: set[asyncio.Task[_Result]] = set()
    try:
        async for task in _each(tasks):
            new = asyncio.ensure_future(task)
            waiting.append(new)
            running.add(new)
            new.add_done_callback(running.discard)
            while waiting[0].done() or len(running) >= at_once() or len(waiting) >= at_once() * _FINISHED:
                if waiting[0].done():
                    yield waiting.popleft().result()
                else:
                    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                if not waiting:
                    break
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
        """Hand over the end, unless nobody waits for it any more; runs in the loop's thread."""
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(cast("_Result", result))

    def run() -> None:
        """Work, in the new thread."""
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - carried over to where it is awaited
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, daemon=True).start()
    return future
