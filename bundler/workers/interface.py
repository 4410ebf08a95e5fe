"""What the pipeline expects of a place that runs tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use before it is stopped.

    Attributes:
        seconds: wall-clock seconds.
        memory_bytes: bytes of private memory of the worker, its own libraries included.
        together: how many tasks may go to a worker at once: several where a task is smaller than its way there and
            back. Should they not come back, each is run alone, within the limits again.
    """

    seconds: float
    memory_bytes: int
    together: int = 1


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that gave no result.

    Attributes:
        reason: why, in words for one line.
        is_repeatable: whether the task would certainly end like this again; it might not where the clock or the death
            of a worker ended it.
    """

    reason: str
    is_repeatable: bool = True


class Workers(Protocol):
    """Runs tasks one at a time per worker; a task that dies or hangs costs itself only."""

    @property
    def count(self) -> int:
        """How many tasks run at the same time; workers of a cluster come and go."""

    @property
    def ahead(self) -> int:
        """Tasks under way for each that runs: enough that no worker waits, few enough that memory stays flat."""

    async def run(self, function: Callable[[Task], Result], task: Task, limits: Limits) -> Result | Failed:
        """Run `function(task)` on a worker.

        Args:
            function: a module-level function; it crosses to another process by name.
            task: a picklable value: strings, numbers, bytes and frozen values of them.
            limits: seconds and bytes this task may use.

        Returns:
            what the function gave, or `Failed` when it raised, was too slow, too large, or its worker died.
        """
