"""The pages that an article goes on, fetched; or the one page that has all of it, where a site's rule names it."""

from __future__ import annotations

from dataclasses import replace

from bundler.addresses import address_key, shown, without_secrets
from bundler.clean import Further, look_further, may_go_on
from bundler.collect import Desk, Document, Expects, Found, Linked, kind_of, of_answer, outline, read_answer
from bundler.model import Page, Skipped, Stage
from bundler.numbered_pages import MOST_PARTS, may_begin
from bundler.pipeline.answering import Answers, Had
from bundler.pipeline.tools import Tools
from bundler.workers import Failed, Limits

_LIMITS = Limits(seconds=20, memory_bytes=400 * 1024 * 1024)
_LARGEST = 8 * 1024 * 1024


class FurtherPages:
    """Finds and fetches the other pages of articles.

    Args:
        answers: where pages come from.
        tools: workers that look pages over, and the site rules.
        desk: what readers share.
    """

    def __init__(self, answers: Answers, tools: Tools, desk: Desk) -> None:
        self._answers = answers
        self._tools = tools
        self._desk = desk

    async def of(self, linked: Linked, document: Document) -> tuple[Document, list[Found]]:
        """The pages of an article.

        Args:
            linked: its address as it was given.
            document: the page that came.

        Returns:
            the page to be read: the same, or the one that has all of the article; and the further ones, to be joined
            when they are clean, with a gap for one that cannot be had.
        """
        more = await self._look(document)
        if more.whole and (whole := await self._document(linked.origin, more.whole)) is not None:
            return whole, []
        if more.next_part and linked.expects is Expects.ANYTHING and await self._is_list(document):
            return document, []
        if not may_begin(document.address, more.next_part):
            return document, []
        found: list[Found] = []
        seen = {address_key(document.address)}
        for number in range(2, MOST_PARTS + 1):
            if not more.next_part or address_key(more.next_part) in seen:
                break
            seen.add(address_key(more.next_part))
            outcome = await self._answers.get(more.next_part, Expects.PAGE)
            if not isinstance(outcome, Had):
                reason = f"page {number}, {shown(more.next_part)}: {outcome.reason}"
                found.append(Skipped(linked.origin, Stage.COLLECT, outcome.kind, reason))
                break
            part = _of(shown(more.next_part), outcome)
            found += map(_as_further, read_answer(part, Expects.PAGE, self._desk))
            more = await self._look(part)
        return document, found

    async def _look(self, document: Document) -> Further:
        if document.size > _LARGEST or kind_of(document) is not None:
            return Further()
        content = document.content()
        rules = self._tools.rules.for_page(content, document.address)
        if not may_go_on(content, rules):
            return Further()
        looked = await self._tools.workers.run(look_further, (content, document.address, rules), _LIMITS)
        return Further() if isinstance(looked, Failed) else looked

    async def _document(self, origin: str, address: str) -> Document | None:
        outcome = await self._answers.get(address, Expects.PAGE)
        document = _of(origin, outcome) if isinstance(outcome, Had) else None
        return document if document is not None and kind_of(document) is None else None

    async def _is_list(self, document: Document) -> bool:
        looked = await self._tools.workers.run(outline, (document.content(), document.address), _LIMITS)
        return not isinstance(looked, Failed) and looked.is_index


def _of(origin: str, outcome: Had) -> Document:
    answer = outcome.answer
    return of_answer(origin, answer.path, answer.size, without_secrets(answer.address), answer.content_type)


def _as_further(item: Found) -> Found:
    return replace(item, hints=replace(item.hints, is_further=True)) if isinstance(item, Page) else item
