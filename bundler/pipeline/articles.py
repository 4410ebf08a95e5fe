"""From sources to chosen articles: collect, clean, merge, select."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from bundler.clean import BOILERPLATE, join
from bundler.model import Article, Dropped, Entry, Kind, Skipped, Stage
from bundler.package import alternatives, in_order, in_parts, layout, select, without_repeats
from bundler.pipeline.cleaning import PAGE_LIMITS, Cleaned, cleaned
from bundler.pipeline.network import Network, open_network
from bundler.pipeline.tools import Tools
from bundler.settings import Settings
from bundler.store import pack, unpack
from bundler.workers import Failed


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


async def surveyed(settings: Settings, tools: Tools, network: Network) -> Survey:
    """The same with a way out that is open already.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
        network: the way out.
    """
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    dropped: Counter[str] = Counter()
    async for page in cleaned(settings, tools, network, in_order=False):
        if isinstance(page.result, Skipped):
            skipped.append(page.result)
        else:
            entries.append(_entry(page, page.result, tools.store.put(pack(page.result))))
            dropped.update(item.sample for item in page.result.dropped if item.by == BOILERPLATE)
    entries.sort(key=lambda entry: entry.position)
    entries, further = await _joined(entries, tools)
    entries, repeats = without_repeats(entries, near=not settings.keep_duplicates)
    chosen, left_out = select(in_order(entries), settings.first, settings.last, settings.limit)
    frequent = sorted(dropped.items(), key=lambda item: (-item[1], item[0]))
    return Survey(
        chosen,
        [*skipped, *further, *repeats, *left_out],
        [Dropped(BOILERPLATE, count, sample) for sample, count in frequent],
    )


async def _joined(entries: list[Entry], tools: Tools) -> tuple[list[Entry], list[Skipped]]:
    """The entries with the pages of each article made one, and what is told of the others of them."""
    whole: dict[int, Entry] = {}
    told: list[Skipped] = []
    gone: set[int] = set()
    for parts in in_parts(entries):
        first = parts.pages[0]
        pages = [_of_place(unpack(tools.store.get(part.body)), part, first) for part in parts.pages]
        article = await tools.workers.run(join, tuple(pages), PAGE_LIMITS)
        if isinstance(article, Failed):
            told.append(Skipped(first.origin, Stage.CLEAN, Kind.WORKER_FAILED, article.reason))
            continue
        joined = Cleaned(first.position, first.location, article)
        whole[first.position] = _entry(joined, article, tools.store.put(pack(article)))
        gone.update(position for position, _ in parts.told)
        told += [item for _, item in parts.told]
    left = [whole.get(entry.position, entry) for entry in entries if entry.position not in gone]
    strangers = [entry for entry in left if entry.is_further]
    why = "was fetched as a further page of an article, and is another one"
    told += [Skipped(entry.origin, Stage.SELECT, Kind.NOT_AN_ARTICLE, why) for entry in strangers]
    return [entry for entry in left if not entry.is_further], told


def _of_place(article: Article, entry: Entry, first: Entry) -> Article:
    """A page whose pictures are looked for where the first one's are; of other places by their addresses alone."""
    own, other = entry.location, first.location
    is_same = (own.folder, own.root, own.files) == (other.folder, other.root, other.files)
    if is_same and own.base.rpartition("/")[0] == other.base.rpartition("/")[0]:
        return article
    pictures = tuple(
        replace(
            picture,
            candidates=tuple(replace(each, reference=each.address) for each in picture.candidates),
            linked=replace(picture.linked, reference=picture.linked.address) if picture.linked else None,
        )
        for picture in article.pictures
    )
    return replace(article, pictures=pictures)


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
        at=article.at,
        next_part=article.next_part,
        is_further=article.is_further,
    )
