"""Which files a book's articles become: one page each, a long one several; names that stay when articles are added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bundler.model import Article, Chapter, Entry
from bundler.package.state import article_key
from bundler.tokens import LINK_START

LARGEST_PAGE = 240_000
"""Bytes of a page: readers with little memory stop at 260 kB to 300 kB (calibre's own splitting limit)."""
_AROUND_LINK = 170
"""Bytes of the roles, numbers and notes around an address, in the mode that writes most (`--links notes`)."""
_LINK = '<a href="link:'
_PICTURE = '<img src="pic:'
_AROUND_PICTURE = 80
"""Bytes of a picture's file name, which is a hash, and of the folders before it."""
_NOT_KEPT = bytes({*range(256)} - {*range(0x21, 0x7F)})
_DIGITS = 12
"""Of the hash in a name: 48 bits, so that among 40,000 articles two meet once in 350,000 books."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an article.

    Attributes:
        file: its name in the book, below `EPUB/`.
        first: the first of the article's blocks on it.
        last: the block behind its last one; None for the article's end.
        has_math: whether MathML is on it.
    """

    file: str
    first: int = 0
    last: int | None = None
    has_math: bool = False

    @property
    def name(self) -> str:
        """Its file's name without folders, for links between pages."""
        return self.file.rpartition("/")[2]


def lay_out(chapters: Sequence[Chapter], article: Callable[[str], Article]) -> tuple[tuple[Sheet, ...], ...]:
    """Give every article its pages.

    Args:
        chapters: in reading order.
        article: reads an article by its store key; asked for long ones only.

    Returns:
        the pages of each chapter, at least one.
    """
    taken: set[str] = set()
    return tuple(_sheets(_stem(chapter.entry, taken), chapter.entry, article) for chapter in chapters)


def _stem(entry: Entry, taken: set[str]) -> str:
    """A name out of the day and the address: it does not depend on the articles around, so places in it are kept."""
    digest = article_key(entry.source_url, entry.fingerprint)[:_DIGITS]
    stem = f"text/{entry.date.day if entry.date else 'undated'}-{digest}"
    number = 1
    while (unique := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    taken.add(unique)
    return unique


def _sheets(stem: str, entry: Entry, article: Callable[[str], Article]) -> tuple[Sheet, ...]:
    if entry.size <= LARGEST_PAGE:
        return (Sheet(f"{stem}.xhtml", has_math=entry.has_math),)
    whole = article(entry.body)
    blocks = whole.blocks
    starts, used = [0], 0
    for number, size in enumerate(weights(whole)):
        if used and used + size > LARGEST_PAGE:
            starts.append(number)
            used = 0
        used += size
    ends = [*starts[1:], None]
    return tuple(
        Sheet(f"{stem}{f'_{number}' if number > 1 else ''}.xhtml", first, last, mathematics(blocks[first:last]))
        for number, (first, last) in enumerate(zip(starts, ends, strict=True), 1)
    )


def weights(article: Article) -> list[int]:
    """About how many bytes each block has on its page, where addresses and files stand in the place of tokens.

    The same for every way with links, so that the names of pages do not hang on it.

    Args:
        article: the article.
    """
    addresses = [_length_quoted(link.address) + _AROUND_LINK for link in article.links]
    return [_weight(block, addresses) for block in article.blocks]


def whole_weight(article: Article) -> int:
    """The sum of all weights, which takes half the time."""
    addresses = [_length_quoted(link.address) + _AROUND_LINK for link in article.links]
    return _weight("".join(article.blocks), addresses)


def _weight(markup: str, addresses: Sequence[int]) -> int:
    links = sum(addresses[int(number)] for number in LINK_START.findall(markup)) if _LINK in markup else 0
    return len(markup.encode()) + links + markup.count(_PICTURE) * _AROUND_PICTURE


def _length_quoted(address: str) -> int:
    """How many characters an address has when every byte but the printable ones of ASCII is percent-encoded."""
    content = address.encode(errors="replace")
    return len(content) + 2 * (len(content) - len(content.translate(None, _NOT_KEPT)))


def mathematics(blocks: Sequence[str]) -> bool:
    """Whether MathML is in an article's blocks; they escape every `<` of a text."""
    return any("<math " in block for block in blocks)
