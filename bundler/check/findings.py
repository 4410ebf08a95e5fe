"""What the audit can find in a book, and how bad it is."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

_MOST_OF_A_KIND, _MOST_EVERYWHERE = 20, 2000
_MOST_IN_A_DOCUMENT = 1000


class Level(enum.StrEnum):
    """How bad a finding is. Errors and warnings are problems; a clean book of any maker has none."""

    ERROR = "error"
    """The book is not whole, would call out, run something, or tell where its reader or maker is."""
    WARNING = "warning"
    """The book tells more than it should, or promises what it does not keep; it can be read all the same."""
    NOTE = "note"
    """Worth knowing before a book is passed on; no fault."""

    @property
    def is_problem(self) -> bool:
        """Whether it makes a check fail."""
        return self is not Level.NOTE


class Code(enum.StrEnum):
    """The kinds of findings; each is a promise that a book breaks (docs/reference.md, "check")."""

    BROKEN = "broken"
    ARCHIVE = "archive"
    NAME = "file name"
    MISSING = "missing file"
    UNREFERENCED = "unreferenced file"
    EMPTY = "empty file"
    TYPE = "wrong type"
    DUPLICATE = "duplicate"
    REMOTE = "remote reference"
    TRACKER = "tracker"
    ACTIVE = "active content"
    TRACKING = "tracking link"
    TRACE = "local trace"
    LOCATION = "location"
    PICTURE = "picture metadata"
    MAKER = "tool mark"
    ORDER = "date order"
    NAVIGATION = "navigation"
    CLAIM = "accessibility claim"
    LIMIT = "device limit"
    EPUBCHECK = "EPUBCheck"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth telling about a book.

    Attributes:
        code: its kind.
        file: the entry of the archive it stands in; empty for the book as a whole.
        detail: what exactly, for one line.
        level: how bad it is.
    """

    code: Code
    file: str
    detail: str
    level: Level = Level.ERROR


def warning(code: Code, file: str, detail: str) -> Finding:
    """A finding that is a problem and breaks nothing."""
    return Finding(code, file, detail, Level.WARNING)


def note(code: Code, file: str, detail: str) -> Finding:
    """A finding that is no problem."""
    return Finding(code, file, detail, Level.NOTE)


class FewFindings(list[Finding]):
    """Findings of one document; of a kind that never ends only the first thousand."""

    def __init__(self) -> None:
        super().__init__()
        self._told: Counter[tuple[Code, Level]] = Counter()

    def append(self, finding: Finding) -> None:
        """Keep a finding, or count it."""
        self._told[finding.code, finding.level] += 1
        if self._told[finding.code, finding.level] <= _MOST_IN_A_DOCUMENT:
            super().append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep findings, or count them."""
        for finding in findings:
            self.append(finding)


def bounded(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, few enough to read and to hold in memory, whatever a book does.

    Of one kind the first 20 in one file and the first 2000 in the book are kept, then their number follows. A note that
    stands in many places is told once, where it stands first, with their number.

    Args:
        findings: in any number.
    """
    kept: list[Finding] = []
    told: Counter[tuple[str, Code, Level]] = Counter()
    everywhere: Counter[tuple[Code, Level]] = Counter()
    repeated: Counter[Finding] = Counter()
    first: dict[tuple[Code, str], Finding] = {}
    for finding in findings:
        if finding.level is Level.NOTE:
            known = first.setdefault((finding.code, finding.detail), finding)
            if known is not finding:
                repeated[known] += 1
                continue
        kind = (finding.file, finding.code, finding.level)
        told[kind] += 1
        everywhere[finding.code, finding.level] += 1
        if told[kind] <= _MOST_OF_A_KIND and everywhere[finding.code, finding.level] <= _MOST_EVERYWHERE:
            kept.append(finding)
        elif finding.level is Level.NOTE:
            del first[finding.code, finding.detail]
    kept = [
        replace(finding, detail=f"{finding.detail} ({repeated[finding] + 1} times)") if repeated[finding] else finding
        for finding in kept
    ]
    kept.extend(
        Finding(code, file, f"and at least {count - _MOST_OF_A_KIND} more of this kind", level)
        for (file, code, level), count in told.items()
        if count > _MOST_OF_A_KIND
    )
    kept.extend(
        Finding(code, "", f"at least {count} times altogether", level)
        for (code, level), count in everywhere.items()
        if count > _MOST_EVERYWHERE
    )
    return kept
