"""What the machine itself takes for the work that no program can avoid, with nothing around it.

    python -m benchmarks.limits pictures FILES [--device any] [--grey] [--threads N]
    python -m benchmarks.limits parse FOLDER
    python -m benchmarks.limits zip BOOK
    python -m benchmarks.limits download FILES --origin http://127.0.0.1:PORT [--unchanged]
    python -m benchmarks.limits book FILES --origin http://127.0.0.1:PORT --pages FOLDER
    python -m benchmarks.limits imports

FILES is a text file with a picture's path on each line. Each prints a JSON object: `seconds` of wall clock for the work
alone, `cpu` seconds of this process for it, and how much it was.

pictures   Pillow alone, on all cores: open, draft, load, turn, resize, encode with the settings of `bundler/images`
parse      `BeautifulSoup(page, "lxml")` of every page's text
zip        a finished book's files packed once more: pictures stored, the rest deflated
download   aiohttp alone with as many requests at once as the program makes; `--unchanged`: with entity tags, so that
           all answers are 304
book       all of that at the same time: download, pictures on all cores, parse, and an archive at the end; nothing is
           cleaned, kept, looked through or made safe
imports    Python's start with the libraries that a build cannot do without
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIBRARIES = (
    "aiohttp",
    "bs4",
    "click",
    "ebooklib.epub",
    "lxml.etree",
    "markdown_it",
    "pebble",
    "PIL.Image",
    "rich.progress",
)
QUALITY = 80


def picture(path: Path | io.BytesIO, screen: tuple[int, int], *, grey: bool) -> bytes:
    """One picture as a book holds it, in the fewest calls; see `bundler.images.fit` for what else there is to heed.

    Args:
        path: its file, or its bytes.
        screen: pixels it must fit into.
        grey: without colour.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - only this limit pays for it

    with Image.open(path) as image:
        turned = image.format == "JPEG" and image.getexif().get(0x0112) == 6
        width, height = image.size[::-1] if turned else image.size
        scale = min(1.0, screen[0] / width, screen[1] / height)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        image.draft("L" if grey else None, size[::-1] if turned else size)
        image.load()
        upright = ImageOps.exif_transpose(image) if turned else image
        flat = upright.convert("L" if grey else "RGB") if upright.mode not in ("L", "RGB") or grey else upright
        if flat.size != size:
            flat = flat.resize(size, Image.Resampling.BICUBIC)
        flat.info = {}
        buffer = io.BytesIO()
        flat.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def pictures(paths: Sequence[Path], screen: tuple[int, int], *, grey: bool, threads: int) -> int:
    """All pictures on so many cores; gives the bytes they have. Pillow gives up the interpreter while it works."""
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(lambda path: len(picture(path, screen, grey=grey)), paths))


def parse(folder: Path) -> int:
    """A tree of every page, and nothing done with it; gives their number."""
    from bs4 import BeautifulSoup  # noqa: PLC0415

    count = 0
    for path in folder.iterdir():
        if path.is_file():
            BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
            count += 1
    return count


def repack(book: Path) -> int:
    """A book's files once more into an archive; gives the bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            stored = entry.compress_type == zipfile.ZIP_STORED
            kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(entry.filename, old.read(entry), kind)
    return len(buffer.getvalue())


async def download(addresses: Sequence[str], *, unchanged: bool) -> int:
    """All addresses, as many at once as the program asks one host; gives the bytes.

    Args:
        addresses: of pictures.
        unchanged: ask whether they have changed, which they have not.
    """
    async with _asking(addresses, unchanged=unchanged) as ask:

        async def size(address: str) -> int:
            return len(await ask(address))

        return sum(await asyncio.gather(*map(size, addresses)))


@contextlib.asynccontextmanager
async def _asking(
    addresses: Sequence[str], *, unchanged: bool = False
) -> AsyncIterator[Callable[[str], Awaitable[bytes]]]:
    """What asks for an address and gives the body, as many at once as the program asks so many hosts."""
    import aiohttp  # noqa: PLC0415

    from bundler.fetch import Policy  # noqa: PLC0415

    hosts = {address.split("/")[2] for address in addresses}
    turns = asyncio.Semaphore(min(Policy().at_once, Policy().per_host * len(hosts)))

    async def ask(address: str) -> bytes:
        headers = {"If-None-Match": f'"{Path(address).stem}"'} if unchanged else {}
        async with turns, session.get(address, headers=headers) as response:
            assert response.status == (304 if unchanged else 200), response.status
            return await response.read()

    async with aiohttp.ClientSession() as session:
        yield ask


async def book(addresses: Sequence[str], pages: Sequence[Path], screen: tuple[int, int], threads: int) -> int:
    """A book of all pages and pictures with nothing in between, each step as soon as it can be; gives its bytes.

    Args:
        addresses: of pictures.
        pages: their files.
        screen: pixels that pictures must fit into.
        threads: how many work at pages and pictures.
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    buffer = io.BytesIO()
    with ThreadPoolExecutor(threads) as pool:

        async def shown(address: str) -> bytes:
            body = await ask(address)
            return await loop.run_in_executor(pool, lambda: picture(io.BytesIO(body), screen, grey=False))

        def parsed(path: Path) -> str:
            return str(BeautifulSoup(path.read_text(encoding="utf-8"), "lxml"))

        async with _asking(addresses) as ask:
            texts = [loop.run_in_executor(pool, parsed, path) for path in pages]
            made = await asyncio.gather(*map(shown, addresses))
            with zipfile.ZipFile(buffer, "w") as archive:
                for number, text in enumerate(texts):
                    archive.writestr(f"{number}.xhtml", await text, zipfile.ZIP_DEFLATED)
                for number, content in enumerate(made):
                    archive.writestr(f"{number}.jpg", content)
    return len(buffer.getvalue())


def imports() -> int:
    """Start Python with the libraries."""
    subprocess.run([sys.executable, "-c", f"import {', '.join(LIBRARIES)}"], check=True)
    return len(LIBRARIES)


def _timed(work: Callable[[], int]) -> dict[str, float]:
    before, begin = os.times(), time.perf_counter()
    amount = work()
    seconds, after = time.perf_counter() - begin, os.times()
    used = sum(after[:4]) - sum(before[:4])  # with that of processes it has started
    return {"seconds": seconds, "cpu": used, "amount": amount}


def _work(wanted: argparse.Namespace) -> Callable[[], int]:
    """What is asked for, with all that belongs to its preparation done: libraries loaded, files known."""
    if wanted.what == "imports":
        return imports
    if wanted.what == "parse":
        import bs4  # noqa: PLC0415

        return lambda: parse(wanted.subject)
    if wanted.what == "zip":
        return lambda: repack(wanted.subject)
    paths = [Path(line) for line in wanted.subject.read_text(encoding="utf-8").splitlines()]
    origins = wanted.origin or [""]
    addresses = [f"{origins[n % len(origins)]}/pictures/{path.name}" for n, path in enumerate(paths)]
    if wanted.what == "download":
        import aiohttp  # noqa: PLC0415

        return lambda: asyncio.run(download(addresses, unchanged=wanted.unchanged))
    from PIL import Image  # noqa: PLC0415

    from bundler.images.devices import device  # noqa: PLC0415

    Image.init()
    screen = device(wanted.device)
    size, grey = (screen.width, screen.height), wanted.grey or screen.grey
    if wanted.what == "book":
        import aiohttp  # noqa: F401, PLC0415
        import bs4  # noqa: F401, PLC0415

        pages = sorted(path for path in wanted.pages.iterdir() if path.is_file())
        return lambda: asyncio.run(book(addresses, pages, size, wanted.threads))
    return lambda: pictures(paths, size, grey=grey, threads=wanted.threads)


def main() -> None:
    """Do one thing and tell what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pictures", "parse", "zip", "download", "book", "imports"))
    parser.add_argument("subject", type=Path, nargs="?")
    parser.add_argument("--device", default="any")
    parser.add_argument("--grey", action="store_true")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--origin", action="append", default=[])
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--unchanged", action="store_true")
    print(json.dumps(_timed(_work(parser.parse_args()))))


if __name__ == "__main__":
    main()
