"""Kill builds at random moments: old book or new one, nothing left behind, and hardly a picture fetched twice.

    python -m benchmarks.kills [--times 100] [--seed 1]

Each round begins with an old book and an empty store. The build of a site on loopback is killed, with all its
processes, after a random part of the time that a whole one takes; then a whole one follows. Counted are: books that are
neither the old nor the new one, books of the second run that are not byte for byte that of an unbroken run, files left
anywhere, processes left, and pictures that the server has sent whole before the kill and is asked for again.

Then come rounds in which two builds with one store and one target run at once, and one of them is killed; and rounds
that Ctrl-C ends: exit code 130, nothing left behind even without a next run, and how long the slowest took to end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from tests.faults.kill_everywhere import belongs
from tests.fetch.servers import Server, serving
from tests.images.kit import write_page
from tests.pictures import jpeg
from tests.program import COMMAND, environment

_ARTICLES, _PICTURES = 12, 4
INTERRUPTED = 130
_OLD = b"an older book"


class Round:
    """A folder in which builds run, and what was wrong there.

    Args:
        root: the folder; pages lie in it already.
        server: the site.
    """

    def __init__(self, root: Path, server: Server) -> None:
        self.root, self.server = root, server
        self.books, self.cache, self.temporary = (root / name for name in ("books", "cache", "temporary"))
        self.book = self.books / "week.epub"

    def begin(self) -> None:
        """An old book and nothing else."""
        for folder in (self.books, self.cache, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)
        self.books.mkdir()
        self.temporary.mkdir()
        self.book.write_bytes(_OLD)
        self.server.asked.clear()

    async def start(self) -> asyncio.subprocess.Process:
        """A build in a process group of its own."""
        return await asyncio.create_subprocess_exec(
            *COMMAND,
            *(
                "build",
                "pages",
                "-o",
                str(self.book),
                "-q",
                "--allow-private",
                f"{self.server.host}:{self.server.port}",
            ),
            cwd=self.root,
            env=environment(EPUB_BUNDLER_CACHE=str(self.cache), TMPDIR=str(self.temporary)),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )

    async def kill(self, process: asyncio.subprocess.Process) -> bool:
        """Kill a build with its workers; whether it was still running."""
        running = process.returncode is None
        if running:
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        return running

    def litter(self) -> list[str]:
        """What lies about that no run should leave."""
        found = [path for path in self.books.iterdir() if path != self.book]
        found += self.temporary.iterdir()
        found += [path for path in self.cache.rglob("*") if path.is_file() and not belongs(path)]
        return sorted(path.name for path in found)


def _again(asked: Sequence[str], finished: set[str]) -> int:
    return sum(path in finished for path in asked)


async def _unbroken(place: Round) -> tuple[bytes, float]:
    """The bytes of a whole build, and how long it takes."""
    place.begin()
    begin = time.monotonic()
    process = await place.start()
    _, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    return place.book.read_bytes(), time.monotonic() - begin


async def _killed(place: Round, new: bytes, after: float, sent: set[str], seen: Counter[str]) -> None:
    place.begin()
    sent.clear()
    process = await place.start()
    await asyncio.sleep(after)
    seen["killed"] += await place.kill(process)
    await asyncio.sleep(0.02)
    left = place.book.read_bytes()
    seen["old" if left == _OLD else "new" if left == new else "BROKEN"] += 1
    finished = set(sent)
    place.server.asked.clear()
    process = await place.start()
    await process.communicate()
    seen["NEXT RUN FAILED"] += process.returncode != 0
    seen["OTHER BYTES"] += place.book.read_bytes() != new
    seen["LITTER"] += len(place.litter())
    again = _again([asked.path for asked in place.server.asked], finished)
    seen["sent whole and asked for again"] += again
    seen["most in one round"] = max(seen["most in one round"], again)
    seen["asked for in all second runs"] += len(place.server.asked)


async def _two(place: Round, new: bytes, after: float | None, seen: Counter[str]) -> None:
    place.begin()
    processes = [await place.start() for _ in range(2)]
    if after is not None:
        await asyncio.sleep(after)
        await place.kill(processes[0])
    await asyncio.gather(*(process.communicate() for process in processes if process.returncode is None))
    seen["two at once"] += 1
    whole = processes[1:] if after is not None else processes
    seen["ONE OF TWO FAILED"] += sum(process.returncode != 0 for process in whole)
    seen["OTHER BYTES OF TWO"] += place.book.read_bytes() != new
    process = await place.start()
    await process.communicate()
    seen["LITTER OF TWO"] += len(place.litter())


async def _interrupted(place: Round, after: float, seen: Counter[str]) -> None:
    place.begin()
    process = await place.start()
    await asyncio.sleep(after)
    begin = time.monotonic()
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGINT)
    await process.communicate()
    seen["milliseconds to the end after Ctrl-C, at most"] = max(
        seen["milliseconds to the end after Ctrl-C, at most"], round((time.monotonic() - begin) * 1000)
    )
    seen["interrupted"] += process.returncode == INTERRUPTED
    untouched = place.book.read_bytes() == _OLD
    # Python ends by the signal itself when it came in the middle of an import; for a shell that is 130 as well.
    seen["WRONG EXIT CODE"] += process.returncode not in ((INTERRUPTED, -signal.SIGINT) if untouched else (0,))
    seen["LITTER AFTER CTRL-C"] += len(place.litter())


async def _run(root: Path, times: int, chance: random.Random) -> Counter[str]:
    sent: set[str] = set()
    bodies = {f"/{n}.jpg": jpeg(300 + n, 200) for n in range(_ARTICLES * _PICTURES)}

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.Response(body=bodies[request.path])
        await asyncio.sleep(0.02)
        await response.prepare(request)
        await response.write_eof()
        sent.add(request.path)
        return response

    seen: Counter[str] = Counter()
    async with serving(answer) as server:
        for number in range(_ARTICLES):
            first = number * _PICTURES
            write_page(root, number + 1, [server.address(f"/{n}.jpg") for n in range(first, first + _PICTURES)])
        place = Round(root, server)
        new, takes = await _unbroken(place)
        for turn in range(times):
            await _killed(place, new, takes * chance.random(), sent, seen)
            if turn % 10 == 9:
                print(f"{turn + 1:>4} of {times}", file=sys.stderr)
        for turn in range(max(2, times // 5)):
            await _two(place, new, takes * chance.random() if turn % 2 else None, seen)
        for _ in range(max(2, times // 3)):
            await _interrupted(place, 0.3 + takes * chance.random(), seen)  # Python itself is up by then
    seen["pictures of the site"] = len(bodies)
    return seen


def main() -> None:
    """Run all rounds and print what was seen; what is wrong stands in capitals and must be 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(wanted.seed)  # noqa: S311 - moments, no secrets
        seen = asyncio.run(_run(Path(folder), wanted.times, chance))
    for name, count in sorted(seen.items()):
        print(f"{count:>6} {name}")
    sys.exit(any(count for name, count in seen.items() if name.isupper()))


if __name__ == "__main__":
    main()
