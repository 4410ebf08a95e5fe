"""What somebody sees who looks at stderr: the step and how far it is, and below it what has come of the run so far.

A module of its own, because loading rich takes 0.1 s, which whoever sees no bar need not wait for.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bundler.cli.counts import Counts
from bundler.model import Stage
from bundler.report import Event

_WORDS = {
    Stage.CLEAN: "Cleaning pages",
    Stage.ILLUSTRATE: "Pictures by article",
    Stage.PACKAGE: "Writing the book",
}
_A_SECOND = 4
"""Drawings a second; each takes some milliseconds of a core that has pages to clean."""
_WIDE = 68
"""Columns of a terminal that step, bar and times need in 40,000 articles; a narrower one, a phone's, gets no bar."""


class Bar(Progress):
    """A progress bar on stderr. Counting costs a run next to nothing: what is shown is looked up when it is drawn.

    Args:
        counts: what is shown below the bar; somebody else counts.
    """

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._done: dict[TaskID, int] = {}
        self._drawing = threading.Lock()
        console = Console(stderr=True)
        super().__init__(*_columns(console.width), console=console, transient=True, refresh_per_second=_A_SECOND)

    @contextlib.contextmanager
    def step(self, stage: Stage, total: int | None) -> Iterator[Callable[[int], None]]:
        """See `bundler.report.Progress`."""
        task = self.add_task(_WORDS.get(stage, stage.value), total=total)
        self._done[task] = 0

        def advance(count: int) -> None:
            self._done[task] += count

        try:
            yield advance
        finally:
            with self._drawing:  # rich draws in a thread, which would end over a task that is gone
                del self._done[task]
                self.remove_task(task)

    def tell(self, event: Event) -> None:
        """See `bundler.report.Progress`; the counts hear of it elsewhere."""

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar and the line below it, both as they are at this moment."""
        with self._drawing:
            for task, done in list(self._done.items()):
                self.update(task, completed=done)
        yield from super().get_renderables()
        yield Text(str(self._counts), no_wrap=True, overflow="ellipsis")


def _columns(width: int) -> list[ProgressColumn]:
    how_far: list[ProgressColumn] = [MofNCompleteColumn(), TimeElapsedColumn()]
    if width >= _WIDE:
        how_far = [BarColumn(bar_width=16), *how_far, TimeRemainingColumn()]
    return [SpinnerColumn(), TextColumn("{task.description}"), *how_far]
