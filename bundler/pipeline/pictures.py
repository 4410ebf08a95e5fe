"""From articles to chapters: their pictures are got, fitted in workers, and made smaller where a book has a limit."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import AsyncIterator, Sequence

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
from bundler.model import Chapter, Entry, Skipped, Stage
from bundler.pipeline.side_by_side import side_by_side
from bundler.pipeline.tools import AHEAD, Tools
from bundler.settings import Settings
from bundler.store import PictureStore, unpack
from bundler.workers import Failed, Limits

PICTURE_LIMITS = Limits(seconds=60, memory_bytes=400 * 1024 * 1024)
_COVER = 200_000
"""Bytes that cover, menus and style sheets use of a book."""


async def illustrate(entries: Sequence[Entry], settings: Settings, tools: Tools) -> tuple[list[Chapter], list[Skipped]]:
    """Get and fit all pictures, then make them smaller where the book has a limit."""

    async def fit(task: Task) -> Fitted | Unusable:
        result = await tools.workers.run(fit_picture, task, PICTURE_LIMITS)
        return Unusable(result.reason) if isinstance(result, Failed) else result

    screen = device(settings.device)
    recipe = Recipe(screen.width, screen.height, grey=settings.grey or screen.grey, quality=settings.quality)
    async with _originals(settings, tools.pictures) as originals:
        illustrator = Illustrator(fit, tools.pictures, originals, recipe, wanted=settings.pictures)
        # With a limit on what comes over the line, pictures are had strictly in the order of use.
        at_once = 1 if settings.max_download is not None else tools.workers.count * AHEAD
        chapters: list[Chapter] = []
        skipped: list[Skipped] = []
        with tools.progress.step(Stage.ILLUSTRATE, len(entries)) as advance:
            tasks = (illustrator.illustrate(entry, unpack(tools.store.get(entry.body))) for entry in entries)
            async for chapter, missing in side_by_side(tasks, at_once):
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
