"""Articles on several pages made one, when all pages are clean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bundler.clean import join
from bundler.model import Article, Entry, Kind, Skipped, Stage
from bundler.once import Shared
from bundler.package import in_parts
from bundler.pipeline import known
from bundler.pipeline.cleaning import PAGE_LIMITS, Cleaned
from bundler.pipeline.entries import entry_of
from bundler.pipeline.tools import Tools
from bundler.store import pack, unpack
from bundler.workers import Failed


async def joined(entries: Sequence[Entry], tools: Tools) -> tuple[list[Entry], list[Skipped]]:
    """The pages of each article that is on several made one.

    Args:
        entries: in source order.
        tools: what to work with.

    Returns:
        the articles; and what is told of the pages that are no articles of their own.
    """
    whole: dict[int, Entry] = {}
    told: list[Skipped] = []
    gone: set[int] = set()
    for parts in in_parts(entries):
        first = parts.pages[0]
        pages = [_of_place(unpack(tools.store.get(part.body)), part, first) for part in parts.pages]
        task = known.joined_task([pack(page) for page in pages])
        found = known.find_settled(tools.cleaned, task)
        if found is None:
            result = await tools.workers.run(join, tuple(pages), PAGE_LIMITS)
            if isinstance(result, Failed):
                told.append(Skipped(first.origin, Stage.CLEAN, Kind.WORKER_FAILED, result.reason))
                continue
            found = known.keep_settled(tools.cleaned, task, result)
        article, packed = found
        as_one = Cleaned(first.position, first.location, article)
        whole[first.position] = entry_of(as_one, article, tools.store.put_compressed(packed), Shared())
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
