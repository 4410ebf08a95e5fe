"""How much memory the main process needs for many large pictures: a loopback server gives them, a book is made of them.

    python -m benchmarks.pictures [--count 3000] [--megabytes 2] [--cpus 0]

Every picture is one of its own, made of one of 24 photographs, so that nothing can be shared.
Prints the main process's peak (resident set, MB; Linux only), the seconds, and the size of the book. The goal is at
most 160 MB, however many pictures there are.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import multiprocessing
import os
import random
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web
from PIL import Image

from benchmarks.measuring import run
from benchmarks.server import serve as run_server

_BASES = 24
_A_PAGE = 10
"""Pictures an article shows."""
_SIZE = (2400, 1600)
_BUILD = """
import json, os, sys
from bundler.cli import main
if __name__ == "__main__":
    arguments, cpus = json.loads(sys.argv[1])
    os.cpu_count = (lambda: cpus) if cpus else os.cpu_count
    main(arguments)
"""


def base(number: int, size: int) -> bytes:
    """A photograph of about so many bytes: coarse noise with fine grain on it."""
    chance = random.Random(number)  # noqa: S311 - the same pictures every time, no secrets
    coarse = Image.frombytes("RGB", (60, 40), chance.randbytes(60 * 40 * 3)).resize(_SIZE, Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", _SIZE, chance.randbytes(_SIZE[0] * _SIZE[1] * 3))
    image = Image.blend(coarse, grain, 0.25)
    content = b""
    for quality in range(12, 100, 4):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality)
        content = buffer.getvalue()
        if len(content) >= size:
            break
    return content


def distinct(content: bytes, number: int) -> bytes:
    """The photograph a little flatter or sharper than any other: two steps of its quantisation are its number's."""
    changed = bytearray(content)
    table = changed.index(b"\xff\xdb") + 5  # behind marker, length, and the table's own number (ITU T.81, B.2.4.1)
    changed[table + 3], changed[table + 4] = 2 + number // 60 % 60, 2 + number % 60
    return bytes(changed)


def serve(bases: list[bytes], told: Connection) -> None:
    """Serve `/NUMBER.jpg` until killed; tells the port once."""

    async def answer(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        return web.Response(body=distinct(bases[number % _BASES], number), content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/{number:[0-9]+}.jpg", answer)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run_server(app, tell=told.send))


def write_pages(folder: Path, count: int, port: int) -> None:
    """Articles of ten pictures each."""
    for article in range(-(-count // _A_PAGE)):
        shown = range(article * _A_PAGE, min(count, (article + 1) * _A_PAGE))
        pictures = "\n\n".join(f"![](http://127.0.0.1:{port}/{number}.jpg)" for number in shown)
        head = f'---\ntitle: "Article {article}"\ndate: 2020-09-{article % 28 + 1:02}\n---\n\n'
        text = f"Text of article {article}, which is of no importance beside its pictures.\n\n"
        (folder / f"{article:05}.md").write_text(f"{head}{text}{pictures}\n", encoding="utf-8")


def main() -> None:
    """Serve, build, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--megabytes", type=float, default=2)
    parser.add_argument("--cpus", type=int, default=0, help="let the program believe in so many CPU cores")
    sizes = parser.parse_args()
    bases = [base(number, int(sizes.megabytes * 1e6)) for number in range(_BASES)]
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(bases, theirs), daemon=True)
    server.start()
    port = ours.recv()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        (folder / "build.py").write_text(_BUILD, encoding="utf-8")
        write_pages(folder / "pages", sizes.count, port)
        book = folder / "book.epub"
        arguments = ["build", str(folder / "pages"), "-o", str(book), "--json", "--allow-private", f"127.0.0.1:{port}"]
        done = run(
            [sys.executable, str(folder / "build.py"), json.dumps([arguments, sizes.cpus])],
            env={"EPUB_BUNDLER_CACHE": str(folder / "cache")},
        )
        assert done.code == 0, done.err
        assert json.loads(done.out)["pictures"] == sizes.count
        mean = sum(map(len, bases)) / _BASES / 1e6
        print(
            f"pictures: {sizes.count} of {mean:.1f} MB, {os.cpu_count()} cores, {sizes.cpus or os.cpu_count()} workers"
        )
        print(f"main process, peak: {done.main.peak / 1e6:.0f} MB")
        print(f"seconds: {done.wall:.0f}, {done.wall / sizes.count * 1000:.0f} ms a picture")
        print(f"book: {book.stat().st_size / 1e6:.0f} MB")
    server.kill()


if __name__ == "__main__":
    main()
