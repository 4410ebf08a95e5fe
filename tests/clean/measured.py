"""What cleaning costs a worker: a task that runs there and tells what it used."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bundler.clean import Observed, finish, understand
from bundler.clean.rules import BUILT_IN
from bundler.model import Article, Page, Skipped
from tests.worker_memory import forget_peak, peak


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of a page, the peak of the worker's resident memory in bytes, and its seconds of processor time."""

    result: Article | Skipped
    peak: int
    seconds: float


def clean_measured(page: Page) -> Measured:
    """Clean a page to its end and tell what it cost; runs in a worker."""
    forget_peak()
    started = time.process_time()  # not the clock's: a test on a busy machine must not fail
    result = understand((page, BUILT_IN))
    article = finish(result.draft) if isinstance(result, Observed) else result
    seconds = time.process_time() - started
    return Measured(article, peak(), seconds)
