"""One store of pictures for several runs: at the same time, after a kill, after somebody has cleared it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiohttp import web

from bundler.store import open_pictures
from tests.fetch.servers import Server, serving
from tests.images.kit import built, write_page
from tests.pictures import jpeg
from tests.program import COMMAND, PROJECT, environment, inside, one_line, run

_PICTURES = {f"/{n}.jpg": jpeg(400 + n, 300) for n in range(1, 13)}


async def _good(request: web.Request) -> web.StreamResponse:
    return web.Response(body=_PICTURES[request.path])


def _write_pages(folder: Path, server: Server) -> None:
    for number in range(1, 7):
        paths = (f"/{number * 2 - 1}.jpg", f"/{number * 2}.jpg")
        write_page(folder, number, [server.address(path) for path in paths])


async def _command(folder: Path, server: Server, book: str, *options: str) -> tuple[int, str]:
    """The real command, its cache in `folder/cache`; gives its exit code and stderr."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *("build", "pages", "-o", book, "--quiet", "--allow-private", f"{server.host}:{server.port}", *options),
        cwd=folder,
        env=environment(EPUB_BUNDLER_CACHE=str(folder / "cache")),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, stderr = await process.communicate()
    assert process.returncode is not None
    return process.returncode, stderr.decode()


def test_two_runs_at_once_share_a_store(tmp_path: Path) -> None:
    """Both books are whole and the same, and a third run asks for nothing."""

    async def whole() -> None:
        async with serving(_good) as server:
            _write_pages(tmp_path, server)
            ended = await asyncio.gather(*(_command(tmp_path, server, f"{n}.epub") for n in (1, 2)))
            assert ended == [(0, ""), (0, "")]
            assert (tmp_path / "1.epub").read_bytes() == (tmp_path / "2.epub").read_bytes()
            server.asked.clear()
            report = await built(tmp_path, server)
            assert server.asked == []
            assert report.pictures == 12

    asyncio.run(whole())


def test_two_runs_at_once_may_have_one_target(tmp_path: Path) -> None:
    """Both end whole, and the book is that of either."""

    async def whole() -> None:
        async with serving(_good) as server:
            _write_pages(tmp_path, server)
            ended = await asyncio.gather(*(_command(tmp_path, server, "week.epub") for _ in range(2)))
            assert ended == [(0, ""), (0, "")]
            both = (tmp_path / "week.epub").read_bytes()
            assert await _command(tmp_path, server, "week.epub") == (0, "")
            assert (tmp_path / "week.epub").read_bytes() == both
            assert inside(tmp_path) == ["cache", "pages", "week.epub"]

    asyncio.run(whole())


_OPENER = """
import sys, time
from pathlib import Path
from bundler.store import open_pictures
begin = float(sys.stdin.readline())
for turn in range(25):
    time.sleep(max(0, begin + turn * 0.04 - time.time()))
    with open_pictures(Path(sys.argv[1]) / str(turn)) as store:
        store.keep_original(f"http://a.example/{turn}", b"the same picture", "", "")
"""


def test_a_new_store_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    """Four processes that begin at the same moment with no store there: each makes it or finds it, none fails."""
    command = [sys.executable, "-c", _OPENER, str(tmp_path)]
    with contextlib.ExitStack() as stack:
        openers = [
            stack.enter_context(
                subprocess.Popen(
                    command, cwd=PROJECT, env=environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                )
            )
            for _ in range(4)
        ]
        time.sleep(1)  # until all have imported what they need
        begin = f"{time.time() + 0.2}\n"
        for opener in openers:
            assert opener.stdin is not None
            opener.stdin.write(begin)
            opener.stdin.flush()
        told = [opener.communicate(timeout=60)[1] for opener in openers]
    assert [line.splitlines()[-1] for line in told if line] == []


def test_a_run_that_keeps_nothing_leaves_nothing(tmp_path: Path) -> None:
    """With `--no-store` there is neither a store nor a temporary folder afterwards."""

    async def whole() -> None:
        async with serving(_good) as server:
            _write_pages(tmp_path, server)
            assert await _command(tmp_path, server, "1.epub", "--no-store") == (0, "")

    asyncio.run(whole())
    assert inside(tmp_path) == ["1.epub", "pages"]


def test_a_cleared_store_is_filled_again(tmp_path: Path) -> None:
    """`cache info` tells what is kept, `cache clear` deletes it, and the next run fetches it once more."""
    env = environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache"))

    async def once() -> int:
        async with serving(_good) as server:
            _write_pages(tmp_path, server)
            assert (await built(tmp_path, server)).pictures == 12
            return len(server.asked)

    assert run("cache", "info", folder=tmp_path, env=env).out.splitlines()[1] == "nothing is kept"
    assert asyncio.run(once()) == 12
    told = run("cache", "info", folder=tmp_path, env=env).out
    assert str(tmp_path / "cache") in told
    assert re.search(r"originals: 12\nfitted pictures and covers: 13\n(.*\n)*size: \d+\.\d MB", told)
    assert run("cache", "clear", folder=tmp_path, env=env).code == 0
    assert list((tmp_path / "cache").iterdir()) == []
    assert asyncio.run(once()) == 12


def test_what_is_lost_from_the_store_is_fetched_again(tmp_path: Path) -> None:
    """An index that knows more than there are files is no trouble."""

    async def whole() -> None:
        async with serving(_good) as server:
            _write_pages(tmp_path, server)
            first = await built(tmp_path, server)
            book = (tmp_path / "book.epub").read_bytes()
            for path in list((tmp_path / "cache" / "files").rglob("*")):
                if path.is_file():
                    path.unlink()
            server.asked.clear()
            again = await built(tmp_path, server)
            assert len(server.asked) == 12
            assert first.gaps == again.gaps == ()
            assert (tmp_path / "book.epub").read_bytes() == book

    asyncio.run(whole())


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_only_its_owner_can_read_a_store(tmp_path: Path) -> None:
    """It tells what somebody has read."""
    before = os.umask(0)
    try:
        with open_pictures(tmp_path / "a" / "cache"):
            assert stat.S_IMODE((tmp_path / "a" / "cache").stat().st_mode) == 0o700
    finally:
        os.umask(before)


_WRITER = """
import sys
from pathlib import Path
from bundler.model import Made
from bundler.store import open_pictures
with open_pictures(Path(sys.argv[1])) as store:
    for number in range(100_000):
        body = f"{sys.argv[2]} {number} ".encode() * 5000
        digest = store.keep_original(f"http://a.example/{sys.argv[2]}/{number}", body, "", "")
        store.keep_made(digest, "recipe", Made(key=store.put(body[:100]), media_type="image/png", size=100))
        store.settle()
        print(number, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_a_store_is_whole_after_a_kill(tmp_path: Path) -> None:
    """A process that writes to it is killed, five times: all that the index knows is there and right."""
    for turn in range(5):
        command = [sys.executable, "-c", _WRITER, str(tmp_path / "cache"), str(turn)]
        with subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(3 + turn * 7):
                assert writer.stdout.readline()
            time.sleep(turn / 1000)
            os.kill(writer.pid, signal.SIGKILL)
        with open_pictures(tmp_path / "cache") as store:
            for earlier in range(turn + 1):
                for number in range(3 + earlier * 7):
                    kept = store.original(f"http://a.example/{earlier}/{number}")
                    assert kept is not None
                    assert hashlib.sha256(store.get(kept.digest)).hexdigest() == kept.digest
                    made = store.made(kept.digest, "recipe")
                    assert made is not None
                    assert len(store.get(made.key)) == 100
            store.keep_original("http://a.example/after", b"after", "", "")
    index = sqlite3.connect(tmp_path / "cache" / "index.sqlite")
    assert index.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    digests = [row[0] for row in index.execute("SELECT digest FROM originals")]
    index.close()
    for digest in digests:  # also of what was being written when the kill came
        content = (tmp_path / "cache" / "files" / digest[:2] / digest).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest


def _kept(folder: Path) -> int:
    with open_pictures(folder / "cache") as store:
        return store.counts()[0]


def test_a_killed_run_is_repeated_from_where_it_was(tmp_path: Path) -> None:
    """What was fetched before the kill is not asked for again, and the book is that of a run without a kill."""

    async def whole() -> None:
        held = asyncio.Event()

        async def answer(request: web.Request) -> web.StreamResponse:
            if len(server.asked) > 8:
                held.set()
                await asyncio.sleep(60)
            return await _good(request)

        async with serving(answer) as server:
            _write_pages(tmp_path, server)
            process = await asyncio.create_subprocess_exec(
                *COMMAND,
                *("build", "pages", "-o", "1.epub", "--quiet", "--allow-private", f"{server.host}:{server.port}"),
                cwd=tmp_path,
                env=environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache")),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            await asyncio.wait_for(held.wait(), 30)
            for _ in range(400):  # what was answered is on its way into the store
                if _kept(tmp_path) == 8:
                    break
                await asyncio.sleep(0.05)
            process.kill()
            await process.wait()
            port = server.port
        assert not (tmp_path / "1.epub").exists()
        async with serving(_good, port=port) as server:
            report = await built(tmp_path, server)
            assert len(server.asked) == 12 - 8
            assert (report.gaps, report.pictures) == ((), 12)

    asyncio.run(whole())


def test_a_damaged_store_costs_no_picture_twice(tmp_path: Path) -> None:
    """A finished picture that was damaged on the disk is made anew; a damaged original is a gap once, then fetched."""

    async def whole() -> None:
        async with serving(_good) as server:
            _write_pages(tmp_path, server)
            await built(tmp_path, server)
            book = (tmp_path / "book.epub").read_bytes()
            files = sorted(path for path in (tmp_path / "cache" / "files").rglob("*") if path.is_file())
            for path in files:
                path.write_bytes(path.read_bytes()[:-1] + b"x")
            report = await built(tmp_path, server)
            assert {gap.reason for gap in report.gaps} == {"the kept original was damaged on the disk"}
            server.asked.clear()
            assert (await built(tmp_path, server)).gaps == ()
            assert len(server.asked) == 12
            assert (tmp_path / "book.epub").read_bytes() == book

    asyncio.run(whole())


@pytest.mark.parametrize("content", [b"no index at all" * 100, b"SQLite format 3\0" + bytes(5000)])
def test_an_index_that_cannot_be_read_is_told_with_the_way_out(tmp_path: Path, pages: Path, content: bytes) -> None:
    """One line that names the command that helps; and the command helps."""
    env = environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "index.sqlite").write_bytes(content)
    done = run("build", pages, "-q", "-o", "book.epub", folder=tmp_path, env=env)
    assert (done.code, done.out) == (1, "")
    assert "run 'epub-bundler cache clear'" in one_line(done.err)
    assert run("cache", "clear", folder=tmp_path, env=env).code == 0
    assert run("build", pages, "-q", "-o", "book.epub", folder=tmp_path, env=env).code == 0


def test_what_a_killed_run_was_writing_is_cleared(tmp_path: Path) -> None:
    """An unfinished file in the store is gone when it is opened the next time."""
    with open_pictures(tmp_path / "cache"):
        pass
    (tmp_path / "cache" / "files" / ".epub-bundler-abcdefgh.part").write_bytes(b"half a picture")
    with open_pictures(tmp_path / "cache"):
        assert list((tmp_path / "cache" / "files").iterdir()) == []
