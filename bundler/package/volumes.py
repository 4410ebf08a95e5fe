"""Volumes: a bundle in several books, each whole by itself, whose names stay when articles are added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bundler.model import Chapter
from bundler.package.labels import labels_for, printed_date

_BY_DATE = {"year": len("2020"), "month": len("2020-09")}
_UNDATED = "undated"
_LAST = "999999"
"""The place of the undated volume in its series: behind every year and every month."""
_NUMBERED = re.compile(r"v(\d{3,})(?:_(\d{3,}))?")
_DATED = re.compile(r"(\d{4}(?:-\d\d)?|undated)_(\d{3,})")


@dataclass(frozen=True, slots=True)
class Volume:
    """One book of a bundle.

    Attributes:
        key: what tells it from the others, as a part of file names: `2020`, `2020-09`, `v002`, `undated`, behind an
            underscore the number of the part where one is too large; empty for a bundle in one book.
        chapters: in reading order.
    """

    key: str
    chapters: tuple[Chapter, ...]

    @property
    def position(self) -> str:
        """The place in the series: numbers joined by points, so that every reader sorts the volumes rightly."""
        name, _, part = self.key.partition("_")
        number = _LAST if name == _UNDATED else str(int(re.sub(r"\D", "", name) or "0"))
        return f"{number}.{int(part):03d}" if part else number

    def title(self, bundle: str, language: str) -> str:
        """The volume's own title.

        Args:
            bundle: the bundle's title.
            language: the book's BCP 47 tag.
        """
        labels = labels_for(language)
        name, _, part = self.key.partition("_")
        if not name:
            return bundle
        if name == _UNDATED:
            own = labels.undated
        elif re.fullmatch(r"\d{4}(?:-\d\d)?", name):
            own = printed_date(name, language)
        else:
            own = labels.volume.format(int(name.removeprefix("v")))
        return f"{bundle} – {own}" + (f" ({int(part)})" if part else "")


def split(chapters: Sequence[Chapter], by: str) -> list[Volume]:
    """Divide a bundle.

    Args:
        chapters: in reading order.
        by: `none`, `year`, `month`, or how many articles a volume has. With a number the oldest come first, so that
            later articles change the last volume only.
    """
    if by == "none":
        return [Volume("", tuple(chapters))]
    if by in _BY_DATE:
        length = _BY_DATE[by]
        keyed = groupby(chapters, lambda chapter: chapter.entry.date.day[:length] if chapter.entry.date else _UNDATED)
        return [Volume(key, tuple(group)) for key, group in keyed]
    most = int(by)
    return [
        Volume(f"v{number:03d}", tuple(chapters[start : start + most]))
        for number, start in enumerate(range(0, len(chapters), most), 1)
    ]


def divide(volume: Volume, texts: Sequence[int], most: int) -> list[Volume]:
    """Divide a volume that is too large at its articles' borders.

    Args:
        volume: the volume.
        texts: bytes of each chapter's text; its pictures' are added, each once a book.
        most: bytes that a book may have for both; one chapter that is larger stands alone.
    """
    parts: list[list[Chapter]] = [[]]
    seen: dict[str, int] = {}
    used = 0
    for chapter, text in zip(volume.chapters, texts, strict=True):
        pictures = {picture.key: picture.size for picture in chapter.pictures if picture is not None}
        weight = text + sum(size for key, size in pictures.items() if key not in seen)
        if parts[-1] and used + weight > most:
            parts.append([])
            used, weight = 0, text + sum(pictures.values())
            seen.clear()
        parts[-1].append(chapter)
        seen.update(pictures)
        used += weight
    if len(parts) == 1:
        return [volume]
    keys = (f"{volume.key}_{number:03d}" if volume.key else f"v{number:03d}" for number in range(1, len(parts) + 1))
    return [replace(volume, key=key, chapters=tuple(part)) for key, part in zip(keys, parts, strict=True)]


def older_volumes(names: Iterable[str], stem: str, keys: Sequence[str]) -> list[str]:
    """Files that an earlier run with more volumes, or more parts of one, has left beside the new ones.

    A year or month that was not made anew is none of them: its articles may simply not have been asked for.

    Args:
        names: of the files in the books' folder.
        stem: what the names of the bundle's volumes begin with, `news` of `news_v001.epub`.
        keys: of the volumes that were made; one empty key for a book without volumes.

    Returns:
        their names in order.
    """
    made = set(keys)
    older = []
    for name in names:
        if not name.startswith(f"{stem}_") or not name.endswith(".epub"):
            continue
        key = name[len(stem) + 1 : -len(".epub")]
        part = _DATED.fullmatch(key)
        # With parts, the whole volume is older; with the whole volume, its parts are.
        is_whole_of_parts = any(_is_part(other, key) for other in made)
        is_part_of_made = part is not None and (part[1] in made or any(_is_part(other, part[1]) for other in made))
        if key not in made and (_NUMBERED.fullmatch(key) or is_part_of_made or is_whole_of_parts):
            older.append(name)
    return sorted(older)


def _is_part(key: str, of: str) -> bool:
    return key.startswith(f"{of}_")
