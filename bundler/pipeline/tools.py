"""What a run works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from bundler.clean import GivenRules
from bundler.report import Progress
from bundler.store import Bodies, Forgetful, PictureStore, Results
from bundler.workers import Workers

AHEAD = 4
"""Tasks in flight for each worker: enough that none waits for the main process, few enough that memory stays flat."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with; passed in, so that tests and other programs can bring their own.

    Attributes:
        workers: where pages are parsed and pictures decoded.
        store: where articles lie until the book is written.
        pictures: where pictures lie, also between runs.
        progress: told what is going on.
        rules: the site rules that count.
        cleaned: what is known of pages that were cleaned before.
    """

    workers: Workers
    store: Bodies
    pictures: PictureStore
    progress: Progress
    rules: GivenRules = field(default_factory=GivenRules)
    cleaned: Results = field(default_factory=Forgetful)

    def at_once(self) -> int:
        """How many tasks should be under way now."""
        return self.workers.count * AHEAD
