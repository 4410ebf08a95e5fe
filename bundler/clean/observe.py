"""A draft as `learn` sees it: its blocks as keys that are equal where only addresses and numbers differ."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import urlsplit

from bundler.clean.shingles import sketch
from bundler.clean.text import plain, without_wide
from bundler.model import Draft
from bundler.tokens import LINK, PICTURE_START

_ADDRESS = re.compile(
    r"(?:https?:|(?<=[\s:：(（]))//[^\s<>\"'，。、；）】」]+|www\.[^\s<>\"'，。、；）】」]+", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_HEADING = re.compile(r"<h[1-6]>")
_LABEL = re.compile(r"[:：?？]\s*$")
_BOLD = re.compile(r"<p><(b|strong)>((?!</\1>).)*</\1></p>", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]+")
_DENSE = 0.5
_LONGEST_LABEL = 120
_FEWEST_LETTERS = 10
"""Letters that a text must have beside its numbers, or the numbers are the text: "Part 3", "1984". A link needs one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block as `learn` sees it.

    Attributes:
        index: which block of the draft.
        key: equal for blocks whose texts differ in addresses and numbers only; a picture without text has its address.
        size: characters of visible text, an address counted as one.
        letters: how much it says: letters, those of Chinese and Japanese twice.
        is_dense: whether most of its text (or all of its pictures) is links that lead out of the page.
        is_heading: whether it is a heading.
        is_label: whether it says what comes next instead of saying something: a heading, a question, a line in bold.
        targets: where its links lead: host and first segment of the path.
    """

    index: int
    key: int
    size: int
    letters: int
    is_dense: bool
    is_heading: bool
    is_label: bool
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """A draft that no rule recognised, and what `learn` wants to know of it.

    Attributes:
        draft: the page.
        rows: (key, value) pairs to count, see `learn.rows`.
        sketch: of its running text.
    """

    draft: Draft
    rows: tuple[tuple[int, int], ...]
    sketch: bytes


def pieces_of(draft: Draft) -> tuple[Piece, ...]:
    """Every block of a draft that shows something, in order; rules (`hr`) are none."""
    return tuple(_piece(index, block, draft) for index, block in enumerate(draft.blocks) if block != "<hr/>")


def running_text(draft: Draft, pieces: tuple[Piece, ...]) -> str:
    """The text of all blocks that are not mainly links."""
    return " ".join(plain(draft.blocks[piece.index]) for piece in pieces if not piece.is_dense)


def running_sketch(draft: Draft, pieces: tuple[Piece, ...]) -> bytes:
    """The sketch of a draft's running text."""
    return sketch(running_text(draft, pieces))


def key_of(*parts: object) -> int:
    """A number of 63 bits, as SQLite holds them, that stands for texts and numbers."""
    digest = blake2b("\0".join(map(str, parts)).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def _piece(index: int, block: str, draft: Draft) -> Piece:
    text = plain(block.replace("<br/>", " "))
    links = [(int(number), label) for number, label in LINK.findall(block) if not draft.links[int(number)].anchor]
    pictures = [draft.pictures[int(number)].address for number in PICTURE_START.findall(block)]
    if block.startswith('<p class="embed">'):  # the note in a film's place is the film, not a line of links
        pictures, links = [draft.links[number].address for number, _ in links], []
    linked = sum(len(plain(label)) for _, label in links)
    is_dense = linked >= _DENSE * len(text) if text else bool(links) and len(links) >= len(pictures)
    is_heading = _HEADING.match(block) is not None
    masked = _NUMBER.sub("0", _ADDRESS.sub("\x01", text))
    letters = _letters(masked)
    bare = masked if letters >= (1 if is_dense else _FEWEST_LETTERS) else text
    return Piece(
        index=index,
        key=key_of("block", bare.replace(" ", "").casefold(), *pictures),
        size=len(_ADDRESS.sub("\x01", text)),
        letters=letters,
        is_dense=bool(links) and is_dense,
        is_heading=is_heading,
        is_label=is_heading or (len(text) <= _LONGEST_LABEL and bool(_LABEL.search(text) or _BOLD.fullmatch(block))),
        targets=tuple(dict.fromkeys(_target(html.unescape(draft.links[number].address)) for number, _ in links)),
    )


def _letters(text: str) -> int:
    return 2 * len(text) - len(_LETTERS.sub("", text)) - len(without_wide(text))


def _target(address: str) -> int:
    try:
        parts = urlsplit(address)
    except ValueError:
        return key_of("target", address)
    first = parts.path.strip("/").partition("/")[0]
    return key_of("target", _NUMBER.sub("0", f"{parts.netloc.removeprefix('www.')}/{first}"))
