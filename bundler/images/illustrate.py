"""Finding an article's pictures: in the page itself (`data:`) or beside it; on the network in a later stage of work."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Awaitable, Callable
from urllib.parse import unquote, unquote_to_bytes

from bundler.images.fit import Fitted, Screen, Task, Unusable
from bundler.local_file import read_regular
from bundler.model import Article, Chapter, Entry, Kind, Location, Picture, PictureRef, Skipped, Stage

LARGEST_PICTURE = 64 * 1024 * 1024
"""Bytes of a picture's file; a 60-megapixel JPEG has about 30 MB."""

Fit = Callable[[Task], Awaitable[Fitted | Unusable]]
_OUTSIDE = "lies outside the source"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class Illustrator:
    """Finds, fits and keeps the pictures of one run; the same bytes are decoded and kept once.

    Args:
        fit: runs `fit_picture` somewhere; a failing worker is an `Unusable`.
        keep: puts bytes into the store and gives their key.
        screen: what pictures have to fit into.
        wanted: False leaves every picture out (`--no-images`).
        offline: whether the user has forbidden the network.
    """

    def __init__(
        self, fit: Fit, keep: Callable[[bytes], str], screen: Screen, *, wanted: bool = True, offline: bool = False
    ) -> None:
        self._fit = fit
        self._keep = keep
        self._screen = screen
        self._wanted = wanted
        self._offline = offline
        self._known: dict[bytes, Picture | Unusable] = {}

    async def illustrate(self, entry: Entry, article: Article) -> tuple[Chapter, list[Skipped]]:
        """Get an article's pictures.

        Args:
            entry: the article's entry, for its origin and the place it lies.
            article: the article, for its picture references.

        Returns:
            the chapter, and what is not in it with the reason: a gap, or left out when it was switched off.
        """
        pictures: list[Picture | None] = []
        skipped: list[Skipped] = []
        for reference in article.pictures:
            found = await self._picture(entry, reference)
            pictures.append(found if isinstance(found, Picture) else None)
            if isinstance(found, Skipped):
                skipped.append(found)
        return Chapter(entry, tuple(pictures)), skipped

    async def _picture(self, entry: Entry, reference: PictureRef) -> Picture | Skipped:
        def skip(kind: Kind, reason: str) -> Skipped:
            return Skipped(entry.origin, Stage.ILLUSTRATE, kind, reason, subject=reference.address)

        if not self._wanted:
            return skip(Kind.SWITCHED_OFF, "pictures are switched off (--no-images)")
        content = find(reference, entry.location)
        if isinstance(content, str):
            return skip(Kind.PICTURE_MISSING, content)
        if content is None and self._offline:
            return skip(Kind.SWITCHED_OFF, "on the network, which is switched off (--offline)")
        if content is None:
            return skip(Kind.PICTURE_MISSING, "on the network, and this version fetches nothing")
        digest = hashlib.sha256(content).digest()
        if digest not in self._known:
            fitted = await self._fit(Task(content, self._screen))
            if isinstance(fitted, Fitted):
                key = self._keep(fitted.content)
                self._known[digest] = Picture(key, fitted.media_type, fitted.width, fitted.height)
            else:
                self._known[digest] = fitted
        known = self._known[digest]
        if isinstance(known, Picture):
            return known
        kind = Kind.NOT_AN_ARTICLE if known.is_spacer else Kind.PICTURE_MISSING
        return skip(kind, known.reason)


def find(reference: PictureRef, location: Location) -> bytes | str | None:
    """A picture's bytes where they need no network.

    Args:
        reference: the picture.
        location: where its page lies.

    Returns:
        the bytes; or the reason in words why they cannot be had; or None when the picture is on the network.
    """
    if reference.reference.startswith("data:"):
        content = _data(reference.reference)
        return content if content is not None else "a data: address that cannot be read"
    on_network = reference.address.startswith(("http://", "https://"))
    if not _SCHEME.match(reference.reference):
        for name in _file_names(reference.reference):
            found = _read_beside(location, name)
            if found is not None and not (found == _OUTSIDE and on_network):
                return found
    if on_network:
        return None
    return "no such file beside the page"


def _file_names(reference: str) -> list[str]:
    """What a relative reference may be called on the disk: as it is, decoded, without query and fragment."""
    bare = re.split(r"[?#]", reference)[0]
    return list(dict.fromkeys((reference, unquote(reference), unquote(bare))))


def _read_beside(location: Location, name: str) -> bytes | str | None:
    """A file of the source; None when there is none, a reason when it must or can not be read."""
    try:
        base = location.root if name.startswith("/") else location.folder
        path = (base / name.lstrip("/")).resolve()
        if not path.is_relative_to(location.root):
            return _OUTSIDE
        if not path.exists():
            return None
        return read_regular(path, LARGEST_PICTURE)
    except (OSError, ValueError) as error:  # a name too long, a NUL byte, no permission
        return f"cannot be read ({getattr(error, 'strerror', None) or error})"


def _data(reference: str) -> bytes | None:
    """The bytes of a `data:` address (RFC 2397), or None when it cannot be read."""
    head, comma, body = reference.partition(",")
    if not comma:
        return None
    raw = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", raw), validate=True)
    except binascii.Error:
        return None
