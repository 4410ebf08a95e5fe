"""Making a book's pictures smaller until it fits a limit of bytes: the heaviest first, never below what can be read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bundler.images.illustrate import Illustrator, Shown, smaller
from bundler.model import Chapter, Picture

_SAVED_BY_A_STEP = 0.2
_ROUND = 8
"""Pictures that are made smaller side by side in a round; fixed, so that every machine makes the same book."""


async def fit_into(chapters: Sequence[Chapter], most_bytes: int, illustrator: Illustrator) -> tuple[list[Chapter], int]:
    """Lower the heaviest pictures step by step.

    Args:
        chapters: the book's chapters.
        most_bytes: what its pictures may use together.
        illustrator: the one that made them.

    Returns:
        the chapters with their smaller pictures, and what they use now; more than the limit when every picture is as
        small as it may be.
    """
    current = {
        picture.key: illustrator.shown[picture.key]
        for chapter in chapters
        for picture in chapter.pictures
        if picture is not None
    }
    at_their_smallest: set[str] = set()
    while (total := sum(found.picture.size for found in current.values())) > most_bytes:
        left = sorted((key for key in current if key not in at_their_smallest), key=lambda key: _weight(current[key]))
        heaviest = _enough(left, current, total - most_bytes)
        if not heaviest:
            break
        for key, found in zip(
            heaviest, await asyncio.gather(*(_step(current[key], illustrator) for key in heaviest)), strict=True
        ):
            if found is None:
                at_their_smallest.add(key)
            else:
                current[key] = found
    return [_replaced(chapter, current) for chapter in chapters], total


def _weight(found: Shown) -> tuple[int, str]:
    return -found.picture.size, found.picture.key


def _enough(keys: Sequence[str], current: dict[str, Shown], excess: int) -> list[str]:
    """The heaviest pictures of which a step will about save what is too much; the lighter ones are left alone."""
    chosen: list[str] = []
    for key in keys[:_ROUND]:
        chosen.append(key)
        if sum(current[key].picture.size for key in chosen) * _SAVED_BY_A_STEP >= excess:
            break
    return chosen


async def _step(found: Shown, illustrator: Illustrator) -> Shown | None:
    """The picture one step smaller; steps that gain nothing are skipped. None when there is no step left."""
    recipe = smaller(found.recipe, is_drawn=found.is_drawn)
    while recipe is not None:
        made = await illustrator.make(found.digest, recipe, found.source)
        if isinstance(made, Shown) and made.picture.size < found.picture.size:
            return made
        recipe = smaller(recipe, is_drawn=found.is_drawn)
    return None


def _replaced(chapter: Chapter, current: dict[str, Shown]) -> Chapter:
    def smallest(picture: Picture | None) -> Picture | None:
        return current[picture.key].picture if picture is not None else None

    return replace(chapter, pictures=tuple(map(smallest, chapter.pictures)))
