"""What fitting costs a worker: tasks that run there and tell the most memory that they used."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bundler.images import Fitted, Recipe, Task, Unusable, fit_picture

_STATUS = Path("/proc/self/status")
IS_TOLD = _STATUS.exists()
"""Whether this system tells the most memory that a process used since it was last asked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A fitted picture or the reason, and the peak of the worker's resident memory in bytes."""

    result: Fitted | Unusable
    peak: int


def fit_measured(task: Task) -> Measured:
    """Fit a picture and tell the peak; runs in a worker."""
    with contextlib.suppress(
        OSError
    ):  # where it cannot be reset the peak is that of all tasks, which is no less strict
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    result = fit_picture(task)
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    return Measured(result, int(lines["VmHWM"].split()[0]) * 1024)


@dataclass(frozen=True, slots=True)
class Batch:
    """Many files to fit with one recipe."""

    contents: tuple[bytes, ...]
    recipe: Recipe


def fit_batch(batch: Batch) -> Sequence[Fitted | Unusable]:
    """Fit many small pictures in one task; runs in a worker, which dies with the first that crashes a decoder."""
    return [fit_picture(Task(content, batch.recipe)) for content in batch.contents]
