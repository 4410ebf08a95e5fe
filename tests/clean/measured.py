"""What cleaning costs a worker: a task that runs there and tells what it used."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

from bundler.clean import Observed, finish, understand
from bundler.clean.rules import BUILT_IN
from bundler.model import Article, Page, Skipped

_STATUS = Path("/proc/self/status")
IS_TOLD = _STATUS.exists()
"""Whether this system tells the most memory that a process used since it was last asked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of a page, the peak of the worker's resident memory in bytes, and its seconds of processor time."""

    result: Article | Skipped
    peak: int
    seconds: float


def clean_measured(page: Page) -> Measured:
    """Clean a page to its end and tell what it cost; runs in a worker."""
    with contextlib.suppress(OSError):  # where it cannot be reset the peak is that of all tasks: no less strict
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    started = time.process_time()  # not the clock's: a test on a busy machine must not fail
    result = understand((page, BUILT_IN))
    article = finish(result.draft) if isinstance(result, Observed) else result
    seconds = time.process_time() - started
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    return Measured(article, int(lines["VmHWM"].split()[0]) * 1024, seconds)
