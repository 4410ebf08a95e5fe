"""Finding a cluster: connected to its scheduler, with at least one worker that fits."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import AsyncIterator, Callable, Sequence

import dask.config
from distributed import Client

from bundler.errors import ClusterError
from bundler.workers.cluster import ClusterWorkers
from bundler.workers.crew import Crew, Probe
from bundler.workers.versions import PROGRAM, python, versions

_CONNECT = 5.0
"""Seconds in which a scheduler has to answer, and a worker whose data is asked for."""
_PATIENCE = 10.0
"""Seconds in which a first worker has to be there; one takes three to start."""
_BETWEEN_LOOKS = 0.5
"""Seconds between two looks for the first worker."""
_FAREWELL = 3.0
"""Seconds for going away."""
_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GiB",  # a task brings its pages or pictures along
    "distributed.comm.timeouts.connect": f"{_CONNECT}s",
}
_LOGGERS = ("distributed", "distributed.client", "tornado.application")
"""Those to which Dask gives a level of their own and a handler that writes on stderr."""


@contextlib.asynccontextmanager
async def open_cluster(
    address: str, probes: Sequence[Probe], tell: Callable[[str], None], patience: float = _PATIENCE
) -> AsyncIterator[ClusterWorkers]:
    """Connect to a scheduler, for one run.

    Args:
        address: `tcp://HOST:PORT` or `tls://HOST:PORT`; certificates come from Dask's own configuration.
        probes: what must be the same on the workers as here, beside `versions`.
        tell: takes lines for the user while the run lasts.
        patience: seconds to wait for the first worker.

    Raises:
        ClusterError: there is no scheduler, or it has no worker that fits.
    """
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # our errors say it in one line
    with dask.config.set(_SETTINGS):
        client = Client(address, asynchronous=True, set_as_default=False, timeout=_CONNECT)
        try:
            await _connect(client, address)
            run = uuid.uuid4().hex
            crew = Crew(client, address, run, (versions, *probes), tell)
            await _gather(crew, address, patience)
            workers = ClusterWorkers(client, address, crew, run)
            try:
                yield workers
            finally:
                await workers.close()
        finally:
            await client.close(timeout=_FAREWELL)


async def _connect(client: Client, address: str) -> None:
    try:
        await client
    except (OSError, ValueError, TypeError) as error:  # Dask's: nobody there; no such host; TLS without certificates
        raise ClusterError(
            address,
            f"no scheduler answers ({_first_line(error)})",
            "start one there with 'dask scheduler', or leave --scheduler out",
        ) from error
    try:
        there = await client.run_on_scheduler(python)
    except Exception as error:  # whatever its Python raises on what it does not know
        raise ClusterError(
            address,
            f"the scheduler has no {PROGRAM} that fits ({_first_line(error)})",
            f"install '{PROGRAM}[cluster]' there, the same version as here",
        ) from error
    if there != python():
        raise ClusterError(address, f"the scheduler has Python {there} (here {python()})", "use the same on both")


async def _gather(crew: Crew, address: str, patience: float) -> None:
    """Wait for the first worker that fits."""
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    await crew.look()
    while not crew.addresses:
        if crew.refusals:
            raise ClusterError(
                address, f"no worker fits ({crew.refusals[0]})", "install the same versions on all machines"
            )
        if loop.time() > until:
            raise ClusterError(
                address, "the scheduler has no workers", f"start one on each machine with 'dask worker {address}'"
            )
        await asyncio.sleep(_BETWEEN_LOOKS)
        await crew.look()


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]
