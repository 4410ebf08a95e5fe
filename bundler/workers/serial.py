"""Tasks run in this process, one after the other: for debugging, without limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bundler.workers.interface import Failed, Limits, Result, Task


class SerialWorkers:
    """Runs each task at once where the debugger can see it. Limits are not enforced."""

    count = 1
    ahead = 4

    async def run(self, function: Callable[[Task], Result], task: Task, limits: Limits) -> Result | Failed:  # noqa: ARG002
        """Run `function(task)` here and now; see `Workers.run`."""
        await asyncio.sleep(0)  # or an interrupt would never be heard
        try:
            return function(task)
        except Exception as error:  # noqa: BLE001 - the border of one task: the reason goes into the report
            return Failed(f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """Nothing to stop."""
