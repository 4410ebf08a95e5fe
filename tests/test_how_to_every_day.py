"""The examples of docs/how-to/every-day.md do what the text around them says, on a site of our own."""

from __future__ import annotations

import asyncio
import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web

from tests.daily import pass_a_day, story
from tests.fetch.servers import Server, serving
from tests.pages import plain_page
from tests.program import COMMAND, PROJECT, environment, inside

TEXT = (PROJECT / "docs" / "how-to" / "every-day.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The examples of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def _feed(count: int) -> bytes:
    items = "".join(
        f"<item><title>Story {number}</title><link>https://example.org/{number}</link><description>"
        + "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in story(number))
        + "</description></item>"
        for number in range(1, count + 1)
    )
    return f'<rss version="2.0"><channel><title>Daily</title>{items}</channel></rss>'.encode()


async def _run(line: str, server: Server, folder: Path) -> int:
    """A line as a person types it, with the site of this test in the place of example.org."""
    typed = line.replace("https://example.org/feed.xml", server.address("/feed.xml"))
    _, *arguments = shlex.split(typed)
    command = [*COMMAND, *arguments, f"--allow-private={server.host}:{server.port}"]
    env = environment(EPUB_BUNDLER_CACHE=str(folder / "cache"))
    process = await asyncio.create_subprocess_exec(*command, cwd=folder / "books", env=env)
    return await process.wait()


def test_the_examples_work(tmp_path: Path) -> None:
    """Every line that a person may type, in the order of the text, a day between two; each makes its book."""

    async def through() -> None:
        count = 2

        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=_feed(count), content_type="application/rss+xml")

        async with serving(answer) as server:
            for line in (line for block in blocks("console") for line in block.splitlines()):
                assert await _run(line, server, tmp_path) == 0, line
                count += 1
                pass_a_day(tmp_path / "cache")

    books = tmp_path / "books"
    (books / "saved-pages").mkdir(parents=True)
    page = plain_page("Saved", day="2020-09-01", paragraphs=story(50))
    (books / "saved-pages" / "a.md").write_text(page, encoding="utf-8")
    for name in ("monday", "tuesday"):
        done = subprocess.run(
            [*COMMAND, "build", "saved-pages", "-q", "-o", f"{name}.epub"], cwd=books, env=environment(), check=False
        )
        assert done.returncode == 0
    asyncio.run(through())
    made = [name for name in inside(books) if name.endswith(".epub")]
    assert made == ["Daily_2020-09-01.epub", "all.epub", "monday.epub", "tuesday.epub", "wednesday.epub", "week.epub"]


def test_the_service_and_its_timer_are_well_formed(tmp_path: Path) -> None:
    """Both files are read by the rules of systemd's; where systemd is here it verifies them itself."""
    service, timer = blocks("ini")
    parsed = []
    for name, text in (("daily-book.service", service), ("daily-book.timer", timer)):
        (tmp_path / name).write_text(text.replace("%h/.local/bin/epub-bundler", sys.executable), encoding="utf-8")
        parser = configparser.ConfigParser(interpolation=None, strict=True)
        parser.read_string(text)
        parsed.append(parser)
    assert parsed[0]["Service"]["Type"] == "oneshot"
    assert parsed[1]["Timer"]["OnCalendar"] == "*-*-* 06:00"


@pytest.mark.skipif(os.name != "posix", reason="cron is a program of Unix")
def test_the_line_for_cron_is_one_a_shell_takes() -> None:
    """Five fields, then a command that the shell can read; a % would be a new line to cron."""
    line = blocks("text")[0].strip()
    fields = line.split(maxsplit=5)
    assert fields[:5] == ["0", "6", "*", "*", "*"]
    assert "%" not in line
    subprocess.run(["sh", "-n", "-c", fields[5]], check=True)  # noqa: S607
    assert "--new" in shlex.split(fields[5])
