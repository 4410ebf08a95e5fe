"""MHTML: a page and its pictures in one MIME message, as Chrome, Edge, Opera and Word save it (RFC 2557)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bundler.addresses import address_key
from bundler.collect.charset import with_charset
from bundler.collect.document import HEAD, Desk, Document, Found, gap
from bundler.collect.links import web_address
from bundler.collect.spool import Spool
from bundler.collect.unreadable import UnreadableError
from bundler.model import NOWHERE, Hints, Location, MediaType, Page

if TYPE_CHECKING:  # it is loaded where there is a message
    from email.message import Message

_FIRST_LINE = re.compile(
    rb"\s*(?:From: |MIME-Version:|Content-Type:|Subject:|Date:|Snapshot-Content-Location:|X-)", re.IGNORECASE
)
_RELATED = re.compile(rb"^content-type:\s*multipart/(?:related|mixed|alternative)\b", re.IGNORECASE | re.MULTILINE)
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_CID = re.compile(r"""(?<=["'(\s=])cid:([^"'()\s<>]+)""", re.IGNORECASE)
_MEBIBYTE = 1024 * 1024


def is_mhtml(head: bytes) -> bool:
    """Whether a file begins with the header of a MIME message of several parts."""
    head = head[:HEAD]
    return bool(_FIRST_LINE.match(head) and _RELATED.search(head) and _VERSION.search(head))


def read_mhtml_document(document: Document, desk: Desk) -> Iterator[Found]:
    """Read a page saved as one file; see `read_mhtml`.

    Raises:
        UnreadableError: the file is too large.
    """
    yield from read_mhtml(document.origin, document.content(), desk)


def read_mhtml(origin: str, content: bytes, desk: Desk) -> Iterator[Found]:
    """Read a page saved as one file.

    Its address is the one that the browser notes for the whole (`Snapshot-Content-Location`), else the page's part's
    own. Pictures wait in the spool under their addresses; references by `cid:` become names in the same list.

    Args:
        origin: what reports call it.
        content: the whole message.
        desk: what readers share.

    Yields:
        the page; or one gap when there is none in it.
    """
    import email.policy  # noqa: PLC0415 - loaded where there is a message

    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
        page = _page_part(message, parts)
    except (ValueError, LookupError, RecursionError, TypeError) as error:
        raise UnreadableError(f"is a damaged MHTML page ({error})") from error
    if page is None:
        yield gap(origin, "is an MHTML file without a page in it")
        return
    files = _Parts(desk.spool)
    for part in parts:
        if part is not page:
            files.put(part)
    address = web_address(_header(message, "Snapshot-Content-Location")) or web_address(
        _header(page, "Content-Location")
    )
    markup = _with_names(with_charset(_payload(page), str(page.get_param("charset") or "")))
    if not markup.strip():
        yield gap(origin, "is an MHTML file whose page is empty")
        return
    location = Location(NOWHERE.folder, NOWHERE.root, files, address)
    yield Page(origin, MediaType.HTML, markup, location, Hints(source_url=address))


class _Parts:
    """The pictures of a message by address, and by content identifier."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._places: dict[str, tuple[int, int]] = {}

    def put(self, part: Message) -> None:
        """Keep a part that a page may show."""
        if part.get_content_maintype() != "image":
            return
        names = [_key(_header(part, "Content-Location"))]
        if identifier := _header(part, "Content-ID").strip("<>"):
            names.append(_name_of(identifier))
        place = self._spool.put(_payload(part))
        for name in filter(None, names):
            self._places.setdefault(name, place)

    def read(self, name: str, most: int) -> bytes | str | None:
        """See `bundler.model.Files`; names are addresses."""
        place = self._places.get(_key(name))
        if place is None:
            return None
        return self._spool.read(place) if place[1] <= most else f"is larger than {most // _MEBIBYTE} MiB"


def _page_part(message: Message, parts: list[Message]) -> Message | None:
    """The part that the message names as its start, else its first page (RFC 2387, 3.2)."""
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = str(message.get_param("start") or "")
    named = (part for part in pages if start and _header(part, "Content-ID") == start)
    return next(named, None) or next(iter(pages), None)


def _with_names(markup: bytes) -> bytes:
    """A page whose references by content identifier (RFC 2392) are relative names, which the cleaner keeps."""
    if b"cid:" not in markup.lower():
        return markup
    text = markup.decode("utf-8", errors="surrogateescape")
    return _CID.sub(lambda match: _name_of(match[1]), text).encode("utf-8", errors="surrogateescape")


def _name_of(identifier: str) -> str:
    digest = hashlib.sha256(identifier.encode("utf-8", errors="replace")).hexdigest()[:32]
    return f"part-{digest}"


def _key(name: str) -> str:
    return address_key(re.sub(r"\s+", "", name))


def _header(part: Message, name: str) -> str:
    return str(part.get(name, "")).strip()


def _payload(part: Message) -> bytes:
    """A part's bytes, its transfer encoding undone; as they are where they do not agree with it."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
