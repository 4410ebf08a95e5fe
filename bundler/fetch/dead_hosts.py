"""Hosts that answer nobody: after a few pictures in vain the others do not wait for them any more."""

from __future__ import annotations

import time
from dataclasses import dataclass

IN_VAIN = 3
"""Fetches in a row, each with all its tries, that a host may leave without any answer."""
_PAUSE = 30
"""Seconds after which one request looks whether it is back: the reader's own line may have been down."""


@dataclass(slots=True)
class _Silence:
    count: int
    reason: str
    since: float


class DeadHosts:
    """Remembers which hosts have never answered lately.

    Any answer, be it an error, shows that a host is alive. A picture that is not asked for has the reason of those that
    were, so that a book does not depend on how many were under way when the host was given up.
    """

    def __init__(self) -> None:
        self._silent: dict[str, _Silence] = {}

    def answered(self, host: str) -> None:
        """A host has said something."""
        self._silent.pop(host, None)

    def was_silent(self, host: str, reason: str, times: int = 1) -> None:
        """A fetch was given up without a word from a host.

        Args:
            host: name and port.
            reason: why there was no answer.
            times: for how many fetches it speaks.
        """
        silence = self._silent.setdefault(host, _Silence(0, reason, 0))
        silence.count += times
        silence.since = time.monotonic()

    def is_given_up(self, host: str) -> bool:
        """Whether a host would not be asked now; nobody is chosen to look."""
        silence = self._silent.get(host)
        return silence is not None and silence.count >= IN_VAIN and time.monotonic() - silence.since <= _PAUSE

    def reason(self, host: str) -> str:
        """Why a host is not to be asked now; empty when it is."""
        silence = self._silent.get(host)
        if silence is None or silence.count < IN_VAIN:
            return ""
        if time.monotonic() - silence.since > _PAUSE:
            silence.since = time.monotonic()  # this one may look; the others go on without it
            return ""
        return silence.reason
