"""The most memory that a task used, asked of the system by the worker that runs it."""

from __future__ import annotations

import contextlib
from pathlib import Path

_STATUS = Path("/proc/self/status")
IS_TOLD = _STATUS.exists()
"""Whether this system tells the most memory that a process used since it was last asked."""


def forget_peak() -> None:
    """Begin to measure anew."""
    with contextlib.suppress(OSError):  # where it cannot be reset the peak is that of all tasks: no less strict
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak() -> int:
    """The process's most resident memory since then, in bytes."""
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024
