"""Articles and entries as values, for tests of what happens to them after cleaning."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from bundler.model import Article, Dated, DateSource, Entry, Location
from bundler.package.labels import labels_for
from bundler.package.pages import Book


def dated(day: str, time: str = "") -> Dated:
    """A day with metadata as its evidence."""
    return Dated(day, time, DateSource.METADATA)


def entry(position: int, day: str = "", time: str = "", **fields: Any) -> Entry:  # noqa: ANN401 - as Entry has them
    """An entry whose every field but the given ones follows from its position.

    Args:
        position: its place in source order.
        day: `YYYY-MM-DD`, or empty for none.
        time: `HH:MM:SS`, or empty.
        fields: other fields of `Entry`.
    """
    values: dict[str, Any] = {
        "position": position,
        "origin": f"{position:05d}.md",
        "title": f"Article {position}",
        "byline": "",
        "site": "",
        "date": dated(day, time) if day else None,
        "language": "en",
        "source_url": f"https://example.org/{position}",
        "words": 200,
        "pictures": 0,
        "fingerprint": hashlib.sha256(str(position).encode()).hexdigest(),
        "sketch": b"",
        "body": "",
        "location": Location(Path(), Path()),
    }
    return Entry(**(values | fields))


def article(**fields: Any) -> Article:  # noqa: ANN401 - as Article has them
    """An article of one paragraph, but for the given fields."""
    values: dict[str, Any] = {
        "origin": "a.md",
        "title": "A title",
        "byline": "",
        "site": "",
        "date": None,
        "language": "en",
        "source_url": "",
        "blocks": ("<p>Some text.</p>",),
        "pictures": (),
        "links": (),
        "dropped": (),
        "recognised": "",
        "words": 2,
        "fingerprint": "0" * 64,
        "sketch": b"",
    }
    return Article(**(values | fields))


def book(title: str = "A book", language: str = "en") -> Book:
    """What the pages of a book need to know."""
    return Book(title, language, labels_for(language))
