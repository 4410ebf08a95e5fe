"""White space and characters: what a source's text means once its line breaks are gone."""

from __future__ import annotations

import re
from functools import lru_cache

from bundler.characters import printable

WIDE = (
    "\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u3100-\u312f\u3190-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
"""Chinese and Japanese characters and full-width punctuation; not Hangul, which is written with spaces."""

_IS_WIDE = re.compile(f"[{WIDE}]")
_WIDE_RUN = re.compile(f"[{WIDE}]+")
_WIDE_PARTS = re.compile(f"([{WIDE}]+)")
_EXTRA_OF_WIDE = 1.5
"""A Chinese or Japanese character stands for about two and a half letters: so much longer are translations."""
_FULL_WIDTH = re.compile("[\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_SHARED = frozenset("‘’“”…—·")  # punctuation that Chinese and Western text have in common
_KEPT_SPACES = frozenset("\u3000\u00a0")  # one ideographic or no-break space between words is meant
_CLOSING = frozenset(",.;:!?)]}%’”»")
_OPENING = frozenset("([{‘“«")
_TAG = re.compile(r"<[^>]*>")
_MOST_REMEMBERED = 200_000
"""Characters; a larger body would take a worker's memory from the page behind it."""
_SPACE = re.compile(r"\s+")


def separator(before: str, space: str, after: str) -> str:
    """What a run of white space between two characters becomes: one space or nothing.

    A run without a line break is what somebody typed: one space. A run with a line break is layout of the source; it
    vanishes between Chinese and Japanese characters and beside full-width punctuation (CSS Text Level 4, section
    4.1.3, "segment break transformation rules"), and before closing or after opening Western punctuation, where only
    a program that indents HTML puts one.

    Args:
        before: the character before the run; empty at a paragraph's start.
        space: the white space.
        after: the character after it.
    """
    if not before:
        return ""
    if "\n" not in space:
        return space if space in _KEPT_SPACES else " "
    is_wide, is_wide_after = _is_wide(before), _is_wide(after)
    if is_wide and is_wide_after:
        return ""
    if after in _CLOSING or before in _OPENING or _FULL_WIDTH.match(before) or _FULL_WIDTH.match(after):
        return ""
    return "" if (is_wide and after in _SHARED) or (is_wide_after and before in _SHARED) else " "


@lru_cache(maxsize=8192)
def _is_wide(character: str) -> bool:
    return _IS_WIDE.match(character) is not None


def escape(text: str) -> str:
    """Text as XML character data; an escaped text never holds `<`, so tokens cannot be forged in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Text as the value of an attribute in double quotes, on one line."""
    return _SPACE.sub(" ", escape(text).replace('"', "&quot;")).strip()


def plain(markup: str) -> str:
    """The text of a block or another piece of XHTML of ours, white space folded."""
    text = _TAG.sub("", markup)
    if "&" in text:  # only what `escape` writes can stand in it, and `html.unescape` costs ten times as much
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return tidy(text)


def weigh(text: str) -> float:
    """How long a text is, in letters of a spaced script.

    Args:
        text: visible text, white space folded.
    """
    return len(text) + (0 if text.isascii() else _EXTRA_OF_WIDE * (len(text) - len(without_wide(text))))


def without_wide(text: str, instead: str = "") -> str:
    """A text without its Chinese and Japanese characters, each run of them replaced."""
    return text if text.isascii() else _WIDE_RUN.sub(instead, text)


def parted(text: str) -> tuple[str, str]:
    """The Chinese and Japanese characters of a text, punctuation among them, and the text with a space for each run."""
    if text.isascii():
        return "", text
    parts = _WIDE_PARTS.split(text)
    return "".join(parts[1::2]), " ".join(parts[::2])


def body_text(blocks: tuple[str, ...]) -> str:
    """The text of a body; remembered, because a page that a rule recognised is finished where it was understood."""
    return _remembered(blocks) if sum(map(len, blocks)) <= _MOST_REMEMBERED else plain(" ".join(blocks))


@lru_cache(maxsize=1)
def _remembered(blocks: tuple[str, ...]) -> str:
    return plain(" ".join(blocks))


tidy = printable
"""One line of text: unwanted characters gone, white space folded to single spaces."""
