"""What this process itself tries on the network, told by the interpreter's own audit events.

A server counts what reaches it; this counts every attempt, also those to addresses where no test can listen.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Traffic:
    """What was tried.

    Attributes:
        connects: host and port of every connection tried.
        lookups: every host given to the system's resolver that is a name and no address.
    """

    connects: list[tuple[str, int]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)


_watching: list[Traffic] = []
_is_hooked: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        for traffic in _watching:
            traffic.connects.append((str(arguments[1][0]), int(arguments[1][1])))
    elif event == "socket.getaddrinfo" and arguments[0] is not None:
        host = arguments[0] if isinstance(arguments[0], str) else bytes(arguments[0]).decode("latin-1")
        if any(letter not in "0123456789.:abcdef" for letter in host):
            for traffic in _watching:
                traffic.lookups.append(host)


@contextlib.contextmanager
def watched() -> Iterator[Traffic]:
    """Write down connections and look-ups while this lasts."""
    if not _is_hooked:  # a hook stays for the life of the process
        sys.addaudithook(_hook)
        _is_hooked.append(True)
    traffic = Traffic()
    _watching.append(traffic)
    try:
        yield traffic
    finally:
        _watching.remove(traffic)
