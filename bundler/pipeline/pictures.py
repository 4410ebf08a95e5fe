"""From articles to chapters: their pictures are got, fitted in workers, and made smaller where a book has a limit."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bundler.choice import ANY
from bundler.images import (
    Answer,
    Fitted,
    Illustrator,
    NoNetwork,
    Online,
    Originals,
    Recipe,
    Slots,
    Task,
    Unusable,
    device,
    fit_into,
    fit_picture,
)
from bundler.model import Chapter, Entry, Skipped, Stage
from bundler.package import BLOCK_PAGE, is_within
from bundler.pipeline.network import Network
from bundler.pipeline.side_by_side import side_by_side
from bundler.pipeline.tools import Tools
from bundler.report import PicturesHad
from bundler.settings import Settings
from bundler.store import unpack_pictures
from bundler.workers import Failed, Limits

PICTURE_LIMITS = Limits(seconds=60, memory_bytes=400 * 1024 * 1024)
_ARTICLES = 24
"""Articles whose pictures are had at the same time, however few workers there are: enough for all requests that may be
under way (`fetch.Policy.at_once`) where most articles have one picture or none."""
COVER = 400_000
"""Bytes that cover, menus and style sheets use of a book."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """A bundle with its pictures.

    Attributes:
        chapters: the articles and what became of their pictures, in reading order.
        missing: pictures that are not in it, with the reason.
        illustrator: the one that made them, and can make them smaller.
    """

    chapters: tuple[Chapter, ...]
    missing: tuple[Skipped, ...]
    illustrator: Illustrator

    async def fit_into(self, chapters: Sequence[Chapter], most_bytes: int) -> list[Chapter]:
        """Some of the chapters with the heaviest pictures made smaller until they use no more than a limit.

        Args:
            chapters: those of one book.
            most_bytes: what its pictures may use together; more is used when all are as small as they may be.
        """
        fitted, _ = await fit_into(chapters, most_bytes, self.illustrator)
        return fitted


class Illustration:
    """Gets and fits the pictures of a bundle: those of some articles while others are still cleaned.

    What was begun early changes nothing but the time: an article whose pictures were all had is as `finish` would have
    it, and any other is had again, which finds the pictures that are made. Use `open_illustration`.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
        network: the way out.
    """

    def __init__(self, settings: Settings, tools: Tools, network: Network) -> None:
        self._settings = settings
        self._tools = tools
        # With a limit on what comes over the line, pictures are had strictly in the order of use.
        self._in_turn = settings.max_download is not None
        self._wants_all = (
            settings.limit is None and settings.choice == ANY and settings.delta.is_whole and not self._in_turn
        )
        self._illustrator = _illustrator(settings, tools, network, in_turn=self._in_turn)
        self._waiting: deque[Entry] = deque()
        self._early: set[asyncio.Task[object]] = set()
        self._seen: set[str] = set()
        self._had: dict[str, Chapter] = {}
        """Articles that were begun early and miss no picture, by their bodies."""

    def begin(self, entry: Entry) -> None:
        """Get an article's pictures soon, when it is as good as chosen; a bounded number is under way.

        Not when only some of the articles or so many bytes are wanted; not of an article that repeats one before it,
        lies outside the period, or is so short that it may be a block page.

        Args:
            entry: an article that waits for no other page.
        """
        settings, keys = self._settings, {entry.fingerprint, entry.source_url or entry.fingerprint}
        is_new = self._seen.isdisjoint(keys)
        self._seen |= keys
        if not (self._wants_all and is_new and entry.pictures and settings.pictures):
            return
        if entry.words >= BLOCK_PAGE and is_within(entry, settings.first, settings.last):
            self._waiting.append(entry)
            self._begin_more()

    async def finish(self, entries: Sequence[Entry]) -> Pictures:
        """Get and fit all pictures of a bundle.

        Args:
            entries: the chosen articles in reading order.
        """
        self._waiting.clear()
        self._seen.clear()
        chapters: list[Chapter] = []
        missing: list[Skipped] = []
        with self._tools.progress.step(Stage.ILLUSTRATE, len(entries)) as advance:
            async for chapter, left_out in side_by_side(map(self._illustrate, entries), self._at_once):
                chapters.append(chapter)
                missing.extend(left_out)
                self._tools.progress.tell(PicturesHad(chapter.entry.origin, sum(map(bool, chapter.pictures))))
                for item in left_out:
                    self._tools.progress.tell(item)
                advance(1)
        return Pictures(tuple(chapters), tuple(missing), self._illustrator)

    async def close(self) -> None:
        """Give up what was begun and is not done."""
        for task in self._early:
            task.cancel()
        await asyncio.gather(*self._early, return_exceptions=True)

    def _at_once(self) -> int:
        return 1 if self._in_turn else max(_ARTICLES, self._tools.at_once())

    async def _illustrate(self, entry: Entry) -> tuple[Chapter, list[Skipped]]:
        had = self._had.pop(entry.body, None)
        if had is not None:
            return Chapter(entry, had.pictures), []
        return await self._illustrator.illustrate(entry, unpack_pictures(self._tools.store.get(entry.body)))

    def _begin_more(self) -> None:
        while self._waiting and len(self._early) < self._at_once():
            task: asyncio.Task[object] = asyncio.ensure_future(self._illustrate_early(self._waiting.popleft()))
            self._early.add(task)
            task.add_done_callback(self._ended)

    async def _illustrate_early(self, entry: Entry) -> None:
        chapter, missing = await self._illustrate(entry)
        if not missing:
            self._had[entry.body] = chapter

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._early.discard(task)
        if not task.cancelled() and task.exception() is None:  # an error comes again in `finish`, where it is told
            self._begin_more()


@contextlib.asynccontextmanager
async def open_illustration(settings: Settings, tools: Tools, network: Network) -> AsyncIterator[Illustration]:
    """An `Illustration` that is closed at the end; the arguments are its own."""
    illustration = Illustration(settings, tools, network)
    try:
        yield illustration
    finally:
        await illustration.close()


def _illustrator(settings: Settings, tools: Tools, network: Network, *, in_turn: bool) -> Illustrator:
    async def fit(task: Task) -> Fitted | Unusable:
        result = await tools.workers.run(fit_picture, task, PICTURE_LIMITS)
        return Unusable(result.reason) if isinstance(result, Failed) else result

    screen = device(settings.device)
    recipe = Recipe(screen.width, screen.height, grey=settings.grey or screen.grey, quality=settings.quality)
    return Illustrator(
        fit,
        tools.pictures,
        _originals(settings, tools, network),
        recipe,
        Slots(tools.at_once),
        wanted=settings.pictures,
        in_turn=in_turn,
        remembering=settings.max_size is not None,
    )


def text_weight(entry: Entry, tools: Tools) -> int:
    """About how many bytes an article's text uses of a book, packed."""
    return tools.store.weight(entry.body)


def _originals(settings: Settings, tools: Tools, network: Network) -> Originals:
    """Where pictures come from that are not on the disk."""
    if network.is_off or not settings.pictures:
        return NoNetwork(tools.pictures)

    async def ask(address: str, page: str, etag: str, last_modified: str, most: int | None) -> Answer:
        """See `images.sources.Ask`."""
        from bundler.fetch import Fetched, Unchanged, Validators  # noqa: PLC0415 - only who uses the network

        fetcher = await network.fetcher()
        outcome = await fetcher.fetch(address, page=page, validators=Validators(etag, last_modified), most=most)
        if isinstance(outcome, Unchanged):
            return Answer(unchanged=True)
        reason = "" if isinstance(outcome, Fetched) else outcome.reason
        network.tell(Stage.ILLUSTRATE, address, outcome.wire_bytes, reason)
        if isinstance(outcome, Fetched):
            found = outcome.validators
            return Answer(outcome.content, found.etag, found.last_modified, wire_bytes=outcome.wire_bytes)
        return Answer(reason=outcome.reason, wire_bytes=outcome.wire_bytes, is_too_large=outcome.is_too_large)

    most = settings.max_download
    return Online(tools.pictures, ask, None if most is None else max(0, most - network.page_bytes))
