"""Choosing the picture for a book's cover."""

from __future__ import annotations

from collections.abc import Sequence

from bundler.model import Chapter, Picture

_SMALLEST_WIDTH, _SMALLEST_HEIGHT = 480, 300
_NARROWEST, _WIDEST = 0.6, 2.4
"""Width to height: banners and columns make no cover."""


def lead_picture(chapters: Sequence[Chapter]) -> Picture | None:
    """The newest article's first picture that is a photograph large enough for a cover.

    Args:
        chapters: in reading order.
    """
    for chapter in reversed(chapters):
        for picture in chapter.pictures:
            if picture is not None and _is_fit(picture):
                return picture
    return None


def _is_fit(picture: Picture) -> bool:
    return (
        picture.media_type == "image/jpeg"  # drawings, screenshots and logos are PNG
        and picture.width >= _SMALLEST_WIDTH
        and picture.height >= _SMALLEST_HEIGHT
        and _NARROWEST <= picture.width / picture.height <= _WIDEST
    )
