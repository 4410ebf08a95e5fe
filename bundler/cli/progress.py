"""Progress on stderr: one bar, counts, time left; nothing at all when nobody watches."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Self

from bundler.model import Stage

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


class Bar:
    """A rich progress bar on stderr."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - who sees no bar need not wait for it
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
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
        task = self._progress.add_task(_WORDS.get(stage, stage.value), total=total)
        try:
            yield lambda count: self._progress.advance(task, count)
        finally:
            self._progress.remove_task(task)


def bar() -> AbstractContextManager[Bar] | Silent:
    """A bar where somebody looks at stderr, nothing in a pipe or a log."""
    return Bar() if sys.stderr.isatty() else Silent()
