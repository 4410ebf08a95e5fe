"""Footnotes: a mark in the text and the note it points to, told to the reader so that it may show the note in place.

EPUB 3 Structural Semantics Vocabulary 1.1, section 3.9 (`noteref`, `footnote`); DPUB-ARIA 1.1 (`doc-noteref`,
`doc-footnote`). A note is an `aside`, because the role is not allowed on a list's item (ARIA in HTML, section 4).
"""

from __future__ import annotations

import re

from bundler.model import Article
from bundler.tokens import ANCHOR, LINK

_MARK = re.compile(
    r"\s*[\[(（【〔]?\s*(?:注|note|fn)?\s*(?:\d{1,3}|[a-z]|[ivx]{2,5}|[*†‡§¶]{1,3}|[①-⑳])\s*[\])）】〕]?\s*$",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(rf'<(li|p)>((?:<[a-z]+(?: href="link:\d+")?>)*){ANCHOR.pattern}')
_LIST = re.compile(
    r'<(?P<kind>[ou]l)(?: start="(?P<start>-?\d+)")?>(?P<items>(?:<li>(?:(?!</?(?:ol|ul|li)\b).)*</li>)+)</(?P=kind)>',
    re.DOTALL,
)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_BLOCK = re.compile(r"<(?:p|blockquote|figure|table|pre|dl|hr|h[2-6])\b")
_ASIDE = re.compile(r'<aside id="(n\d+)"')
_ROLES = ' epub:type="footnote" role="doc-footnote"'


def is_mark(content: str) -> bool:
    """Whether a link's content is the mark of a note: a number, a letter, an asterisk or a dagger, bracketed or not."""
    return _MARK.match(_TAG.sub("", content)) is not None


def footnotes(article: Article) -> frozenset[str]:
    """The anchors of an article that are footnotes: a mark points to them, and they begin a paragraph or an item.

    Args:
        article: the article; one without links to its own places is not looked through.
    """
    if not any(link.anchor for link in article.links):
        return frozenset()
    pointed: set[str] = set()
    beginning: set[str] = set()
    for block in article.blocks:
        beginning.update(match[3] for match in _OPENING.finditer(block))
        for match in LINK.finditer(block):
            anchor = article.links[int(match[1])].anchor
            own = set(ANCHOR.findall(match[0]))
            if anchor and is_mark(match[2]) and anchor not in own:
                pointed.add(anchor)
    found = pointed & beginning
    notes = frozenset(found - _back_links(article, found))
    # Only what is told as a footnote is pointed to as one: a mark may lead into a list of other things.
    return frozenset(anchor for block in article.blocks for anchor in _ASIDE.findall(as_footnotes(block, notes)))


def _back_links(article: Article, found: set[str]) -> set[str]:
    """Anchors that only the notes themselves point to: the marks' own places, where a note's number leads back.

    A note stands behind its mark, so a link out of a note leads back when it leads upwards.
    """
    places = {
        match[1]: (number, match.start())
        for number, block in enumerate(article.blocks)
        for match in ANCHOR.finditer(block)
    }
    pointed: set[str] = set()
    for number, block in enumerate(article.blocks):
        notes = [places[match[3]] for match in _OPENING.finditer(block) if match[3] in found]
        for match in LINK.finditer(block):
            anchor = article.links[int(match[1])].anchor
            in_a_note = any(note < (number, match.end()) for note in notes)
            if anchor in found and not (in_a_note and places[anchor] < (number, match.start())):
                pointed.add(anchor)
    return found - pointed


def as_footnotes(block: str, notes: frozenset[str]) -> str:
    """A block with its footnotes told as such: paragraphs, and lists of which at least half the items are footnotes.

    Args:
        block: a block of an article.
        notes: what `footnotes` found.
    """
    if not notes:
        return block

    def of_a_list(match: re.Match[str]) -> str:
        """A list as notes, where at least half of its items are."""
        items = _ITEM.findall(match["items"])
        openings = [_OPENING.match(f"<li>{item}") for item in items]
        anchors = [opening[3] if opening and opening[3] in notes else "" for opening in openings]
        if sum(map(bool, anchors)) * 2 < len(items):
            return match[0]
        first = int(match["start"] or 1)
        return "".join(
            _aside(item, anchor, f"{number}. " if match["kind"] == "ol" else "")
            for number, (item, anchor) in enumerate(zip(items, anchors, strict=True), first)
        )

    def of_a_paragraph(match: re.Match[str]) -> str:
        opening = _OPENING.match(match[0])
        if opening is None or opening[3] not in notes:
            return match[0]
        return _aside(match[0].removeprefix("<p>").removesuffix("</p>"), opening[3], "")

    block = _LIST.sub(of_a_list, block)
    return re.sub(r"^<p>.*</p>$", of_a_paragraph, block, flags=re.DOTALL)


def _aside(content: str, anchor: str, number: str) -> str:
    name = f' id="{anchor}"' if anchor else ""
    content = content.replace(f'<span id="{anchor}"></span>', "", 1)
    is_block = _BLOCK.match(content) is not None
    content = re.sub(r"^<p>", f"<p>{number}", content) if is_block else f"<p>{number}{content}</p>"
    return f'<aside{name}{_ROLES} class="note">{content}</aside>'
