"""Tasks run on the machines of a Dask cluster: bytes in, bytes out, the same results as here.

Dask sends work to a free worker, and once more to another one when its worker is lost. What may be dangerous is done
in children of the worker (`far_side`), so a task that dies or hangs costs its child, never the worker. Nothing of this
machine's disk is needed there, and nothing stays there: a result is released as soon as it is here.

A Dask task costs some 5 ms of several processes (measured), as much as half a page; so tasks that wait for a worker
are sent together. What is lost together with all its workers is sent again one by one.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import pickle
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from distributed import Client, Future, KilledWorker

from bundler.errors import BundlerError, ClusterError
from bundler.workers import far_side
from bundler.workers.crew import Crew
from bundler.workers.interface import Failed, Limits, Result, Task
from bundler.workers.versions import PROGRAM

_BETWEEN_LOOKS = 2.0
"""Seconds between two looks at who is there; Dask's own for a dashboard."""
_FAREWELL = 3.0
"""Seconds for telling the workers that the run is over; those that do not hear of it end their children themselves."""
_BATCHES = 2
"""Batches under way for each thread: one at work, one on its way."""
_LINGER = 0.01
"""Seconds that a task waits for company: those whose results have just come make room for others."""
_MOST = 16
"""Tasks in a batch."""
_HEAVY = 1_000_000
"""Bytes after which a batch is full: large pictures take long enough to travel alone, and every one that is under way
lies in the memory of this process, the scheduler and a worker."""
_TRIES = 5
"""How often a task is sent that is cancelled, because its workers are gone, or that a worker could not even begin."""


@dataclass(slots=True, eq=False)
class _Order:
    """A task that waits for its answer."""

    parcel: far_side.Parcel
    answer: asyncio.Future[bytes | Failed] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    tries: int = 0
    alone: bool = False

    def settle(self, answer: bytes | Failed) -> None:
        """Give the answer to who still waits for it."""
        if not self.answer.done():
            self.answer.set_result(answer)


class ClusterWorkers:
    """The workers of a cluster; made by `open_cluster`.

    Args:
        client: connected to the scheduler.
        scheduler: its address, for errors.
        crew: the workers that may be used.
        run: the run's name on the far side.
    """

    def __init__(self, client: Client, scheduler: str, crew: Crew, run: str) -> None:
        self._client = client
        self._scheduler = scheduler
        self._crew = crew
        self._run = run
        self._numbers = itertools.count()
        self._waiting: deque[_Order] = deque()
        self._sent: dict[asyncio.Task[None], list[_Order]] = {}
        self._futures: dict[Future[bytes], tuple[str, ...]] = {}
        self._end: BundlerError | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._watching = asyncio.ensure_future(self._watch())

    @property
    def count(self) -> int:
        """How many tasks run at the same time; changes as workers come and go."""
        return max(1, self._crew.threads)

    @property
    def ahead(self) -> int:
        """More than on one machine, so that batches can form; fewer again for a large cluster, for memory's sake."""
        return max(4, min(16, 256 // self.count))

    async def run(self, function: Callable[[Task], Result], task: Task, limits: Limits) -> Result | Failed:
        """Run `function(task)` on a worker; see `Workers.run`.

        Raises:
            ClusterError: the scheduler is gone, or its last worker has been for a minute.
        """
        if self._end is not None:
            raise self._end
        try:
            parcel = far_side.pack(function, task, limits)
        except Exception as error:  # noqa: BLE001 - a task that cannot be carried: the reason goes into the report
            return Failed(f"{type(error).__name__}: {error}")
        order = _Order(parcel)
        self._waiting.append(order)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_LINGER, self._send_waiting)
        answer = await order.answer
        # From a process that runs what we send it: who answers there could do worse than a bad pickle.
        return cast("Result | Failed", pickle.loads(answer) if isinstance(answer, bytes) else answer)  # noqa: S301

    def _send_waiting(self) -> None:
        """Send what waits, as far as workers have room; together what cannot be at work at once anyway."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        room = _BATCHES * self._crew.threads - len(self._sent)
        while self._waiting and room > 0 and self._end is None:
            batch = self._next_batch(-(-len(self._waiting) // room))
            if batch:
                sending = asyncio.ensure_future(self._send(batch, self._crew.addresses))
                self._sent[sending] = batch
                sending.add_done_callback(self._is_back)
                room -= 1

    def _next_batch(self, size: int) -> list[_Order]:
        batch: list[_Order] = []
        weight = 0
        while self._waiting and len(batch) < min(size, _MOST) and weight < _HEAVY:
            if self._waiting[0].alone and batch:
                break
            order = self._waiting.popleft()
            if not order.answer.done():  # or nobody waits for it any more
                batch.append(order)
                weight += len(order.parcel.content)
            if order.alone:
                break
        return batch

    def _is_back(self, sending: asyncio.Task[None]) -> None:
        del self._sent[sending]
        if self._waiting and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_LINGER, self._send_waiting)

    async def _send(self, batch: list[_Order], addresses: tuple[str, ...]) -> None:
        """Have a batch run and give each order its answer, or put the orders back."""
        try:
            answers = await self._answers(batch, addresses)
        except KilledWorker:  # raised by Dask when more workers were lost with it than its scheduler allows, 3
            if len(batch) == 1:
                batch[0].settle(Failed("was lost with its worker again and again", is_repeatable=False))
            for order in batch:
                order.alone = True
            self._put_back(batch, "was lost")
        except Exception as error:  # noqa: BLE001 - cancelled, or its worker can do nothing: another may
            self._put_back(batch, f"{type(error).__name__}: {error}")
            if not self._is_connected:
                self._give_up(self._gone())
        else:
            for order, answer in zip(batch, answers, strict=True):
                order.settle(answer)

    async def _answers(self, batch: list[_Order], addresses: tuple[str, ...]) -> list[bytes]:
        future: Future[bytes] = self._client.submit(
            cast("Callable[..., bytes]", far_side.run_parcels),  # Dask awaits it there
            self._run,
            far_side.join([order.parcel for order in batch]),
            key=(f"{PROGRAM}-{self._run}", next(self._numbers)),
            workers=list(addresses),
        )
        self._futures[future] = addresses
        try:
            return far_side.split(await future)
        finally:
            del self._futures[future]
            future.release()

    def _put_back(self, batch: list[_Order], reason: str) -> None:
        for order in batch:
            order.tries += 1
            if order.tries == _TRIES:
                order.settle(Failed(f"could not be done on the cluster ({reason})", is_repeatable=False))
        self._waiting.extendleft(reversed(batch))

    async def _watch(self) -> None:
        """Look who is there as long as the run lasts; what it raises ends the run."""
        try:
            while True:
                await asyncio.sleep(_BETWEEN_LOOKS)
                if not self._is_connected:
                    raise self._gone()
                await self._crew.look()
                left = [future for future, workers in self._futures.items() if not self._crew.has_any(workers)]
                if left:
                    await self._client.cancel(left)
                self._send_waiting()
        except OSError:
            self._give_up(self._gone())
        except ClusterError as error:
            self._give_up(error)

    @property
    def _is_connected(self) -> bool:
        return bool(self._client.status == "running")

    def _gone(self) -> ClusterError:
        next_step = "start it again and run again; pictures fetched so far are kept"
        return ClusterError(self._scheduler, "the scheduler is gone", next_step)

    def _give_up(self, error: BundlerError) -> None:
        self._end = error
        for order in [*self._waiting, *itertools.chain.from_iterable(self._sent.values())]:
            if not order.answer.done():
                order.answer.set_exception(error)

    async def close(self) -> None:
        """Tell the workers that the run is over; tasks still running are lost."""
        self._waiting.clear()
        for task in (self._watching, *self._sent):
            task.cancel()
        await asyncio.gather(self._watching, *self._sent, return_exceptions=True)
        if not self._is_connected:
            return
        with contextlib.suppress(OSError):  # a worker does not answer
            farewell = self._client.run(
                far_side.end_run, self._run, workers=list(self._crew.addresses), on_error="ignore"
            )
            await asyncio.wait_for(farewell, _FAREWELL)
