"""What the site holds: 200 articles, 350 pictures, and which picture has which fault."""

from __future__ import annotations

import enum
import functools
import random
from pathlib import Path

from PIL import Image

from tests.pages import mirror_page, prose
from tests.pictures import encoded

ARTICLES = 200
PICTURES = 350


class Fault(enum.Enum):
    """What is wrong with a picture; the second value tells whether it can be had all the same."""

    NONE = "as it should be", True
    NOT_FOUND = "404", False
    LIMITED = "429 with Retry-After, then good", True
    FLAPPING = "503 twice, then good", True
    DOWN = "503 for ever", False
    RESUMED = "breaks off, can be resumed", True
    STARTED_ANEW = "breaks off, cannot be resumed, then good", True
    CUT = "breaks off for ever", False
    SLOW = "comes in drops, but comes", True
    ENDLESS = "never ends", False
    WEB_PAGE = "a web page with status 200", False
    BOMB = "a gzip bomb", False
    LOOP = "a redirect loop", False
    MOVED = "a redirect to where it is now", True
    PRIVATE = "a redirect to another port of this machine", False
    WRONG_TYPE = "sent as text/html, but a picture", True
    NO_EXTENSION = "an address without extension", True
    NEEDS_REFERER = "403 unless the page is named", True
    PACKED = "sent packed without having been asked for so", True

    @property
    def can_be_had(self) -> bool:
        """Whether the picture must be in the book."""
        return self.value[1]


_SLOW = (
    *(Fault.CUT, Fault.LIMITED, Fault.CUT, Fault.SLOW, Fault.CUT, Fault.RESUMED, Fault.LIMITED, Fault.SLOW),
    *(Fault.RESUMED, Fault.STARTED_ANEW, Fault.LIMITED, Fault.SLOW, Fault.RESUMED, Fault.STARTED_ANEW),
    Fault.STARTED_ANEW,
)
"""Faults that cost a wait, three of each; neighbours, so that their waits pass at the same time."""
_QUICK = tuple(fault for fault in Fault if fault is not Fault.NONE and fault not in _SLOW) * 3
"""The others, three of each; every sixth picture has one."""


def fault_of(picture: int) -> Fault:
    """The fault of a picture."""
    number, rest = divmod(picture, 6)
    first_slow = 6 * len(_QUICK)
    if picture < first_slow:
        return _QUICK[number] if rest == 3 else Fault.NONE
    return _SLOW[picture - first_slow] if picture < first_slow + len(_SLOW) else Fault.NONE


MISSING = frozenset(picture for picture in range(PICTURES) if not fault_of(picture).can_be_had)


def size_of(picture: int) -> tuple[int, int]:
    """Every picture has a size of its own, small enough to be kept: so a book tells which pictures it holds."""
    return 400 + picture % 20, 300 + picture // 20


def path_of(picture: int) -> str:
    """Where a picture lies at the site."""
    return f"/p/{picture}" + ("" if fault_of(picture) is Fault.NO_EXTENSION else (".jpg", ".png", ".webp")[picture % 3])


@functools.cache
def content_of(picture: int) -> bytes:
    """A picture's file, 20 to 60 kB, drawn of noise that is its own."""
    noise = random.Random(picture).randbytes(80 * 60 * 3)  # noqa: S311 - the same pictures every time
    image = Image.frombytes("RGB", (80, 60), noise).resize(size_of(picture), Image.Resampling.BICUBIC)
    if picture % 3 == 0:
        return encoded(image, "JPEG", quality=85)
    if picture % 3 == 1:
        few = image.quantize(48, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        return encoded(few, "PNG", compress_level=1)
    return encoded(image, "WEBP", quality=80, method=0)


def pictures_of(article: int) -> list[int]:
    """An article's pictures: two, and one for every fourth article."""
    first = article * 2 - article // 4
    return list(range(first, first + (1 if article % 4 == 3 else 2)))


def write_pages(folder: Path, site: str) -> None:
    """Write the site's pages as a mirror holds them.

    Args:
        folder: where to.
        site: the address of its root, `http://127.0.0.1:8000`.
    """
    for article in range(ARTICLES):
        # Every other article refers to its pictures relative to its own address.
        root = site if article % 2 else ""
        page = mirror_page(
            f"Story number {article}",
            day=f"2020-{article // 28 + 1:02}-{article % 28 + 1:02}",
            address=f"{site}/2020/{article // 28 + 1}/{article % 28 + 1}/n{article}.html",
            paragraphs=prose(article),
            pictures=[root + path_of(picture) for picture in pictures_of(article)],
        )
        (folder / f"{article:03}.md").write_text(page, encoding="utf-8")
