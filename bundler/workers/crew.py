"""Who of a cluster works for a run: every worker is asked for its versions first, those that join later, too."""

from __future__ import annotations

import asyncio
import functools
import pickle
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from distributed import Client

from bundler.errors import ClusterError
from bundler.workers import far_side
from bundler.workers.interface import MEBIBYTE, Failed, Limits
from bundler.workers.versions import PROGRAM, Versions, difference, python

Probe = Callable[[None], Versions]
"""A module-level function that tells versions of the process it runs in; called in a child of each worker and here."""

_PATIENCE = 60.0
"""Seconds without any worker after which a run gives up; a nanny has a new one in three."""
_ANSWER = 20.0
"""Seconds in which a worker has to tell its versions, or is asked again; starting a child is most of it."""
_LIMITS = Limits(seconds=30, memory_bytes=512 * MEBIBYTE)


class Crew:
    """The workers of a cluster that may work for one run.

    Args:
        client: connected to the scheduler.
        scheduler: its address, for errors.
        run: the run's name on the far side.
        probes: what must be the same there as here.
        tell: takes a line for the user: a worker was refused, or all are gone.
    """

    def __init__(
        self, client: Client, scheduler: str, run: str, probes: Sequence[Probe], tell: Callable[[str], None]
    ) -> None:
        self._client = client
        self._scheduler = scheduler
        self._run = run
        self._probes = probes
        self._tell = tell
        self._threads: dict[str, int] = {}
        self._refused: dict[str, str] = {}
        self._alone_since: float | None = None

    @property
    def threads(self) -> int:
        """How many tasks the accepted workers run at the same time."""
        return sum(self._threads.values())

    @property
    def addresses(self) -> tuple[str, ...]:
        """The accepted workers."""
        return tuple(self._threads)

    @property
    def refusals(self) -> tuple[str, ...]:
        """The refused workers that are there, a line each."""
        return tuple(f"{address}: {reason}" for address, reason in self._refused.items())

    def has_any(self, addresses: Iterable[str]) -> bool:
        """Whether one of these workers is still there."""
        return any(address in self._threads for address in addresses)

    async def look(self) -> None:
        """See who came and who went, and ask those who came.

        Raises:
            OSError: the scheduler does not answer.
            ClusterError: there has been no worker for a minute.
        """
        there: dict[str, int] = await self._client.nthreads()
        for known in (self._threads, self._refused):
            for address in known.keys() - there.keys():
                del known[address]
        new = [address for address in there if address not in self._threads and address not in self._refused]
        reasons = await asyncio.gather(*(self._why_not(address) for address in new))
        for address, reason in zip(new, reasons, strict=True):
            if reason is None:
                continue
            if reason:
                self._refused[address] = reason
                self._tell(f"{address}: refused, {reason}; install the same versions there as here")
            else:
                self._threads[address] = there[address]
        self._mind_emptiness()

    def _mind_emptiness(self) -> None:
        now = time.monotonic()
        if self._threads:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = now
        elif now - self._alone_since > _PATIENCE:
            raise ClusterError(
                self._scheduler,
                f"has had no worker for {_PATIENCE:.0f} seconds",
                "start one with 'dask worker' and run again; pictures fetched so far are kept",
            )

    async def _why_not(self, address: str) -> str | None:
        """Why a worker cannot work for this run; empty when it can, None when it did not answer, busy or gone."""
        release = await self._ask(address, platform.python_version)
        if isinstance(release, OSError):
            return None
        if isinstance(release, str) and release.rpartition(".")[0] != python():
            return f"has Python {release} (here {platform.python_version()})"
        for probe in self._probes:
            parcel = far_side.pack(probe, None, _LIMITS)
            answer = await self._ask(address, far_side.run_parcels, self._run, far_side.join([parcel]))
            if isinstance(answer, OSError):
                return None
            if not isinstance(answer, bytes):
                return f"has no {PROGRAM} that fits ({_words(answer)})"
            theirs = pickle.loads(far_side.split(answer)[0])  # noqa: S301 - from a process that runs what we send
            if reason := _why_other(theirs, probe):
                return reason
        return ""

    async def _ask(self, address: str, function: Callable[..., Any], *arguments: object) -> object:
        """What a function gives that runs in the Dask worker itself, or the exception instead."""
        asking = self._client.run(function, *arguments, workers=[address], on_error="return")
        try:
            answers: dict[str, object] = await asyncio.wait_for(asking, _ANSWER)
        except TimeoutError:
            return OSError("is busy")
        return answers.get(address, OSError("is gone"))


def _why_other(theirs: Versions | Failed, probe: Probe) -> str:
    if isinstance(theirs, Failed):
        return f"cannot tell its versions ({theirs.reason})"
    other = difference(theirs, _own(probe))
    return f"has {other}" if other else ""


@functools.cache
def _own(probe: Probe) -> Versions:
    return probe(None)


def _words(error: object) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]
