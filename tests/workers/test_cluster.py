"""Tasks on a real Dask cluster: the same values as on this machine, whatever happens to tasks and machines."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from bundler.errors import ClusterError
from bundler.images.codecs import codecs
from bundler.workers import Failed, Limits, ProcessWorkers, Workers
from bundler.workers.connect import open_cluster
from tests.workers import tasks
from tests.workers.clusters import Cluster, children, cluster, end, gone, wait_for

Result = TypeVar("Result")

_MEBIBYTE = 1024 * 1024
_PLENTY = Limits(seconds=60, memory_bytes=1024 * _MEBIBYTE)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers for the tests that leave them as they were."""
    with cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of one worker, `one`, for a test that harms it."""
    with cluster(tmp_path, workers=1) as running:
        yield running


@contextlib.asynccontextmanager
async def opened(machines: Cluster, told: list[str] | None = None, patience: float = 10) -> AsyncIterator[Workers]:
    """The cluster's workers, as a run has them."""
    tell = told.append if told is not None else pytest.fail
    async with open_cluster(machines.address, (codecs,), tell, patience) as workers:
        yield workers


def run(machines: Cluster, work: Callable[[Workers], Awaitable[Result]], told: list[str] | None = None) -> Result:
    """Do something with a cluster's workers."""

    async def whole() -> Result:
        async with opened(machines, told) as workers:
            return await work(workers)

    return asyncio.run(whole())


async def _all_kinds(workers: Workers) -> list[object]:
    """The outcomes of tasks of every kind, one after the other; what one breaks the next one meets."""
    parcel = tasks.Parcel("汉字 😀 \x00 <&>\"'", bytes(range(256)) * 4096, (0, -1, 2**200), tasks.Parcel("", b"", ()))
    return [
        await workers.run(tasks.back, parcel, _PLENTY),
        await workers.run(tasks.fail, "no such thing", _PLENTY),
        await workers.run(tasks.fail_oddly, "odd", _PLENTY),
        await workers.run(tasks.leave, 3, _PLENTY),
        await workers.run(tasks.kill_process, 0, _PLENTY),
        await workers.run(tasks.sleep, 60.0, Limits(0.2, 1024 * _MEBIBYTE)),
        await workers.run(tasks.use_memory, 400 * _MEBIBYTE, Limits(60, 256 * _MEBIBYTE)),
        await workers.run(tasks.back, parcel, _PLENTY),
    ]


def test_every_task_ends_as_it_does_on_this_machine(machines: Cluster) -> None:
    """Values come back equal, and a task that raises, hangs, grows or dies has the same words for it."""
    local = ProcessWorkers(1)
    try:
        expected = asyncio.run(_all_kinds(local))
    finally:
        local.close()
    assert run(machines, _all_kinds) == expected


def test_a_task_that_cannot_be_carried_is_a_value(machines: Cluster) -> None:
    """What pickle refuses is told with pickle's words, on the way there and on the way back."""

    async def work(workers: Workers) -> list[object]:
        there: object = await workers.run(tasks.back, lambda: None, _PLENTY)  # type: ignore[arg-type]
        return [there, await workers.run(tasks.give_a_function, 0, _PLENTY)]

    results = run(machines, work)
    assert all(isinstance(result, Failed) and "pickle" in result.reason for result in results)


def test_a_poisonous_task_costs_itself_only(machines: Cluster) -> None:
    """Tasks that travel with one that kills its process, or hangs, are done."""

    async def work(workers: Workers) -> list[object]:
        many = [workers.run(tasks.sleep, number / 1000, _PLENTY) for number in range(30)]
        bad = [workers.run(tasks.kill_process, 0, _PLENTY), workers.run(tasks.sleep, 60.0, Limits(1, _MEBIBYTE * 512))]
        return await asyncio.gather(*many[:10], bad[0], *many[10:20], bad[1], *many[20:])

    results = run(machines, work)
    assert [result for result in results if not isinstance(result, Failed)] == [number / 1000 for number in range(30)]
    assert [result.reason for result in results if isinstance(result, Failed)] == [
        "the worker process died (exit code -9)",
        "took longer than 1 seconds",
    ]


def test_foreign_bytes_never_reach_a_process_that_lives_on(machines: Cluster) -> None:
    """Tasks run in children of the Dask workers, which end with the run."""
    family = [child for worker in machines.started[1:] for child in children(worker)]
    before = {child.pid for child in family}

    async def work(workers: Workers) -> set[object]:
        assert workers.count == 2
        return set(await asyncio.gather(*(workers.run(tasks.process_id, 0, _PLENTY) for _ in range(20))))

    used = run(machines, work)
    assert not used & before
    left = [child for worker in machines.started[1:] for child in children(worker) if child.pid in used]
    assert gone(left, 10)


def test_a_run_that_is_interrupted_leaves_its_workers_free(own: Cluster) -> None:
    """What was under way ends with its run, and the next run finds every thread free."""

    async def interrupted(workers: Workers) -> None:
        running = [asyncio.ensure_future(workers.run(tasks.sleep, 50.0, _PLENTY)) for _ in range(40)]
        await asyncio.wait(running, timeout=1)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    run(own, interrupted)
    begin = time.monotonic()
    assert run(own, lambda workers: workers.run(tasks.sleep, 0.0, _PLENTY)) == 0.0
    assert time.monotonic() - begin < 40


def test_what_a_lost_worker_had_is_done_by_the_others(own: Cluster) -> None:
    """A worker whose machine goes in the middle of its work costs time and nothing else."""
    second = own.start_worker("two", "--no-nanny")

    async def work(workers: Workers) -> list[object]:
        running = [
            asyncio.ensure_future(workers.run(tasks.sleep, 0.05 + number / 1000, _PLENTY)) for number in range(50)
        ]
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.to_thread(end, second)
        return await asyncio.gather(*running)

    assert run(own, work) == [0.05 + number / 1000 for number in range(50)]


def test_when_the_last_worker_is_lost_a_new_one_takes_over(own: Cluster) -> None:
    """Its nanny starts another one, which is asked for its versions like every worker and then does what was left."""

    async def work(workers: Workers) -> list[object]:
        running = [
            asyncio.ensure_future(workers.run(tasks.sleep, 0.05 + number / 1000, _PLENTY)) for number in range(20)
        ]
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        dask_worker = next(child for child in children(own.started[1]) if child.parent().pid == own.started[1].pid)
        os.kill(dask_worker.pid, signal.SIGKILL)
        return await asyncio.gather(*running)

    assert run(own, work) == [0.05 + number / 1000 for number in range(20)]


def test_children_end_with_their_worker(own: Cluster) -> None:
    """A Dask worker that is killed, or told to end, leaves no process behind."""
    run_on = own.start_worker("two", "--no-nanny")

    async def work(workers: Workers) -> None:
        await asyncio.gather(*(workers.run(tasks.sleep, 0.1, _PLENTY) for _ in range(8)))
        killed = children(run_on)
        told = children(own.started[1])
        assert killed
        run_on.kill()
        own.started[1].terminate()
        assert await asyncio.to_thread(gone, [*killed, *told], 20)

    run(own, work)


def test_a_scheduler_that_goes_ends_the_run_in_one_line(own: Cluster) -> None:
    """Work that can be done nowhere any more is no gap of the book."""

    async def work(workers: Workers) -> None:
        running = [asyncio.ensure_future(workers.run(tasks.sleep, 0.1, _PLENTY)) for _ in range(50)]
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        own.started[0].kill()
        await asyncio.gather(*running)

    with pytest.raises(ClusterError, match="the scheduler is gone; start it again"):
        run(own, work)


async def _nothing(_: Workers) -> None:
    """Ask for nothing."""


def _other_version(folder: Path, distribution: str, version: str) -> dict[str, str]:
    """An environment in which a distribution seems to have another version."""
    metadata = folder / f"{distribution}-{version}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Name: {distribution}\nVersion: {version}\n", encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(folder), *filter(None, sys.path)])}


def test_a_worker_with_another_library_gets_no_work(own: Cluster, tmp_path: Path) -> None:
    """One that joins later is asked, too; a line names it and both versions."""
    told: list[str] = []

    async def work(workers: Workers) -> tuple[int, set[object]]:
        env = _other_version(tmp_path / "other", "pillow", "1.2.3")
        await asyncio.to_thread(own.start_worker, "two", env=env)
        await asyncio.to_thread(wait_for, lambda: told, "it was not refused")
        found = await asyncio.gather(*(workers.run(tasks.process_id, 0, _PLENTY) for _ in range(20)))
        return workers.count, set(found)

    count, found = run(own, work, told)
    assert count == 1
    assert len(found) == 1
    assert len(told) == 1
    assert told[0].startswith("tcp://127.0.0.1:")
    assert ": refused, has pillow 1.2.3 (here " in told[0]
    assert not found & {child.pid for child in children(own.started[2])}


def test_no_worker_that_fits_is_no_run(tmp_path: Path) -> None:
    """When all are refused, the error names the first one with both versions."""
    with cluster(tmp_path, workers=0) as running:
        running.start_worker("one", env=_other_version(tmp_path / "other", "trafilatura", "0.1"))
        told: list[str] = []
        with pytest.raises(ClusterError, match=r"no worker fits \(tcp://.*: has trafilatura 0\.1 \(here "):
            run(running, _nothing, told)
        assert len(told) == 1


def test_a_scheduler_without_workers_is_no_run(tmp_path: Path) -> None:
    """After a moment's patience the error says how to start one."""

    async def whole(running: Cluster) -> None:
        async with opened(running, patience=0.5):
            pytest.fail("there is nobody to work")

    expected = r"has no workers; start one on each machine with 'dask worker tcp://"
    with cluster(tmp_path, workers=0) as running, pytest.raises(ClusterError, match=expected):
        asyncio.run(whole(running))
