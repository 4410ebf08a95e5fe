"""A program run to its end: seconds, CPU seconds of it and all it starts, peak memory of each process (Linux)."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_OFTEN = 0.05
"""Seconds between two looks at the processes; the kernel itself keeps their peaks, so that none is missed."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Watched:
    """A process as it was seen last.

    Attributes:
        command: its command line.
        peak: bytes of its largest resident set.
        cpu: seconds, up to a hundredth.
        looks: how often it was looked at.
        idle: how often it was waiting for something to do or for the network then; not for a core, nor for the disk.
    """

    command: str
    peak: int = 0
    cpu: float = 0.0
    looks: int = 0
    idle: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A program that has ended.

    Attributes:
        code: its exit code.
        wall: seconds.
        cpu: seconds of the program and all it has started.
        main: the program's own process.
        workers: processes it has started, those of multiprocessing's own housekeeping aside.
        out: what it has written on stdout.
        err: what it has written on stderr.
    """

    code: int
    wall: float
    cpu: float
    main: Watched
    workers: tuple[Watched, ...]
    out: str
    err: str


@dataclass(slots=True)
class _Watch:
    """Looks at a process and all below it until told to stop."""

    pid: int
    seen: dict[int, Watched] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        while not self.over.wait(_OFTEN):
            waiting = [self.pid]
            while waiting:
                pid = waiting.pop()
                with contextlib.suppress(OSError, IndexError):  # it has ended meanwhile
                    waiting += self._one(pid)

    def _one(self, pid: int) -> list[int]:
        place = Path(f"/proc/{pid}")
        # Not the largest value ever seen: between fork and exec a process still shows its parent's.
        peak = re.search(r"VmHWM:\s*(\d+) kB", (place / "status").read_text())
        numbers = (place / "stat").read_text().rpartition(")")[2].split()
        if peak is not None:  # a dead process that nobody has waited for shows none
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            one = self.seen.setdefault(pid, Watched(command))
            one.command, one.peak = command, int(peak[1]) * 1024
            one.cpu = (int(numbers[11]) + int(numbers[12])) / _TICKS
            one.looks += 1
            one.idle += numbers[0] == "S"
        tasks = (place / "task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Run:
    """Run a program to its end and watch it.

    Args:
        command: the program and its arguments.
        env: variables on top of this process's own.
        cwd: the folder it runs in.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **(env or {})}, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        watch = _Watch(process.pid)
        thread = threading.Thread(target=watch.look, daemon=True)
        thread.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.over.set()
        thread.join()
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
    main = watch.seen.pop(process.pid, Watched(" ".join(command)))
    workers = tuple(one for one in watch.seen.values() if "resource_tracker" not in one.command)
    return Run(process.returncode, wall, used.ru_utime + used.ru_stime, main, workers, *texts)
