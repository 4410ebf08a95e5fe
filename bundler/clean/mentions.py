"""The elements in which a page speaks of itself, gathered in one walk: each `find_all` would cost one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment

from bundler.clean.walk import attribute

_MOST_COMMENTS = 5
_MOST_TIMES = 20
_MOST_AUTHORS = 20
_AUTHOR = re.compile(r"author|byline|writer", re.IGNORECASE)


@dataclass(slots=True)
class Mentions:
    """What speaks of the page in it, each in document order.

    Attributes:
        metas: `meta` elements.
        scripts: JSON-LD scripts.
        headings: `h1` elements.
        times: `time` elements.
        dates: elements with the microdata property datePublished.
        authors: elements that are marked or called author or byline, at most twenty.
        comments: the first comments, in which browsers and tools note where a page is from.
        title: the first `title` element.
        canonical: the link to the page's canonical address.
        base: the first `base` element with an address.
        root: the `html` element.
        article: the first `article` element, else the first `main`.
    """

    metas: list[Tag] = field(default_factory=list)
    scripts: list[Tag] = field(default_factory=list)
    headings: list[Tag] = field(default_factory=list)
    times: list[Tag] = field(default_factory=list)
    dates: list[Tag] = field(default_factory=list)
    authors: list[Tag] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    title: Tag | None = None
    canonical: Tag | None = None
    base: Tag | None = None
    root: Tag | None = None
    article: Tag | None = None


def gather(soup: BeautifulSoup) -> Mentions:
    """Walk through a page once.

    Args:
        soup: the whole page, before any pass.
    """
    found = Mentions()
    main: Tag | None = None
    for node in soup.descendants:
        if isinstance(node, Tag):
            name = node.name
            if name in _KEPT:
                _keep(found, node)
            elif name == "main":
                main = main or node
            if node.attrs:
                _keep_marked(found, node)
        elif isinstance(node, Comment) and len(found.comments) < _MOST_COMMENTS:
            found.comments.append(str(node))
    found.article = found.article or main
    return found


_KEPT = frozenset(("meta", "script", "h1", "time", "title", "link", "base", "html", "article"))


def _keep(found: Mentions, tag: Tag) -> None:  # noqa: C901 - a plain table of names
    match tag.name:
        case "meta":
            found.metas.append(tag)
        case "script":
            if attribute(tag, "type").strip().lower() == "application/ld+json":
                found.scripts.append(tag)
        case "h1":
            found.headings.append(tag)
        case "time":
            if len(found.times) < _MOST_TIMES:
                found.times.append(tag)
        case "title":
            found.title = found.title or tag
        case "link":
            if found.canonical is None and "canonical" in attribute(tag, "rel").split():
                found.canonical = tag
        case "base":
            found.base = found.base or (tag if "href" in tag.attrs else None)
        case "html":
            found.root = found.root or tag
        case _:
            found.article = found.article or tag


def _keep_marked(found: Mentions, tag: Tag) -> None:
    attributes = tag.attrs
    properties = attributes.get("itemprop")
    if properties is not None and "datePublished" in str(properties):
        found.dates.append(tag)
    if len(found.authors) < _MOST_AUTHORS and any(_AUTHOR.search(name) for name in _names(tag)):
        found.authors.append(tag)


def _names(tag: Tag) -> Iterator[str]:
    for key in ("class", "id", "itemprop", "rel" if tag.name == "a" else "itemprop"):
        value = tag.attrs.get(key)
        if value is not None:
            yield value if isinstance(value, str) else " ".join(value)
