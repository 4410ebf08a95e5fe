"""Setting up what a command works with, and running the pipeline's event loop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from bundler.cli.progress import Silent, bar
from bundler.pipeline import Tools
from bundler.store import temporary_store
from bundler.workers import ProcessWorkers, SerialWorkers

Result = TypeVar("Result")


def run(work: Callable[[Tools], Awaitable[Result]], *, quiet: bool, debug: bool) -> Result:
    """Run a command's work with workers, a store and a progress bar, and tidy up whatever happens.

    Args:
        work: takes the tools, gives the result.
        quiet: no progress.
        debug: one process, no limits.
    """

    async def whole() -> Result:
        with _tools(quiet=quiet, debug=debug) as tools:
            return await work(tools)

    return asyncio.run(whole())


@contextlib.contextmanager
def _tools(*, quiet: bool, debug: bool) -> Iterator[Tools]:
    workers = SerialWorkers() if debug else ProcessWorkers()
    try:
        with temporary_store() as store, Silent() if quiet else bar() as progress:
            yield Tools(workers, store, progress)
    finally:
        workers.close()
