"""From articles to chapters: their pictures are got, fitted in workers, and made smaller where a book has a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from bundler.pipeline.network import Network
from bundler.pipeline.side_by_side import side_by_side
from bundler.pipeline.tools import Tools
from bundler.settings import Settings
from bundler.store import PictureStore, unpack
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


async def illustrate(entries: Sequence[Entry], settings: Settings, tools: Tools, network: Network) -> Pictures:
    """Get and fit all pictures of a bundle.

    Args:
        entries: the chosen articles in reading order.
        settings: the bundle's settings.
        tools: what to work with.
        network: the way out.
    """

    async def fit(task: Task) -> Fitted | Unusable:
        result = await tools.workers.run(fit_picture, task, PICTURE_LIMITS)
        return Unusable(result.reason) if isinstance(result, Failed) else result

    screen = device(settings.device)
    recipe = Recipe(screen.width, screen.height, grey=settings.grey or screen.grey, quality=settings.quality)
    originals = _originals(settings, tools.pictures, network)
    # With a limit on what comes over the line, pictures are had strictly in the order of use.
    in_turn = settings.max_download is not None
    illustrator = Illustrator(
        fit,
        tools.pictures,
        originals,
        recipe,
        Slots(tools.at_once),
        wanted=settings.pictures,
        in_turn=in_turn,
    )

    def at_once() -> int:
        return 1 if in_turn else max(_ARTICLES, tools.at_once())

    chapters: list[Chapter] = []
    missing: list[Skipped] = []
    with tools.progress.step(Stage.ILLUSTRATE, len(entries)) as advance:
        tasks = (illustrator.illustrate(entry, unpack(tools.store.get(entry.body))) for entry in entries)
        async for chapter, left_out in side_by_side(tasks, at_once):
            chapters.append(chapter)
            missing.extend(left_out)
            advance(1)
    return Pictures(tuple(chapters), tuple(missing), illustrator)


def text_weight(entry: Entry, tools: Tools) -> int:
    """About how many bytes an article's text uses of a book, packed."""
    return tools.store.weight(entry.body)


def _originals(settings: Settings, store: PictureStore, network: Network) -> Originals:
    """Where pictures come from that are not on the disk."""
    if network.is_off or not settings.pictures:
        return NoNetwork(store)

    async def ask(address: str, page: str, etag: str, last_modified: str, most: int | None) -> Answer:
        from bundler.fetch import Fetched, Unchanged, Validators  # noqa: PLC0415 - only who uses the network

        fetcher = await network.fetcher()
        outcome = await fetcher.fetch(address, page=page, validators=Validators(etag, last_modified), most=most)
        if isinstance(outcome, Unchanged):
            return Answer(unchanged=True)
        if isinstance(outcome, Fetched):
            found = outcome.validators
            return Answer(outcome.content, found.etag, found.last_modified, wire_bytes=outcome.wire_bytes)
        return Answer(reason=outcome.reason, wire_bytes=outcome.wire_bytes, is_too_large=outcome.is_too_large)

    return Online(store, ask, settings.max_download)
