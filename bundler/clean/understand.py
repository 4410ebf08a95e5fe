"""What a worker does for a page: all of cleaning where a rule recognised the page, else its first and its last part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bundler.clean.finish import finish
from bundler.clean.learn import Repeated, boilerplate, observe
from bundler.clean.observe import Observed
from bundler.clean.rules import PageRules
from bundler.clean.text import plain
from bundler.model import Article, Draft, Page, Skipped


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A draft that has waited for the other pages of its batch.

    Attributes:
        draft: the page.
        known: what repeats over the batch.
        keep: patterns of blocks that stay, plain text or with `*` for any text.
    """

    draft: Draft
    known: Repeated
    keep: tuple[str, ...] = ()


def understand(task: tuple[Page, PageRules], *, learn: bool = True) -> Article | Observed | Skipped:
    """Clean a page as far as it can be cleaned on its own.

    Args:
        task: a collected page, and the site rules that may matter for it.
        learn: whether a page that no rule recognised waits for what the batch teaches.

    Returns:
        the article, when the batch has nothing to say to it; what learn counts; or why the page is no article.
    """
    from bundler.clean.extract import extract  # noqa: PLC0415 - the parsers are loaded where a page is parsed only

    draft = extract(*task)
    if isinstance(draft, Skipped):
        return draft
    return observe(draft) if learn and not draft.recognised else finish(draft)


def settle(task: Unsettled) -> Article:
    """Finish a page with what the batch has taught."""
    found = boilerplate(task.draft, task.known)
    patterns = [_pattern(text) for text in task.keep]
    kept = {
        index
        for index in found
        if any(pattern.search(plain(task.draft.blocks[index])) is not None for pattern in patterns)
    }
    return finish(task.draft, {index: times for index, times in found.items() if index not in kept})


def _pattern(text: str) -> re.Pattern[str]:
    """Plain text that stands anywhere in a block; with `*` for any text it must match the block's whole text."""
    parts = [re.escape(" ".join(part.split())) for part in text.split("*")]
    return re.compile(rf"\A{'.*'.join(parts)}\Z" if len(parts) > 1 else parts[0], re.IGNORECASE | re.DOTALL)
