"""The pipeline: the only file that names every stage. The one event loop runs here; stages are plain functions.

    collect -> clean.extract (workers) -> clean.finish -> select -> illustrate (workers) -> package -> check

A page's way: `collect` gives its bytes, `extract` understands it in a worker, `finish` makes it an article, its body
goes to the store and a light `Entry` stays in memory. When all pages are in, duplicates and block pages are found,
the entries are put in order and chosen, their pictures are fitted in workers, and `bind` writes the book.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import zlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bundler.characters import printable
from bundler.check import audit
from bundler.clean import extract, finish
from bundler.collect import Collected, collect
from bundler.errors import DefectError, NothingToBindError
from bundler.images import (
    Answer,
    Fitted,
    Illustrator,
    Network,
    NoNetwork,
    Recipe,
    Task,
    Unusable,
    device,
    fit_into,
    fit_picture,
)
from bundler.model import Article, Chapter, Draft, Entry, Kind, Location, Skipped, Stage
from bundler.package import Bundle, Target, bind, identity, in_order, select, without_repeats
from bundler.report import Progress, Report
from bundler.settings import Settings
from bundler.store import PictureStore, Store, pack, unpack
from bundler.workers import Failed, Limits, Workers

PAGE_LIMITS = Limits(seconds=30, memory_bytes=512 * 1024 * 1024)
PICTURE_LIMITS = Limits(seconds=60, memory_bytes=400 * 1024 * 1024)
_AHEAD = 4
"""Tasks in flight for each worker: enough that none waits for the main process, few enough that memory stays flat."""


_COVER = 200_000
"""Bytes that cover, menus and style sheets use of a book."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with; passed in, so that tests and other programs can bring their own.

    Attributes:
        workers: where pages are parsed and pictures decoded.
        store: where articles lie until the book is written.
        pictures: where pictures lie, also between runs.
        progress: told what is going on.
    """

    workers: Workers
    store: Store
    pictures: PictureStore
    progress: Progress


async def extract_all(sources: Sequence[str], tools: Tools) -> AsyncIterator[Article | Skipped]:
    """Clean every page on its own, in source order, nothing merged or filtered.

    Args:
        sources: paths as typed.
        tools: what to work with.

    Yields:
        an article, or what is none with the reason.

    Raises:
        SourceError: a source does not exist.
    """
    async for _, _, result in _cleaned(collect(sources), tools):
        yield result


async def survey(settings: Settings, tools: Tools) -> tuple[list[Entry], list[Skipped]]:
    """Collect, clean, merge and choose: everything short of pictures and the book.

    Args:
        settings: the bundle's settings.
        tools: what to work with.

    Returns:
        the chosen articles in reading order; and what was left out or is a gap.
    """
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    async for position, location, result in _cleaned(collect(settings.sources), tools):
        if isinstance(result, Skipped):
            skipped.append(result)
        else:
            entries.append(_entry(position, location, result, tools.store.put(pack(result))))
    entries, repeats = without_repeats(entries)
    chosen, left_out = select(in_order(entries), settings.first, settings.last, settings.limit)
    return chosen, [*skipped, *repeats, *left_out]


async def build(settings: Settings, tools: Tools, target: Callable[[str], Target]) -> Report:
    """Make a book.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
        target: takes the file name made from title and period, gives where the book goes.

    Returns:
        the report; the book lies at `report.book`.

    Raises:
        NothingToBindError: no article is left.
        TargetError, WriteError: the book cannot be put where it should go; what was there is unchanged.
        DefectError: the finished book failed the audit.
    """
    entries, skipped = await survey(settings, tools)
    if not entries:
        raise _nothing(settings, skipped)
    chapters, missing = await _illustrate(entries, settings, tools)
    skipped += missing
    language = settings.language or identity.main_language(entries)
    name = printable(settings.title)
    title = name or identity.default_title(entries, language)
    place = target(identity.file_name(title, identity.period_of(entries)))
    place.check()
    gaps = tuple(item for item in skipped if item.kind.is_gap)
    bundle = Bundle(name, title, printable(settings.author), language, chapters, gaps)
    with tools.progress.step(Stage.PACKAGE, 1):
        await _bind(bundle, tools, place)
    return Report(place.path, tuple(entries), tuple(chapters), tuple(skipped))


async def _bind(bundle: Bundle, tools: Tools, place: Target) -> None:
    """Bind in a thread, so that an interrupt is heard meanwhile, and obeyed until the book gets its name."""
    stopped = threading.Event()

    def still_wanted(content: bytes) -> bytes:
        if stopped.is_set():
            raise _StoppedError
        return content

    def verify(path: Path) -> None:
        _verify(path)
        still_wanted(b"")

    binding = asyncio.ensure_future(
        asyncio.to_thread(
            bind,
            bundle,
            lambda key: unpack(still_wanted(tools.store.get(key))),
            lambda key: still_wanted(tools.pictures.get(key)),
            place,
            verify,
        )
    )
    try:
        await asyncio.shield(binding)
    except asyncio.CancelledError:
        stopped.set()
        try:
            await binding
        except _StoppedError:
            raise asyncio.CancelledError from None
        # Too late: the book has its name already. The run ends as if nobody had interrupted it.


class _StoppedError(Exception):
    """The run was interrupted while the book was written."""


def _verify(path: Path) -> None:
    findings = audit(path)
    if findings:
        first = findings[0]
        raise DefectError(
            f"{len(findings)} findings in the finished book",
            f"first: {first.file}: {first.code.value}, {first.detail}",
            "this is a fault of epub-bundler, please report it; no book was written",
        )


def _nothing(settings: Settings, skipped: Sequence[Skipped]) -> NothingToBindError:
    what = ", ".join(settings.sources)
    if not skipped:
        return NothingToBindError(what, "holds no pages", "give folders or files of .md or .html pages")
    gap = next((item for item in skipped if item.kind.is_gap), skipped[0])
    return NothingToBindError(
        what,
        f"no article is left of {len(skipped)} pages (first: {gap.origin}: {gap.reason})",
        "run 'epub-bundler list' to see every reason",
    )


async def _cleaned(
    collected: Iterator[Collected], tools: Tools
) -> AsyncIterator[tuple[int, Location, Article | Skipped]]:
    """Clean pages in workers; results come in source order, a bounded number of pages is under way."""
    with tools.progress.step(Stage.CLEAN, None) as advance:
        tasks = (_clean(position, item, tools.workers) for position, item in enumerate(collected))
        async for position, location, result in _in_order(tasks, tools.workers.count * _AHEAD):
            advance(1)
            yield position, location, result


async def _clean(position: int, item: Collected, workers: Workers) -> tuple[int, Location, Article | Skipped]:
    if isinstance(item, Skipped):
        return position, _NOWHERE, item
    result = await workers.run(extract, item, PAGE_LIMITS)
    if isinstance(result, Failed):
        return position, item.location, Skipped(item.origin, Stage.CLEAN, Kind.WORKER_FAILED, result.reason)
    return position, item.location, finish(result) if isinstance(result, Draft) else result


_NOWHERE = Location(Path(), Path())


async def _illustrate(
    entries: Sequence[Entry], settings: Settings, tools: Tools
) -> tuple[list[Chapter], list[Skipped]]:
    """Get and fit all pictures, then make them smaller where the book has a limit."""

    async def fit(task: Task) -> Fitted | Unusable:
        result = await tools.workers.run(fit_picture, task, PICTURE_LIMITS)
        return Unusable(result.reason) if isinstance(result, Failed) else result

    screen = device(settings.device)
    recipe = Recipe(screen.width, screen.height, grey=settings.grey or screen.grey, quality=settings.quality)
    async with _originals(settings, tools.pictures) as originals:
        illustrator = Illustrator(fit, tools.pictures, originals, recipe, wanted=settings.pictures)
        # With a limit on what comes over the line, pictures are had strictly in the order of use.
        at_once = 1 if settings.max_download is not None else tools.workers.count * _AHEAD
        chapters: list[Chapter] = []
        skipped: list[Skipped] = []
        with tools.progress.step(Stage.ILLUSTRATE, len(entries)) as advance:
            tasks = (illustrator.illustrate(entry, unpack(tools.store.get(entry.body))) for entry in entries)
            async for chapter, missing in _in_order(tasks, at_once):
                chapters.append(chapter)
                skipped.extend(missing)
                advance(1)
    if settings.max_size is not None:
        texts = sum(len(zlib.compress(tools.store.get(entry.body), 1)) for entry in entries)
        chapters, _ = await fit_into(chapters, settings.max_size - texts - _COVER, illustrator)
    return chapters, skipped


@contextlib.asynccontextmanager
async def _originals(settings: Settings, store: PictureStore) -> AsyncIterator[Network | NoNetwork]:
    """Where pictures come from that are not on the disk; without a network no network library is even imported."""
    if settings.offline or not settings.pictures:
        yield NoNetwork(store)
        return
    from bundler.fetch import Fetched, Policy, Unchanged, Validators, open_fetcher  # noqa: PLC0415 - see above

    async with open_fetcher(Policy(allowed=settings.allow_private, proxy=settings.proxy)) as fetcher:

        async def ask(address: str, page: str, etag: str, last_modified: str, most: int | None) -> Answer:
            outcome = await fetcher.fetch(address, page=page, validators=Validators(etag, last_modified), most=most)
            if isinstance(outcome, Unchanged):
                return Answer(unchanged=True)
            if isinstance(outcome, Fetched):
                found = outcome.validators
                return Answer(outcome.content, found.etag, found.last_modified, wire_bytes=outcome.wire_bytes)
            return Answer(reason=outcome.reason, wire_bytes=outcome.wire_bytes, is_too_large=outcome.is_too_large)

        yield Network(store, ask, settings.max_download)


async def _in_order(tasks: Iterable[Coroutine[Any, Any, _Result]], at_once: int) -> AsyncIterator[_Result]:
    """Run tasks side by side and give their results in the order of the tasks.

    Args:
        tasks: made lazily, one after the other, so that no more than `at_once` exist.
        at_once: how many are under way.
    """
    waiting: deque[asyncio.Task[_Result]] = deque()
    try:
        for task in tasks:
            waiting.append(asyncio.ensure_future(task))
            if len(waiting) >= at_once:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for left in waiting:
            left.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def _entry(position: int, location: Location, article: Article, body: str) -> Entry:
    return Entry(
        position=position,
        origin=article.origin,
        title=article.title,
        byline=article.byline,
        site=article.site,
        date=article.date,
        language=article.language,
        source_url=article.source_url,
        words=article.words,
        pictures=len(article.pictures),
        fingerprint=article.fingerprint,
        body=body,
        location=location,
    )
