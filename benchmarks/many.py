"""Ten thousand articles with faults: is every gap told, and only those; does the time an article takes stay the same?

    python -m benchmarks.many [--few 1000] [--many 10000]

No two paragraphs are alike. Every article has a picture of its own; five in a hundred are missing, cut off or no
pictures at all. For both sizes: exit code 3, the gaps of the report are exactly the planted ones, every article is in
the book. Prints seconds, milliseconds an article, the main process's peak memory, and the ratio of the two.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from benchmarks.articles import article
from benchmarks.measuring import run
from benchmarks.pages import mirror_page
from benchmarks.photographs import KINDS, photograph
from benchmarks.server import Served, serving

_OF_A_HUNDRED = 5
_FRAME = frozenset(("cover", "title", "contents", "gaps", "sources", "colophon"))
"""Pages of a book that are no article's."""


@dataclass(frozen=True)
class Measured:
    """A build.

    Attributes:
        articles: how many.
        seconds: of wall clock.
        cpu: seconds of the main process and its workers.
        peak: bytes of the main process.
        wrong: what was not as it should be.
    """

    articles: int
    seconds: float
    cpu: float
    peak: int
    wrong: list[str]


def _picture(number: int) -> bytes:
    """A small photograph that no other article has."""
    noise = random.Random(number).randbytes(24 * 18 * 3)  # noqa: S311 - the same pictures every time
    image = Image.frombytes("RGB", (24, 18), noise).resize((240, 180), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _fault(number: int) -> str:
    """What is wrong with an article's picture; spread over the articles by chance, the same every time."""
    chance = random.Random(f"fault {number}")  # noqa: S311 - the same faults every time
    return chance.choice(("missing", "cut", "noise")) if chance.randrange(100) < _OF_A_HUNDRED else ""


def lay(folder: Path, count: int, site: Served) -> set[str]:
    """Write so many articles with their pictures; gives the pictures that cannot be had."""
    planted: set[str] = set()
    for number in range(count):
        one = replace(article(number), pictures=(photograph(number, KINDS[0]),))
        name = one.pictures[0].name
        fault = _fault(number)
        address = f"{site.origin}/pictures/{name}" if fault == "missing" else name
        text = mirror_page(one, "").replace(f"pictures/{name}", address)
        (folder / f"{one.name}.md").write_text(text, encoding="utf-8")
        if fault:
            planted.add(name)
        if fault != "missing":
            content = _picture(number)
            content = content[:200] if fault == "cut" else content[::-1] if fault == "noise" else content
            (folder / name).write_bytes(content)
    return planted


def measure(folder: Path, count: int, site: Served) -> Measured:
    """Build so many articles and look at what the report and the book say."""
    source = folder / str(count)
    source.mkdir()
    planted = lay(source, count, site)
    book = folder / f"{count}.epub"
    done = run(
        [sys.executable, "-m", "bundler", "build", str(source), "--json", "-o", str(book), *site.allowed()],
        env={"EPUB_BUNDLER_CACHE": str(folder / f"cache{count}")},
    )
    wrong = [] if done.code == 3 else [f"exit code {done.code}: {done.err[-500:]}"]
    report = json.loads(done.out)
    told = [gap.get("picture", gap["path"]).rpartition("/")[2] for gap in report["gaps"]]
    if set(told) != planted or len(told) != len(planted):
        wrong.append(f"{len(set(told) - planted)} gaps too many, {len(planted - set(told))} too few")
    with zipfile.ZipFile(book) as archive:
        names = archive.namelist()
    pages = sum("/text/" in name and Path(name).stem not in _FRAME for name in names)
    pictures = sum("/images/" in name and "cover" not in name for name in names)
    if (pages, pictures, len(report["articles"])) != (count, count - len(planted), count):
        wrong.append(f"{pages} pages, {pictures} pictures")
    return Measured(count, done.wall, done.cpu, done.main.peak, wrong)


def main() -> None:
    """Build both sizes and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--many", type=int, default=10_000)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nothing").mkdir()
        with serving(folder / "nothing", 0, 0) as site:
            both = [measure(folder, count, site) for count in (sizes.few, sizes.many)]
    for one in both:
        each, cpu = one.seconds / one.articles * 1000, one.cpu / one.articles * 1000
        print(
            f"{one.articles:>7} articles: {one.seconds:7.1f} s, {each:6.1f} ms an article, {cpu:6.1f} ms CPU, "
            f"peak {one.peak / 2**20:6.1f} MiB; {'; '.join(one.wrong) or 'gaps as planted'}"
        )
    few, many = (one.seconds / one.articles for one in both)
    few_cpu, many_cpu = (one.cpu / one.articles for one in both)
    print(f"an article of the many takes {many / few:.2f} times as long, {many_cpu / few_cpu:.2f} times the CPU")
    sys.exit(any(one.wrong for one in both))


if __name__ == "__main__":
    main()
