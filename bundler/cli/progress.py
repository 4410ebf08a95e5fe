"""Progress on stderr: one bar, the step, counts, time left; nothing at all when nobody watches."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Self

from bundler.cli.counts import Counts
from bundler.cli.journal import Journal
from bundler.model import Stage
from bundler.report import Event

_WORDS = {
    Stage.CLEAN: "Cleaning pages",
    Stage.ILLUSTRATE: "Fitting pictures, article by article",
    Stage.PACKAGE: "Writing the book",
}


class Silent:
    """Tells nobody."""

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    @contextlib.contextmanager
    def step(self, stage: Stage, total: int | None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002 - one interface
        """See `bundler.report.Progress`."""
        yield lambda _: None

    def tell(self, event: Event) -> None:
        """See `bundler.report.Progress`."""


class Bar:
    """A rich progress bar on stderr: what is done now, how far it is, and what has come of it all so far.

    Args:
        counts: what is shown beside the bar; somebody else counts.
    """

    def __init__(self, counts: Counts) -> None:
        from rich.console import Console  # noqa: PLC0415 - who sees no bar need not wait for it
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._counts = counts
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counts]}"),
            console=Console(stderr=True),
            transient=True,
        )

    def __enter__(self) -> Self:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self._progress.stop()

    @contextlib.contextmanager
    def step(self, stage: Stage, total: int | None) -> Iterator[Callable[[int], None]]:
        """See `bundler.report.Progress`."""
        task = self._progress.add_task(_WORDS.get(stage, stage.value), total=total, counts=str(self._counts))
        try:
            yield lambda count: self._progress.advance(task, count)
        finally:
            self._progress.remove_task(task)

    def tell(self, event: Event) -> None:  # noqa: ARG002 - one interface
        """See `bundler.report.Progress`."""
        for task in self._progress.task_ids:
            self._progress.update(task, counts=str(self._counts))


class Watch:
    """Tells a bar and a journal alike.

    Args:
        shown: what somebody looks at.
        journal: what is kept.
    """

    def __init__(self, shown: Bar | Silent, journal: Journal) -> None:
        self._shown = shown
        self._journal = journal

    @contextlib.contextmanager
    def step(self, stage: Stage, total: int | None) -> Iterator[Callable[[int], None]]:
        """See `bundler.report.Progress`."""
        with self._shown.step(stage, total) as show, self._journal.step(stage, total) as note:

            def advance(count: int) -> None:
                show(count)
                note(count)

            yield advance

    def tell(self, event: Event) -> None:
        """See `bundler.report.Progress`."""
        self._journal.tell(event)
        self._shown.tell(event)


@contextlib.contextmanager
def watching(*, quiet: bool, journal: Journal) -> Iterator[Watch]:
    """Who is told of a run: a bar where somebody looks at stderr, nobody in a pipe or a cron job, and the journal.

    Args:
        quiet: no bar.
        journal: what is kept.
    """
    with Bar(journal.counts) if not quiet and sys.stderr.isatty() else Silent() as shown:
        yield Watch(shown, journal)
