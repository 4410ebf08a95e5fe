"""Real Dask clusters for the tests: a scheduler and workers, each a process of its own on this machine."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.program import environment

_PATIENCE = 90.0
"""Seconds in which a scheduler or worker must be there."""


@dataclass
class Cluster:
    """A scheduler with its workers.

    Attributes:
        folder: where their logs and files lie.
        prefix: what stands in front of a scheduler's command, `ip netns exec NAME` say.
        host: the scheduler's address.
        options: more options of all `dask` commands.
    """

    folder: Path
    prefix: Sequence[str] = ()
    host: str = "127.0.0.1"
    options: Sequence[str] = ()
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The scheduler's."""
        return str(json.loads((self.folder / "scheduler.json").read_text(encoding="utf-8"))["address"])

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler at a free port, and wait for it."""
        told = self.folder / "scheduler.json"
        scheduler = self._start(
            "scheduler",
            [*self.prefix],
            *("scheduler", "--host", self.host, "--port", "0", "--no-dashboard", "--no-show"),
            *("--scheduler-file", str(told)),
        )
        # Dask makes the file, then writes it.
        wait_for(lambda: told.exists() and told.read_text(encoding="utf-8").endswith("}"), "no scheduler")
        return scheduler

    def start_worker(
        self, name: str, *options: str, prefix: Sequence[str] = (), env: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker of one thread, and wait until it is registered.

        Args:
            name: its name.
            options: of `dask worker`.
            prefix: what stands in front of its command.
            env: what to add to its environment.
        """
        (self.folder / name).mkdir(exist_ok=True)
        worker = self._start(
            name,
            [*prefix],
            *("worker", self.address, "--nthreads", "1", "--no-dashboard", "--name", name),
            *("--local-directory", str(self.folder / name), *options),
            env=env,
        )
        wait_for(lambda: "Registered to:" in self.log(name), f"no worker {name}")
        return worker

    def log(self, name: str) -> str:
        """What a process of the cluster has written."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _start(
        self, name: str, prefix: list[str], *arguments: str, env: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [*prefix, sys.executable, "-m", "dask", *arguments, *self.options],
                cwd=self.folder,
                env=environment(**(env or {})),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        return process

    def stop(self) -> None:
        """End everything that was started, with all its children."""
        for process in self.started:
            end(process)


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2, **more: object) -> Iterator[Cluster]:
    """A scheduler and workers of one thread each, named `one`, `two`, ...

    Args:
        folder: an empty one.
        workers: how many.
        more: of `Cluster`.
    """
    running = Cluster(folder, **more)  # type: ignore[arg-type]
    try:
        running.start_scheduler()
        for name in ("one", "two", "three")[:workers]:
            running.start_worker(name)
        yield running
    finally:
        running.stop()


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children, as a machine does that loses its power."""
    with contextlib.suppress(psutil.NoSuchProcess):
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
        for member in reversed(family):  # the oldest first, or a nanny would start another worker
            with contextlib.suppress(psutil.NoSuchProcess):
                member.send_signal(signal.SIGKILL)
    process.wait()


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """All processes below one that spawn has started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return list(psutil.Process(process.pid).children(recursive=True))
    return []


def gone(processes: Sequence[psutil.Process], seconds: float) -> bool:
    """Whether processes end within a time."""
    return not psutil.wait_procs(processes, timeout=seconds)[1]


@contextlib.contextmanager
def two_networks() -> Iterator[tuple[list[str], list[str], str]]:
    """Two network namespaces with a line between them.

    Yields:
        what to put in front of a command for the first and for the second, and the first one's address.

    Raises:
        OSError: there can be none here, with the reason.
    """
    if os.geteuid() != 0:
        raise OSError("network namespaces with a line between them need root")
    if shutil.which("ip") is None:
        raise OSError("ip is not installed (Debian: iproute2)")
    names = [f"bundler-{os.getpid()}-{side}" for side in ("a", "b")]
    links = [f"bu{os.getpid()}{side}" for side in ("a", "b")]
    try:
        for name in names:
            _ip("netns", "add", name)
        _ip("link", "add", links[0], "netns", names[0], "type", "veth", "peer", "name", links[1], "netns", names[1])
        for name, link, address in zip(names, links, ("10.91.0.1/24", "10.91.0.2/24"), strict=True):
            _ip("-n", name, "addr", "add", address, "dev", link)
            _ip("-n", name, "link", "set", link, "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield ["ip", "netns", "exec", names[0]], ["ip", "netns", "exec", names[1]], "10.91.0.1"
    finally:
        for name in names:
            with contextlib.suppress(OSError):  # it was never made
                _ip("netns", "del", name)


def _ip(*arguments: str) -> None:
    done = subprocess.run([shutil.which("ip") or "ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"no network namespace here ({done.stderr.strip()})")


def wait_for(condition: Callable[[], object], otherwise: str) -> None:
    """Wait until something holds, or fail with these words."""
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)
