"""Markdown with embedded HTML to HTML.

CommonMark ends an HTML block at the next blank line, and reads what follows as Markdown again: in a mirror's page a
paragraph of prettified HTML after a blank line would become a code block, `1. ` a list, `* * *` a rule. Here an HTML
element belongs together from its start tag to its end tag; only what stands between such elements is Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded with the first page that has Markdown in it
    from markdown_it import MarkdownIt

_BLOCKS = (
    "address|article|aside|blockquote|body|center|details|dir|div|dl|fieldset|figure|footer|form|h[1-6]|header|html|"
    "iframe|main|menu|nav|noscript|ol|p|pre|script|section|style|table|ul|video|audio"
)
_VOID = "hr|br|img"
_ATTRIBUTES = r"(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*"
"""The rest of a tag; quoted values may hold `>` and line breaks."""
# A tag; comments are passed over as a whole.
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<close>/?)(?P<name>{_BLOCKS})(?=[\s/>]){_ATTRIBUTES}(?P<empty>(?<=/))?>",
    re.DOTALL | re.IGNORECASE,
)
_VOID_TAG = re.compile(rf"[ \t]*<(?:{_VOID})(?=[\s/>]){_ATTRIBUTES}>", re.IGNORECASE)
_CANDIDATE = re.compile(r"<(?:!--|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]))")
"""Where a tag may begin: cheap to look for, where a search for whole tags would run to the end again and again."""
_REST = re.compile(rf"{_ATTRIBUTES}(?P<empty>(?<=/))?>")
_NAMES = frozenset(_BLOCKS.replace("h[1-6]", "h1|h2|h3|h4|h5|h6").split("|"))
_FENCE = re.compile(r"[ \t>*+\-0-9.]*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_FEW_TAGS = 3
_LINKED_HEADING = re.compile(r"[ \t]*(?P<level>#{1,6})[ \t]+(?P<text>.*\]\(.*)")
_DASHES = re.compile(r"[ \t]*-{3,}[ \t]*")
_VERBATIM = re.compile(r"<(?:pre|code|script|style|textarea)\b", re.IGNORECASE)
_OPENS_BLOCK = re.compile(rf"[ \t]*<(?:!--|/?(?:{_BLOCKS}|{_VOID})(?=[\s/>]))", re.IGNORECASE)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - see above

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def to_html(text: str) -> str:
    """Render Markdown.

    Args:
        text: Markdown in which whole HTML elements may stand.

    Returns:
        an HTML fragment; embedded HTML elements are passed through untouched, whatever lies in them, but for headings
        with links on lines of their own.
    """
    parts: list[str] = []
    for part, is_html in _split(text):
        if is_html:
            parts.append(_with_headings(part))
        elif part.strip():
            parts.append(_parser().render(part))
    return "\n".join(parts)


def _with_headings(part: str) -> str:
    """Render the Markdown headings with links, and the dashes around them, that another program put into HTML.

    No author writes `#### [label](address)` on a line of its own within an element; programs that wrap pages do.
    """
    if "](" not in part or _VERBATIM.search(part):
        return part
    lines = part.split("\n")
    headings = {number: match for number, line in enumerate(lines) if (match := _LINKED_HEADING.fullmatch(line))}
    if not headings:
        return part
    for number, match in headings.items():
        level = len(match["level"])
        lines[number] = f"<h{level}>{_parser().renderInline(match['text'].strip())}</h{level}>"
    return "\n".join("<hr/>" if _DASHES.fullmatch(line) else line for line in lines)


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
    """The start of the next line that begins with an HTML element, fenced code passed over (CommonMark 4.5)."""
    fence = ""
    while position < len(text):
        end = _line_end(text, position)
        line = text[position:end].rstrip("\n")
        found = _FENCE.match(line)
        if found is not None and (not fence or found["fence"].startswith(fence)):
            fence = "" if fence else found["fence"]
        elif not fence and _OPENS_BLOCK.match(line):
            return position
        position = end
    return None


def _end_of_element(text: str, start: int) -> int:
    """Where the element that starts at `start` ends, with the rest of its last line."""
    void = _VOID_TAG.match(text, start)  # a picture's tag may well go over several lines
    depth, position, seen = 0, void.end() if void else start, 0
    limit = _line_end(text, position)
    for candidate in _CANDIDATE.finditer(text, position):
        if candidate.start() < position:
            continue  # within the tag or comment before it
        if not depth and candidate.start() >= limit:
            break
        if candidate["name"] is None:
            position = _end_of_comment(text, candidate.end())
        elif candidate["name"].lower() in _NAMES and (rest := _REST.match(text, candidate.end())):
            position = rest.end()
            seen += 1
            if rest["empty"] is None:
                depth = max(0, depth + (-1 if candidate["close"] else 1))
        else:
            continue
        limit = len(text) if depth else _line_end(text, position)
    if depth == 0:
        return _line_end(text, position)  # after the end tag; after void elements; after an end tag that nothing opened
    if seen <= _FEW_TAGS:
        # An end tag is missing and hardly any HTML follows: CommonMark's rule, the block ends at a blank line.
        return _blank_line_outside_tags(text, start)
    return len(text)


def _end_of_comment(text: str, position: int) -> int:
    found = text.find("-->", position)
    return len(text) if found < 0 else found + len("-->")


def _blank_line_outside_tags(text: str, start: int) -> int:
    """The end of the first blank line that does not lie within a tag or a comment."""
    inside = 0
    for tag in _TAG.finditer(text, start):
        blank = _BLANK_LINE.search(text, max(start, inside), tag.start())
        if blank is not None:
            return blank.end()
        inside = tag.end()
    blank = _BLANK_LINE.search(text, max(start, inside))
    return blank.end() if blank else len(text)


def _line_end(text: str, position: int) -> int:
    """The position after the line break that follows `position`."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1
