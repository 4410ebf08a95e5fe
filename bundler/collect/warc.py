"""WARC files: what a crawler or a recording browser got from servers, pages and pictures alike (ISO 28500:2017)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bundler.addresses import address_key
from bundler.collect.budget import Budget
from bundler.collect.charset import with_charset
from bundler.collect.document import Desk, Document, Found, gap
from bundler.collect.links import web_address
from bundler.collect.tree import LARGEST_PAGE, page_of
from bundler.collect.unreadable import UnreadableError
from bundler.model import NOWHERE, Hints, Location, MediaType

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_PICTURE = "image/"
_OK = "200"


def is_warc(head: bytes) -> bool:
    """Whether a file begins as a WARC file, not packed."""
    return head.startswith((b"WARC/0.", b"WARC/1."))


def read_warc(
    document: Document,
    desk: Desk,  # noqa: ARG001 - one interface
    files: Recorded | None = None,
    wanted: frozenset[str] = frozenset(),
) -> Iterator[Found]:
    """Read a WARC file, its records packed one by one or not: every page that a server gave, in order.

    Args:
        document: the file.
        desk: what readers share.
        files: the pictures of a recording of several files; those of this file alone when left out.
        wanted: keys (`addresses.address_key`) of the pages that count; all when empty.

    Raises:
        UnreadableError: the file is damaged; what stands before the damage is yielded first.
    """
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - other sources need not wait for warcio
    from warcio.statusandheaders import StatusAndHeadersParserException  # noqa: PLC0415 - other sources need not wait for warcio

    budget = document.budget if document.depth else Budget(document.size)
    files = files if files is not None else Recorded()
    try:
        yield from _pages(document, budget, files, wanted)
    except AttributeError as error:  # warcio asks a header that is not there for its beginning
        raise UnreadableError("is damaged (a record without an address)") from error
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, OSError, ValueError) as error:
        what = str(error)
        if "non-chunked" in what:
            raise UnreadableError("has its records packed all together; unpack it first (gunzip)") from error
        raise UnreadableError(f"is damaged ({' '.join(what.split())[:80] or 'cut off'})") from error


class Recorded:
    """The pictures of a recording: where each lies is kept, the bytes are read when they are asked for."""

    def __init__(self) -> None:
        self._places: dict[bytes, tuple[Document, int]] = {}

    def put(self, address: str, document: Document, offset: int) -> None:
        """Remember where an answer lies; the first of an address counts."""
        self._places.setdefault(_key(address), (document, offset))

    def read(self, name: str, most: int) -> bytes | str | None:
        """See `bundler.model.Files`; names are addresses."""
        place = self._places.get(_key(name))
        if place is None:
            return None
        document, offset = place
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - other sources need not wait for warcio

        from bundler.collect.warc_records import Records, body  # noqa: PLC0415 - other sources need not wait for warcio

        try:
            with document.open() as file:
                file.seek(offset)
                return body(next(Records(file, Budget(document.size))), most)
        except (UnreadableError, ArchiveLoadFailed, OSError, ValueError, StopIteration, EOFError) as error:
            return f"is damaged in its archive ({error})"


def _pages(document: Document, budget: Budget, files: Recorded, wanted: frozenset[str]) -> Iterator[Found]:
    from bundler.collect.warc_records import Records, body  # noqa: PLC0415 - other sources need not wait for warcio

    number = 0
    with document.open() as file:
        records = Records(file, budget)
        for record in records:
            budget.entry()
            address = _address(record)
            kind, charset = _content_type(record)
            if not address or not _is_answer(record):
                continue
            if kind.startswith(_PICTURE):
                files.put(address, document, records.offset)
            elif kind in _PAGES and (not wanted or address_key(address) in wanted):
                number += 1
                origin = f"{document.name}/{number:05}"
                content = body(record, LARGEST_PAGE)
                if isinstance(content, str):
                    yield gap(origin, f"{address} {content}")
                    continue
                location = Location(NOWHERE.folder, NOWHERE.root, files, address)
                hints = Hints(source_url=address)
                found = page_of(origin, with_charset(content, charset), location, MediaType.HTML, hints)
                if found is not None and content.strip():
                    yield found


def _is_answer(record: ArcWarcRecord) -> bool:
    """Whether a record holds what a server gave, or a file as such (ISO 28500:2017, 6.3 and 6.4)."""
    if record.rec_type == "resource":
        return True
    return record.rec_type == "response" and bool(record.http_headers) and record.http_headers.get_statuscode() == _OK


def _address(record: ArcWarcRecord) -> str:
    return web_address(str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> "))  # wget writes brackets


def _content_type(record: ArcWarcRecord) -> tuple[str, str]:
    headers = record.http_headers or record.rec_headers
    kind, _, parameters = str(headers.get_header("Content-Type") or "").partition(";")
    _, _, charset = parameters.lower().partition("charset=")
    return kind.strip().lower(), charset.partition(";")[0].strip()


def _key(address: str) -> bytes:
    """Eight bytes for an address: a recording may have a million of them."""
    return hashlib.sha256(address_key(address).encode("utf-8", errors="replace")).digest()[:8]
