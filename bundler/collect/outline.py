"""What a web page is for: an article, or the front of a site that names its feeds. Made to run in a worker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bundler.collect.links import web_address

if TYPE_CHECKING:  # it is loaded where something is parsed
    from lxml import etree

_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"))
_COMMENTS = re.compile(r"comment|评论|評論|留言", re.IGNORECASE)
_ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w{0,20}Article|BlogPosting|Report)"')
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_NO_TEXT = frozenset(("a", "script", "style", "noscript", "template", "title", "option", "button"))
_WORDS_OF_A_PARAGRAPH = 15
_WORDS_OF_AN_ARTICLE = 120
_FEWEST_LINKS = 15
_SEVERAL = 3
WELL_KNOWN = ("/feed", "/rss.xml", "/atom.xml", "/feed.xml")
"""Where the programs that most sites are made with (WordPress, Ghost, Hugo, Jekyll) put a feed."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page is for.

    Attributes:
        feeds: the addresses of the feeds that it names, without those of comments, in its order.
        is_index: whether it is a list of articles, and none itself.
    """

    feeds: tuple[str, ...] = ()
    is_index: bool = False


def is_front(address: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def outline(task: tuple[bytes, str]) -> Outline:
    """Look a page over.

    Args:
        task: the page's HTML, and its address.
    """
    from lxml import etree  # noqa: PLC0415 - loaded where something is parsed
    from lxml import html as markup  # noqa: PLC0415 - as above

    content, address = task
    try:
        tree = markup.document_fromstring(content, parser=markup.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return Outline()
    base = next((web_address(element.get("href") or "", address) for element in tree.iter("base")), "") or address
    return Outline(tuple(dict.fromkeys(_feeds(tree, base))), _is_index(tree))


def _feeds(tree: etree._Element, base: str) -> list[str]:
    found = []
    for link in tree.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        said = f"{link.get('title') or ''} {link.get('href') or ''}"
        is_feed = "alternate" in (link.get("rel") or "").lower().split() and kind in _FEED_TYPES
        if is_feed and not _COMMENTS.search(said) and (address := web_address(link.get("href") or "", base)):
            found.append(address)
    return found


def _is_index(tree: etree._Element) -> bool:
    """Whether a page has many links, and little running text of its own or that of several articles."""
    if any(
        (element.get("property") or "").lower() == "og:type" and (element.get("content") or "").lower() == "article"
        for element in tree.iter("meta")
    ):
        return False
    declared = sum(
        len(_ARTICLE_TYPE.findall(element.text or ""))
        for element in tree.iter("script")
        if (element.get("type") or "").lower() == "application/ld+json"
    )
    if declared == 1 or sum(1 for element in tree.iter("a") if element.get("href")) < _FEWEST_LINKS:
        return False
    articles = sum(1 for element in tree.iter("article") if element.find(".//article") is None)
    return articles >= _SEVERAL or _prose(tree) < _WORDS_OF_AN_ARTICLE


def _prose(tree: etree._Element) -> int:
    """Words of running text, outside of links: in elements that have a sentence of their own, whatever they are."""
    total = 0
    for element in tree.iter("*"):
        if element.tag in _NO_TEXT or next(element.iterancestors("a"), None) is not None:
            continue
        words = _words(" ".join([element.text or "", *(child.tail or "" for child in element)]))
        total += words if words >= _WORDS_OF_A_PARAGRAPH else 0
    return total


def _words(text: str) -> int:
    return len(text.split()) + len(_WIDE.findall(text))
