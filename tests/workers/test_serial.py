"""Tasks in this very process: the same interface, for debugging."""

from __future__ import annotations

import asyncio
import os

from bundler.workers import Failed, Limits, SerialWorkers
from tests.workers import tasks

_LIMITS = Limits(1, 1)


def test_work_is_done_where_the_debugger_is() -> None:
    """No process is started and no limit holds."""
    workers = SerialWorkers()
    assert workers.count == 1
    assert asyncio.run(workers.run(tasks.process_id, 0, _LIMITS)) == os.getpid()
    workers.close()


def test_a_task_that_raises_is_a_value_here_too() -> None:
    """Reports read the same whether the work was done here or in a worker."""
    assert asyncio.run(SerialWorkers().run(tasks.fail, "no such thing", _LIMITS)) == Failed("ValueError: no such thing")
