"""Tasks in worker processes: whatever one does, the next one works, and nothing is left when the pool is closed."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bundler.workers import Failed, Limits, ProcessWorkers
from tests.workers import tasks

_MEBIBYTE = 1024 * 1024
_PLENTY = Limits(seconds=60, memory_bytes=1024 * _MEBIBYTE)


@pytest.fixture(scope="module")
def workers() -> Iterator[ProcessWorkers]:
    """One worker for all tests of this module: what one test breaks the next one meets."""
    pool = ProcessWorkers(1)
    yield pool
    pool.close()


def _works(workers: ProcessWorkers) -> bool:
    return asyncio.run(workers.run(tasks.back, tasks.Parcel("next", b"", ()), _PLENTY)) == tasks.Parcel("next", b"", ())


def test_a_value_crosses_intact(workers: ProcessWorkers) -> None:
    """Text of every plane, every byte, large numbers and values within values come back equal."""
    inner = tasks.Parcel("汉字 😀 \u200b \x00 <&>\"'", bytes(range(256)) * 4096, (0, -1, 2**200))
    parcel = tasks.Parcel("", b"", (), inner)
    assert asyncio.run(workers.run(tasks.back, parcel, _PLENTY)) == parcel


def test_work_is_done_in_another_process(workers: ProcessWorkers) -> None:
    """Foreign bytes are never parsed where the book is written."""
    found = asyncio.run(workers.run(tasks.process_id, 0, _PLENTY))
    assert isinstance(found, int)
    assert found != os.getpid()


def test_a_task_that_raises_is_a_value(workers: ProcessWorkers) -> None:
    """The exception's words are the reason, and the next task works."""
    assert asyncio.run(workers.run(tasks.fail, "no such thing", _PLENTY)) == Failed("ValueError: no such thing")
    assert _works(workers)


def test_a_task_that_takes_too_long_is_stopped(workers: ProcessWorkers) -> None:
    """A hanging task is over soon after its time, the reason names the limit, and the next task works."""
    begin = time.monotonic()
    result = asyncio.run(workers.run(tasks.sleep, 60.0, Limits(0.2, 1024 * _MEBIBYTE)))
    assert result == Failed("took longer than 0.2 seconds", is_repeatable=False)
    assert time.monotonic() - begin < 10
    assert _works(workers)


def test_a_task_that_takes_too_much_memory_is_stopped(workers: ProcessWorkers) -> None:
    """The limit is the task's own: the reason names it, and the next task may use more."""
    small = Limits(60, 256 * _MEBIBYTE)
    assert asyncio.run(workers.run(tasks.use_memory, 400 * _MEBIBYTE, small)) == Failed(
        "needs more than 256 MiB of memory"
    )
    assert asyncio.run(workers.run(tasks.use_memory, 400 * _MEBIBYTE, _PLENTY)) == 400 * _MEBIBYTE
    assert _works(workers)


def test_a_worker_that_dies_costs_one_task(workers: ProcessWorkers) -> None:
    """A crash and a kill are values with the exit code, and a new worker takes the next task."""
    killed = asyncio.run(workers.run(tasks.kill_process, 0, _PLENTY))
    assert killed == Failed("the worker process died (exit code -9)", is_repeatable=False)
    assert _works(workers)
    ended = asyncio.run(workers.run(tasks.end_process, 7, _PLENTY))
    assert ended == Failed("the worker process died (exit code 7)", is_repeatable=False)
    assert _works(workers)


def test_a_task_that_was_lost_once_is_done_again(workers: ProcessWorkers, tmp_path: Path) -> None:
    """A worker that somebody else has killed costs nothing but time; one that dies of its task costs the task."""
    assert asyncio.run(workers.run(tasks.die_once, str(tmp_path / "died"), _PLENTY)) == "done"
    assert _works(workers)


def test_an_idle_worker_that_is_killed_costs_nothing(workers: ProcessWorkers) -> None:
    """A system short of memory may take a worker between two tasks; the next task finds a new one."""
    idle = asyncio.run(workers.run(tasks.process_id, 0, _PLENTY))
    assert isinstance(idle, int)
    os.kill(idle, signal.SIGKILL)
    time.sleep(0.5)
    assert _works(workers)


def test_a_clock_that_jumps_costs_no_task(workers: ProcessWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that sleeps for an hour while a task runs has not given the task an hour."""
    wall = time.time
    asyncio.run(workers.run(tasks.process_id, 0, _PLENTY))

    async def asleep() -> object:
        running = asyncio.ensure_future(workers.run(tasks.sleep, 1.0, _PLENTY))
        await asyncio.sleep(0.3)
        monkeypatch.setattr(time, "time", lambda: wall() + 3600)
        return await running

    assert asyncio.run(asleep()) == 1.0


def test_queued_tasks_outlive_the_worker_that_dies(workers: ProcessWorkers) -> None:
    """Tasks that wait behind a killed one are done, each with its own result."""

    async def all_of_them() -> list[float | int | Failed]:
        parcels = [workers.run(tasks.sleep, number / 1000, _PLENTY) for number in range(5)]
        return list(await asyncio.gather(*parcels[:2], workers.run(tasks.kill_process, 0, _PLENTY), *parcels[2:]))

    results = asyncio.run(all_of_them())
    assert [result for result in results if not isinstance(result, Failed)] == [0.0, 0.001, 0.002, 0.003, 0.004]
    assert sum(isinstance(result, Failed) for result in results) == 1


_TOGETHER = Limits(seconds=60, memory_bytes=1024 * _MEBIBYTE, together=4)


async def _all(workers: ProcessWorkers, *asked: tuple[Callable[..., object], object], limits: Limits) -> list[Any]:
    return list(await asyncio.gather(*(workers.run(function, task, limits) for function, task in asked)))


def test_small_tasks_that_go_together_come_back_each_with_its_own_result(workers: ProcessWorkers) -> None:
    """However many wait, and whatever some of them raise."""
    asked = [(tasks.fail, "not this one") if number % 7 == 3 else (tasks.sleep, number / 1e6) for number in range(50)]
    results = asyncio.run(_all(workers, *asked, limits=_TOGETHER))
    failed = Failed("ValueError: not this one")
    assert results == [failed if number % 7 == 3 else number / 1e6 for number in range(50)]


@pytest.mark.parametrize(
    ("function", "task", "reason"),
    [
        (tasks.kill_process, 0, "the worker process died (exit code -9)"),
        (tasks.sleep, 60.0, "took longer than 0.5 seconds"),
    ],
)
def test_a_poisonous_task_costs_those_beside_it_nothing(
    workers: ProcessWorkers, function: Callable[..., object], task: object, reason: str
) -> None:
    """They are run again, each alone."""
    limits = Limits(0.5, 1024 * _MEBIBYTE, together=4)
    asked = [(tasks.back_or, (function, task) if number == 5 else number) for number in range(9)]
    results = asyncio.run(_all(workers, *asked, limits=limits))
    assert results[5] == Failed(reason, is_repeatable=False)
    assert results[:5] + results[6:] == [0, 1, 2, 3, 4, 6, 7, 8]
    assert _works(workers)


def test_a_task_has_all_its_memory_whatever_goes_with_it(workers: ProcessWorkers) -> None:
    """What those before it have left in the worker is not its own: it is run again, alone."""
    limits = Limits(60, 512 * _MEBIBYTE, together=4)
    asked = [(tasks.give_bytes, 40 * _MEBIBYTE)] * 3 + [(tasks.use_memory, 420 * _MEBIBYTE)]
    results = asyncio.run(_all(workers, *asked * 2, limits=limits))
    assert [result if isinstance(result, int | Failed) else len(result) for result in results] == [
        *[40 * _MEBIBYTE] * 3,
        420 * _MEBIBYTE,
    ] * 2
    assert _works(workers)


def test_who_gives_up_a_task_harms_none_that_went_with_it(workers: ProcessWorkers) -> None:
    """A task that nobody waits for any more is left out, or its result is dropped."""

    async def some_of_them() -> list[object]:
        running = [asyncio.ensure_future(workers.run(tasks.sleep, number / 1000, _TOGETHER)) for number in range(20)]
        await asyncio.sleep(0.01)
        for task in running[::2]:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return [task.result() for task in running[1::2]]

    assert asyncio.run(some_of_them()) == [number / 1000 for number in range(1, 20, 2)]
    assert _works(workers)


def test_endless_recursion_costs_one_task(workers: ProcessWorkers) -> None:
    """A page that drives a parser down its own stack is a value."""
    result = asyncio.run(workers.run(tasks.nest, 0, _PLENTY))
    assert isinstance(result, Failed)
    assert "Recursion" in result.reason
    assert _works(workers)


def test_a_result_that_cannot_be_carried_costs_one_task() -> None:
    """What pickle refuses is a value for its own task, and the pool goes on."""
    pool = ProcessWorkers(1)
    try:
        assert isinstance(asyncio.run(pool.run(tasks.give_a_function, 0, _PLENTY)), Failed)
        assert _works(pool)
    finally:
        pool.close()


def test_an_exception_that_cannot_be_carried_costs_one_task() -> None:
    """An exception whose class pickle cannot build again is a value for its own task, and the pool goes on."""
    pool = ProcessWorkers(1)
    try:
        assert isinstance(asyncio.run(pool.run(tasks.fail_oddly, "odd", _PLENTY)), Failed)
        assert _works(pool)
    finally:
        pool.close()


def test_a_task_that_leaves_does_not_end_the_program(workers: ProcessWorkers) -> None:
    """`sys.exit` in a worker is a failed task, not the end of the run."""
    assert isinstance(asyncio.run(workers.run(tasks.leave, 3, _PLENTY)), Failed)
    assert _works(workers)


def test_closing_does_not_wait_for_a_library() -> None:
    """Workers in the middle of a long call into C end at once, all of them."""

    async def start_and_close() -> float:
        pool = ProcessWorkers(2)
        await pool.run(tasks.process_id, 0, _PLENTY)
        running = [asyncio.ensure_future(pool.run(tasks.stay_in_c, 2_000_000_000, _PLENTY)) for _ in range(2)]
        await asyncio.sleep(0.5)
        begin = time.monotonic()
        await asyncio.to_thread(pool.close)
        taken = time.monotonic() - begin
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return taken

    assert asyncio.run(start_and_close()) < 2.5


def test_closing_ends_running_tasks_and_leaves_no_process() -> None:
    """A pool that is closed while a task runs is gone at once, with its process."""

    async def start_and_close() -> list[str]:
        pool = ProcessWorkers(1)
        await pool.run(tasks.process_id, 0, _PLENTY)
        running = asyncio.ensure_future(pool.run(tasks.sleep, 60.0, _PLENTY))
        await asyncio.sleep(0.05)
        started = [child.name for child in multiprocessing.active_children() if child.pid not in before]
        pool.close()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return started

    before = {child.pid for child in multiprocessing.active_children()}
    begin = time.monotonic()
    assert len(asyncio.run(start_and_close())) == 1
    assert time.monotonic() - begin < 10
    assert {child.pid for child in multiprocessing.active_children()} <= before
