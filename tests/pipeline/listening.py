"""Hearing what a run tells."""

from __future__ import annotations

from bundler.cli.progress import Silent
from bundler.report import Event


class Listening(Silent):
    """Keeps every event.

    Attributes:
        events: in the order in which they were told.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []

    def tell(self, event: Event) -> None:
        """See `bundler.report.Progress`."""
        self.events.append(event)
