"""What stays in memory of a finished article."""

from __future__ import annotations

from bundler.model import Article, Entry
from bundler.once import Shared
from bundler.package import alternatives, layout, state
from bundler.pipeline.cleaning import Cleaned


def entry_of(page: Cleaned, article: Article, body: str, once: Shared) -> Entry:
    """An article's entry.

    Args:
        page: the page it was on.
        article: the article.
        body: the store's key of the article.
        once: knows the values of the entries before it: sites and days above all are the same.
    """
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
