"""What a page may ask of a parser, looked at before one is started: elements, depth, lines.

No author writes what is refused or flattened here. A tree costs about 1.2 kB and 60 microseconds an element in all of
cleaning, and whoever looks from each element at those around it pays for the depth each time (measured); the time and
memory limits of the worker are the net below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

MOST_ELEMENTS = 50_000
"""The longest articles of encyclopedias have about 20,000."""
MOST_LINES = 30_000
"""Of Markdown; a table of so many rows costs 120 MB."""
MOST_CELLS = 50_000
"""Of Markdown's tables, counted by their bars; a cell costs 1.3 kB before it is HTML."""
DEEPEST = 100
"""Elements within each other; saved pages have up to 60, and the block writer keeps 40."""
_MANY_BREAKS = 10_000
_MANY_COMMENTS = 10_000
"""Each parts two texts; templates leave some hundred."""

_START = re.compile(r"<[a-zA-Z]")
_BREAKS = re.compile(r"(?:<br\b[^<>]*+>\s*+){3,}", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{100,}")
_FLAT = "area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|tfoot|th|thead|tr|wbr"
"""Elements that are empty or that their like closes (HTML Living Standard, 13.1.2.4, optional tags)."""
_NESTING = re.compile(rf"<(/?)(?!(?:{_FLAT})\b)[a-zA-Z]", re.IGNORECASE)
_EXACT_NESTING = re.compile(rf"<(/?)(?!(?:{_FLAT})\b)[a-zA-Z](?![^<>]*+(?<=/)>)", re.IGNORECASE)
"""The same without `<path/>`: slower."""
_RAW = r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|title)\b.*?(?:</(?P=raw)\s*>|\Z)"
_VERBATIM = re.compile(_RAW, re.DOTALL | re.IGNORECASE)
"""Comments and scripts hold what only looks like tags."""
_TOKEN = re.compile(
    rf"{_RAW}|<(?P<close>/?)(?!(?:{_FLAT})\b)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)[^<>]*+(?P<empty>(?<=/))?>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Why a page is not even parsed, in words for one line."""

    reason: str


def bounded_markdown(text: str) -> str | TooLarge:
    """Markdown with runs of blank lines cut to a hundred."""
    if "\n" * 100 in text:
        text = _BLANK_LINES.sub("\n" * 100, text)
    lines = text.count("\n")
    if lines > MOST_LINES:
        return TooLarge(f"has {lines} lines, more than {MOST_LINES}: no article")
    if (cells := text.count("|")) > MOST_CELLS:
        return TooLarge(f"has {cells} bars of tables, more than {MOST_CELLS}: no article")
    return text


def bounded_html(html: str) -> str | TooLarge:
    """HTML without what costs most and says least: tags deeper than `DEEPEST`, breaks and comments by the thousand.

    Args:
        html: a page or a fragment; nearly every page comes back as it is.
    """
    if html.count("<!--") > _MANY_COMMENTS:
        html = _VERBATIM.sub(lambda match: match[0] if match["raw"] else "", html)
    if html.count("<br") > _MANY_BREAKS:
        html = _BREAKS.sub("<br><br>", html)
    is_deep = html.count("<") - html.count("</") > DEEPEST and _depth(html) > DEEPEST
    if is_deep:
        html = _flattened(html)
    if is_deep or html.count("<") > MOST_ELEMENTS:
        bare = _VERBATIM.sub("", html)
        if (elements := len(_START.findall(bare))) > MOST_ELEMENTS:
            return TooLarge(f"has {elements} elements, more than {MOST_ELEMENTS}: no article")
        if (depth := _depth(bare, _EXACT_NESTING)) > 2 * DEEPEST:
            return TooLarge(f"has {depth} elements within each other: no article")
    return html


def _depth(html: str, nesting: re.Pattern[str] = _NESTING) -> int:
    """How deep elements may stand within each other at most; too much where scripts hold what looks like tags."""
    steps = [-1 if end else 1 for end in nesting.findall(html)]
    return max(accumulate(steps, lambda depth, step: max(0, depth + step)), default=0)


def _flattened(html: str) -> str:
    """Drop the tags, never the text, of elements that stand deeper than `DEEPEST`."""
    opened: list[str] = []
    dropped: dict[str, int] = {}

    def kept(match: re.Match[str]) -> str:
        """The tag, or nothing where it would be one too deep or close what was dropped."""
        name = (match["name"] or "").lower()
        if not name or match["empty"] is not None:
            return match[0]
        if not match["close"]:
            if len(opened) < DEEPEST:
                opened.append(name)
                return match[0]
            dropped[name] = dropped.get(name, 0) + 1
            return ""
        if dropped.get(name):
            dropped[name] -= 1
            return ""
        if name in opened:
            while opened.pop() != name:
                pass
        return match[0]

    return _TOKEN.sub(kept, html)
