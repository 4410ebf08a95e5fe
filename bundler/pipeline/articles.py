"""From sources to chosen articles: collect, clean (in workers), merge, select."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace

from bundler.clean import extract, finish
from bundler.collect import Collected, collect
from bundler.model import NOWHERE, Article, Draft, Entry, Kind, Location, Skipped, Stage
from bundler.package import alternatives, in_order, layout, select, without_repeats
from bundler.pipeline.side_by_side import side_by_side
from bundler.pipeline.tools import AHEAD, Tools
from bundler.settings import Settings
from bundler.store import pack
from bundler.workers import Failed, Limits, Workers

PAGE_LIMITS = Limits(seconds=30, memory_bytes=512 * 1024 * 1024)


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


async def _cleaned(
    collected: Iterator[Collected], tools: Tools
) -> AsyncIterator[tuple[int, Location, Article | Skipped]]:
    """Clean pages in workers; results come in source order, a bounded number of pages is under way."""
    with tools.progress.step(Stage.CLEAN, None) as advance:
        tasks = (_clean(position, item, tools.workers) for position, item in enumerate(collected))
        async for position, location, result in side_by_side(tasks, tools.workers.count * AHEAD):
            advance(1)
            yield position, location, result


async def _clean(position: int, item: Collected, workers: Workers) -> tuple[int, Location, Article | Skipped]:
    if isinstance(item, Skipped):
        return position, NOWHERE, item
    result = await workers.run(extract, replace(item, location=NOWHERE), PAGE_LIMITS)
    if isinstance(result, Failed):
        return position, item.location, Skipped(item.origin, Stage.CLEAN, Kind.WORKER_FAILED, result.reason)
    return position, item.location, finish(result) if isinstance(result, Draft) else result


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
        size=sum(len(block.encode()) for block in article.blocks),
        has_math=layout.mathematics(article.blocks),
        has_alternatives=alternatives.are_complete(article),
    )
