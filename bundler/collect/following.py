"""Pages that an index page leads to: on the same host, below the folder that it lies in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from bundler.collect.sniff import NOT_PAGES
from bundler.collect.tree import suffix_of

_LINK = re.compile(
    r"""<a\b[^>]{0,200}?\bhref\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s>"']{1,2000}))"""
    r"""|\]\(\s*<?([^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)""",
    re.IGNORECASE,
)
"""A link in HTML, or in Markdown."""
_LARGEST = 4 * 1024 * 1024


def links_of(content: bytes, base: str) -> Iterator[str]:
    """The addresses of the pages that a page links to, each once, in its order.

    Args:
        content: the page, in HTML or Markdown.
        base: its address; or its path, parted by `/`, within the folder it lies in.

    Yields:
        addresses, or paths, of what may be pages on the same host and below the same folder.
    """
    own = urlsplit(base)
    folder = own.path.rpartition("/")[0] + "/" if own.netloc else own.path.rpartition("/")[0]
    seen = {own._replace(fragment="").geturl()}
    for match in _LINK.finditer(content[:_LARGEST].decode("utf-8", errors="replace")):
        reference = html.unescape(next(filter(None, match.groups()))).strip()
        try:
            parts = urlsplit(urljoin(base, reference))._replace(fragment="")
            is_here = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
        except ValueError:
            continue
        address = parts.geturl()
        if is_here and parts.path.startswith(folder) and address not in seen and suffix_of(parts.path) not in NOT_PAGES:
            seen.add(address)
            yield address if own.netloc else unquote(parts.path)
