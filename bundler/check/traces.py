"""Traces of the machine a book was made on: paths of its file system, and what tools say about themselves."""

from __future__ import annotations

import getpass
import platform
import re
from collections.abc import Iterator
from pathlib import Path

_PATH = re.compile(
    r"(?:file:/+(?=[^\s/\"'<>])"
    r"|(?<![\w/.:~%-])(?:/home/|/Users/|/export/home/)[^\s/\"'<>|]{1,64}/"
    r"|(?<![\w/.:~%-])(?:/root/|/tmp/|/var/folders/|/private/(?:var|tmp)/|/Volumes/)[^\s/\"'<>|]"
    r"|(?<![\w])[A-Za-z]:\\{1,2}[^\s\\\"'<>|:*?]"
    r"|(?<![\w])[A-Za-z]:/(?:Users|Documents and Settings|Windows|Temp)/"
    r"|(?<![\w\\])\\\\[\w.-]{1,64}\\[\w.$-])",
    re.IGNORECASE,
)
"""`file:` addresses, home and temporary folders of Unix and macOS, drives and network shares of Windows."""
_SHOWN = 40
_TOOLS = re.compile(
    r"\b(calibre|pandoc|sigil|ebook-?lib|percollate|indesign|vellum|scrivener|kindlegen|jutoh|atticus|abbyy|wkhtmltopdf"
    r"|microsoft word|libreoffice|openoffice|saved from url|singlefile|httrack|wayback machine|mozilla|chrome|gimp"
    r"|photoshop|imagemagick|inkscape|illustrator|generator|generated (?:by|with|using)|created (?:by|with|using)"
    r"|exported (?:by|from|with))\b",
    re.IGNORECASE,
)
_SHORTEST_NAME = 3
_COMMON_NAMES = frozenset(
    "root user users home admin administrator guest test ubuntu debian fedora alpine pi ec2-user vagrant runner docker "
    "node build builder jenkins www-data nobody owner default localhost localdomain raspberrypi".split()
)
"""Names that half of all machines bear: they tell nothing, and stand in many articles."""


def local_path(text: str) -> str:
    """The beginning of a path of somebody's machine in a text that is no prose, or an empty string.

    Args:
        text: metadata, a comment, an attribute's value.
    """
    if "/" not in text and "\\" not in text:  # no path is without either, and most texts are
        return ""
    match = _PATH.search(text)
    return text[match.start() : match.start() + _SHOWN] if match else ""


def names_tool(text: str) -> bool:
    """Whether a comment or a field tells which tool wrote it."""
    return _TOOLS.search(text) is not None


def names_of_this_machine() -> Iterator[tuple[str, str]]:
    """What would give this machine away: pairs of what it is and the words themselves. Common names are left out."""
    home = str(Path.home())
    if len(home) > len("/root"):
        yield "the home folder", home
    host = platform.node()
    for what, name in (("the host name", host), ("the host name", host.partition(".")[0]), ("the user name", _user())):
        if len(name) >= _SHORTEST_NAME and name.lower() not in _COMMON_NAMES:
            yield what, name


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no entry for this user, as in many containers; KeyError before Python 3.13
        return ""


def given_away(content: bytes, names: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """What of the names stands in bytes as a word of its own; the name itself is not repeated.

    Args:
        content: an entry of a book.
        names: as `names_of_this_machine` gives them.
    """
    for what, name in names:
        pattern = rb"(?<![A-Za-z0-9])" + re.escape(name.encode()) + rb"(?![A-Za-z0-9])"
        if re.search(pattern, content):
            yield what
