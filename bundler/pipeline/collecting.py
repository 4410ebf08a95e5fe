"""From what the user typed to pages: what lies on the disk is read, what is known by address only is fetched.

Answers come side by side and are read in the order of what named them. One may name more: a list of feeds names feeds,
a feed pages. Their bytes wait in the store, not in memory.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from bundler.addresses import shown, without_secrets
from bundler.choice import Known, Unneeded, surely_left_out
from bundler.collect import (
    Collected,
    Desk,
    Document,
    Expects,
    Found,
    FullText,
    Linked,
    found,
    kind_of,
    links_of,
    new_desk,
    of_answer,
    read_answer,
)
from bundler.model import Hints, Kind, Page, Skipped, Stage
from bundler.pipeline.answering import Answers, NotHad
from bundler.pipeline.front_page import feed_instead
from bundler.pipeline.further_pages import FurtherPages
from bundler.pipeline.network import Network
from bundler.pipeline.repositories import Repositories
from bundler.pipeline.tools import Tools
from bundler.repository_address import repository_at
from bundler.settings import Settings

_WINDOW = 32
"""Addresses under way or waiting for their turn; the fetcher bounds how many of them are asked for at once."""
_HEAVY = 16 * 1024 * 1024
"""Bytes of pages from the disk that may wait behind an answer that has not come."""


async def collected(settings: Settings, network: Network, tools: Tools) -> AsyncIterator[Collected]:
    """Every page of every source, in the order of the sources.

    Args:
        settings: the sources.
        network: the way out.
        tools: where answers are kept, and workers that look pages over.

    Raises:
        SourceError: a source does not exist.
    """
    desk = new_desk(FullText(settings.full_text), follow=settings.follow)
    answers = Answers(network, tools.answers, settings.max_download)
    try:
        repositories = Repositories(network, tools.answers, settings.max_download)
        intake = _Intake(settings, answers, tools, desk, repositories)
        sources: list[str] = []
        for source in [await repositories.on_disk(source) for source in settings.sources]:
            if isinstance(source, Skipped):
                yield source
            else:
                sources.append(source)
        async for item in intake.in_order(found(sources, settings.lists, desk)):
            yield item
    finally:
        answers.close()


class _Intake:
    """Fetches what is known by its address, and gives everything in order."""

    def __init__(
        self, settings: Settings, answers: Answers, tools: Tools, desk: Desk, repositories: Repositories
    ) -> None:
        self._settings = settings
        self._answers = answers
        self._tools = tools
        self._desk = desk
        self._further = FurtherPages(answers, tools, desk)
        self._repositories = repositories
        # With a limit on what comes over the line, pages are had strictly in the order of use.
        self._window = 1 if settings.max_download is not None else _WINDOW

    async def in_order(self, items: Iterable[Found]) -> AsyncIterator[Collected]:
        """Give what was found, in its order, with what the addresses among it lead to in their places."""
        waiting: deque[asyncio.Task[Iterable[Found]] | Collected] = deque()
        passed: Counter[tuple[str, Unneeded]] = Counter()
        heavy = 0
        try:
            for item in items:
                if isinstance(item, Linked) and (why := self._unneeded(item)):
                    passed[item.origin.rpartition("/")[0] or item.origin, why] += 1
                    continue
                waiting.append(asyncio.ensure_future(self._fetched(item)) if isinstance(item, Linked) else item)
                heavy += _weight(waiting[-1])
                while waiting and (
                    len(waiting) >= self._window or heavy > _HEAVY or not isinstance(waiting[0], asyncio.Task)
                ):
                    heavy -= _weight(waiting[0])
                    async for result in self._next(waiting.popleft()):
                        yield result
            while waiting:
                async for result in self._next(waiting.popleft()):
                    yield result
        finally:
            left = [task for task in waiting if isinstance(task, asyncio.Task)]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        for (origin, why), count in passed.items():
            kind = Kind.NOT_MATCHED if why is Unneeded.NOT_MATCHED else Kind.OUTSIDE_PERIOD
            yield Skipped(origin, Stage.COLLECT, kind, f"{count} of its addresses {why.value}; not fetched")

    async def _next(self, first: asyncio.Task[Iterable[Found]] | Collected) -> AsyncIterator[Collected]:
        if isinstance(first, asyncio.Task):
            async for result in self.in_order(await first):
                yield result
        else:
            yield first

    async def _fetched(self, linked: Linked) -> Iterable[Found]:
        """What comes of an address."""
        if linked.expects is Expects.ANYTHING and (wanted := repository_at(linked.address)):
            return await self._repositories.found(linked, wanted, self._desk)
        is_list = self._settings.follow and linked.expects is Expects.ANYTHING
        outcome = await self._answers.get(linked.address, linked.expects, is_list=is_list)
        if isinstance(outcome, NotHad):
            return _in_its_place(linked, outcome)
        answer = outcome.answer
        document = of_answer(
            linked.origin, answer.path, answer.size, without_secrets(answer.address), answer.content_type
        )
        notes: list[Found] = [_kept_copy(linked, outcome.instead_of)] if outcome.instead_of else []
        if linked.expects is Expects.ANYTHING and kind_of(document) is None:
            if self._settings.follow:
                return [*notes, *self._with_links(linked, document)]
            instead = await feed_instead(document, linked, self._answers, self._tools, self._desk)
            if instead is not None:
                return [*notes, *instead]
        document, further = await self._further.of(linked, document)
        return chain(self._read(linked, document, notes), further)

    def _read(self, linked: Linked, document: Document, notes: list[Found]) -> Iterator[Found]:
        yield from notes
        for item in read_answer(document, linked.expects, self._desk):
            if item.origin != linked.origin:
                yield item  # out of what was fetched
            elif isinstance(item, Page):
                yield _with_hints(item, linked)
            elif isinstance(item, Skipped):
                yield replace(item, reason=_about(linked) + item.reason)

    def _with_links(self, linked: Linked, document: Document) -> Iterator[Found]:
        """A page that the user typed, and the pages that it links to."""
        for item in self._read(linked, document, []):
            yield item
            if isinstance(item, Page):
                for number, address in enumerate(links_of(item.content, document.address), 1):
                    yield Linked(f"{document.name}/{number:04}", address)

    def _unneeded(self, linked: Linked) -> Unneeded | None:
        """Why an address need not be asked for; of one that may be no page, nobody knows yet what lies behind it."""
        if linked.expects is Expects.ANYTHING:
            return None
        is_page = linked.expects is Expects.PAGE
        # A page's own title ranks above the feed's, and its site is not known: only the address is sure.
        from bundler.clean.dates import day_of_address  # noqa: PLC0415 - its patterns take a while to be made

        day = day_of_address(linked.address) if is_page else ""
        page = Known(linked.address if is_page else "", day=day, hint=linked.changed)
        return surely_left_out(page, self._settings.choice, self._settings.first, self._settings.last)


def _weight(item: asyncio.Task[Iterable[Found]] | Collected) -> int:
    return len(item.content) if isinstance(item, Page) else 0


def _in_its_place(linked: Linked, outcome: NotHad) -> list[Found]:
    """What becomes of an address that cannot be had: what its source holds of it, and the reason."""
    address = _about(linked)
    if linked.instead is None:
        return [Skipped(linked.origin, Stage.COLLECT, outcome.kind, f"{address}{outcome.reason}")]
    if linked.is_whole:
        why = f"{address}{outcome.reason}; the text is the feed's"
        return [linked.instead, Skipped(linked.origin, Stage.COLLECT, Kind.KEPT_COPY, why)]
    why = f"{address}{outcome.reason}; the book has the feed's summary"
    return [linked.instead, Skipped(linked.origin, Stage.COLLECT, outcome.kind, why)]


def _about(linked: Linked) -> str:
    """The address, for a reason that stands behind an origin that does not name it."""
    return "" if linked.origin == shown(linked.address) else f"{shown(linked.address)}: "


def _kept_copy(linked: Linked, reason: str) -> Skipped:
    why = f"{_about(linked)}{reason.partition(';')[0]}; the copy of an earlier run is used"
    return Skipped(linked.origin, Stage.COLLECT, Kind.KEPT_COPY, why)


def _with_hints(page: Page, linked: Linked) -> Page:
    """A page with what its source knows of it; where it is, and what it says of itself, the page knows better."""
    known = Hints() if linked.is_noted else linked.hints
    return replace(page, hints=replace(known, source_url=page.hints.source_url, base="", alone=page.hints.alone))
