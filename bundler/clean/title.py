"""The article's title, without the site's name behind it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import islice
from pathlib import PurePosixPath

from bundler.clean.inventory import Inventory
from bundler.clean.metadata import Metadata
from bundler.clean.references import host_of
from bundler.clean.text import tidy, weigh

_SEPARATOR = r"\s*(?:::|[|｜\-–—_·:：»])\s*"
_SPACED = re.compile(r"\s+[-–—·:/]+\s+|\s*(?:[|｜»«_]|::|--|——)\s*|(?<=[\u3000-\u9fff])\s*[-–—]\s*(?=[\u3000-\u9fff])")
"""What stands between a headline and the section or site behind it; dashes within Western words do not."""
_LONGEST_TITLE = 300
_LEAST_SHARE = 0.4
"""Of a title; a shorter beginning that the page shows, too, is a section's or a series' name as often."""
_STRONG = re.compile(r"[|｜_»«]|::")
"""Separators that no headline has of its own."""
_LEAST = 8.0
_MOST_TAIL_WORDS = 4
_MOST_SEPARATORS = 2
_MARKDOWN = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def cut_site(title: str, names: tuple[str, ...]) -> str:
    """Cut a tail after `|`, `-` and their like when it is the known name of the site, and only then.

    Args:
        title: the title as the page has it.
        names: names of the site: its rule's, og:site_name, its host.

    Returns:
        the title without the tail; twice, as in "Title - Section | Site" when both are names.
    """
    known = {_key(name) for name in names if name}
    for _ in range(2):
        separators = re.finditer(_SEPARATOR, title)
        tail = next((found for found in separators if found.start() and _key(title[found.end() :]) in known), None)
        if tail is None:
            break
        title = title[: tail.start()].strip()
    return title


def agree_with_heading(title: str, headings: Iterable[str]) -> str:
    """The heading where the title is one of the page's headings and a tail behind it: then the tail is no headline.

    Args:
        title: the title as the page's head has it.
        headings: the page's main headings as plain text.
    """
    for heading in headings:
        rest = title.removeprefix(heading)
        if heading and rest and rest != title and re.match(_SEPARATOR, rest):
            return heading
    return title


def agree_with_page(title: str, shown: AbstractSet[str]) -> str:
    """The longest beginning of a title that the page shows by itself: what stands behind it names section and site.

    Args:
        title: the title as the page's head has it.
        shown: the page's texts, each that stands by itself, white space folded.
    """
    if title in shown:
        return title
    for found in reversed(list(_SPACED.finditer(title))):
        head = title[: found.start()].strip()
        if head in shown and weigh(head) >= _LEAST_SHARE * weigh(title):
            return head
    for found in _SPACED.finditer(title):
        if (tail := title[found.end() :].strip()) in shown and weigh(tail) >= weigh(title) / 2:
            return tail  # "Site: Headline"
    return title


def cut_unknown_site(title: str) -> str:
    """Cut a short tail behind the last separator of a `title` element: there stands the site's name, as a rule.

    Args:
        title: the title element's text, where nothing else on the page says what the headline is.
    """
    separators = list(_SPACED.finditer(title))
    if not separators or ("«" in title and "»" in title):  # a quotation
        return title
    is_dash = not _STRONG.search(separators[-1][0])
    head, tail = title[: separators[-1].start()].strip(), title[separators[-1].end() :].strip()
    if is_dash and (
        len(separators) > _MOST_SEPARATORS or len(tail.split()) > _MOST_TAIL_WORDS or tail[-1:] in "?!？！"
    ):
        return title
    if not tail or weigh(head) < _LEAST or weigh(tail) > weigh(head):
        return title
    section = separators[-2] if len(separators) > 1 and "_" in separators[-1][0] and "_" in separators[-2][0] else None
    return title[: section.start()].strip() or head if section else head  # "Headline_Section_Site"


def from_markdown(text: str) -> str:
    """The text of a Markdown heading: entities and backslash escapes resolved, links kept as their text."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return tidy(html.unescape(_MARKDOWN.sub(r"\1", text)))


def title_of(
    metadata: Metadata, names: tuple[str, ...], inventory: Inventory, origin: str, *, saved: bool = False
) -> str:
    """The page's own title without the site's name; else the first heading; at last the file's name.

    Args:
        metadata: what the page says of itself.
        names: names of its site that a rule knows.
        inventory: the elements of the page's body.
        origin: the page's path.
        saved: whether it is a whole saved page, whose title element may name its site and section.
    """
    if not metadata.title:
        heading = next(inventory.find("h1", "h2"), None)
        text = tidy(heading.get_text()) if heading is not None else ""
        return text or tidy(PurePosixPath(origin).stem) or "Untitled"
    headings = [tidy(heading.get_text()).rstrip("¶# ") for heading in islice(inventory.find("h1"), 3)]
    title = cut_site(
        agree_with_heading(metadata.title, headings), (*names, metadata.site, host_of(metadata.source_url))
    )
    if not saved or title in headings:
        return title
    shown = frozenset(text for node in inventory.root.strings if 1 < len(text := tidy(node)) <= _LONGEST_TITLE)
    agreed = agree_with_page(title, shown.union(headings))
    return cut_unknown_site(title) if agreed == title == metadata.heading and title not in shown else agreed


def _key(name: str) -> str:
    return re.sub(r"[\s.]+", "", name).casefold()
