"""Picture and link tokens in an article's blocks, found and replaced as text: nothing is parsed again.

The block writer escapes every `<` of a text, so `<img src="pic:` and `<a href="link:` can only be tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

LINK = re.compile(r'<a href="link:(\d+)">(.*?)</a>', re.DOTALL)
"""A link: its number, and the markup inside it."""
LINK_START = re.compile(r'<a href="link:(\d+)">')
PICTURE_START = re.compile(r'<img src="pic:(\d+)"')
ANCHOR = re.compile(r'<span id="(n\d+)"></span>')
"""A place that links of the same article point to, by its name."""
_PICTURE = re.compile(rf'{PICTURE_START.pattern} alt="([^"]*)"/>')
_LINKED_PICTURE = re.compile(r'<a href="link:\d+">(<img [^>]*/>)</a>')
_EMPTY_FIGURE = re.compile(r"<figure></figure>|<p></p>")


def replace_pictures(block: str, markup: Callable[[int, str], str]) -> str:
    """Replace every picture token.

    Args:
        block: a block of an article.
        markup: takes the picture's number and its alternative text, escaped for an attribute; gives phrasing content,
            or an empty string to leave the picture out.

    Returns:
        the block; empty when it held nothing but pictures that were left out.
    """
    return _EMPTY_FIGURE.sub("", _PICTURE.sub(lambda match: markup(int(match[1]), match[2]), block))


def replace_links(block: str, markup: Callable[[int, str], str]) -> str:
    """Replace every link token.

    Args:
        block: a block of an article.
        markup: takes the link's number and the markup inside it; gives phrasing content.
    """
    return LINK.sub(lambda match: markup(int(match[1]), match[2]), block)


def renumber(block: str, token: re.Pattern[str], numbers: Mapping[int, int]) -> str:
    """Give tokens other numbers.

    Args:
        block: a block of an article.
        token: `LINK_START` or `PICTURE_START`.
        numbers: the new number of each old one in the block.
    """
    return token.sub(lambda match: match[0].replace(match[1], str(numbers[int(match[1])])), block)


def anchors(block: str) -> list[str]:
    """The names of the places in a block that links point to, in their order."""
    return ANCHOR.findall(block)


def unlink_pictures(block: str) -> str:
    """Take away links around pictures: on a reader a tap on a picture should enlarge it, not leave the book."""
    return _LINKED_PICTURE.sub(r"\1", block)
