"""What a server answered, as a page: told by its content, and by what the server says where that tells nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bundler.collect.charset import with_charset
from bundler.collect.document import Document, gap
from bundler.collect.sniff import PAGE_NAMES, media_type
from bundler.collect.tree import LARGEST_PAGE, suffix_of
from bundler.model import NOWHERE, Hints, MediaType, Page, Skipped

_TYPES = {
    "text/html": MediaType.HTML,
    "application/xhtml+xml": MediaType.HTML,
    "text/markdown": MediaType.MARKDOWN,
    "text/x-markdown": MediaType.MARKDOWN,
    "text/plain": MediaType.MARKDOWN,
}
_PDF = b"%PDF-"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"\x00\x00\x01\x00")
_TAG = re.compile(rb"(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})")
_HIDDEN = frozenset((b"script", b"style", b"noscript", b"template", b"svg", b"head"))
_SHOWN = frozenset((b"img", b"video", b"picture", b"article", b"math", b"table"))
_PASSWORD = re.compile(rb"""\btype\s{0,9}=\s{0,9}["']?password""", re.IGNORECASE)
_LONGEST_TAG = 1000
_FEW_PARAGRAPHS = 3
_FEWEST_BYTES = 300
"""Bytes of visible text, some fifty words, below which a page of scripts shows nothing without them."""
_LOGIN_BYTES = 1500
"""Bytes of visible text below which a page with a field for a password is about logging in."""
_LARGEST_SHELL = 2 * 1024 * 1024


def page_of_answer(document: Document) -> Page | Skipped:
    """A server's answer as a page.

    Args:
        document: the answer; its address is that behind all redirects.

    Returns:
        the page; or a gap when the answer is none, or one that shows nothing without a login or JavaScript.

    Raises:
        UnreadableError: it is too large.
    """
    from email.message import Message  # noqa: PLC0415 - what lies on the disk has no header

    message = Message()
    message["Content-Type"] = document.content_type
    sent_as = message.get_content_type() if document.content_type else ""
    content = document.content(LARGEST_PAGE)
    if what := _what_it_is(content, sent_as):
        return gap(document.origin, what)
    path = urlsplit(document.address).path
    found = media_type(content, _TYPES.get(sent_as) or PAGE_NAMES.get(suffix_of(path)))
    if found is None:
        return gap(document.origin, f"is no page ({sent_as or 'binary data'}); give the address of an article")
    if found is MediaType.HTML and (what := _obstacle(content)):
        return gap(document.origin, what)
    text = with_charset(content, str(message.get_param("charset") or ""))
    return Page(document.origin, found, text, NOWHERE, Hints(source_url=document.address))


def _what_it_is(content: bytes, sent_as: str) -> str:
    """What an answer is instead of a page, in words with the next step; empty for what may be one."""
    if content.startswith(_PDF):
        return "is a PDF, which cannot be laid out anew; keep it beside the book"
    family = sent_as.partition("/")[0]
    if family == "image" or content.startswith(_PICTURES):
        return "is a picture, not a page; give the address of the page that shows it"
    if family in ("audio", "video"):
        return f"is a file of {family}, not a page; give the address of the page that offers it"
    if not content.strip():
        return "is empty; open it in a browser, save it there and give the file"
    return ""


def _obstacle(content: bytes) -> str:
    """Why a page shows nothing to a program: it wants a login first, or builds itself in the browser."""
    if len(content) > _LARGEST_SHELL or content.lower().count(b"<p") > _FEW_PARAGRAPHS:
        return ""
    size, shows, asks = _visible(content)
    if size < _LOGIN_BYTES and asks:
        return "asks for a login; log in with a browser and give --cookies, or save the page there and give the file"
    if size < _FEWEST_BYTES and not shows and b"<script" in content.lower():
        return "is empty without JavaScript; open it in a browser, save it there and give the file"
    return ""


def _visible(content: bytes) -> tuple[int, bool, bool]:
    """Bytes of a page's visible text; whether it shows a picture or its like; whether it asks for a password.

    One pass from tag to tag: a page may consist of beginnings of tags.
    """
    size, shows, asks, hidden = 0, False, False, b""
    for piece in content.split(b"<"):
        tag = _TAG.match(piece)
        name, ends = (tag["name"].lower(), bool(tag["end"])) if tag else (b"", False)
        if hidden and not (ends and name == hidden):
            continue
        hidden = name if name in _HIDDEN and not ends else b""
        if hidden:
            continue
        shows = shows or name in _SHOWN
        asks = asks or (name == b"input" and _PASSWORD.search(piece[:_LONGEST_TAG]) is not None)
        size += len(b" ".join(piece.partition(b">")[2].split()))
    return size, shows, asks
