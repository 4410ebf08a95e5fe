"""Pages that are no articles: a mirror's indexes, lists of links, a repository's own papers."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bundler.clean.text import plain
from bundler.tokens import LINK

_PAPERS = frozenset("readme license licence contributing changelog code_of_conduct security authors notice".split())
_FEWEST_LINKS = 6
_LINK_SHARE = 0.7
_LINK_BLOCKS = 0.6


def why_no_article(origin: str, blocks: tuple[str, ...], *, contained: bool) -> str:
    """Why a cleaned page is no article.

    Args:
        origin: the page's path; a repository's own papers are told by their names.
        blocks: its cleaned body.
        contained: whether a container rule recognised the page as an article's; then it is one, links or no.

    Returns:
        the reason in words, or an empty string when the page is an article.
    """
    if contained:
        return ""
    if name := _paper(origin):
        return f"a repository's {name}"
    links = sum(len(LINK.findall(block)) for block in blocks)
    if links < _FEWEST_LINKS or any("<img" in block for block in blocks):
        return ""
    text = sum(len(plain(block)) for block in blocks) or 1
    linked = sum(len(plain(label)) for block in blocks for _, label in LINK.findall(block))
    # A list is one block of many items: count its items.
    pieces = [piece for block in blocks for piece in (re.findall(r"<li>.*?</li>", block, re.DOTALL) or [block])]
    of_links = sum(bool(LINK.search(piece)) for piece in pieces)
    if linked >= _LINK_SHARE * text and of_links >= _LINK_BLOCKS * len(pieces):
        return f"a list of {links} links"
    return ""


def _paper(origin: str) -> str:
    """The name of a repository's paper; an address ends in such a word only when a file is meant: `/news/security`."""
    file = PurePosixPath(origin).name
    name = file.split(".")[0].lower().replace("-", "_")
    is_file = not origin.startswith(("http://", "https://")) or file.lower().endswith((".md", ".markdown"))
    return name if is_file and name in _PAPERS else ""
