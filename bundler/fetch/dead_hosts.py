"""Hosts that answer nobody: after a few pictures in vain they are not asked again in this run."""

from __future__ import annotations

from dataclasses import dataclass

_IN_VAIN = 3
"""Fetches in a row, each with all its tries, that a host may leave without any answer."""


@dataclass(slots=True)
class _Silence:
    count: int
    reason: str


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

    def was_silent(self, host: str, reason: str) -> None:
        """A fetch was given up without a word from a host.

        Args:
            host: name and port.
            reason: why there was no answer.
        """
        silence = self._silent.setdefault(host, _Silence(0, reason))
        silence.count += 1

    def reason(self, host: str) -> str:
        """Why a host is not asked any more; empty when it is worth asking."""
        silence = self._silent.get(host)
        return silence.reason if silence is not None and silence.count >= _IN_VAIN else ""
