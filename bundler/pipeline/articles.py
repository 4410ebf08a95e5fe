"""From sources to chosen articles: collect, clean, merge, select."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from bundler.clean import BOILERPLATE
from bundler.model import Article, Dropped, EarlierBook, Entry, Skipped
from bundler.once import Shared
from bundler.package import without_repeats
from bundler.pipeline.cleaning import cleaned
from bundler.pipeline.delta import choose
from bundler.pipeline.entries import entry_of
from bundler.pipeline.joining import joined
from bundler.pipeline.network import Network, open_network
from bundler.pipeline.tools import Tools
from bundler.report import ArticleFound
from bundler.settings import Settings


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything short of pictures and the book.

    Attributes:
        entries: the chosen articles in reading order.
        skipped: what was left out or is a gap.
        dropped: blocks that repeat over the batch and were dropped, the most frequent first; `count` is articles.
        is_nothing_new: whether only what is new was wanted, and there is nothing.
        earlier: the book that is brought up to date, or None.
    """

    entries: list[Entry]
    skipped: list[Skipped]
    dropped: list[Dropped]
    is_nothing_new: bool = False
    earlier: EarlierBook | None = None


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
    async with open_network(settings, tools.progress) as network:
        async for page in cleaned(settings, tools, network, in_order=True):
            yield page.result


async def survey(settings: Settings, tools: Tools) -> Survey:
    """Collect, clean, merge and choose.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
    """
    async with open_network(settings, tools.progress) as network:
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
    once = Shared()
    async for page in cleaned(settings, tools, network, in_order=False):
        if isinstance(page.result, Skipped):
            skipped.append(page.result)
            tools.progress.tell(page.result)
        else:
            tools.progress.tell(ArticleFound(page.result.origin, page.result.title))
            entries.append(entry_of(page, page.result, tools.store.put_compressed(page.packed), once))
            begin(entries[-1])
            dropped.update(item.sample for item in page.result.dropped if item.by == BOILERPLATE)
    entries.sort(key=lambda entry: entry.position)
    entries, further = await joined(entries, tools)
    entries, repeats = without_repeats(entries, near=not settings.keep_duplicates)
    choice = await choose(entries, skipped, settings, tools, network)
    for item in (*repeats, *choice.skipped):
        tools.progress.tell(item)
    frequent = sorted(dropped.items(), key=lambda item: (-item[1], item[0]))
    return Survey(
        # Sketches are for telling repetitions, 400 bytes each; behind that only the record of a bundle wants them.
        choice.entries if settings.delta.new else [replace(entry, sketch=b"") for entry in choice.entries],
        [*skipped, *further, *repeats, *choice.skipped],
        [Dropped(BOILERPLATE, count, sample) for sample, count in frequent],
        is_nothing_new=choice.is_nothing_new,
        earlier=choice.earlier,
    )
