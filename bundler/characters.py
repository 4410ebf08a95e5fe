"""Characters that may stand in a book, a report and a terminal, and those that may not."""

from __future__ import annotations

import re

# XML 1.0 allows no control characters but tab and line ends, and a terminal would obey them; private use characters
# belong to icon fonts that are not there; zero-width spaces and byte order marks in mid-text break words and searches
# on readers; surrogates are file names' undecodable bytes.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s\s+|[^\S ]")
"""White space that is not one space already: to replace a book's million single spaces by themselves costs 100 MB."""


def legal(text: str) -> str:
    """Text without the characters that no book may hold; white space stays as it is, but for the form feed."""
    if text.isprintable():
        return text
    return UNWANTED.sub("", text).replace("\f", " ")  # white space to Python and HTML, forbidden in XML


def printable(text: str) -> str:
    """One line of text: unwanted characters gone, white space folded to single spaces.

    Unwanted characters and white space but for the space are not printable to Python, which tells so in a tenth of the
    time that looking for them takes.
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACE.sub(" ", UNWANTED.sub("", text)).strip()
