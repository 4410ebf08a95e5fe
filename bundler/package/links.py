"""Links of a page: to other articles of the book, to places of its own, and out of it as the user wants them."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from bundler.addresses import address_key, without_secrets
from bundler.model import Article, Link
from bundler.once import remembering
from bundler.package.notes import is_mark
from bundler.package.text import attribute, text
from bundler.tracking import without_tracking

_SAFE_IN_ADDRESS = "%!$&'()*+,;=:@-._~"
_PLAIN = frozenset("!$&'()*+,;=:@-._~/?#")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MARKUP = re.compile(r"<[^>]*>")
_FINISHED = re.compile(r"https?://[A-Za-z0-9.-]+(?:/(?:[A-Za-z0-9/!$'()*+,:@._~-]|%(?!3[Dd])[0-9A-Fa-f]{2})*)?")
"""Addresses that are written as they should be, without user, port, query and fragment: most of all."""
_REMEMBERED = 1024
"""Addresses whose answers are kept: pages of a site link to the same places."""


class Linking(enum.StrEnum):
    """What becomes of links that lead out of the book (`--links`)."""

    KEEP = "keep"
    NOTES = "notes"
    STRIP = "strip"


@remembering(_REMEMBERED)
def inside_key(address: str) -> str:
    """What tells the pages of a book apart by their addresses, whatever a link to them carries along."""
    return address_key(without_tracking(address))


@dataclass(frozen=True, slots=True)
class Around:
    """What a page's links can point to besides the world.

    Attributes:
        inside: names of the book's pages by `inside_key`.
        own: the page's own name.
        anchors: names of the article's pages by the anchors on them; empty for an article of one page.
        notes: the anchors that are footnotes.
    """

    inside: Mapping[str, str]
    own: str
    anchors: Mapping[str, str]
    notes: frozenset[str]


class PageLinks:
    """Writes the links of one page and remembers the notes that stand for them.

    Args:
        article: the article.
        linking: what becomes of links that lead out.
        around: what else they can point to.
    """

    def __init__(self, article: Article, linking: Linking, around: Around) -> None:
        self._links = article.links
        self._linking = linking
        self._around = around
        self._own_key = inside_key(article.source_url)
        self._addresses: dict[str, int] = {}

    def markup(self, number: int, content: str) -> str:
        """A link as the page has it.

        Args:
            number: of the link in the article.
            content: the markup inside it.
        """
        link = self._links[number]
        if link.anchor:
            return self._to_anchor(link.anchor, content)
        key = inside_key(link.address)
        if key and key == self._own_key:
            return content
        if key and (page := self._around.inside.get(key)):
            return f'<a class="inside" href="{page}">{content}</a>'
        return self._outward(link, content)

    def embed(self, number: int, title: str, label: str) -> str:
        """The paragraph in the place of a work that no book can hold: what it was, and its address as text.

        Args:
            number: of the link to it in the article.
            title: escaped text.
            label: that it is not here, in the page's language.
        """
        address = external(self._links[number].address)
        if self._linking is Linking.KEEP and address:
            link = f'<a href="{attribute(address)}">{text(readable(address))}</a>'
            return f'<p class="embed">[{label}: {title}]<br/>{link}</p>'
        shown = f"<br/>{text(readable(address))}" if address and self._linking is not Linking.STRIP else ""
        return f'<p class="embed">[{label}: {title}]{shown}</p>'

    def notes(self) -> str:
        """The notes that hold the addresses, for the page's end; empty when there are none."""
        return "\n".join(
            f'<aside id="address{number}" epub:type="footnote" role="doc-footnote" class="note">'
            f"<p>[{number}] {text(readable(address))}</p></aside>"
            for address, number in self._addresses.items()
        )

    def _to_anchor(self, anchor: str, content: str) -> str:
        page = self._around.anchors.get(anchor, self._around.own)
        target = f"#{anchor}" if page == self._around.own else f"{page}#{anchor}"
        role = ' epub:type="noteref" role="doc-noteref"' if anchor in self._around.notes and is_mark(content) else ""
        return f'<a{role} href="{target}">{content}</a>'

    def _outward(self, link: Link, content: str) -> str:
        address = external(link.address)
        if not address or self._linking is Linking.STRIP:
            return content
        if self._linking is Linking.KEEP:
            return f'<a href="{attribute(address)}">{content}</a>'
        if _bare(unescape(_MARKUP.sub("", content))) in (_bare(link.address), _bare(address)):
            return content  # the text is the address already
        number = self._addresses.setdefault(address, len(self._addresses) + 1)
        mark = f'<a epub:type="noteref" role="doc-noteref" href="#address{number}">[{number}]</a>'
        return f"{content}<sup>{mark}</sup>"


def _bare(address: str) -> str:
    """An address as people write it in a text, without scheme and closing slash."""
    return re.sub(r"^(?:https?://|mailto:|tel:|ftp://)|/$", "", address.strip())


@remembering(_REMEMBERED)
def external(address: str) -> str:
    """An address that leads out of the book, without secrets and tracking, percent-encoded as URL Standard 4.3 asks.

    Args:
        address: an absolute address as a page has it.

    Returns:
        the address; empty when it is no valid one, or of a scheme that a book should not open.
    """
    address = without_tracking(address)
    if _FINISHED.fullmatch(address):
        return address
    address = without_secrets(address)
    try:
        parts = urlsplit(address)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        return ""
    if parts.scheme.lower() in ("http", "https", "ftp"):
        host = parts.hostname or ""
        if not host or not port_is_a_number or re.search(r"[^\w.:-]", host):
            return ""
    elif parts.scheme.lower() not in ("mailto", "tel"):
        return ""
    return urlunsplit(
        (
            parts.scheme.lower(),
            parts.netloc,
            _percent_encoded(parts.path, "/"),
            _percent_encoded(parts.query, "/?"),
            _percent_encoded(parts.fragment, "/?"),
        )
    )


def readable(address: str) -> str:
    """An address as people read and type it: letters of all scripts instead of their percent codes, where that is safe.

    Args:
        address: what `external` gave.
    """
    try:
        shown = unquote(address, errors="strict")
    except UnicodeDecodeError:
        return address
    same = quote(shown, safe=_SAFE_IN_ADDRESS + "/?#[]") == address
    return shown if same and all(letter.isalnum() or letter in _PLAIN for letter in shown) else address


def _percent_encoded(part: str, also: str) -> str:
    """A part of an address with everything encoded that RFC 3986 does not allow in it; what is encoded stays so."""
    encoded = quote(part, safe=_SAFE_IN_ADDRESS + also)
    return _STRAY_PERCENT.sub("%25", encoded)
