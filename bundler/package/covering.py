"""What a cover shows, and drawing it as a task for a worker. Loads no decoder before there is a cover to draw."""

from __future__ import annotations

from dataclasses import dataclass

from bundler.code_version import code_version
from bundler.model import Picture
from bundler.package import identity
from bundler.package.bundle import Bundle
from bundler.package.lead import lead_picture


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover to draw.

    Attributes:
        title: the book's title.
        period: first and last day, or None.
        lead: the bytes of a picture of the book, or None.
    """

    title: str
    period: tuple[str, str] | None
    lead: bytes | None = None


def cover_of(bundle: Bundle) -> tuple[Cover, Picture | None]:
    """What a book's cover shows: a cover still without its picture, and the picture.

    Args:
        bundle: the book.
    """
    period = identity.period_of([chapter.entry for chapter in bundle.chapters])
    return Cover(bundle.title, period), lead_picture(bundle.chapters)


def cover_version() -> str:
    """The version of what draws covers."""
    return code_version("package/cover.py")


def draw(cover: Cover) -> bytes:
    """Draw a cover; a JPEG. Made to run in a worker.

    Args:
        cover: what it shows.
    """
    from bundler.package.cover import draw_cover  # noqa: PLC0415 - Pillow is loaded where something is drawn only

    return draw_cover(cover.title, cover.period, cover.lead)
