"""What is known of a page from outside, merged with what the page says of itself."""

from __future__ import annotations

from dataclasses import replace

from bundler.clean.dates import from_stamp
from bundler.clean.metadata import Metadata
from bundler.clean.text import tidy
from bundler.model import DateSource, Hints

_NONE = Hints()


def with_hints(metadata: Metadata, hints: Hints) -> Metadata:
    """Merge hints into what the page says of itself.

    A feed knows an entry's title, author and site without the tails that pages put behind them; the page knows its
    canonical address; and its date ranks above the feed's (docs/reference.md, "Order and dates").

    Args:
        metadata: what the page says.
        hints: what its source says.
    """
    if hints == _NONE:
        return metadata
    return replace(
        metadata,
        title=tidy(hints.title) or metadata.title,
        byline=tidy(hints.byline) or metadata.byline,
        site=tidy(hints.site) or metadata.site,
        date=metadata.date or from_stamp(hints.date, DateSource.FEED),
        language=hints.language or metadata.language,
        source_url=metadata.source_url or hints.source_url,
        base=metadata.base or hints.base,
    )
