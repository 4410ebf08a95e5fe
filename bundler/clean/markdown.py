"""Markdown with embedded HTML to HTML.

CommonMark ends an HTML block at the next blank line, and reads what follows as Markdown again: in a mirror's page a
paragraph of prettified HTML after a blank line would become a code block, `1. ` a list, `* * *` a rule. Here an HTML
element belongs together from its start tag to its end tag; only what stands between such elements is Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt

_BLOCKS = (
    "address|article|aside|blockquote|body|center|details|dir|div|dl|fieldset|figure|footer|form|h[1-6]|header|html|"
    "iframe|main|menu|nav|noscript|ol|p|pre|script|section|style|table|ul|video|audio"
)
_VOID = "hr|br|img"
# A tag with quoted attribute values, which may hold ">" and line breaks; comments are passed over as a whole.
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<close>/?)(?P<name>{_BLOCKS})(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?P<empty>(?<=/))?>",
    re.DOTALL | re.IGNORECASE,
)
_FEW_TAGS = 3
_OPENS_BLOCK = re.compile(rf"[ \t]*<(?:!--|/?(?:{_BLOCKS}|{_VOID})(?=[\s/>]))", re.IGNORECASE)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def to_html(text: str) -> str:
    """Render Markdown.

    Args:
        text: Markdown in which whole HTML elements may stand.

    Returns:
        an HTML fragment; embedded HTML elements are passed through untouched, whatever lies in them.
    """
    parts: list[str] = []
    for part, is_html in _split(text):
        if is_html:
            parts.append(part)
        elif part.strip():
            parts.append(_parser().render(part))
    return "\n".join(parts)


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """Cut text into runs of Markdown and of HTML; an HTML run starts at a line start and ends with its end tag."""
    position = 0
    while position < len(text):
        start = _next_element(text, position)
        if start is None:
            yield text[position:], False
            return
        if start > position:
            yield text[position:start], False
        end = _end_of_element(text, start)
        yield text[start:end], True
        position = end


def _next_element(text: str, position: int) -> int | None:
    in_fence = False
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        line = text[position:line_end]
        if line.lstrip().startswith(("```", "~~~")):
            in_fence = not in_fence
        elif not in_fence and _OPENS_BLOCK.match(line):
            return position
        position = line_end + 1
    return None


def _end_of_element(text: str, start: int) -> int:
    """Where the element that starts at `start` ends, with the rest of its last line."""
    depth, position, seen = 0, start, 0
    while (tag := _TAG.search(text, position)) is not None:
        if depth == 0 and tag.start() > (line_end := _line_end(text, position)):
            return line_end  # a line with void elements only, or an end tag that nothing opened
        position = tag.end()
        if tag["name"]:
            seen += 1
            if tag["empty"] is None:
                depth = max(0, depth + (-1 if tag["close"] else 1))
    if depth and seen <= _FEW_TAGS:
        # An end tag is missing and hardly any HTML follows: CommonMark's rule, the block ends at a blank line.
        blank = re.compile(r"\n[ \t]*\n").search(text, start)
        return blank.end() if blank else len(text)
    return len(text) if depth else _line_end(text, position)


def _line_end(text: str, position: int) -> int:
    """The position after the line break that follows `position`."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1
