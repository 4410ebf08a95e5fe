"""The article's title, without the site's name behind it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from bundler.clean.text import tidy

_SEPARATOR = r"\s*(?:::|[|｜\-–—_·:：»])\s*"
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


def from_markdown(text: str) -> str:
    """The text of a Markdown heading: entities and backslash escapes resolved, links kept as their text."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return tidy(html.unescape(_MARKDOWN.sub(r"\1", text)))


def _key(name: str) -> str:
    return re.sub(r"[\s.]+", "", name).casefold()
