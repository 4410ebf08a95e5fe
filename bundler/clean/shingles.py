"""The sketch of a text: what is compared to tell that two pages tell the same story."""

from __future__ import annotations

import re
import struct
import zlib
from functools import cache

from bundler.clean.text import without_wide
from bundler.sketches import sketch_of

_WORDS = 3
_CHARACTERS = 6
"""Chinese words have one to three characters: six are as much as three words."""
_WORD = re.compile(r"\w+")
_ASCII = "".join(chr(number).lower() if _WORD.match(chr(number)) else " " for number in range(128))
"""Makes spaces of all that is in no word, and small letters, at a quarter of the expression's cost."""
_LONGEST = 200_000
"""Characters, a book's worth; the rest of a longer text is not looked at, because its words would fill the memory."""
_LANE = 8
"""Bytes: two numbers of 32 bits, multiplied, do not reach the next lane."""
_LOW = b"\xff\xff\xff\xff\0\0\0\0"
_FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1, 0x2C1B3C6D)
"""Odd numbers without a pattern, one for each place in a shingle."""
_MULTIPLIER = 2654435761
"""Knuth, The Art of Computer Programming, volume 3, section 6.4: 2^32 divided by the golden ratio."""


def sketch(text: str) -> bytes:
    """The sketch of a text.

    Args:
        text: plain text. Shingles are three words, or six characters of a text that is mainly Chinese or Japanese;
            case and punctuation do not count.
    """
    text = text[:_LONGEST]
    words = text.translate(_ASCII).split() if text.isascii() else _WORD.findall(text.casefold())
    bare = "".join(words)
    if 2 * len(without_wide(bare)) < len(bare):
        lanes = bare.replace("", "\0").encode("utf-32-le", errors="replace")[_LANE // 2 :]
        return sketch_of(_hashes(lanes, _CHARACTERS))
    encoded = " ".join(words).encode(errors="replace").split()
    return sketch_of(_hashes(struct.pack(f"<{len(encoded)}Q", *map(zlib.crc32, encoded)), _WORDS))


def _hashes(lanes: bytes, size: int) -> tuple[int, ...]:
    """A hash of 32 bits for every run of `size` numbers, all at once: a text is one long integer, a lane a number.

    That is five times as fast as one after the other. A run's numbers are multiplied by a factor each and added
    (J. Carter and M. Wegman, "Universal classes of hash functions", 1979); sums of neighbours would lie near each
    other, so they are mixed.

    Args:
        lanes: numbers below 2^32, eight bytes each, little-endian.
        size: how many make a shingle.
    """
    count = len(lanes) // _LANE - size + 1
    if count < 1:
        return ()
    low = _low_halves(count.bit_length())
    numbers = int.from_bytes(lanes, "little")
    mixed = 0
    for place, factor in enumerate(_FACTORS[:size]):
        mixed += (numbers >> (8 * _LANE * place)) * factor & low
    mixed = ((mixed ^ (mixed >> 15)) & low) * _MULTIPLIER & low
    mixed = (mixed ^ (mixed >> 13)) & low
    return struct.unpack_from(f"<{count}Q", mixed.to_bytes(len(lanes), "little"))


@cache
def _low_halves(bits: int) -> int:
    """The lower halves of 2^bits lanes."""
    return int.from_bytes(_LOW * (1 << bits), "little")
