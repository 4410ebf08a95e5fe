"""Why something asked for is not in the book, as values instead of exceptions."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Stage(enum.StrEnum):
    """The pipeline's steps, as reports name them."""

    COLLECT = "collect"
    CLEAN = "clean"
    SELECT = "select"
    ILLUSTRATE = "illustrate"
    PACKAGE = "package"


class Kind(enum.StrEnum):
    """Why something asked for is not in the book. `is_gap` tells the two families apart."""

    # gaps: asked for and not had; exit code 3, listed on the book's last page
    UNREADABLE = "unreadable"
    WORKER_FAILED = "worker failed"
    BLOCK_PAGE = "block page"
    PICTURE_MISSING = "picture missing"
    NOT_FETCHED = "not fetched"
    PICK_GONE = "picked and not found"
    # left out: meant so; counted, exit code 0
    NOT_AN_ARTICLE = "not an article"
    OUTSIDE_SOURCE = "outside the source"
    DUPLICATE = "duplicate"
    OUTSIDE_PERIOD = "outside the period"
    OVER_LIMIT = "over the limit"
    NOT_MATCHED = "not matched"
    OTHER_LANGUAGE = "another language"
    TOO_SHORT = "too short"
    NOT_NEW = "not new"
    NOT_PICKED = "not picked"
    SWITCHED_OFF = "switched off"
    ORNAMENT = "spacer or icon"
    FRONT_PAGE = "front page"
    KEPT_COPY = "kept copy"
    PART = "part of an article"

    @property
    def is_gap(self) -> bool:
        """Whether the user asked for it and did not get it."""
        return self in _GAPS


_GAPS = frozenset(
    {
        Kind.UNREADABLE,
        Kind.WORKER_FAILED,
        Kind.BLOCK_PAGE,
        Kind.PICTURE_MISSING,
        Kind.NOT_FETCHED,
        Kind.PICK_GONE,
    }
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A page or picture that is not in the book, as a value instead of an exception.

    Attributes:
        origin: the page it is about (for a picture: the page that shows it).
        stage: where it was found out.
        kind: the reason's family.
        reason: the reason in words, for one line of a report.
        subject: the picture's address where it is about a picture; empty for a page.
    """

    origin: str
    stage: Stage
    kind: Kind
    reason: str
    subject: str = ""
