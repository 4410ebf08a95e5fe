"""What runs in a Dask worker: bytes in, bytes out, the work itself done in child processes with limits.

A Dask worker is a process that somebody else started and that lives long, so it never parses foreign bytes itself: its
children do, one for each of its threads, by the same `ProcessWorkers` as on one machine. The Dask worker does not even
unpickle a task. Children belong to one run; they go with it, with the Dask worker, or after a minute without work.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from distributed import Worker, get_worker

from bundler.workers.interface import Failed, Limits
from bundler.workers.processes import ProcessWorkers

_NAME = "epub-bundler"
_IDLE = 60.0
"""Seconds without work after which children end: their run was killed and could not say so."""


class _Children:
    """The children of a Dask worker that work for one run; they are started with the first task."""

    def __init__(self, count: int, folder: Path, forget: Callable[[], None]) -> None:
        self._workers = ProcessWorkers(count, folder)
        self._forget = forget
        self._running: set[asyncio.Future[bytes | Failed]] = set()
        self._alarm: asyncio.TimerHandle | None = None

    async def run(self, content: bytes, limits: Limits) -> bytes | Failed:
        """Have a child unpack a parcel's content and run it."""
        if self._alarm is not None:
            self._alarm.cancel()
        running = asyncio.ensure_future(self._workers.run(_unpack_and_run, content, limits))
        self._running.add(running)
        try:
            await asyncio.wait((running,))
            return Failed("the run is over", is_repeatable=False) if running.cancelled() else running.result()
        finally:
            self._running.discard(running)
            if not self._running:
                self._alarm = asyncio.get_running_loop().call_later(_IDLE, self._forget)

    async def close(self) -> None:
        """End the children without holding up the Dask worker's event loop.

        Tasks under way end first: a stopped pool never answers, and a Dask task that waits for it would hold a thread
        of the Dask worker for good.
        """
        for running in self._running:
            running.cancel()
        await asyncio.to_thread(self._workers.close)
        if self._alarm is not None:
            self._alarm.cancel()


class _Runs:
    """The children of a Dask worker by run; an extension, because Dask closes those with the worker."""

    def __init__(self) -> None:
        self._children: dict[str, _Children] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def children(self, run: str, worker: Worker) -> _Children:
        """The children of a run, new ones for a new run."""
        if run not in self._children:
            folder = Path(worker.local_directory)  # Dask removes it with the worker
            self._children[run] = _Children(worker.state.nthreads, folder, lambda: self.forget(run))
        return self._children[run]

    def forget(self, run: str) -> None:
        """End a run's children."""
        if (children := self._children.pop(run, None)) is not None:
            closing = asyncio.ensure_future(children.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """End all children; Dask calls it when the worker ends."""
        for run in list(self._children):
            self.forget(run)
        await asyncio.gather(*self._closing)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A task as it goes over the wire.

    Attributes:
        content: the pickled function and what it is called with; only a child unpacks it.
        limits: what the task may use.
    """

    content: bytes
    limits: Limits


def pack(function: Callable[..., Any], task: object, limits: Limits) -> Parcel:
    """A parcel.

    Args:
        function: a module-level function, or a `partial` of one.
        task: what it is called with.
        limits: what it may use.
    """
    return Parcel(pickle.dumps((function, task), protocol=pickle.HIGHEST_PROTOCOL), limits)


def join(parcels: Sequence[Parcel]) -> bytes:
    """Parcels as one string of bytes, for `run_parcels`; Dask would look into a list for the names of other tasks."""
    rows = [(parcel.content, parcel.limits.seconds, parcel.limits.memory_bytes) for parcel in parcels]
    return pickle.dumps(rows, protocol=pickle.HIGHEST_PROTOCOL)


def split(answers: bytes) -> list[bytes]:
    """What `run_parcels` gives, one by one: each a pickled result or a pickled `Failed`."""
    return cast("list[bytes]", pickle.loads(answers))  # noqa: S301 - from a process that runs what we send


async def run_parcels(run: str, joined: bytes, dask_worker: Worker | None = None) -> bytes:
    """Run parcels in children of this Dask worker; a coroutine, so that no thread waits for a child.

    Args:
        run: a name for the run that asks, as long as it lasts.
        joined: what `join` gives.
        dask_worker: given by `Client.run`, which calls outside of any Dask task.

    Returns:
        for `split`: the answers, in the order of the parcels.
    """
    worker = dask_worker or get_worker()
    children = _runs(worker).children(run, worker)
    rows: list[tuple[bytes, float, int]] = pickle.loads(joined)  # noqa: S301 - from the run's own main process
    results = await asyncio.gather(
        *(children.run(content, Limits(seconds, memory)) for content, seconds, memory in rows)
    )
    answers = [result if isinstance(result, bytes) else pickle.dumps(result) for result in results]
    return pickle.dumps(answers, protocol=pickle.HIGHEST_PROTOCOL)


async def end_run(run: str, dask_worker: Worker) -> None:
    """End the children of a run.

    Args:
        run: its name.
        dask_worker: given by `Client.run`.
    """
    _runs(dask_worker).forget(run)


def _runs(worker: Worker) -> _Runs:
    if _NAME not in worker.extensions:
        # Under a nanny a Dask worker is a daemon process, which may have no children. It ends them itself.
        multiprocessing.current_process().daemon = False
        worker.extensions[_NAME] = _Runs()
    runs = worker.extensions[_NAME]
    if not isinstance(runs, _Runs):
        raise TypeError(f"the Dask worker has another {_NAME}")
    return runs


def _unpack_and_run(content: bytes) -> bytes:
    function, task = pickle.loads(content)  # noqa: S301 - from the run's own main process
    return pickle.dumps(function(task), protocol=pickle.HIGHEST_PROTOCOL)
