"""Tasks side by side: results in order, no idling behind a slow one, and never more than a bounded number."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Coroutine, Iterator

import pytest

from bundler.pipeline.side_by_side import side_by_side


class _Watched:
    """Tasks that note how many of them exist and run at the same time."""

    def __init__(self, seconds: list[float]) -> None:
        self.seconds = seconds
        self.made = self.running = self.most = self.ended = self.given = self.most_waiting = 0

    async def _work(self, number: int) -> int:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(self.seconds[number])
        finally:
            self.running -= 1
        self.ended += 1
        self.most_waiting = max(self.most_waiting, self.ended - self.given)
        return number

    def tasks(self) -> Iterator[Coroutine[None, None, int]]:
        for number in range(len(self.seconds)):
            self.made += 1
            yield self._work(number)

    async def results(self, at_once: int) -> list[int]:
        found = []
        async for number in side_by_side(self.tasks(), lambda: at_once):
            self.given += 1
            found.append(number)
        return found


@pytest.mark.parametrize("at_once", [1, 2, 5, 100])
def test_results_come_in_the_order_of_the_tasks(at_once: int) -> None:
    """However long each takes; and no more run than may."""
    chance = random.Random(at_once)  # noqa: S311 - the same tasks every time
    watched = _Watched([chance.random() / 100 for _ in range(60)])
    assert asyncio.run(watched.results(at_once)) == list(range(60))
    assert watched.most <= at_once


def test_a_slow_task_does_not_hold_back_those_behind_it() -> None:
    """While the first one takes its time others run, up to a bound of results that wait for it."""

    async def whole() -> tuple[int, list[int]]:
        slow = asyncio.Event()
        begun: list[int] = []

        async def work(number: int) -> int:
            begun.append(number)
            if number == 0:
                await slow.wait()
            return number

        results = aiter(side_by_side((work(number) for number in range(500)), lambda: 3))
        first = asyncio.ensure_future(anext(results))
        for _ in range(2000):
            await asyncio.sleep(0)
        many = len(begun)
        slow.set()
        return many, [await first, *[number async for number in results]]

    many, found = asyncio.run(whole())
    assert 10 < many < 100
    assert found == list(range(500))


def test_who_stops_listening_stops_the_tasks() -> None:
    """What is under way is cancelled, and nothing more is made."""
    watched = _Watched([0.0, 60, 60, 60, 60])

    async def whole() -> None:
        async with contextlib.aclosing(side_by_side(watched.tasks(), lambda: 2)) as results:
            async for _ in results:
                break
        assert watched.running == 0

    asyncio.run(whole())
    assert watched.made <= 3


def test_an_error_comes_where_its_result_would() -> None:
    """Results before it are given."""

    async def work(number: int) -> int:
        await asyncio.sleep(0)
        if number == 3:
            raise ValueError
        return number

    async def tasks() -> AsyncIterator[Coroutine[None, None, int]]:
        for number in range(9):
            yield work(number)

    async def whole() -> list[int]:
        found: list[int] = []
        with contextlib.suppress(ValueError):
            async for number in side_by_side(tasks(), lambda: 4):
                found.append(number)  # noqa: PERF401 - what came before the error counts
        return found

    assert asyncio.run(whole()) == [0, 1, 2]
