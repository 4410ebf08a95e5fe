"""What a book is called and by what it is known; nothing of the machine or the moment goes into it."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Sequence

from bundler.characters import printable
from bundler.model import Entry
from bundler.package.labels import labels_for
from bundler.package.state import article_key
from bundler.title_fields import filled

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "epub-bundler")
_UNDATED = "2000-01-01T00:00:00Z"
_MOST_CREATORS = 3
_LONGEST_NAME = 120
"""Bytes; file systems allow 255, and people add to names."""
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*]+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$", re.IGNORECASE)
"""Names that Windows gives to devices, whatever the ending."""


def identifier(name: str, entries: Sequence[Entry]) -> str:
    """The book's `dc:identifier`, a name-based UUID (RFC 9562, version 5).

    Args:
        name: what the book is known by, or an empty string.
        entries: the book's articles.

    Returns:
        `urn:uuid:...`: of the name where there is one, so that a bundle keeps its identity when articles are added to
        it; else of the articles.
    """
    if not name:
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


def filled_title(title: str, name: str, entries: Sequence[Entry], language: str) -> str:
    """The title the user gave with its fields filled in (`bundler.title_fields`).

    Args:
        title: as given; empty for none.
        name: the bundle's name in bundler.toml; empty for none.
        entries: the book's articles, of all its volumes.
        language: the book's BCP 47 tag.
    """
    days = [entry.date.day for entry in entries if entry.date]
    return printable(filled(title, name, days, len(entries), labels_for(language).undated))


def known_by(title: str, first: str, last: str, volume: str) -> str:
    """What a named book is known by: its title, the period that was asked for (not the one found), and the volume.

    Args:
        title: the title the user gave, with its fields filled in, or an empty string.
        first: the first day asked for, or an empty string.
        last: the last day asked for, or an empty string.
        volume: the volume's key, or an empty string.

    Returns:
        the name; empty when the user gave no title.
    """
    return f"{title}\n{first}\n{last}\n{volume}" if title else ""


def known_by_articles(title: str, volume: str, entries: Sequence[Entry]) -> str:
    """What a book is known by that brings only what is new: one of many of the same title, each with its own articles.

    Args:
        title: the title the user gave, or an empty string.
        volume: the volume's key, or an empty string.
        entries: the book's articles; a changed one makes another book.
    """
    texts = sorted(f"{article_key(entry.source_url, entry.fingerprint)} {entry.fingerprint}" for entry in entries)
    return "\n".join((title, volume, *texts))


def creators(entries: Sequence[Entry], most: int = _MOST_CREATORS) -> tuple[str, ...]:
    """Who stands as the book's author when the user names none: the sites, the most frequent first.

    Args:
        entries: the book's articles.
        most: at most so many.
    """
    counts = Counter(entry.site for entry in entries if entry.site)
    return tuple(sorted(counts, key=lambda site: (-counts[site], site))[:most])


def main_language(entries: Sequence[Entry]) -> str:
    """The language of most articles; among equals the first in the alphabet."""
    counts = Counter(entry.language for entry in entries)
    return min(counts, key=lambda language: (-counts[language], language))


def file_name(title: str, period: tuple[str, str] | None, volume: str = "") -> str:
    """A file name for the book out of its title and period, safe on every file system.

    Args:
        title: the bundle's title in any script.
        period: first and last day, or None.
        volume: the volume's key, which takes the period's place so that the name stays when articles are added.
    """
    stem = unicodedata.normalize("NFC", _NOT_IN_NAMES.sub(" ", title))
    stem = re.sub(r"\s+", "-", stem.strip(" .-")) or "articles"
    if _DEVICES.match(stem):
        stem = f"{stem}-book"
    days = "" if period is None else "_" + "_".join(dict.fromkeys(period))
    days = f"_{volume}" if volume else days
    cut = stem.encode()[: _LONGEST_NAME - len(days)].decode(errors="ignore")
    return f"{cut}{days}.epub"
