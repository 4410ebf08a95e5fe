"""Bringing a book up to date: what is new comes in, what has changed is replaced, and nothing else ever leaves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bundler.collect import read_printed
from bundler.errors import SourceError
from bundler.model import Dated, EarlierBook, Entry, Kind, News, Printed, Skipped, Stage
from bundler.once import Shared
from bundler.package import Known, identity, in_order, state
from bundler.pipeline.cleaning import cleaned
from bundler.pipeline.entries import entry_of
from bundler.pipeline.network import Network
from bundler.pipeline.tools import Tools
from bundler.settings import Settings
from bundler.store import pack

Choose = Callable[[Sequence[Entry]], tuple[list[Entry], list[Skipped]]]
"""Chooses among articles: gives the chosen ones in reading order, and what is left out."""
_HOST = re.compile(r"https?://[^\s/?#:]+")


@dataclass(frozen=True, slots=True)
class Updated:
    """A book brought up to date.

    Attributes:
        entries: all of its articles in reading order.
        skipped: what was not taken of the sources.
        has_news: whether anything differs from the book as it is.
        book: what the book says of itself; without authors where it names the sites, as books without an author do.
    """

    entries: list[Entry]
    skipped: list[Skipped]
    has_news: bool
    book: EarlierBook


async def updated(  # noqa: PLR0913, PLR0917 - what is there, what could not be had, and how to choose
    entries: Sequence[Entry],
    skipped: Sequence[Skipped],
    settings: Settings,
    tools: Tools,
    network: Network,
    choose: Choose,
) -> Updated:
    """Bring the book of `settings.delta.update` up to date.

    Args:
        entries: the sources' articles in source order, each once.
        skipped: what could not be had of them.
        settings: the bundle's settings.
        tools: what to work with.
        network: the way out.
        choose: chooses among those articles that would come in.

    Raises:
        SourceError: the book cannot be read back as a whole; it stays as it is.
    """
    book, articles = read_printed(settings.delta.update)
    printed = list(articles)
    own = await _own_entries(printed, settings, tools, network)
    compared = _compared(entries, own, near=not settings.keep_duplicates)
    chosen, not_chosen = choose(compared.coming)
    found = compared.found
    gone = _gone(own, printed, found, skipped, settings)
    out = {compared.replaced[entry.position] for entry in chosen if entry.position in compared.replaced}
    last = max((entry.position for entry in entries), default=-1) + 1
    kept = [
        replace(
            entry,
            position=found[index].position if index in found else last + index,
            news=News.GONE if index in gone else News.UNCHANGED,
        )
        for index, entry in enumerate(own)
        if index not in out
    ]
    remarked = any((index in gone) != article.is_gone for index, article in enumerate(printed) if index not in out)
    named = replace(book, authors=() if book.authors == identity.creators(own) else book.authors)
    return Updated(in_order([*chosen, *kept]), [*compared.left, *not_chosen], bool(chosen) or remarked, named)


@dataclass(frozen=True, slots=True)
class _Compared:
    """The articles of the sources beside those of the book.

    Attributes:
        found: the article of a source for each of the book's that the sources have, by its index.
        coming: new and changed ones, in source order.
        replaced: the index of the book's article by the position of the changed one.
        left: what the book has in another form that stays.
    """

    found: dict[int, Entry]
    coming: list[Entry]
    replaced: dict[int, int]
    left: list[Skipped]


def _compared(entries: Sequence[Entry], own: Sequence[Entry], *, near: bool) -> _Compared:
    known = Known([state.delivered(entry) for entry in own], near=near, small_edits=True)
    result = _Compared({}, [], {}, [])
    for entry in entries:
        verdict = known.verdict(entry)
        if verdict.match < 0:
            result.coming.append(replace(entry, news=News.NEW))
            continue
        before = own[verdict.match]
        result.found.setdefault(verdict.match, entry)
        if verdict.news is News.CHANGED or _has_other_pictures(entry, before):
            result.coming.append(replace(entry, news=News.CHANGED))
            result.replaced[entry.position] = verdict.match
        elif entry.fingerprint != before.fingerprint:
            result.left.append(Skipped(entry.origin, Stage.SELECT, Kind.NOT_NEW, verdict.reason))
    return result


async def _own_entries(printed: Sequence[Printed], settings: Settings, tools: Tools, network: Network) -> list[Entry]:
    """The book's articles as it prints them, known by what it says of each of them."""
    by_path = {article.path: index for index, article in enumerate(printed)}
    # Cleaned as they are: no rule of a site, and nothing for the reason that it stands on many pages.
    wanted = Settings((settings.delta.update,), keep_boilerplate=True, offline=True)
    entries: dict[int, Entry] = {}
    async for page in cleaned(wanted, tools, network, in_order=False):
        result = page.result
        if isinstance(result, Skipped):
            raise SourceError(
                settings.delta.update,
                f"{result.origin.partition('/')[2]} cannot be read back ({result.reason})",
                "the book stays as it is; please report this",
            )
        index = by_path[result.origin.partition("/")[2]]
        entries[index] = _as_printed(entry_of(page, result, tools.store.put(pack(result)), Shared()), printed[index])
    return [entries[index] for index in range(len(printed))]


def _as_printed(entry: Entry, article: Printed) -> Entry:
    """An entry with what only the page it was first made of could tell."""
    date = entry.date
    if date is not None and article.time and date.day == article.day:
        date = Dated(date.day, article.time, date.source)
    return replace(
        entry,
        date=date,
        fingerprint=article.fingerprint or entry.fingerprint,
        pictures_key=article.pictures_key or entry.pictures_key,
    )


def _has_other_pictures(entry: Entry, before: Entry) -> bool:
    """Whether a page has the text that the book has, and other pictures."""
    return entry.fingerprint == before.fingerprint and entry.pictures_key != before.pictures_key


def _gone(
    own: Sequence[Entry],
    printed: Sequence[Printed],
    found: dict[int, Entry],
    skipped: Sequence[Skipped],
    settings: Settings,
) -> frozenset[int]:
    """The articles that the sources do not have any more, as far as that can be known.

    A source that could not be read may have any article; a page that could not be had may have any article of its
    site. What was marked stays marked until it is found again.
    """
    gaps = [item for item in skipped if item.kind.is_gap and not item.subject and item.kind is not Kind.PICK_GONE]
    hosts = [{_site(address) for address in _HOST.findall(f"{gap.origin} {gap.reason}")} for gap in gaps]
    nobody_knows = any(not named or gap.origin in settings.sources for gap, named in zip(gaps, hosts, strict=True))
    silent = frozenset(site for named in hosts for site in named)
    return frozenset(
        index
        for index, (entry, article) in enumerate(zip(own, printed, strict=True))
        if index not in found and (article.is_gone or not (nobody_knows or _site(entry.source_url) in silent))
    )


def _site(address: str) -> str:
    """The last two labels of an address's host: a feed and its pages are often on neighbouring hosts."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])
