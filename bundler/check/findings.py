"""What the audit can find in a book."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Code(enum.StrEnum):
    """The kinds of findings; each is a promise that a book breaks (docs/reference.md, "check")."""

    BROKEN = "broken"
    REMOTE = "remote reference"
    ACTIVE = "active content"
    ORDER = "date order"
    MISSING = "missing file"
    UNREFERENCED = "unreferenced file"
    NAME = "file name"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a book.

    Attributes:
        code: its kind.
        file: the entry of the archive it stands in; empty for the book as a whole.
        detail: what exactly, for one line.
    """

    code: Code
    file: str
    detail: str
