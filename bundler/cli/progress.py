"""Progress on stderr where somebody looks at it, and in the journal; nothing at all when nobody watches."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Self

from bundler.cli.journal import Journal
from bundler.model import Stage
from bundler.report import Event

if TYPE_CHECKING:
    from bundler.cli.bar import Bar


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
    if quiet or not sys.stderr.isatty():
        shown: Bar | Silent = Silent()
    else:
        from bundler.cli.bar import Bar  # noqa: PLC0415 - rich, which nobody else need wait for

        shown = Bar(journal.counts)
    with shown:
        yield Watch(shown, journal)
