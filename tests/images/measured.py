"""What fitting costs a worker: tasks that run there and tell the most memory that they used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bundler.images import Fitted, Recipe, Task, Unusable, fit_picture
from tests.worker_memory import forget_peak, peak


@dataclass(frozen=True, slots=True)
class Measured:
    """A fitted picture or the reason, and the peak of the worker's resident memory in bytes."""

    result: Fitted | Unusable
    peak: int


def fit_measured(task: Task) -> Measured:
    """Fit a picture and tell the peak; runs in a worker."""
    forget_peak()
    result = fit_picture(task)
    return Measured(result, peak())


@dataclass(frozen=True, slots=True)
class Batch:
    """Many files to fit with one recipe."""

    contents: tuple[bytes, ...]
    recipe: Recipe


def fit_batch(batch: Batch) -> Sequence[Fitted | Unusable]:
    """Fit many small pictures in one task; runs in a worker, which dies with the first that crashes a decoder."""
    return [fit_picture(Task(content, batch.recipe)) for content in batch.contents]
