"""Tasks run in processes of this machine, each with a time and a memory limit.

pebble is used because a killed or hanging worker costs one task there; with `concurrent.futures.ProcessPoolExecutor`
one killed worker breaks the pool and every queued task is lost (measured, research notes on performance).
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import os
import signal
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bundler.heap import give_back_large_heap, keep_small_heap
from bundler.workers.interface import MEBIBYTE, Failed, Limits, Result, Task

try:
    import resource
except ImportError:  # Windows has no resource limits; there a task's time limit is the only one
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pebble import ProcessPool

_Answer = TypeVar("_Answer")
_TRIES = 2
_PARCELS = 2
"""Parcels for each worker: the one that it works at, and the next."""
_COLLECT = (20_000, 5, 5)
"""How seldom a worker looks for circles of dead objects (`gc.set_threshold`). A page's tree has up to so many; a worker
that has grown large by them looks after each task (`heap.give_back_large_heap`)."""


@dataclass(frozen=True, slots=True)
class _Raised:
    """An exception of a task as text.

    Not every exception survives the way through a pipe, and one that does not breaks the pool.
    """

    what: str
    is_memory: bool = False


@dataclass(frozen=True, slots=True)
class _Lost:
    """A task that was lost with its worker, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A task that waits for a worker."""

    task: Any
    result: asyncio.Future[Any]


def _set_up(folder: str | None) -> None:
    """Begin a worker: interrupts are the main process's, and temporary files lie where the run's others lie."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # pebble's own handler waits for the interpreter's turn, which a decoder in C does not give: 3 seconds a worker.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if folder is not None:
        tempfile.tempdir = folder
    keep_small_heap()
    gc.set_threshold(*_COLLECT)


def _run_limited(function: Callable[[Task], Result], task: Task, memory_bytes: int) -> Result | _Raised:
    if resource is not None:
        # RLIMIT_DATA counts private memory; RLIMIT_AS would also count the mapped libraries, which differ by machine.
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        soft = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    try:
        return function(task)
    except MemoryError:
        return _Raised("", is_memory=True)
    except BaseException as error:  # noqa: BLE001 - the border of one task, SystemExit included: the reason is reported
        return _Raised(f"{type(error).__name__}: {error}")
    finally:
        give_back_large_heap()


def _run_parcel(function: Callable[[Task], Result], tasks: list[Task], memory_bytes: int) -> list[Result | _Raised]:
    return [_run_limited(function, task, memory_bytes) for task in tasks]


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Threads and processes that are started meanwhile never hear of Ctrl-C, not even before they can say so."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class ProcessWorkers:
    """A pool of local processes.

    Args:
        count: how many; the number of CPU cores when left out.
        folder: where they put temporary files, so that those of a killed worker go with the run's; the system's
            when left out.
    """

    ahead = 4

    def __init__(self, count: int | None = None, folder: Path | None = None) -> None:
        self._count = count or os.cpu_count() or 1
        self._folder = str(folder) if folder is not None else None
        self._pool: ProcessPool | None = None
        self._closed = False
        self._waiting: defaultdict[tuple[Any, Limits], deque[_Waiting]] = defaultdict(deque)
        self._parcels: set[asyncio.Task[Any]] = set()

    @property
    def count(self) -> int:
        """How many tasks run at the same time."""
        return self._count

    async def run(self, function: Callable[[Task], Result], task: Task, limits: Limits) -> Result | Failed:
        """Run `function(task)` in a worker process; see `Workers.run`."""
        result: Result | _Raised | _Lost | Failed = _Lost("")
        if limits.together > 1:
            result = await self._with_others(function, task, limits)
            if isinstance(result, _Raised) and result.is_memory:  # of which those before it may have used a part
                result = _Lost("")
        for _ in range(_TRIES):  # lost perhaps not by its own fault: out of memory, or a signal meant for others
            if isinstance(result, _Lost):
                result = await self._once(_run_limited, function, task, limits)
        if isinstance(result, _Lost):
            return Failed(result.reason, is_repeatable=False)
        if isinstance(result, _Raised):
            memory = f"needs more than {limits.memory_bytes // MEBIBYTE} MiB of memory"
            return Failed(memory if result.is_memory else result.what)
        return result

    async def _with_others(
        self, function: Callable[[Task], Result], task: Task, limits: Limits
    ) -> Result | _Raised | _Lost:
        """Send a task together with those that wait for a worker, too."""
        waiting = _Waiting(task, asyncio.get_running_loop().create_future())
        self._waiting[function, limits].append(waiting)
        self._send()
        found: Result | _Raised | _Lost = await waiting.result
        return found

    def _send(self) -> None:
        """Fill the workers: a parcel for each to work at, and one to go on with."""
        for (function, limits), waiting in list(self._waiting.items()):
            while waiting and len(self._parcels) < self._count * _PARCELS:
                share = min(limits.together, max(1, len(waiting) // self._count))
                parcel = [one for one in (waiting.popleft() for _ in range(share)) if not one.result.done()]
                if not parcel:
                    continue
                tasks = [one.task for one in parcel]
                sent = asyncio.ensure_future(self._once(_run_parcel, function, tasks, limits))
                self._parcels.add(sent)
                sent.add_done_callback(functools.partial(self._come_back, parcel))
            if not waiting:
                del self._waiting[function, limits]

    def _come_back(self, parcel: Sequence[_Waiting], sent: asyncio.Task[Any]) -> None:
        self._parcels.discard(sent)
        error = None if sent.cancelled() else sent.exception()
        found = None if sent.cancelled() or error else sent.result()
        for number, one in enumerate(parcel):
            if one.result.done():  # nobody waits for it any more
                continue
            if sent.cancelled():
                one.result.cancel()
            elif error is not None:
                one.result.set_exception(error)
            else:
                one.result.set_result(found[number] if isinstance(found, list) else _Lost("its parcel was lost"))
        self._send()

    async def _once(
        self, how: Callable[..., _Answer], function: Callable[..., object], task: object, limits: Limits
    ) -> _Answer | _Lost | Failed:
        """Have a worker run one of `_run_limited` and `_run_parcel`."""
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - loaded with the first task only

        from pebble import ProcessExpired  # noqa: PLC0415 - as above

        pool = self._working_pool()
        future = pool.schedule(how, args=[function, task, limits.memory_bytes], timeout=limits.seconds)
        begin = time.monotonic()
        try:
            result: _Answer = await asyncio.wrap_future(future)
        except TimeoutError:
            # pebble goes by the wall clock, which jumps when a machine wakes up or sets its clock.
            jumped = time.monotonic() - begin < limits.seconds
            reason = f"took longer than {limits.seconds:g} seconds"
            return _Lost(reason) if jumped else Failed(reason, is_repeatable=False)
        except BrokenProcessPool:
            return _Lost("the worker processes broke down")
        except ProcessExpired as error:
            return _Lost(f"the worker process died (exit code {error.exitcode})")
        except Exception as error:  # noqa: BLE001 - a result that cannot be carried over: the reason goes into the report
            return Failed(f"{type(error).__name__}: {error}")
        return result

    def _working_pool(self) -> ProcessPool:
        """The pool, started with its first task: a run that fails before it has one starts none.

        A worker that is killed while all are idle, by the system short of memory say, breaks a pool of pebble for good.
        """
        import multiprocessing  # noqa: PLC0415 - a run that has no task loads nothing for it
        from multiprocessing import resource_tracker  # noqa: PLC0415 - as above

        from pebble import ProcessPool  # noqa: PLC0415 - as above

        if self._pool is not None and not self._closed and not self._pool.active:
            self._stop(self._pool)
            self._pool = None
        if self._pool is None:
            # spawn, not fork: the main process has threads, and the children must be the same on every system.
            self._pool = ProcessPool(
                max_workers=self._count,
                initializer=_set_up,
                initargs=(self._folder,),
                context=multiprocessing.get_context("spawn"),
            )
            if os.name == "posix":
                resource_tracker.ensure_running()  # started later, it would unblock the interrupt again
            with _without_interrupts():
                self._pool.active  # noqa: B018 - asking is what starts the pool
        return self._pool

    def close(self) -> None:
        """Stop the workers at once; tasks still running are lost."""
        self._closed = True
        if self._pool is not None:
            self._stop(self._pool)

    @staticmethod
    def _stop(pool: ProcessPool) -> None:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()
