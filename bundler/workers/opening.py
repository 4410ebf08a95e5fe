"""Choosing where tasks run, and having the place only as long as a run lasts."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bundler.errors import ClusterError
from bundler.workers.interface import Workers
from bundler.workers.processes import ProcessWorkers
from bundler.workers.serial import SerialWorkers

if TYPE_CHECKING:  # Dask comes with an extra and takes half a second
    from bundler.workers.crew import Probe


@dataclass(frozen=True, slots=True)
class Place:
    """Where tasks run.

    Attributes:
        processes: how many of this machine; None for one a core, 0 for none but this one, to debug.
        scheduler: the address of a Dask scheduler, whose workers are used instead; empty for this machine.
    """

    processes: int | None = None
    scheduler: str = ""


@contextlib.asynccontextmanager
async def open_workers(
    place: Place, folder: Path, probes: Sequence[Probe], tell: Callable[[str], None]
) -> AsyncIterator[Workers]:
    """Have workers, and stop them at once at the end; tasks still running are lost.

    Args:
        place: where tasks run.
        folder: where processes of this machine put temporary files.
        probes: tell versions that must be the same on the machines of a cluster as here.
        tell: takes lines for the user about workers of a cluster.

    Raises:
        ClusterError: the cluster is not there or does not fit.
    """
    if place.scheduler:
        try:
            from bundler.workers.connect import open_cluster  # noqa: PLC0415 - see above
        except ModuleNotFoundError as error:
            raise ClusterError(
                "--scheduler",
                f"needs Dask, which is not installed ({error.name} is missing)",
                "run \"pip install 'epub-bundler[cluster]'\"",
            ) from error
        async with open_cluster(place.scheduler, probes, tell) as workers:
            yield workers
        return
    local = SerialWorkers() if place.processes == 0 else ProcessWorkers(place.processes, folder=folder)
    try:
        yield local
    finally:
        local.close()
