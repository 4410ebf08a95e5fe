"""Setting up what a command works with, and running the pipeline's event loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import platformdirs

from bundler.cli.progress import Silent, bar
from bundler.pipeline import Tools
from bundler.store import Store, open_pictures, temporary_folder
from bundler.workers import ProcessWorkers, SerialWorkers

Result = TypeVar("Result")

_KILLED = 128
"""What a shell adds to the number of the signal that ended a program."""


def cache_folder() -> Path:
    """Where pictures are kept between runs: `EPUB_BUNDLER_CACHE`, else the system's place for caches."""
    named = os.environ.get("EPUB_BUNDLER_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("epub-bundler", appauthor=False)


def run(work: Callable[[Tools], Awaitable[Result]], *, quiet: bool, debug: bool, keep_pictures: bool = False) -> Result:
    """Run a command's work with workers, a store and a progress bar, and tidy up whatever happens.

    Args:
        work: takes the tools, gives the result.
        quiet: no progress.
        debug: one process, no limits.
        keep_pictures: whether pictures are kept between runs.
    """

    async def whole() -> Result:
        with _tools(quiet=quiet, debug=debug, keep_pictures=keep_pictures) as tools:
            return await work(tools)

    with _stopped_by_signals():
        return asyncio.run(whole())


def _stop(number: int, _: object) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(_KILLED + number)


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Signals stop the run where it is, in the midst of writing a book too, and everything is tidied up.

    asyncio's own way would only cancel at the next await: a book would be finished and replaced after Ctrl-C.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, _stop) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _tools(*, quiet: bool, debug: bool, keep_pictures: bool) -> Iterator[Tools]:
    workers = SerialWorkers() if debug else ProcessWorkers()
    try:
        with temporary_folder() as folder:
            articles = folder / "articles"
            articles.mkdir()
            kept = cache_folder() if keep_pictures else folder / "pictures"
            with open_pictures(kept) as pictures, Silent() if quiet else bar() as progress:
                yield Tools(workers, Store(articles), pictures, progress)
    finally:
        workers.close()
