"""Setting up what a command works with, and running the pipeline's event loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import platformdirs

from bundler.characters import printable
from bundler.clean import GivenRules
from bundler.cli.interruption import Interruption
from bundler.cli.journal import Journal
from bundler.cli.progress import watching
from bundler.heap import use_one_heap
from bundler.images.codecs import codecs
from bundler.store import BundleStore, Forgetful, open_bodies, open_cleaned, open_pictures, temporary_folder
from bundler.workers import Place, open_workers

if TYPE_CHECKING:  # help and refusals need not wait for the libraries
    from bundler.pipeline import Tools

Result = TypeVar("Result")

NO_GIVEN_RULES = GivenRules()
"""The project's own rules alone."""
_KILLED = 128
"""What a shell adds to the number of the signal that ended a program."""


def cache_folder() -> Path:
    """Where pictures are kept between runs: `EPUB_BUNDLER_CACHE`, else the system's place for caches."""
    named = os.environ.get("EPUB_BUNDLER_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("epub-bundler", appauthor=False)


def kept_answers(options: dict[str, Any]) -> Path | None:
    """Where pages and feeds are kept between runs; None with `--no-store`.

    Args:
        options: what click gives for `sources`.
    """
    return None if options["no_store"] else cache_folder()


def run(  # noqa: PLR0913 - each by its name
    work: Callable[[Tools], Awaitable[Result]],
    *,
    quiet: bool,
    place: Place,
    keep_pictures: bool = False,
    rules: GivenRules = NO_GIVEN_RULES,
    journal: Journal | None = None,
) -> Result:
    """Run a command's work with workers, a store and a progress bar, and tidy up whatever happens.

    Args:
        work: takes the tools, gives the result.
        quiet: no progress.
        place: where pages are cleaned and pictures fitted.
        keep_pictures: whether pictures are kept between runs.
        rules: the site rules that count.
        journal: where what happens is written down.

    Returns:
        what the work gave; also when an interrupt came only after it was done, while the program tidied up.

    Raises:
        Interruption: Ctrl-C, with the books that have their names already.
    """
    done: list[Result] = []
    notes = journal or Journal()

    async def whole() -> None:
        async with _tools(quiet=quiet, place=place, keep_pictures=keep_pictures, rules=rules, journal=notes) as tools:
            done.append(await work(tools))

    try:
        asyncio.run(_stopped_by_signals(whole()))
    except (KeyboardInterrupt, asyncio.CancelledError):
        if not done:
            raise Interruption(tuple(notes.counts.made), is_kept=keep_pictures) from None
    return done[0]


def ignore_interrupts() -> None:
    """Do not hear Ctrl-C any more, to the end of the process: the book has its name, and only telling so is left."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


async def _stopped_by_signals(work: Coroutine[Any, Any, None]) -> None:
    """Let SIGTERM and SIGHUP stop the run as Ctrl-C does (asyncio): cancelled at the next await, and tidied up."""
    loop, task, seen = asyncio.get_running_loop(), asyncio.current_task(), list[int]()

    def stop(number: int) -> None:
        seen.append(number)
        if task is not None:
            task.cancel()

    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(NotImplementedError, AttributeError):  # Windows
            loop.add_signal_handler(getattr(signal, name), stop, int(getattr(signal, name)))
    try:
        await work
    except asyncio.CancelledError:
        if seen:
            raise SystemExit(_KILLED + seen[0]) from None
        raise


@contextlib.asynccontextmanager
async def _tools(
    *, quiet: bool, place: Place, keep_pictures: bool, rules: GivenRules, journal: Journal
) -> AsyncIterator[Tools]:
    from bundler.pipeline import Tools  # noqa: PLC0415 - as above

    use_one_heap()

    def tell(line: str) -> None:
        journal.write("run", "workers", "", line)
        if not quiet:
            click.echo(f"epub-bundler: {printable(line)}", err=True)

    with temporary_folder() as folder:
        for name in ("articles", "workers"):
            (folder / name).mkdir()
        kept = cache_folder() if keep_pictures else folder / "pictures"
        async with open_workers(place, folder / "workers", (codecs,), tell) as workers:
            with (
                open_pictures(kept, lasting=keep_pictures) as pictures,
                open_cleaned(kept) if keep_pictures else contextlib.nullcontext(Forgetful()) as cleaned,
                open_bodies(folder / "articles") as bodies,
                watching(quiet=quiet, journal=journal) as progress,
            ):
                bundles = BundleStore(cache_folder())
                yield Tools(workers, bodies, pictures, progress, rules, bundles, cleaned=cleaned)
