"""A Dask cluster against this machine: how much longer, how many bytes over the wire, and where it saturates.

    python -m benchmarks.cluster [--articles 800] [--source FOLDER] [--rounds 3] [--workers 1 2 4]

The same offline build, time and again in turn: with two local workers, and with a scheduler and two workers of one
thread each. Where network namespaces can be made (as root), scheduler and command are in one and the workers in the
other, so that the line between them counts every byte; elsewhere all is on loopback and no bytes are told. The books
must be equal. Then other numbers of workers, and tasks that do nothing: what scheduler and main process use for an
article says how many articles a second they can serve, however many machines there are.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.make_site import lay_pages, lay_pictures, make_pictures
from benchmarks.measuring import run
from tests.program import COMMAND, environment
from tests.workers.clusters import Cluster, two_networks

_REST = 2.0
"""Seconds after which a run's processes have ended on the far side, too."""
_GIGABIT = 125_000_000
"""Bytes a second of the usual line."""
_NOTHING = 4000
"""Tasks that do nothing, of as many bytes as a page has."""


@dataclass(frozen=True)
class Ground:
    """Where a cluster stands.

    Attributes:
        here: what to put in front of the scheduler's and the program's command.
        there: what to put in front of a worker's command.
        host: the scheduler's address.
    """

    here: Sequence[str]
    there: Sequence[str]
    host: str

    def wire_bytes(self) -> int:
        """Bytes that went over the line so far, both ways, with all their headers; 0 where there is no line."""
        if not self.here:
            return 0
        links = subprocess.run(
            [*self.here, "ip", "-json", "-stats", "link"], capture_output=True, text=True, check=True
        ).stdout
        return sum(
            link["stats64"][way]["bytes"]
            for link in json.loads(links)
            if link["ifname"] != "lo"
            for way in ("rx", "tx")
        )


@dataclass(frozen=True)
class Measured:
    """A build.

    Attributes:
        seconds: of wall clock.
        cpu: CPU seconds of everything that took part.
        main: CPU seconds of the main process; with local workers, of these too.
        scheduler: CPU seconds of the scheduler.
        wire: bytes over the line.
        peak: bytes of the main process.
        book: the book's hash.
    """

    seconds: float
    cpu: float
    main: float
    scheduler: float
    wire: int
    peak: int
    book: str


@contextlib.contextmanager
def _ground() -> Iterator[Ground]:
    with contextlib.ExitStack() as stack:
        try:
            here, there, host = stack.enter_context(two_networks())
        except OSError as error:
            print(f"all on loopback: {error}")
            yield Ground((), (), "127.0.0.1")
            return
        yield Ground(here, there, host)


@contextlib.contextmanager
def _cluster(folder: Path, ground: Ground, workers: int) -> Iterator[Cluster]:
    folder.mkdir()
    running = Cluster(folder, ground.here, ground.host)
    try:
        running.start_scheduler()
        for number in range(workers):
            running.start_worker(str(number), prefix=ground.there)
        yield running
    finally:
        running.stop()


def _cpu(processes: Sequence[psutil.Process]) -> float:
    """CPU seconds of processes and of the children that they had and that have ended."""
    return sum(sum(process.cpu_times()[:4]) for process in processes)


def _family(running: Cluster | None) -> list[psutil.Process]:
    """The scheduler, nannies and Dask workers; without the children that work, which end with a build."""
    started = [psutil.Process(process.pid) for process in running.started] if running else []
    return [*started, *(child for process in started for child in process.children())]


def build(source: Path, book: Path, ground: Ground, running: Cluster | None) -> Measured:
    """Build once and measure."""
    where = ["--scheduler", running.address] if running else ["--workers", "2"]
    family = _family(running)
    before = _cpu(family), _cpu(family[:1]), ground.wire_bytes()
    command = [*ground.here, *COMMAND, "build", source, "--offline", "--no-store", "-q", "-o", book, *where]
    done = run([str(part) for part in command], env=environment())
    assert done.code in (0, 3), done.err
    time.sleep(_REST)
    return Measured(
        done.wall,
        done.cpu + _cpu(family) - before[0],
        done.cpu,
        _cpu(family[:1]) - before[1],
        ground.wire_bytes() - before[2],
        done.main.peak,
        hashlib.sha256(book.read_bytes()).hexdigest(),
    )


_TASKS = """
import asyncio, os, sys, time
from bundler.workers import Limits
from bundler.workers.connect import open_cluster
from tests.workers import tasks

async def whole(address, count):
    async with open_cluster(address, (), print) as workers:
        wanted = asyncio.Semaphore(workers.count * workers.ahead)
        limits = Limits(60, 2**29)
        parcel = tasks.Parcel("", os.urandom(20_000), ())

        async def one():
            async with wanted:
                assert await workers.run(tasks.back, parcel, limits) == parcel

        await asyncio.gather(*(one() for _ in range(50)))
        begin = time.monotonic()
        await asyncio.gather(*(one() for _ in range(count)))
        print(time.monotonic() - begin)

if __name__ == "__main__":
    asyncio.run(whole(sys.argv[1], int(sys.argv[2])))
"""


def nothing(folder: Path, ground: Ground, running: Cluster) -> tuple[float, float]:
    """Tasks a second that do nothing, and milliseconds of the scheduler's CPU for each."""
    script = folder / "tasks.py"
    script.write_text(_TASKS, encoding="utf-8")
    scheduler = _family(running)[:1]
    before = _cpu(scheduler)
    done = subprocess.run(
        [*ground.here, sys.executable, str(script), running.address, str(_NOTHING)],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return _NOTHING / float(done.stdout.split()[-1]), (_cpu(scheduler) - before) / _NOTHING * 1000


def _tell(name: str, runs: Sequence[Measured], articles: int) -> None:
    seconds, cpu = (_middle(runs, what) for what in ("seconds", "cpu"))
    main, scheduler, wire = (_middle(runs, what) / articles for what in ("main", "scheduler", "wire"))
    print(
        f"{name:<24} {seconds:6.1f} s, {cpu:6.1f} s CPU; an article: main {main * 1000:5.2f} ms CPU, "
        f"scheduler {scheduler * 1000:5.2f} ms CPU, {wire / 1000:6.1f} kB on the wire; "
        f"main process {max(one.peak for one in runs) / 2**20:.0f} MiB",
        flush=True,
    )


def _middle(runs: Sequence[Measured], what: str) -> float:
    return float(statistics.median(getattr(one, what) for one in runs))


def _compare(local: Sequence[Measured], far: Sequence[Measured]) -> None:
    for what in ("seconds", "cpu"):
        ratios = [getattr(one, what) / getattr(other, what) for one, other in zip(far, local, strict=True)]
        middle, each = statistics.median(ratios), ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"{what}: {middle:.2f} times the local ones (each round: {each})")
    print(f"books are {'equal' if len({one.book for one in (*local, *far)}) == 1 else 'DIFFERENT'}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=800)
    parser.add_argument("--source", type=Path, help="a folder of pages instead of made ones")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 4], help="other numbers than two")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, _ground() as ground:
        folder = Path(name)
        source = wanted.source or folder / "articles"
        if wanted.source is None:
            lay_pages(source, range(wanted.articles), "")
            lay_pictures(source, make_pictures(folder / "pictures", range(wanted.articles)))
        articles = sum(path.suffix in (".md", ".html") for path in source.iterdir())
        local: list[Measured] = []
        far: list[Measured] = []
        with _cluster(folder / "two", ground, 2) as running:
            for number in range(wanted.rounds):
                local.append(build(source, folder / f"local{number}.epub", ground, None))
                far.append(build(source, folder / f"far{number}.epub", ground, running))
            rate, cpu = nothing(folder, ground, running)
        _tell("two local workers", local, articles)
        _tell("two workers by Dask", far, articles)
        _compare(local, far)
        print(f"tasks that do nothing: {rate:.0f} a second, {cpu:.2f} ms of the scheduler's CPU each")
        for workers in wanted.workers:
            with _cluster(folder / str(workers), ground, workers) as running:
                _tell(f"{workers} by Dask", [build(source, folder / "book.epub", ground, running)], articles)
        _saturation(far, articles)


def _saturation(far: Sequence[Measured], articles: int) -> None:
    most = {
        "the scheduler's core": articles / statistics.median(one.scheduler for one in far),
        "the main process's core": articles / statistics.median(one.main for one in far),
    }
    if far[0].wire:
        most["a line of 1 Gbit/s"] = _GIGABIT / (statistics.median(one.wire for one in far) / articles)
    for what, rate in sorted(most.items(), key=lambda item: item[1]):
        print(f"{what} is full at {rate:5.0f} articles a second")


if __name__ == "__main__":
    main()
