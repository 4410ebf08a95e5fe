"""Reading CSS for what it would load: style sheets, style elements and attributes, and `url()` in SVG attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|([^\n0-9a-fA-F]))")
_ACTIVE = re.compile(r"expression\s*\(|-moz-binding\s*:|behavior\s*:", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s*(?:url\(\s*)?[\"']?\s*(?P<address>[^\"')\s;]*)", re.IGNORECASE)
_FUNCTION = re.compile(r"\b(?:url|src)\(\s*(?P<quote>[\"']?)(?P<address>.*?)(?P=quote)\s*\)", re.IGNORECASE | re.DOTALL)
_SET = re.compile(r"\b(?:-webkit-)?(?:image-set|image|cross-fade)\((?P<inside>[^)]*)", re.IGNORECASE)
_STRING = re.compile(r"[\"'](?P<address>[^\"']*)[\"']")
_LARGEST_CODE_POINT = 0x10FFFF


def plain_css(text: str) -> str:
    """CSS without comments and with its escapes resolved (CSS Syntax 4.3.7), so that nothing hides behind them."""

    def character(match: re.Match[str]) -> str:
        if match[2] is not None:
            return match[2]
        number = int(match[1], 16)
        return chr(number) if 0 < number <= _LARGEST_CODE_POINT else "\ufffd"

    return _ESCAPE.sub(character, _COMMENT.sub("", text))


def is_active(css: str) -> bool:
    """Whether old browsers would run something out of plain CSS."""
    return _ACTIVE.search(css) is not None


def addresses(css: str) -> Iterator[str]:
    """Everything plain CSS would load: imports, `url()`, `src()`, and the strings of image sets."""
    for pattern in (_IMPORT, _FUNCTION):
        for match in pattern.finditer(css):
            if match["address"].strip():
                yield match["address"].strip()
    for match in _SET.finditer(css):
        for text in _STRING.finditer(match["inside"]):
            yield text["address"].strip()
