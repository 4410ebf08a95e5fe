"""What stays in memory of a finished article."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from bundler.model import Article, Entry
from bundler.package import alternatives, layout, state
from bundler.pipeline.cleaning import Cleaned

_Value = TypeVar("_Value")


def entry_of(page: Cleaned, article: Article, body: str, shared: dict[Any, Any] | None = None) -> Entry:
    """An article's entry.

    Args:
        page: the page it was on.
        article: the article.
        body: the store's key of the article.
        shared: values of the entries before it by themselves: what is equal, sites and days above all, lies in memory
            once.
    """
    known: dict[Any, Any] = {} if shared is None else shared

    def once(value: _Value) -> _Value:
        return cast("_Value", known.setdefault(value, value))

    return Entry(
        position=page.position,
        origin=article.origin,
        title=article.title,
        byline=once(article.byline),
        site=once(article.site),
        date=once(article.date),
        language=once(article.language),
        source_url=article.source_url,
        words=article.words,
        pictures=len(article.pictures),
        fingerprint=article.fingerprint,
        sketch=article.sketch,
        body=body,
        location=page.location,
        size=layout.whole_weight(article),
        has_math=layout.mathematics(article.blocks),
        has_alternatives=alternatives.are_complete(article),
        at=article.at,
        next_part=article.next_part,
        is_further=article.is_further,
        pictures_key=state.pictures_key(article.pictures),
    )
