"""Exports that hold the articles themselves: Wallabag's JSON, and Omnivore's ZIP of descriptions and pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping

from bundler.collect.document import Desk, Document, Found, Linked, gap
from bundler.collect.feeds import page_of_text
from bundler.collect.json_items import json_items
from bundler.collect.links import web_address
from bundler.collect.tree import LARGEST_PAGE, reading_order
from bundler.collect.unreadable import UnreadableError
from bundler.collect.zipped import ZipArchive
from bundler.model import NOWHERE, Hints, Location, MediaType, Page

_WALLABAG = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{(?=.*?"is_archived")(?=.*?"(?:url|content|title)")', re.DOTALL)
_NOT_HAD = re.compile(r"^\s*(?:<p>)?\s*wallabag can't retrieve contents", re.IGNORECASE)
_DESCRIPTIONS = re.compile(r"metadata_\d+_to_\d+\.json$")


def is_wallabag(head: bytes) -> bool:
    """Whether a file begins as Wallabag's export of entries."""
    return _WALLABAG.match(head) is not None


def read_wallabag(document: Document, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read Wallabag's export, one entry after the other; those without a text by their address.

    Args:
        document: the export.
        desk: what readers share.

    Raises:
        UnreadableError: it is damaged; the entries before the damage are yielded first.
    """
    with document.open() as file:
        for number, entry in enumerate(json_items(file), 1):
            if isinstance(entry, dict):
                text = _text(entry, "content")
                text = "" if _NOT_HAD.match(text) else text
                names = entry.get("published_by")
                byline = ", ".join(str(name) for name in names if name) if isinstance(names, list) else ""
                hints = _hints(entry, byline, "published_at", "domain_name")
                yield _found(f"{document.name}/{number:04}", text, hints)


def is_omnivore(archive: ZipArchive) -> bool:
    """Whether an archive is Omnivore's export."""
    return any(_DESCRIPTIONS.match(name) for name in archive.files)


def read_omnivore(archive: ZipArchive, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read Omnivore's export: the pages in `content/`, described by the lists beside them.

    Args:
        archive: the export.
        desk: what readers share.
    """
    name_of_archive = archive.document.name
    for name in sorted(filter(_DESCRIPTIONS.match, archive.files), key=_first_number):
        try:
            listed = json_items(io.BytesIO(archive.text(name, LARGEST_PAGE)))
            for number, entry in enumerate(listed):
                if isinstance(entry, dict):
                    yield _omnivore(archive, entry, f"{name_of_archive}/{name}/{number:04}")
        except UnreadableError as error:
            yield gap(f"{name_of_archive}/{name}", str(error))


def _omnivore(archive: ZipArchive, entry: Mapping[str, object], origin: str) -> Found:
    slug = _text(entry, "slug")
    path = f"content/{slug}.html"
    content = archive.unpack(path, LARGEST_PAGE) if slug else None
    hints = _hints(entry, _text(entry, "author"), "publishedAt", "siteName")
    if isinstance(content, str):
        return gap(f"{archive.document.name}/{path}", content)
    if content is None:
        return _found(origin, "", hints)
    return _found(f"{archive.document.name}/{path}", content.decode("utf-8-sig", errors="replace"), hints)


def _found(origin: str, text: str, hints: Hints) -> Found:
    if text.strip():
        return Page(origin, MediaType.HTML, page_of_text(text), Location(NOWHERE.folder, NOWHERE.root), hints)
    if hints.source_url:
        return Linked(origin, hints.source_url, hints, "the export holds no text of it; needs the network; not fetched")
    return gap(origin, "the export holds neither its text nor its address")


def _hints(entry: Mapping[str, object], byline: str, date: str, site: str) -> Hints:
    return Hints(
        title=_text(entry, "title"),
        byline=byline,
        site=_text(entry, site),
        date=_text(entry, date),
        language=_text(entry, "language").replace("_", "-"),
        source_url=web_address(_text(entry, "url")),
        alone=True,
    )


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _first_number(name: str) -> tuple[int, list[tuple[int, str]]]:
    found = re.search(r"\d+", name)
    return int(found[0]) if found else 0, reading_order(name)
