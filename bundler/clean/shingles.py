"""The sketch of a text: what is compared to tell that two pages tell the same story."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from bundler.clean.text import WIDE
from bundler.sketches import sketch_of

_WORDS = 3
_CHARACTERS = 6
"""Chinese words have one to three characters: six are as much as three words."""
_WIDE_CHARACTER = re.compile(f"[{WIDE}]")
_WORD = re.compile(r"\w+")
_LONGEST = 200_000
"""Characters, a book's worth; the rest of a longer text is not looked at, because its words would fill the memory."""
_BITS = 0xFFFFFFFF
_MULTIPLIER = 2654435761
"""Knuth, The Art of Computer Programming, volume 3, section 6.4: 2^32 divided by the golden ratio."""


def sketch(text: str) -> bytes:
    """The sketch of a text.

    Args:
        text: plain text. Shingles are three words, or six characters of a text that is mainly Chinese or Japanese;
            case and punctuation do not count.
    """
    return sketch_of(_spread(zlib.crc32(shingle)) for shingle in _shingles(text[:_LONGEST]))


def _spread(value: int) -> int:
    """CRC-32 is linear: multiplied and shifted, neighbours land far from each other."""
    value = (value ^ (value >> 15)) * _MULTIPLIER & _BITS
    return value ^ (value >> 13)


def _shingles(text: str) -> Iterable[bytes]:
    words = _WORD.findall(text.casefold())
    bare = "".join(words)
    if 2 * len(_WIDE_CHARACTER.findall(bare)) > len(bare):
        code = bare.encode("utf-32-le", errors="replace")
        size = 4 * _CHARACTERS
        return (code[start : start + size] for start in range(0, len(code) - size + 4, 4))
    coded = [word.encode(errors="replace") for word in words]
    return (b" ".join(coded[start : start + _WORDS]) for start in range(len(coded) - _WORDS + 1))
