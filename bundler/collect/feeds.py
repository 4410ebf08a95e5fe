"""Feeds: RSS and Atom by feedparser, whatever their state; JSON Feed by its specification (1.1)."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bundler.collect.document import Desk, Document, Found, FullText, Linked, gap
from bundler.collect.feed_pieces import pieces
from bundler.collect.links import web_address
from bundler.collect.unreadable import UnreadableError
from bundler.collect.xml import root_of
from bundler.model import NOWHERE, Hints, MediaType, Page

_JSON_FEED = re.compile(
    rb'\s*(?:\xef\xbb\xbf)?\{.*?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.DOTALL
)
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*(<\?xml[^>]{0,200}\?>)")
_CHARSET = re.compile(rb"""encoding\s*=\s*["']([A-Za-z][\w.:-]{1,40})["']""")
_BEFORE_ROOT = re.compile(rb"\s*(?:<\?[^>]*>|<!--.*?-->)?", re.DOTALL)
_FIRST_ELEMENT = re.compile(r"<[A-Za-z]")
_TAG = re.compile(r"<[^>]*>")
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\[&hellip;\]|\b(?:read|continue|keep) (?:more|reading|on)\b.{0,40}|"
    r"阅读(?:全文|更多|原文)|閱讀(?:全文|更多|原文)|繼續閱讀|继续阅读|appeared first on .{0,100})\s*[»→>.]*\s*$",
    re.IGNORECASE,
)
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_FEWEST_WORDS = 120
"""A text of fewer words under a title is a summary: press agencies' own have up to 80, and the same number tells block
pages (docs/reference.md, "Sources")."""
_LONGEST_TITLE = 80
_LARGE = 1024 * 1024
"""Bytes from which on a feed is parsed entry by entry: a parser's tree takes five times the feed."""
_SUMMARY = "the feed holds a summary only; the page needs the network; not fetched"
_NO_TEXT = "the feed holds no text; the page needs the network; not fetched"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed.

    Attributes:
        address: of its page; empty when there is none.
        text: HTML of the fullest text that the feed has of it.
        is_content: whether the feed says that this is the content and not a summary.
        has_title: whether the feed gives it a title; a note has none.
        hints: what the feed says of it.
    """

    address: str
    text: str
    is_content: bool
    has_title: bool
    hints: Hints


def is_feed(head: bytes) -> bool:
    """Whether a file begins as an RSS or Atom feed: by its first element and, for RSS 1.0, its name space."""
    root, rest = root_of(head)
    return root in ("rss", "feed", "channel") or (root == "rdf" and ("purl.org/rss" in rest or "netscape" in rest))


def is_json_feed(head: bytes) -> bool:
    """Whether a file begins as a JSON Feed (1.1, "Top-level": `version` is an address of jsonfeed.org)."""
    return _JSON_FEED.match(head) is not None


def read_feed(document: Document, desk: Desk) -> Iterator[Found]:
    """Read a feed's entries, in its order: those with their full text as pages, the others by their address.

    Args:
        document: the feed; its address is what relative links start from where the feed names nothing itself.
        desk: what readers share.

    Raises:
        UnreadableError: it is too large, or holds no entry because it is damaged.
    """
    yield from told(document, entries_of_feed(document), desk.full_text)


def read_json_feed(document: Document, desk: Desk) -> Iterator[Found]:
    """Read a JSON Feed; see `read_feed`."""
    yield from told(document, entries_of_json_feed(document), desk.full_text)


def told(document: Document, entries: Iterable[Entry], full_text: FullText) -> Iterator[Found]:
    """What becomes of a feed's entries.

    Args:
        document: the feed.
        entries: its entries.
        full_text: where their texts come from.
    """
    for number, entry in enumerate(entries, 1):
        origin = f"{document.name}/{number:04}"
        has_text = bool(entry.text.strip())
        own = Page(origin, MediaType.HTML, page_of_text(entry.text), NOWHERE, entry.hints) if has_text else None
        is_whole = is_full(entry)
        # The page knows its title better than we who made one up.
        hints = entry.hints if entry.has_title else replace(entry.hints, title="")
        if own is not None and (full_text is FullText.NEVER or (is_whole and full_text is FullText.AUTO)):
            yield own
        elif entry.address and full_text is not FullText.NEVER:
            instead = own if full_text is FullText.ALWAYS else None
            reason = _SUMMARY if has_text else _NO_TEXT
            yield Linked(origin, entry.address, hints, reason, instead=instead, is_whole=is_whole)
        elif own is not None:
            yield own
        elif entry.address:
            yield gap(origin, "the feed holds no text; leave out --full-text never to fetch the page")
        else:
            yield gap(origin, "the feed holds neither its text nor its address")


def is_full(entry: Entry) -> bool:
    """Whether a feed holds an entry's whole text.

    A text that ends in an ellipsis or an invitation to read on is cut. An entry without an address or a title of its
    own is whole: nothing else of it exists. Else it takes a number of words, fewer of them where the feed says that it
    is the content.

    Args:
        entry: an entry of a feed.
    """
    text = " ".join(html.unescape(_TAG.sub(" ", entry.text)).split())
    if not text and "<img" not in entry.text.lower():
        return False
    if not entry.address:
        return True
    if _CUT.search(text):
        return False
    words = len(text.split()) + len(_WIDE.findall(text))
    return entry.is_content or not entry.has_title or words >= _FEWEST_WORDS


def page_of_text(text: str) -> bytes:
    """A feed's HTML as a page in UTF-8."""
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
    return f"{head}{text}</body></html>".encode("utf-8", errors="replace")


def entries_of_feed(document: Document) -> Iterator[Entry]:
    """The entries of an RSS or Atom feed.

    feedparser takes a text for an address or a file's name, so it gets a stream. The document type goes first: with
    it goes every entity that a feed could make a text of gigabytes of. Addresses and markup stay as they are; the
    cleaner resolves and cleans them like a page's.

    Args:
        document: the feed.

    Raises:
        UnreadableError: it is too large, or damaged without any entry.
    """
    import feedparser  # noqa: PLC0415 - other sources need not wait for it

    content = _in_utf8(document.content())
    kept, first = _begun(content)
    headers = {"content-location": document.address} if document.address else {}
    damage, has_entries = "", False
    for piece in pieces(content, kept, first) if len(content) > _LARGE else (kept + content[first:],):
        try:
            parsed: Any = feedparser.parse(
                io.BytesIO(piece), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError) as error:
            damage = damage or str(error)
            continue
        if parsed.bozo:
            damage = damage or " ".join(str(parsed.get("bozo_exception", "")).split())
        channel, entries = parsed.feed, parsed.entries[::-1]
        parsed.clear()
        while entries:  # each is let go when it is read
            has_entries = True
            yield _entry(entries.pop(), channel, document.address)
    if damage and not has_entries:
        raise UnreadableError(f"is a damaged feed ({damage[:120]})")


def _entry(entry: Mapping[str, Any], channel: Mapping[str, Any], own: str) -> Entry:
    base = _address(channel.get("link")) or own
    address = _address(entry.get("link"), base)
    contents = [item for item in entry.get("content") or () if isinstance(item, Mapping) and item.get("value")]
    summary = entry.get("summary_detail") or {}
    best = max(contents, key=lambda item: len(str(item["value"])), default=None)
    chosen = best if best is not None and len(str(best["value"])) >= len(str(summary.get("value") or "")) else summary
    text = str(chosen.get("value") or "")
    if chosen.get("type") == "text/plain":
        text = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
    source = entry.get("source") or {}
    title = _plain(entry.get("title"))
    hints = Hints(
        title=title or _first_words(text),
        byline=_plain(entry.get("author")) or _named(_plain(channel.get("author"))),
        site=_plain(source.get("title") if isinstance(source, Mapping) else "") or _plain(channel.get("title")),
        date=str(entry.get("published") or entry.get("created") or entry.get("updated") or ""),
        language=str(chosen.get("language") or channel.get("language") or ""),
        source_url=address,
        base=_address(chosen.get("base")) or base,
        alone=True,
    )
    return Entry(address, text, chosen is best, bool(title), hints)


def entries_of_json_feed(document: Document) -> Iterator[Entry]:
    """The entries of a JSON Feed.

    Raises:
        UnreadableError: it is too large or no JSON.
    """
    try:
        feed = json.loads(document.content())
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"is a damaged JSON feed ({error})") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadableError("is a JSON feed without items")
    base = _address(feed.get("home_page_url")) or document.address
    for item in items:
        if not isinstance(item, dict):
            continue
        address = (
            _address(item.get("url"), base) or _address(item.get("external_url"), base) or _address(item.get("id"))
        )
        written = _text(item.get("content_html")) or "".join(
            f"<p>{html.escape(part)}</p>" for part in _text(item.get("content_text")).split("\n\n") if part.strip()
        )
        text, title = written or html.escape(_text(item.get("summary"))), _plain(item.get("title"))
        authors = item.get("authors") or feed.get("authors") or [item.get("author") or feed.get("author")]
        hints = Hints(
            title=title or _first_words(text),
            byline=", ".join(_plain(one.get("name")) for one in authors if isinstance(one, dict))
            if isinstance(authors, list)
            else "",
            site=_plain(feed.get("title")),
            date=_text(item.get("date_published") or item.get("date_modified")),
            language=_text(item.get("language") or feed.get("language")),
            source_url=address,
            base=address or base,
            alone=True,
        )
        yield Entry(address, text, bool(written), bool(title), hints)


def _begun(content: bytes) -> tuple[bytes, int]:
    """What stands before a feed's first element of what is kept of it, the encoding alone, and where the element is."""
    declaration = _DECLARATION.match(content)
    position = declaration.end() if declaration else 0
    while (found := _BEFORE_ROOT.match(content, position)) is not None and found.end() > position:
        position = found.end()
    root = re.compile(rb"<[A-Za-z]").search(content, position)
    charset = _CHARSET.search(declaration[1]) if declaration else None
    kept = b'<?xml version="1.0" encoding="%s"?>' % charset[1] if charset else b""
    return kept, root.start() if root else position


def _in_utf8(content: bytes) -> bytes:
    """A feed in UTF-16 from its first element on in UTF-8; any other as it is."""
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
    ):
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            first = _FIRST_ELEMENT.search(text)
            return text[first.start() if first else 0 :].encode(errors="replace")
    return content


def _plain(value: object) -> str:
    """A title or a name without markup; feeds escape it once, twice or not at all."""
    return " ".join(html.unescape(_TAG.sub("", html.unescape(_text(value)))).split())


def _named(author: str) -> str:
    """A feed's author where it is a name; many feeds have only a mailbox there."""
    return "" if "@" in author else author


def _first_words(text: str) -> str:
    words = _plain(text)
    return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rpartition(" ")[0] + " …"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _address(value: object, base: str = "") -> str:
    return web_address(_text(value), base)
