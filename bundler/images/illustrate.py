"""An article's pictures: found or fetched, fitted, kept once; what cannot be had is told with its reason."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bundler.addresses import shown
from bundler.errors import DamagedError
from bundler.images.choose import in_order, is_too_small
from bundler.images.keeping import Keeping
from bundler.images.local import find, locate
from bundler.images.seen import hashed, read_anew
from bundler.images.slots import Slots
from bundler.images.sources import Missing, Originals
from bundler.images.task import Fitted, Recipe, Task, Unusable
from bundler.model import (
    Candidate,
    Chapter,
    Entry,
    Kind,
    Location,
    Made,
    Picture,
    PictureRef,
    Skipped,
    Stage,
)
from bundler.once import Shared

Fit = Callable[[Task], Awaitable[Fitted | Unusable]]
_CHANGED = Unusable("was changed on the disk while it was read")
_RECIPE_VERSION = 2
"""Counts up when the same bytes and recipe would give another picture."""


def recipe_key(recipe: object) -> str:
    """What a finished picture depends on besides its original: the recipe, our version of it, and Pillow's.

    Args:
        recipe: a frozen value: a `Recipe`, or what else is made with Pillow and kept.
    """
    from PIL import __version__ as pillow_version  # noqa: PLC0415 - who asks for the list of devices needs no Pillow

    return f"{recipe}|{_RECIPE_VERSION}|{pillow_version}"


Source = tuple[Candidate, Location]
"""A picture's file and the place of the page that shows it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a book and what it was made of, for making it smaller.

    Attributes:
        picture: the picture.
        digest: the key of its original.
        recipe: what it was made with.
        is_drawn: whether it is a drawing.
        natural_width: pixels of the original.
        source: where the original lies when it needed no network: it is read there again, and never copied.
    """

    picture: Picture
    digest: str
    recipe: Recipe
    is_drawn: bool
    natural_width: int
    source: Source | None = None


class Illustrator:
    """Gets the pictures of one run; the same address is asked for once, the same bytes are decoded and kept once.

    Args:
        fit: runs `fit_picture` somewhere; a failing worker is an `Unusable`.
        store: keeps originals and finished pictures.
        originals: gets bytes from the network; None when the user has switched it off.
        recipe: how pictures are made.
        slots: bounds how many are in memory at the same time.
        wanted: False leaves every picture out (`--no-images`).
        in_turn: an article's pictures are got one after the other, because what comes over the line is limited.
        remembering: whether the pictures may be made smaller later, so that what they were made of must be known.
    """

    def __init__(  # noqa: PLR0913 - what it works with, and how
        self,
        fit: Fit,
        store: Keeping,
        originals: Originals,
        recipe: Recipe,
        slots: Slots,
        *,
        wanted: bool = True,
        in_turn: bool = False,
        remembering: bool = True,
    ) -> None:
        self._fit = fit
        self._store = store
        self._originals = originals
        self._recipe = recipe
        self._wanted = wanted
        self._in_turn = in_turn
        self._slots = slots
        self._under_way: dict[tuple[str, Recipe], asyncio.Task[Shown | Unusable]] = {}
        self._unusable: dict[tuple[str, Recipe], Unusable] = {}
        self._remembering = remembering
        self._once = Shared()
        self.shown: dict[str, Shown] = {}
        """Every picture of the run by its key, when they are remembered."""

    async def illustrate(self, entry: Entry, references: Sequence[PictureRef]) -> tuple[Chapter, list[Skipped]]:
        """Get an article's pictures.

        Args:
            entry: the article's entry, for its origin and the place it lies.
            references: the pictures that the article refers to.

        Returns:
            the chapter, and what is not in it with the reason: a gap, or left out when it was switched off.
        """
        pictures: list[Picture | None] = []
        skipped: list[Skipped] = []
        tasks = [self._picture(entry, reference) for reference in references]
        results = [await task for task in tasks] if self._in_turn else await asyncio.gather(*tasks)
        for reference, found in zip(references, results, strict=True):
            pictures.append(found.picture if isinstance(found, Shown) else None)
            if isinstance(found, Missing):
                subject = shown(reference.address)
                skipped.append(Skipped(entry.origin, Stage.ILLUSTRATE, found.kind, found.reason, subject=subject))
        return Chapter(entry, tuple(pictures)), skipped

    async def _picture(self, entry: Entry, reference: PictureRef) -> Shown | Missing:
        """Try a picture's files one after the other; the first reason counts when all fail."""
        if not self._wanted:
            return Missing("pictures are switched off (--no-images)", Kind.SWITCHED_OFF)
        first: Missing | None = None
        for candidate in in_order(reference, self._recipe.width):
            found = await self._from_candidate(candidate, entry)
            if isinstance(found, Shown):
                return await self._larger(found, reference, entry)
            first = first or found
        if reference.linked is not None and first is not None and first.kind is Kind.PICTURE_MISSING:
            found = await self._from_candidate(reference.linked, entry)
            if isinstance(found, Shown):
                return found
        return first or Missing("the page names no file for it", Kind.PICTURE_MISSING)

    async def _larger(self, found: Shown, reference: PictureRef, entry: Entry) -> Shown:
        """The full-size picture that a small one links to, when it is larger indeed."""
        if reference.linked is None or not is_too_small(found.natural_width, self._recipe.width):
            return found
        full = await self._from_candidate(reference.linked, entry)
        return full if isinstance(full, Shown) and full.natural_width > found.natural_width else found

    async def _from_candidate(self, candidate: Candidate, entry: Entry) -> Shown | Missing:
        result = await self._from_disk(candidate, entry.location)
        if result is None:
            digest = await self._originals.digest(candidate.address, entry.source_url)
            if isinstance(digest, Missing):
                return digest
            async with self._slots:
                result = await self.make(digest, self._recipe_for(entry.location))
            if isinstance(result, Unusable) and not result.is_spacer:
                self._store.forget(candidate.address)
        if isinstance(result, Shown | Missing):
            return result
        return Missing(result.reason, Kind.ORNAMENT if result.is_spacer else Kind.PICTURE_MISSING)

    def _recipe_for(self, location: Location) -> Recipe:
        return replace(self._recipe, as_it_is=True) if location.is_own else self._recipe

    async def _from_disk(self, candidate: Candidate, location: Location) -> Shown | Unusable | Missing | None:
        """A picture that needs no network; None when it is on the network."""
        async with self._slots:
            place = locate(candidate, location)
            if place is None:
                return None
            if isinstance(place, bytes):
                found: tuple[str, bytes | None] | str = (hashlib.sha256(place).hexdigest(), place)
            else:
                found = hashed(place, self._store) if isinstance(place, Path) else place
            recipe, source = self._recipe_for(location), (candidate, location)
            if isinstance(found, tuple):
                result = await self.make(found[0], recipe, source, found[1])
                if result is not _CHANGED or not isinstance(place, Path):
                    return result
                found = read_anew(place)  # it is not what was known of it
            if isinstance(found, str):
                return Missing(found, Kind.PICTURE_MISSING)
            return await self.make(found[0], recipe, source, found[1])

    async def make(
        self, digest: str, recipe: Recipe, source: Source | None = None, content: bytes | None = None
    ) -> Shown | Unusable:
        """Make a picture of an original, or find it made already.

        Args:
            digest: the original's key: the SHA-256 of its bytes.
            recipe: how.
            source: where it lies, when it is not in the store.
            content: its bytes, when they are at hand.
        """
        known = (digest, recipe)
        if known in self._unusable:
            return self._unusable[known]
        task = self._under_way.get(known)
        if task is None:
            task = asyncio.ensure_future(self._make(digest, recipe, source, content))
            self._under_way[known] = task
            task.add_done_callback(lambda _: self._under_way.pop(known, None))
        result = await task
        if isinstance(result, Unusable) and result is not _CHANGED:
            self._unusable[known] = result  # what cannot be shown is not tried twice; what can is in the store
        return result

    async def _make(
        self, digest: str, recipe: Recipe, source: Source | None, content: bytes | None
    ) -> Shown | Unusable:
        key = recipe_key(recipe)
        made = self._store.made(digest, key)
        if made is None:
            original = content if content is not None else self._original(digest, source)
            if isinstance(original, Unusable):
                return original
            made = self._kept(await self._fit(Task(original, recipe)))
            self._store.keep_made(digest, key, made)
        if not made.key:
            return Unusable(made.reason, made.is_spacer)
        # What is equal lies in memory once: types, and most widths.
        once = self._once
        picture = Picture(made.key, once(made.media_type), once(made.width), once(made.height), made.size)
        found = Shown(picture, digest, recipe, made.is_drawn, made.natural_width, source)
        if self._remembering:
            self.shown[made.key] = found
        return found

    def _original(self, digest: str, source: Source | None) -> bytes | Unusable:
        """The bytes of an original, from where it lies or from the store."""
        if source is not None:
            content = find(*source)
            if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == digest:
                return content
            return _CHANGED
        try:
            return self._store.get(digest)
        except DamagedError as error:
            return Unusable(f"the kept original {error.reason}")

    def _kept(self, result: Fitted | Unusable) -> Made:
        if isinstance(result, Unusable):
            return Made(reason=result.reason, is_spacer=result.is_spacer)
        return Made(
            key=self._store.put(result.content),
            media_type=result.media_type,
            width=result.width,
            height=result.height,
            size=len(result.content),
            natural_width=result.natural_width,
            is_drawn=result.is_drawn,
        )


def smaller(recipe: Recipe, *, is_drawn: bool) -> Recipe | None:
    """The next step down for a picture that uses too many bytes; None when it would not be legible any more.

    Photographs lose quality, then size; drawings lose shades only, because their strokes and letters are what they are
    for.

    Args:
        recipe: what it was made with.
        is_drawn: whether it is a drawing.
    """
    recipe = replace(recipe, as_it_is=False)
    if is_drawn:
        steps = (replace(recipe, shades=shades) for shades in (64, 16) if not recipe.shades or shades < recipe.shades)
        return next(steps, None)
    lower = next((quality for quality in (70, 60, 50) if quality < recipe.quality), None)
    if lower is not None:
        return replace(recipe, quality=lower)
    if recipe.width > 600:  # noqa: PLR2004 - half of the smallest screen of a 6-inch reader
        return replace(recipe, width=recipe.width * 3 // 4, height=recipe.height * 3 // 4)
    return None
