"""The front page of a site, or another page that is a list of articles: its feed is read instead."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from bundler.addresses import shown, without_secrets
from bundler.collect import (
    WELL_KNOWN,
    Desk,
    Document,
    Expects,
    Found,
    Linked,
    Outline,
    gap,
    is_front,
    kind_of,
    of_answer,
    outline,
    read_answer,
)
from bundler.model import Kind, Skipped, Stage
from bundler.pipeline.answering import Answers, Had
from bundler.pipeline.tools import Tools
from bundler.workers import Failed, Limits

_LIMITS = Limits(seconds=20, memory_bytes=400 * 1024 * 1024)
_MOST_TRIED = 3
_LARGEST = 8 * 1024 * 1024


async def feed_instead(
    document: Document, linked: Linked, answers: Answers, tools: Tools, desk: Desk
) -> Iterator[Found] | None:
    """The entries of the feed that stands for a page, when the page is a list of articles.

    An address without a path is that of a site; another page has to look like a list. Feeds are those that the page
    names, the first that can be had; when a site's front page names none, four well-known places are tried.

    Args:
        document: the page.
        linked: its address as it was given.
        answers: where feeds come from.
        tools: workers that look pages over.
        desk: what readers share.

    Returns:
        what the feed holds, behind one line that tells which it is; or None when the page is to be read itself.
    """
    if document.size > _LARGEST:
        return None
    looked = await tools.workers.run(outline, (document.content(), document.address), _LIMITS)
    page = Outline() if isinstance(looked, Failed) else looked
    is_site = is_front(document.address)
    if not (is_site or page.is_index):
        return None
    named = page.feeds[:_MOST_TRIED]
    places = named or (tuple(urljoin(document.address, path) for path in WELL_KNOWN) if is_site else ())
    reason = ""
    for address in places:
        outcome = await answers.get(address, Expects.LIST)
        if not isinstance(outcome, Had):
            reason = reason or f"its feed {shown(address)}: {outcome.reason}"
            continue
        answer = outcome.answer
        found_at = without_secrets(answer.address)
        feed = of_answer(shown(address), answer.path, answer.size, found_at, answer.content_type)
        kind = kind_of(feed)
        if kind is not None and kind.fits is Expects.LIST:
            return _entries(feed, linked, desk)
        reason = reason or f"its feed {shown(address)} is none"
    if named:
        return iter([gap(linked.origin, reason)])
    return None


def _entries(feed: Document, linked: Linked, desk: Desk) -> Iterator[Found]:
    why = f"a list of articles; its feed {feed.origin} is read instead"
    yield Skipped(linked.origin, Stage.COLLECT, Kind.FRONT_PAGE, why)
    yield from read_answer(feed, Expects.LIST, desk)
