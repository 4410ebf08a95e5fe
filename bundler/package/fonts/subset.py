"""The letters of the cover's font: `python -m bundler.package.fonts.subset` prints them for `pyftsubset`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

_HIGH = range(0xA1, 0xFF)
_BIG5_LOW = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_SETS: tuple[tuple[str, Iterable[int], Iterable[int]], ...] = (
    ("gb2312", range(0xA1, 0xF8), _HIGH),
    ("big5", range(0xA1, 0xC7), _BIG5_LOW),
    ("euc_jp", range(0xB0, 0xD0), _HIGH),
    ("euc_kr", range(0xB0, 0xC9), _HIGH),
)
"""Encodings with the lead and trail bytes of what is taken from them."""
_RANGES = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),
    range(0x370, 0x460),
    range(0x1E00, 0x1F00),
    range(0x2010, 0x2040),
    range(0x3000, 0x3100),
    range(0xFF00, 0xFFEF),
)


def letters() -> str:
    """Every letter that a title may be set with, in the order of code points."""
    found = {chr(code) for codes in _RANGES for code in codes} | {"\u20ac"}
    for encoding, leads, trails in _SETS:
        found.update(_decoded(encoding, leads, trails))
    return "".join(sorted(found))


def _decoded(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> Iterator[str]:
    for lead in leads:
        for trail in trails:
            letter = bytes((lead, trail)).decode(encoding, errors="ignore")
            if len(letter) == 1:
                yield letter


if __name__ == "__main__":
    sys.stdout.write(letters())
