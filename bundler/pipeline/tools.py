"""What a run works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bundler.clean import GivenRules
from bundler.report import Progress
from bundler.store import Bodies, BundleStore, Forgetful, PictureStore, Results
from bundler.workers import Workers


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with; passed in, so that tests and other programs can bring their own.

    Attributes:
        workers: where pages are parsed and pictures decoded.
        store: where articles lie until the book is written.
        pictures: where pictures lie, also between runs.
        progress: told what is going on.
        rules: the site rules that count.
        bundles: what earlier books had; None where nothing is kept between runs.
        answers: the folder in which pages and feeds are kept between runs, or None to keep none after the run.
        cleaned: what is known of pages that were cleaned before.
    """

    workers: Workers
    store: Bodies
    pictures: PictureStore
    progress: Progress
    rules: GivenRules = field(default_factory=GivenRules)
    bundles: BundleStore | None = None
    answers: Path | None = None
    cleaned: Results = field(default_factory=Forgetful)

    def at_once(self) -> int:
        """How many tasks should be under way now."""
        return self.workers.count * self.workers.ahead
