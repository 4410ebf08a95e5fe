"""Links, pictures and anchors of one page: addresses made absolute, and numbers given in page order."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from bundler.clean.inventory import Inventory
from bundler.clean.numbering import References
from bundler.clean.sources import candidates_of
from bundler.clean.text import escape_attribute, tidy
from bundler.clean.walk import attribute
from bundler.model import Candidate, Link, PictureRef
from bundler.tokens import anchors

_LINK_SCHEMES = frozenset(("http", "https", "mailto", "ftp", "tel"))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ABSOLUTE = re.compile(r"https?://[^\s/?#;\\\[\]]+(?:/[^\s?#;]*)?(?:\?[^\s#]+)?(?:#\S+)?")
"""What `urljoin` gives back as it is, and what most links are: telling it so takes a tenth of the time."""
_PICTURE_FILE = re.compile(r"^(?!data:|javascript:).+\.(?:jpe?g|png|gif|webp|avif)(?:[?#].*)?$", re.IGNORECASE)
_LONGEST_ALT = 140
"""Characters; Kindle Publishing Guidelines: alternative text below 140 characters."""


def absolute(base: str, reference: str) -> str:
    """An address resolved against the page's own; the reference itself where that is impossible.

    Args:
        base: the page's original address, or an empty string.
        reference: what the page has, white space and all.
    """
    if _ABSOLUTE.fullmatch(reference):
        return reference
    reference = re.sub(r"[\t\r\n]+\s*", "", reference.strip())
    try:
        joined = urljoin(base, reference)
    except ValueError:  # "https://[..", "https://https：//…"
        return reference
    return f"https:{joined}" if joined.startswith("//") else joined  # no page address to take the scheme from


class PageReferences:
    """Gives numbers to a page's links and pictures as the block writer meets them.

    Args:
        inventory: the elements of the article's container.
        page: the page's original address, or an empty string.
        base: what its relative references start from; the page's own address when left out.
    """

    def __init__(self, inventory: Inventory, page: str, base: str = "") -> None:
        self._page = page
        self._base = base or page
        self._links: dict[tuple[str, str], int] = {}  # address and anchor
        self._pictures: list[PictureRef] = []
        targets = {
            self._fragment(attribute(tag, "href"))
            for tag in inventory.find(marked=("href",))
            if tag.name == "a" and "#" in attribute(tag, "href")
        }
        marked = inventory.find(marked=("id", "name")) if targets else ()
        own = [attribute(tag, name) for tag in marked for name in ("id", "name") if name in tag.attrs]
        self._anchors = {name: f"n{number}" for number, name in enumerate(dict.fromkeys(own), 1) if name in targets}
        self._unused = dict(self._anchors)

    def for_writer(self) -> References:
        """What the block writer needs."""
        return References(self._link, self._picture, self._anchor)

    def links(self, blocks: tuple[str, ...]) -> tuple[Link, ...]:
        """Links in the order of their numbers; an anchor that is not in the written blocks is none."""
        if not self._anchors:
            return tuple(Link(address) for address, _ in self._links)
        written = {name for block in blocks for name in anchors(block)}
        return tuple(Link(address, anchor if anchor in written else "") for address, anchor in self._links)

    @property
    def pictures(self) -> tuple[PictureRef, ...]:
        """Pictures in the order of their numbers, which is the page's order."""
        return tuple(self._pictures)

    def _fragment(self, href: str) -> str:
        """The name of the place in this very page that a link points to; empty for every other link."""
        page, _, name = href.strip().partition("#")
        return name if not page or (self._page and page == self._page.partition("#")[0]) else ""

    def _anchor(self, identifier: str) -> str | None:
        return self._unused.pop(identifier, None) if identifier else None

    def _link(self, tag: Tag) -> int | None:
        href = attribute(tag, "href").strip()
        if not href:
            return None
        target = absolute(self._page if href.startswith("#") else self._base, href)
        anchor = self._anchors.get(self._fragment(href), "") if self._anchors else ""
        scheme = _SCHEME.match(target)
        if scheme is not None and scheme[0][:-1].lower() not in _LINK_SCHEMES:
            return None  # javascript:, data:, file: and whatever comes next
        return self._links.setdefault((target, anchor), len(self._links))

    def _picture(self, tag: Tag) -> tuple[int, str] | None:
        candidates = tuple(
            Candidate(reference, self._address(reference), width) for reference, width in candidates_of(tag)
        )
        if not candidates:
            return None
        alt = tidy(attribute(tag, "alt"))
        self._pictures.append(PictureRef(candidates, alt, self._linked(tag)))
        return len(self._pictures) - 1, escape_attribute(alt[:_LONGEST_ALT])

    def lead_picture(self, reference: str) -> str:
        """The block of a picture that stands for the page, for an article that shows none.

        Args:
            reference: the picture's address as the page's head has it.
        """
        self._pictures.append(PictureRef((Candidate(reference, self._address(reference)),), ""))
        return f'<figure><img src="pic:{len(self._pictures) - 1}" alt=""/></figure>'

    def _linked(self, tag: Tag) -> Candidate | None:
        link = next((parent for parent in tag.parents if parent.name == "a"), None)
        href = attribute(link, "href").strip() if link is not None else ""
        return Candidate(href, self._address(href)) if _PICTURE_FILE.search(href) else None

    def _address(self, reference: str) -> str:
        return reference if reference.startswith("data:") else absolute(self._base, reference)


def host_of(address: str) -> str:
    """The host name of an address, without `www.`; empty when it has none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
