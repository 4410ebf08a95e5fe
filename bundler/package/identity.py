"""What a book is called and by what it is known; nothing of the machine or the moment goes into it."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Sequence

from bundler.model import Entry
from bundler.package.labels import labels_for

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "epub-bundler")
_UNDATED = "2000-01-01T00:00:00Z"
_MOST_CREATORS = 3
_LONGEST_NAME = 120
"""Bytes; file systems allow 255, and people add to names."""
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*]+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$", re.IGNORECASE)
"""Names that Windows gives to devices, whatever the ending."""


def identifier(title: str, period: tuple[str, str] | None, entries: Sequence[Entry]) -> str:
    """The book's `dc:identifier`, a name-based UUID (RFC 9562, version 5).

    Args:
        title: the name the user gave the bundle, or an empty string.
        period: first and last day, or None.
        entries: the book's articles.

    Returns:
        `urn:uuid:...`: of the name and period where there is a name, so that a bundle keeps its identity when articles
        are added to it; else of the articles.
    """
    if title:
        name = "\n".join((title, *(period or ())))
    else:
        name = "\n".join(sorted(entry.source_url or entry.fingerprint for entry in entries))
    return uuid.uuid5(_NAMESPACE, name).urn


def modified(entries: Sequence[Entry]) -> str:
    """`dcterms:modified`: the newest article's day and time, so that the same input gives the same book."""
    newest = max(((entry.date.day, entry.date.time) for entry in entries if entry.date), default=None)
    return f"{newest[0]}T{newest[1] or '00:00:00'}Z" if newest else _UNDATED


def period_of(entries: Sequence[Entry]) -> tuple[str, str] | None:
    """First and last day of the dated articles, or None when all are undated."""
    days = [entry.date.day for entry in entries if entry.date]
    return (min(days), max(days)) if days else None


def default_title(entries: Sequence[Entry], language: str) -> str:
    """The site's name when all articles are of one site, else the word for articles in the book's language."""
    sites = {entry.site for entry in entries}
    site = next(iter(sites)) if len(sites) == 1 else ""
    return site or labels_for(language).articles


def creators(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Who stands as the book's author when the user names none: the sites, the most frequent first, at most three."""
    counts = Counter(entry.site for entry in entries if entry.site)
    return tuple(sorted(counts, key=lambda site: (-counts[site], site))[:_MOST_CREATORS])


def main_language(entries: Sequence[Entry]) -> str:
    """The language of most articles; among equals the first in the alphabet."""
    counts = Counter(entry.language for entry in entries)
    return min(counts, key=lambda language: (-counts[language], language))


def file_name(title: str, period: tuple[str, str] | None) -> str:
    """A file name for the book out of its title and period, safe on every file system.

    Args:
        title: the book's title in any script.
        period: first and last day, or None.
    """
    stem = unicodedata.normalize("NFC", _NOT_IN_NAMES.sub(" ", title))
    stem = re.sub(r"\s+", "-", stem.strip(" .-")) or "articles"
    if _DEVICES.match(stem):
        stem = f"{stem}-book"
    days = "" if period is None else "_" + "_".join(dict.fromkeys(period))
    cut = stem.encode()[: _LONGEST_NAME - len(days)].decode(errors="ignore")
    return f"{cut}{days}.epub"
