"""The files an `img` may be taken from: its own source, those a script would have put there, and sets of sizes.

Sources: HTML Standard 4.8.4.2 (srcset, picture) and the attributes that the common lazy loaders use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from bundler.clean.walk import attribute

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-url", "data-hi-res-src", "data-full-src")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_TINY = 2
"""Pixels: a picture declared this small or smaller is a tracker or a spacer."""
_SMALLEST_DATA = 200
"""Characters: a data: address below this holds a placeholder of a pixel."""
_NOT_PICTURES = re.compile(r"/(?:spacer|pixel|blank|transparent|1x1)\.(?:gif|png)(?:\?|$)|/kzgd/ad/", re.IGNORECASE)
_PIXELS = re.compile(r"\s*([0-9]{1,5})(?:\.[0-9]+)?\s*(?:px)?\s*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATA = re.compile(r"^data:", re.IGNORECASE)
_SHOWABLE = re.compile(r"image/(?:jpe?g|png|gif|webp|avif|svg\+xml|bmp|tiff)$", re.IGNORECASE)
# A candidate's address ends at white space; a comma belongs to it unless white space or the end follows.
_CANDIDATE = re.compile(r"\s*,*\s*(?P<url>[^\s,]\S*[^\s,]|[^\s,])(?:\s+(?P<descriptor>[0-9.]+[wx]))?[^,]*(?:,|$)")


def candidates_of(tag: Tag) -> list[tuple[str, int]]:
    """Every file an `img` may be taken from.

    Args:
        tag: an `img` element.

    Returns:
        (reference, width in pixels or 0), the page's own first choice in front, each once; nothing for a spacer.
    """
    if _is_spacer(tag):
        return []
    shown = _pixels(tag, "width")
    found = [(reference, 0) for reference in _own_sources(tag)]
    for markup in _sets(tag):
        found.extend(_parse_set(markup, shown))
    found = [(_DATA.sub("data:", reference), width) for reference, width in found]
    usable = [(reference, width) for reference, width in found if _is_usable(reference)]
    widths: dict[str, int] = {}
    for reference, width in usable:
        widths[reference] = max(width, widths.get(reference, 0))
    return list(widths.items())


def _own_sources(tag: Tag) -> Iterator[str]:
    """The lazy attributes first: where one is set, `src` holds a placeholder."""
    for name in _LAZY:
        value = attribute(tag, name).strip()
        if value and not value.startswith(("{", "data:image/gif", "data:image/svg")):
            yield value
    source = attribute(tag, "src").strip()
    if not source.startswith("data:") or len(source) >= _SMALLEST_DATA:
        yield source


def _sets(tag: Tag) -> Iterator[str]:
    picture = next((parent for parent in tag.parents if parent.name == "picture"), None)
    if picture is not None:
        for source in picture.find_all("source"):
            kind = attribute(source, "type")
            if not kind or _SHOWABLE.match(kind.strip()):
                yield attribute(source, "srcset") or attribute(source, "data-srcset")
    for name in ("srcset", *_LAZY_SETS):
        yield attribute(tag, name)


def _parse_set(markup: str, shown: int) -> Iterator[tuple[str, int]]:
    for match in _CANDIDATE.finditer(markup):
        descriptor = match["descriptor"] or ""
        try:
            number = float(descriptor[:-1] or 0)
        except ValueError:
            number = 0
        yield match["url"], int(number if descriptor.endswith("w") else number * shown)


def _is_usable(reference: str) -> bool:
    if not reference or _NOT_PICTURES.search(reference):
        return False
    return not _SCHEME.match(reference) or reference.lower().startswith(("http:", "https:", "data:image/"))


def _is_spacer(tag: Tag) -> bool:
    """Whether the page itself declares the picture as one or two pixels in size."""
    return any(0 <= _pixels(tag, name, missing=-1) <= _TINY for name in ("width", "height"))


def _pixels(tag: Tag, name: str, missing: int = 0) -> int:
    """A width or height that the page declares, by attribute or inline style."""
    value = attribute(tag, name)
    if not value and (style := attribute(tag, "style")):
        declared = re.search(rf"(?:^|;)\s*{name}\s*:\s*([0-9.]+)px", style)
        value = declared[1] if declared else ""
    number = _PIXELS.fullmatch(value) if value else None
    return int(number[1]) if number else missing
