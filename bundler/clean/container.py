"""Undoing what a mirror wrapped around an article, as its container rule says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bundler.clean.rules import ContainerRule, container_rules
from bundler.clean.text import tidy
from bundler.clean.title import from_markdown
from bundler.model import Dropped

_DASHES = re.compile(r"[ \t]*(?:-{3,}|={3,}|\*{3,})[ \t]*$")
_MENU = re.compile(r"^[ \t]*#{1,6}[ \t]*(?:\[[^\]\n]*\]\([^)\n]*\)(?:&nbsp;|[|｜·\s])*){2,}$\n?", re.MULTILINE)
_DIV = re.compile(r"<(/?)div\b", re.IGNORECASE)
_SAMPLE = 80
_END = 2000
_LONGEST_FOOTER = 1500
"""Characters from the share footer's first line to the original address; the longest seen has 700."""


@dataclass(frozen=True, slots=True)
class Contained:
    """What was found in a container.

    Attributes:
        container: the name of the rule that recognised it.
        title: the article's title.
        source_url: the original address, or an empty string.
        body: Markdown and HTML of the article alone.
        dropped: what the container had put in.
    """

    container: str
    title: str
    source_url: str
    body: str
    dropped: tuple[Dropped, ...]


def undo_container(text: str) -> Contained | None:
    """Take an article out of its container.

    Args:
        text: the whole page.

    Returns:
        the article, or None when no container rule recognises the page.
    """
    for rule in container_rules():
        if all(_stands_in(text, pattern) for pattern in rule.recognise):
            return _undo(text, rule)
    return None


def without_menus(text: str) -> str:
    """Drop headings that are nothing but two or more links: the menus of a mirror whose container nobody knows yet.

    Args:
        text: an ordinary Markdown page.
    """
    return _MENU.sub("", text)


def _stands_in(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a pattern is found; containers are told by a page's start and its end, so these are looked at first."""
    return bool(pattern.match(text) or pattern.search(text, max(0, len(text) - _END)) or pattern.search(text))


def _undo(text: str, rule: ContainerRule) -> Contained:
    title = rule.title.search(text)
    address = _last(rule.source_url, text)
    begin = title.end() if title else 0
    end = _footer(text, begin, rule)
    body, furniture = _without_furniture(text[begin:end], rule)
    footer = tidy(text[end:])
    dropped = (
        [Dropped(f"{rule.name}: menus and promotions", len(furniture), tidy(furniture[0])[:_SAMPLE])]
        if furniture
        else []
    )
    if footer:
        dropped.append(Dropped(f"{rule.name}: share footer", 1, footer[:_SAMPLE]))
    return Contained(
        container=rule.name,
        title=from_markdown(title["title"]) if title else "",
        source_url=address["url"] if address else "",
        body=body,
        dropped=tuple(dropped),
    )


def _footer(text: str, begin: int, rule: ContainerRule) -> int:
    """Where the footer begins: its last line's match, or an earlier one of another pattern close above it.

    An article may quote the footer's words; the footer itself stands at the end.
    """
    found = (_last(pattern, text) for pattern in rule.footer)
    matches = [match.start() + 1 for match in found if match and match.start() + 1 >= begin]
    latest = max(matches, default=len(text))
    return min((start for start in matches if latest - start <= _LONGEST_FOOTER), default=len(text))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match: an article may quote an address in the footer's words, but the footer stands at the end."""
    match = None
    for match in pattern.finditer(text):  # noqa: B007 - the loop's last value is the result
        pass
    return match


def _without_furniture(body: str, rule: ContainerRule) -> tuple[str, list[str]]:
    """Drop menu and promotion lines and the dashes around them, and pair the `</div>` that a promotion leaves behind.

    A promotion in mid-article replaced an element's start tag: the article then has one `</div>` too many, which would
    close what is around it. A `<div>` goes in where the promotion stood.
    """
    lines, whole = body.split("\n"), f"\n{body}"
    numbers: list[int] = []
    number = position = 0
    for match in rule.furniture.finditer(whole):
        number += whole.count("\n", position, match.start())
        position = match.start()
        numbers.append(number)
    gone = frozenset(numbers)
    kept = [line for number, line in enumerate(lines) if number not in gone]
    first = next((number for number, line in enumerate(kept) if line.strip()), len(kept))
    place = next((number - before for before, number in enumerate(numbers) if number - before > first), 0)
    if numbers:
        kept = ["" if "---" in line and line.strip() == "---" else line for line in kept]
    if place and (surplus := sum(1 if end else -1 for end in _DIV.findall("\n".join(kept)))) > 0:
        kept.insert(place, "<div>" * surplus)
    while kept and _DASHES.match(kept[0] or "---"):
        kept.pop(0)
    return "\n".join(kept), [lines[number] for number in numbers]
