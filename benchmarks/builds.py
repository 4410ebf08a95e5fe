"""The program at work on a made site: cold, unchanged, one article more, another device, text alone; and growth."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from benchmarks.articles import pictures_of
from benchmarks.make_site import lay_pages, lay_pictures, make_pictures
from benchmarks.measuring import Run, run
from benchmarks.server import NEVER, Served, serving

OTHER_DEVICE = "kobo-libra-colour"
"""A larger screen in colour: nothing that was made for the usual one can be used again."""
_ADDED = 2
"""Pictures of the article that is added."""
Figures = dict[str, float]
"""What was measured of one run: `wall`, `cpu` and more seconds, `main` and `worker` bytes of peak memory, requests."""


class BenchmarkError(Exception):
    """A run did not do what is measured, so that its time means nothing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a site is like.

    Attributes:
        articles: how many.
        delay: seconds before every answer of its server.
        hosts: servers that its pictures are spread over.
        form: of its pages: `mirror`, `saved` or `feed`.
    """

    articles: int
    delay: float = 0.05
    hosts: int = 1
    form: str = "mirror"


@dataclass(slots=True)
class Place:
    """Where a round works: the site, who serves it, and a folder of its own.

    Attributes:
        folder: everything that is written lies here.
        count: articles of the site.
        files: its pictures in the order of the articles.
        later: number of the article that is added; it shows two pictures.
        site: who serves it.
        form: of its pages.
        round: figures of the round that is going on, by name.
    """

    folder: Path
    count: int
    files: tuple[Path, ...]
    later: int
    site: Served
    form: str
    round: dict[str, Figures] = field(default_factory=dict)

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / name).mkdir()
        return self.folder / name

    def list_of(self, files: Sequence[Path]) -> Path:
        """A file that names files, one a line."""
        path = self.folder / "files.txt"
        path.write_text("".join(f"{one}\n" for one in files), encoding="utf-8")
        return path


@contextlib.contextmanager
def place(folder: Path, pictures: Path, site: Shape) -> Iterator[Place]:
    """A site made, served and laid on the disk in both ways: with addresses, and with pictures beside the pages.

    Args:
        folder: an empty folder for the rounds' files.
        pictures: where pictures are kept from one day to the next.
        site: what it is like; one article more is made, and shown later.
    """
    count, form = site.articles, site.form
    files = make_pictures(pictures, range(count))
    later = next(number for number in itertools.count(count) if len(pictures_of(number)) == _ADDED)
    make_pictures(pictures, [later])
    with serving(pictures, count, site.delay, site.hosts) as served:
        here = Place(folder, count, tuple(files), later, served, form)
        for number, origin in enumerate(served.origins):
            lay_pages(folder / "web", range(number, count, site.hosts), origin, form=form)
        lay_pages(folder / "more", [later], served.origin, form=form)
        lay_pages(folder / "local", range(count), "", form=form)
        lay_pictures(folder / "local", files[: len(here.files)])
        yield here


def figures(done: Run) -> Figures:
    """The figures of a run."""
    return {
        "wall": done.wall,
        "cpu": done.cpu,
        "main": done.main.peak,
        "worker": max((worker.peak for worker in done.workers), default=0),
        "main cpu": done.main.cpu,
        "workers cpu": sum(worker.cpu for worker in done.workers),
        "workers": len(done.workers),
        "workers idle": sum(worker.idle for worker in done.workers)
        / max(1, sum(worker.looks for worker in done.workers)),
        "main idle": done.main.idle / max(1, done.main.looks),
    }


def build(here: Place, name: str, source: str, *options: str, cache: str, into: str = "") -> Path:
    """Build a book and note what it took; gives the book.

    Args:
        here: where.
        name: of the figures.
        source: folder of the pages, within the place's.
        options: of `build`.
        cache: folder of the kept pictures, within the place's.
        into: the run whose book is to be replaced; a book of its own when left out.

    Raises:
        BenchmarkError: the book is not whole, or something was asked for that never should be.
    """
    book = here.folder / f"{(into or name).replace(' ', '-')}.epub"
    if not into:
        book.unlink(missing_ok=True)  # of the round before: it would be left as it is
    command = [sys.executable, "-m", "bundler", "build", source, "-o", str(book), *options]
    here.site.counts()
    done = run(command, env={"EPUB_BUNDLER_CACHE": str(here.folder / cache)}, cwd=here.folder)
    if done.code:
        raise BenchmarkError(f"{name}: exit code {done.code}\n{done.err[-2000:]}")
    counts = here.site.counts()
    if told := {kind: counts[kind] for kind in NEVER if kind in counts}:
        raise BenchmarkError(f"{name}: asked for {told}, which tells who reads what")
    here.round[name] = {
        **figures(done),
        "requests": counts.get("pictures", 0),
        "at once": counts.get("at once", 0),
        "not modified": counts.get("304", 0),
        "bytes": book.stat().st_size,
    }
    return book


def limit(here: Place, name: str, what: str, *arguments: str) -> Figures:
    """One of the bare limits, in a process of its own, and note what it took."""
    done = run([sys.executable, "-m", "benchmarks.limits", what, *arguments], cwd=Path(__file__).parents[1])
    if done.code:
        raise BenchmarkError(f"{name}: exit code {done.code}\n{done.err[-2000:]}")
    told = json.loads(done.out)
    here.round[name] = {"wall": told["seconds"], "cpu": told["cpu"], "main": done.main.peak, "amount": told["amount"]}
    return here.round[name]


def pictures_in(book: Path) -> int:
    """How many pictures a book of any maker holds that can be opened; its cover counts."""
    found = 0
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            if name.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp", ".img")):
                with contextlib.suppress(OSError), Image.open(io.BytesIO(archive.read(name))):
                    found += 1
    return found


def _asked(here: Place, name: str, requests: int) -> None:
    if (seen := here.round[name]["requests"]) != requests:
        raise BenchmarkError(f"{name}: {seen:.0f} requests where {requests} are needed")


def cold(here: Place) -> None:
    """The limits and a first build over the network."""
    here.fresh("cache")
    files = str(here.list_of(here.files))
    origins = [part for origin in here.site.origins for part in ("--origin", origin)]
    limit(here, "imports", "imports")
    limit(here, "bare pictures", "pictures", files)
    book = build(here, "cold", "web", *here.site.allowed(), cache="cache")
    _asked(here, "cold", len(here.files))
    if (found := pictures_in(book)) < len(here.files):
        raise BenchmarkError(f"cold: {found} pictures of {len(here.files)} in the book")
    limit(here, "bare download", "download", files, *origins)
    limit(here, "bare book", "book", files, *origins, "--pages", str(here.folder / "web"))
    limit(here, "bare zip", "zip", str(book))
    limit(here, "bare parse", "parse", str(here.folder / "web"))


def again(here: Place) -> None:
    """Builds behind the cold one, with what it has kept."""
    files = str(here.list_of(here.files))
    origins = [part for origin in here.site.origins for part in ("--origin", origin)]
    build(here, "unchanged", "web", *here.site.allowed(), cache="cache", into="cold")
    _asked(here, "unchanged", 0)
    build(here, "written anew", "web", *here.site.allowed(), cache="cache")
    _asked(here, "written anew", 0)
    forget_checks(here.folder / "cache")
    limit(here, "bare 304s", "download", files, *origins, "--unchanged")
    build(here, "revalidated", "web", *here.site.allowed(), cache="cache", into="cold")
    _asked(here, "revalidated", len(here.files))
    assert here.round["revalidated"]["not modified"] == len(here.files)
    limit(here, "bare pictures, other device", "pictures", files, "--device", OTHER_DEVICE)
    build(here, "other device", "web", *here.site.allowed(), "--device", OTHER_DEVICE, cache="cache")
    _asked(here, "other device", 0)
    here.fresh("cache of one")
    build(here, "one article", "more", *here.site.allowed(), cache="cache of one")
    build(here, "one article, anew", "more", *here.site.allowed(), cache="cache of one")
    build(here, "one added", "web", "more", *here.site.allowed(), cache="cache", into="cold")
    _asked(here, "one added", _ADDED)


def forget_checks(cache: Path) -> None:
    """Make a store believe that all it holds was looked at long ago, so that the next run asks whether it has changed.

    Raises:
        BenchmarkError: the store's index does not look as it did when this was written.
    """
    with contextlib.closing(sqlite3.connect(cache / "index.sqlite")) as index, index:
        if not index.execute("UPDATE originals SET checked = 0").rowcount:
            raise BenchmarkError("the store holds no originals")


def local(here: Place) -> None:
    """From files alone: pages with their pictures beside them."""
    here.fresh("cache of files")
    build(here, "local cold", "local", "--offline", cache="cache of files")
    build(here, "local unchanged", "local", "--offline", cache="cache of files", into="local cold")
    build(here, "local, written anew", "local", "--offline", cache="cache of files")
    for name in ("local cold", "local unchanged", "local, written anew"):
        _asked(here, name, 0)


def text(here: Place, count: int) -> None:
    """Pages alone, without their pictures."""
    if not (here.folder / "text").exists():
        lay_pages(here.folder / "text", range(count), form=here.form)
    here.fresh("cache of texts")
    limit(here, "bare parse of texts", "parse", str(here.folder / "text"))
    build(here, "text", "text", "--offline", cache="cache of texts")
    here.round["text"]["pages"] = count
