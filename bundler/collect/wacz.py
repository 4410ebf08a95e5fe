"""WACZ: a web archive in a ZIP with the list of the pages that somebody meant to record (WACZ 1.1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bundler.addresses import address_key
from bundler.collect.document import Desk, Found, gap
from bundler.collect.unreadable import UnreadableError
from bundler.collect.warc import Recorded, read_warc
from bundler.collect.zipped import ZipArchive

_LARGEST_LIST = 256 * 1024 * 1024


def is_wacz(archive: ZipArchive) -> bool:
    """Whether an archive has a WACZ's description and web archives."""
    return "datapackage.json" in archive.files and any(_is_recording(name) for name in archive.files)


def read_wacz(archive: ZipArchive, desk: Desk) -> Iterator[Found]:
    """Read a WACZ: the pages of its list, with the pictures of all its recordings.

    A recorded page brings advertisements' frames with it, which are pages to a server; the list tells them apart. All
    pages are read where there is no list.

    Args:
        archive: the archive.
        desk: what readers share.
    """
    wanted = frozenset(_listed(archive))
    files = Recorded()
    for name in sorted(filter(_is_recording, archive.files)):
        try:
            yield from read_warc(archive.member(name, desk), desk, files, wanted)
        except UnreadableError as error:
            yield gap(f"{archive.document.name}/{name}", str(error))


def _is_recording(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


def _listed(archive: ZipArchive) -> Iterator[str]:
    """Addresses of the list: one JSON object a line, the first line says what the list is."""
    for name in archive.files:
        if name.startswith("pages/") and name.endswith(".jsonl"):
            content = archive.text(name, _LARGEST_LIST)
            for line in content.splitlines():
                try:
                    entry = json.loads(line)
                except (ValueError, RecursionError):
                    continue  # one damaged line costs one page
                if isinstance(entry, dict) and isinstance(address := entry.get("url"), str):
                    yield address_key(address)
