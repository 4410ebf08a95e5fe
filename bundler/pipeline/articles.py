"""From sources to chosen articles: collect, clean, merge, select."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bundler.clean import BOILERPLATE
from bundler.model import Article, Dropped, Entry, Skipped
from bundler.package import alternatives, in_order, layout, select, without_repeats
from bundler.pipeline.cleaning import Cleaned, cleaned
from bundler.pipeline.network import Network, open_network
from bundler.pipeline.tools import Tools
from bundler.settings import Settings


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything short of pictures and the book.

    Attributes:
        entries: the chosen articles in reading order.
        skipped: what was left out or is a gap.
        dropped: blocks that repeat over the batch and were dropped, the most frequent first; `count` is articles.
    """

    entries: list[Entry]
    skipped: list[Skipped]
    dropped: list[Dropped]


async def extract_all(settings: Settings, tools: Tools) -> AsyncIterator[Article | Skipped]:
    """Clean every page, in source order, nothing merged or filtered.

    Args:
        settings: sources, and what is asked of cleaning.
        tools: what to work with.

    Yields:
        an article, or what is none with the reason; from the first page that no rule recognised only after the last
        page was read, because the others tell what repeats.

    Raises:
        SourceError: a source does not exist.
    """
    async with open_network(settings) as network:
        async for page in cleaned(settings, tools, network, in_order=True):
            yield page.result


async def survey(settings: Settings, tools: Tools) -> Survey:
    """Collect, clean, merge and choose.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
    """
    async with open_network(settings) as network:
        return await surveyed(settings, tools, network)


async def surveyed(
    settings: Settings, tools: Tools, network: Network, begin: Callable[[Entry], None] = lambda _: None
) -> Survey:
    """The same with a way out that is open already.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
        network: the way out.
        begin: told of each article as soon as it is clean, in the order of cleaning.
    """
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    dropped: Counter[str] = Counter()
    async for page in cleaned(settings, tools, network, in_order=False):
        if isinstance(page.result, Skipped):
            skipped.append(page.result)
        else:
            entries.append(_entry(page, page.result, tools.store.put(page.packed)))
            begin(entries[-1])
            dropped.update(item.sample for item in page.result.dropped if item.by == BOILERPLATE)
    entries.sort(key=lambda entry: entry.position)
    entries, repeats = without_repeats(entries, near=not settings.keep_duplicates)
    chosen, left_out = select(in_order(entries), settings.first, settings.last, settings.limit)
    frequent = sorted(dropped.items(), key=lambda item: (-item[1], item[0]))
    return Survey(
        chosen, [*skipped, *repeats, *left_out], [Dropped(BOILERPLATE, count, sample) for sample, count in frequent]
    )


def _entry(page: Cleaned, article: Article, body: str) -> Entry:
    return Entry(
        position=page.position,
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
        sketch=article.sketch,
        body=body,
        location=page.location,
        size=sum(layout.weights(article)),
        has_math=layout.mathematics(article.blocks),
        has_alternatives=alternatives.are_complete(article),
    )
