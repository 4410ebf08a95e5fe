"""From sources to finished articles: pages are cleaned in workers, those that no rule recognised wait for the batch."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, replace
from functools import partial

from bundler.clean import LEAST, Observed, Repeated, Unsettled, articles_of, promoted, settle, understand
from bundler.collect import Collected
from bundler.model import NOWHERE, Article, Kind, Location, Skipped, Stage
from bundler.pipeline import known
from bundler.pipeline.collecting import collected
from bundler.pipeline.known import Understood
from bundler.pipeline.network import Network
from bundler.pipeline.side_by_side import side_by_side
from bundler.pipeline.tools import Tools
from bundler.settings import Settings
from bundler.store import Tally, unpack, unpack_draft
from bundler.workers import Failed, Limits

PAGE_LIMITS = Limits(seconds=30, memory_bytes=512 * 1024 * 1024, together=4)

_AHEAD = 2
"""Pages under way for each task that should be: enough that several of them wait, and go to a worker together."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a page.

    Attributes:
        position: the page's number in source order, from 0.
        location: where it lies.
        result: the article, or why there is none.
        packed: the article as `pack` gives it, compressed; empty for one that waited for its place in the order.
    """

    position: int
    location: Location
    result: Article | Skipped
    packed: bytes = b""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page that waits on the disk: as a draft, whose `task` tells what it was made of, or as a finished article."""

    position: int
    location: Location
    origin: str
    key: str
    task: bytes = b""

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft."""
        return bool(self.task)


async def cleaned(settings: Settings, tools: Tools, network: Network, *, in_order: bool) -> AsyncIterator[Cleaned]:
    """Clean pages in workers; a bounded number is under way, and what waits for the batch lies in the store.

    Args:
        settings: sources, and what is asked of learn.
        tools: what to work with.
        network: the way out.
        in_order: whether results come strictly in source order. If not, pages that a rule recognised come at once, in
            source order, and the others behind them.

    Raises:
        SourceError: a source does not exist.
        WriteError: the working files cannot be written.
    """
    function = partial(understand, learn=not settings.keep_boilerplate)
    with tools.store.tally() as tally, tools.progress.step(Stage.CLEAN, None) as advance:
        batch = _Batch(tally, settings, tools)
        tasks = _tasks(collected(settings, network, tools), function, tools)
        async for page in side_by_side(tasks, lambda: _AHEAD * tools.at_once()):
            advance(1)
            result = page.found.result
            if isinstance(result, Observed):
                batch.wait_for_others(page, result)
            elif in_order and batch.is_waiting:
                batch.wait_for_order(Cleaned(page.position, page.location, result, page.found.packed))
            else:
                yield Cleaned(page.position, page.location, result, page.found.packed)
        async for late in batch.settled():
            yield late


@dataclass(frozen=True, slots=True)
class _Page:
    """A page and what became of it on its own; `task` is its key in the store of cleaned pages."""

    position: int
    location: Location
    task: bytes
    found: Understood


async def _tasks(
    pages: AsyncIterator[Collected], function: partial[Article | Observed | Skipped], tools: Tools
) -> AsyncIterator[Coroutine[None, None, _Page]]:
    position = 0
    async for item in pages:
        yield _clean(position, item, function, tools)
        position += 1


async def _clean(
    position: int, item: Collected, function: partial[Article | Observed | Skipped], tools: Tools
) -> _Page:
    if isinstance(item, Skipped):
        return _Page(position, NOWHERE, b"", Understood(item))
    rules = tools.rules.for_page(item.content, item.hints.source_url)
    task = known.page_task(item, rules, **function.keywords)
    found = known.find(tools.cleaned, task, item.origin)
    if found is None and (failed := tools.pictures.failed(task.hex())):
        found = Understood(Skipped(item.origin, Stage.CLEAN, Kind.WORKER_FAILED, failed))
    if found is None:
        result = await tools.workers.run(function, (replace(item, location=NOWHERE), rules), PAGE_LIMITS)
        if isinstance(result, Failed):
            if not result.is_repeatable:
                tools.pictures.keep_failed(task.hex(), result.reason)
            found = Understood(Skipped(item.origin, Stage.CLEAN, Kind.WORKER_FAILED, result.reason))
        else:
            found = known.understood(result)
            known.keep(tools.cleaned, task, found)
    return _Page(position, item.location, task, found)


class _Batch:
    """The pages that wait until all are in: their bodies on the disk, a few hundred bytes of each in memory."""

    def __init__(self, tally: Tally, settings: Settings, tools: Tools) -> None:
        self._tally = tally
        self._keep = settings.keep
        self._tools = tools
        self._waiting: list[_Waiting | Cleaned] = []
        self._sketches: list[bytes] = []
        self._addresses: list[str] = []
        self._pages: list[int] = []

    @property
    def is_waiting(self) -> bool:
        """Whether any page waits."""
        return bool(self._waiting)

    def wait_for_others(self, page: _Page, observed: Observed) -> None:
        """Put a draft aside and count what stands in it."""
        draft = observed.draft
        self._tally.add(page.position, observed.rows)
        self._pages.append(page.position)
        self._sketches.append(observed.sketch)
        self._addresses.append(draft.source_url)
        key = self._tools.store.put_compressed(page.found.packed)
        self._waiting.append(_Waiting(page.position, page.location, draft.origin, key, page.task))

    def wait_for_order(self, page: Cleaned) -> None:
        """Put a finished page aside, because one before it waits."""
        if isinstance(page.result, Skipped):
            self._waiting.append(page)
            return
        key = self._tools.store.put_compressed(page.packed)
        self._waiting.append(_Waiting(page.position, page.location, page.result.origin, key))

    async def settled(self) -> AsyncIterator[Cleaned]:
        """Finish what waits, in source order."""
        targets = self._count() if self._pages else frozenset[int]()
        tasks = (self._settle(page, targets) for page in self._waiting)
        async for page in side_by_side(tasks, self._tools.at_once):
            yield page

    def _count(self) -> frozenset[int]:
        articles = articles_of(self._sketches, self._addresses)
        self._sketches.clear()
        self._tally.count_articles(list(zip(self._pages, articles, strict=True)), LEAST)
        return promoted(self._tally.values(), self._tally.count)

    async def _settle(self, page: _Waiting | Cleaned, targets: frozenset[int]) -> Cleaned:
        if isinstance(page, Cleaned):
            return page
        if not page.is_draft:
            return Cleaned(page.position, page.location, unpack(self._tools.store.get(page.key)))
        repeated = Repeated(self._tally.of(page.position), targets & self._tally.targets(page.position))
        task = known.settled_task(page.task, repeated.counts, repeated.promoted, self._keep)
        found = known.find_settled(self._tools.cleaned, task)
        if found is None:
            draft = unpack_draft(self._tools.store.get(page.key))
            result = await self._tools.workers.run(settle, Unsettled(draft, repeated, self._keep), PAGE_LIMITS)
            if isinstance(result, Failed):
                failed = Skipped(page.origin, Stage.CLEAN, Kind.WORKER_FAILED, result.reason)
                return Cleaned(page.position, page.location, failed)
            found = known.keep_settled(self._tools.cleaned, task, result)
        return Cleaned(page.position, page.location, *found)
