"""200 articles, 350 pictures, faults of eighteen kinds: what can be had is in the book, and what cannot is told."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bundler.cli.progress import Silent
from bundler.package import Target
from bundler.pipeline import Tools, build
from bundler.report import Report
from bundler.settings import Settings
from bundler.store import open_bodies, open_pictures
from bundler.workers import ProcessWorkers
from tests.books import article_pages, contents
from tests.fetch.servers import Server, response, says, serving, speaking
from tests.pages import prose
from tests.program import COMMAND, environment
from tests.site.plan import (
    ARTICLES,
    MISSING,
    PICTURES,
    Fault,
    content_of,
    fault_of,
    path_of,
    pictures_of,
    size_of,
    write_pages,
)
from tests.site.site import Site

_HAD = frozenset(range(PICTURES)) - MISSING
_SOME = 60
"""Articles of the runs for which some are enough: the newest."""
_OF_SOME = frozenset(picture for article in range(ARTICLES - _SOME, ARTICLES) for picture in pictures_of(article))


@dataclass(frozen=True, slots=True)
class Asked:
    """What one run asked the site for: how often for each picture, how often with a condition, and bytes it got."""

    total: Counter[int]
    conditional: Counter[int]
    bytes_sent: Counter[int]


@dataclass(frozen=True, slots=True)
class Runs:
    """Five runs over one site with one store of pictures.

    Attributes:
        first: the command's exit code and its report as JSON.
        books: by name: `first`, `second` (at once again), `offline`, and of some articles only `grey` (for another
            device) and `later` (when the originals are no longer fresh).
        asked: what each of them asked for.
        reports: of all but the first.
        private: connections to the place that nobody may be led to.
        stderr: what the command said.
    """

    first: tuple[int, dict[str, Any]]
    books: dict[str, Path]
    asked: dict[str, Asked]
    reports: dict[str, Report]
    private: int
    stderr: str


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Everything is run once; the tests look at what came of it."""
    return asyncio.run(_all(tmp_path_factory.mktemp("site")))


async def _all(folder: Path) -> Runs:
    (folder / "pages").mkdir()
    asked: dict[str, Asked] = {}
    reports: dict[str, Report] = {}
    books = {name: folder / f"{name}.epub" for name in ("first", "second", "offline", "grey", "later")}
    async with speaking(says(response(body=b"private"))) as private:
        site = Site(private.address())

        def told(name: str) -> None:
            asked[name] = Asked(Counter(site.asked), Counter(site.conditional), Counter(site.bytes_sent))
            site.forget()

        async with serving(site) as server:
            write_pages(folder / "pages", server.address("").removesuffix("/"))
            code, stdout, stderr = await _command(folder, books["first"], server)
            told("first")
            workers = ProcessWorkers()
            try:
                for name, options in (
                    ("second", {}),
                    ("offline", {"offline": True}),
                    ("grey", {"device": "kindle", "limit": _SOME}),
                    ("later", {"limit": _SOME}),
                ):
                    if name == "later":
                        _age(folder / "cache")
                    settings = Settings((str(folder / "pages"),), allow_private=frozenset({server.place}), **options)
                    reports[name] = await _build(folder, books[name], settings, workers)
                    told(name)
            finally:
                workers.close()
        return Runs((code, json.loads(stdout)), books, asked, reports, private.connections, stderr)


async def _command(folder: Path, book: Path, server: Server) -> tuple[int, str, str]:
    """Run the real command in a process of its own while the site is served here."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *("build", "pages", "-o", str(book), "--json", "--allow-private", f"{server.host}:{server.port}"),
        cwd=folder,
        env=environment(EPUB_BUNDLER_CACHE=str(folder / "cache")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    stdout, stderr = await process.communicate()
    assert process.returncode is not None
    return process.returncode, stdout.decode(), stderr.decode()


async def _build(folder: Path, book: Path, settings: Settings, workers: ProcessWorkers) -> Report:
    """The same as the command does, without the start of a new process."""
    articles = folder / f"articles-{book.stem}"
    articles.mkdir()
    with open_pictures(folder / "cache") as pictures, open_bodies(articles) as bodies:
        tools = Tools(workers, bodies, pictures, Silent())
        return await build(settings, tools, lambda *_: Target(book, may_replace=True))


def _age(cache: Path) -> None:
    """Let the originals be ten years old."""
    index = sqlite3.connect(cache / "index.sqlite")
    with index:
        assert index.execute("UPDATE originals SET checked = checked - 10 * 365 * 86400").rowcount > 0
    index.close()


def _sizes(book: Path) -> set[tuple[int, int]]:
    """The sizes of a book's pictures, each decoded whole; the cover left out."""
    found = set()
    for name, content in contents(book).items():
        if "/images/" in name and "cover" not in name:
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                found.add(image.size)
    return found


def _pictures(book: Path) -> set[str]:
    return {name for name in contents(book) if "/images/" in name}


def test_the_plan_is_what_was_promised() -> None:
    """200 articles, 350 pictures of as many sizes, three of every fault."""
    assert [picture for article in range(ARTICLES) for picture in pictures_of(article)] == list(range(PICTURES))
    assert len({size_of(picture) for picture in range(PICTURES)}) == PICTURES
    counts = Counter(map(fault_of, range(PICTURES)))
    assert {counts[fault] for fault in Fault if fault is not Fault.NONE} == {3}


def test_every_article_is_whole(runs: Runs) -> None:
    """All paragraphs of all articles are in the book, in the order of their days."""
    files = contents(runs.books["first"])
    pages = [files[name].decode() for name in article_pages(runs.books["first"])]
    assert len(pages) == ARTICLES
    for article, page in enumerate(pages):
        assert f"Story number {article}</h1>" in page
        for paragraph in prose(article):
            assert paragraph in page


def test_every_picture_that_can_be_had_is_in_the_book(runs: Runs) -> None:
    """The pictures of the book, told by their sizes, are the planted ones that are no gaps, and no others."""
    assert _sizes(runs.books["first"]) == {size_of(picture) for picture in _HAD}
    assert runs.first[1]["pictures"] == len(_HAD)


def test_the_missing_pictures_are_the_planted_ones(runs: Runs) -> None:
    """The report names each picture that cannot be had, under its own article, and none besides."""
    gaps = {(gap["path"], gap["picture"].partition("127.0.0.1:")[2].partition("/")[2]) for gap in runs.first[1]["gaps"]}
    planted = {
        (f"{article:03}.md", path_of(picture)[1:])
        for article in range(ARTICLES)
        for picture in pictures_of(article)
        if picture in MISSING
    }
    assert gaps == planted
    assert len(runs.first[1]["gaps"]) == len(MISSING)


def test_each_reason_says_what_happened(runs: Runs) -> None:
    """A reader of the report can tell a picture that is gone from a server that is down or a page in its place."""
    said: dict[Fault, set[str]] = {}
    for gap in runs.first[1]["gaps"]:
        picture = int(gap["picture"].rpartition("/p/")[2].partition(".")[0])
        said.setdefault(fault_of(picture), set()).add(re.sub(r" than \S+ [MG]i?B", " than is allowed", gap["reason"]))
    assert said == {
        Fault.NOT_FOUND: {"the server answers 404"},
        Fault.DOWN: {"the server answers 503, 4 times"},
        Fault.CUT: {"the body breaks off, 4 times"},
        Fault.ENDLESS: {"is larger than is allowed"},
        Fault.WEB_PAGE: {"is a web page, not a picture"},
        Fault.BOMB: {"unpacks to more than is allowed"},
        Fault.LOOP: {"redirects more than 5 times"},
        Fault.PRIVATE: {"leads to a private network, or is no web address"},
    }


def test_a_book_with_gaps_has_its_own_exit_code(runs: Runs) -> None:
    """3 means: a book, with something missing; nothing but the report was said, and not on stderr."""
    assert runs.first[0] == 3
    assert runs.stderr == ""


def test_the_last_page_lists_the_gaps(runs: Runs) -> None:
    """The book itself says what is missing from it, on its last page."""
    page = contents(runs.books["first"])["EPUB/text/gaps.xhtml"].decode()
    for picture in range(PICTURES):
        assert (f"{path_of(picture)}:" in page) == (picture in MISSING), path_of(picture)
    package = contents(runs.books["first"])["EPUB/content.opf"].decode()
    last = article_pages(runs.books["first"])[-1].rpartition("/")[2]
    assert package.index("gaps.xhtml") > package.index(last)


def test_nobody_was_led_to_a_private_place(runs: Runs) -> None:
    """The other port of this machine saw no connection in five runs."""
    assert runs.private == 0


def test_a_broken_picture_is_resumed(runs: Runs) -> None:
    """What broke off was asked for once more, and only what was missing came then."""
    resumed = [picture for picture in range(PICTURES) if fault_of(picture) is Fault.RESUMED]
    assert [runs.asked["first"].total[picture] for picture in resumed] == [2, 2, 2]
    shares = [runs.asked["first"].bytes_sent[picture] / len(content_of(picture)) for picture in resumed]
    # On a machine that is very busy a half body may be lost before it is read; then it comes again.
    assert min(shares) == 1
    assert max(shares) <= 1.5


def test_a_good_picture_is_asked_for_once(runs: Runs) -> None:
    """Nobody is asked twice for what came whole."""
    good = [picture for picture in range(PICTURES) if fault_of(picture) is Fault.NONE]
    assert {runs.asked["first"].total[picture] for picture in good} == {1}


def test_a_second_run_asks_for_nothing_that_is_here(runs: Runs) -> None:
    """Only what was missing is asked for again."""
    assert set(runs.asked["second"].total) <= MISSING


def test_a_second_run_makes_the_same_book(runs: Runs) -> None:
    """Byte for byte, from the store instead of the network, and whether by command or by program."""
    digests = {hashlib.sha256(runs.books[name].read_bytes()).hexdigest() for name in ("first", "second")}
    assert len(digests) == 1


def test_another_device_asks_for_no_original_again(runs: Runs) -> None:
    """Originals are kept for all devices; only the fitted pictures are others."""
    assert set(runs.asked["grey"].total) <= MISSING
    assert _sizes(runs.books["grey"]) == {size_of(picture) for picture in _HAD & _OF_SOME}
    for name, content in contents(runs.books["grey"]).items():
        if "/images/" in name and "cover" not in name:
            with Image.open(io.BytesIO(content)) as image:
                red, green, blue = (channel.tobytes() for channel in image.convert("RGB").split())
                assert red == green == blue


def test_offline_afterwards_has_the_same_pictures(runs: Runs) -> None:
    """Without one request every picture of the first run is there."""
    assert runs.asked["offline"].total == Counter()
    assert _pictures(runs.books["offline"]) == _pictures(runs.books["first"])


def test_what_is_no_longer_fresh_is_asked_for_conditionally(runs: Runs) -> None:
    """Years later every original is asked for once with what it is recognised by, and no body comes again."""
    asked = runs.asked["later"]
    tagged = [picture for picture in _HAD & _OF_SOME if fault_of(picture) is Fault.NONE]
    assert len(tagged) > _SOME
    assert {(asked.total[picture], asked.conditional[picture]) for picture in tagged} == {(1, 1)}
    assert sum(asked.bytes_sent[picture] for picture in tagged) == 0
