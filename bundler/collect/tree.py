"""A tree of files, on the disk or in an archive: which of them are pages, and what the others are for."""

from __future__ import annotations

import enum
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from bundler.collect.bookmarks import is_bookmarks, read_bookmarks
from bundler.collect.document import HEAD, Desk, Document, Found, gap
from bundler.collect.mhtml import is_mhtml, read_mhtml
from bundler.collect.sniff import NOT_PAGES, PAGE_NAMES, media_type
from bundler.model import Hints, Kind, Location, MediaType, Page, Skipped, Stage

LARGEST_PAGE = 32 * 1024 * 1024
"""Bytes. A SingleFile page with its pictures inside may be several MB; beyond this a file is no article."""

_SAVED_WHOLE = frozenset((".mht", ".mhtml"))
_PICTURES = frozenset(".avif .bmp .gif .ico .jpeg .jpg .png .svg .tif .tiff .webp".split())
_SOURCES = frozenset(
    ".epub .zip .wacz .warc .tar .tgz .gz .bz2 .tbz .tbz2 .xz .txz .zst "
    ".xml .rss .atom .rdf .opml .json .jsonl .csv".split()
)
_COMPANION = re.compile(r"(.+)[_.-](?:files|fichiers|archivos|arquivos|dateien|bestanden)$", re.IGNORECASE)
"""Folders that browsers lay beside a page saved as "complete", under the names that some give them in their language.
"""


class Role(enum.Enum):
    """What a file of a tree is for, as far as its name tells."""

    PAGE = "page"
    PICTURE = "picture"
    SOURCE = "source"
    UNSURE = "unsure"
    NOTHING = "nothing"


def role_of(name: str) -> Role:
    """What a file is for.

    Args:
        name: its path in the tree, parted by `/`.
    """
    suffix = suffix_of(name)
    if any(part.startswith(".") for part in name.split("/")) or name.startswith("__MACOSX/"):
        return Role.NOTHING
    if suffix in PAGE_NAMES or suffix in _SAVED_WHOLE:
        return Role.PAGE
    if suffix in _PICTURES:
        return Role.PICTURE
    if suffix in _SOURCES:
        return Role.SOURCE
    return Role.NOTHING if suffix in NOT_PAGES else Role.UNSURE


def suffix_of(name: str) -> str:
    """A name's ending with its point, in small letters; empty when it has none."""
    stem, point, ending = name.rpartition("/")[2].rpartition(".")
    return f".{ending.lower()}" if point and stem else ""


def companions(names: Iterable[str]) -> Callable[[str], bool]:
    """Which files belong to pages saved as "complete".

    Args:
        names: the paths of a whole tree.

    Returns:
        tells of a path whether it lies in the folder of such a page.
    """
    pages = {name.rpartition(".")[0] for name in names if suffix_of(name) in PAGE_NAMES}

    def belongs(name: str) -> bool:
        parts = name.split("/")[:-1]
        return any(
            (stem := page_beside(part)) and "/".join([*parts[:place], stem]) in pages
            for place, part in enumerate(parts)
        )

    return belongs


def page_beside(folder: str) -> str:
    """The name, without ending, of the page that a folder of this name belongs to if there is such a page."""
    found = _COMPANION.match(folder)
    return found[1] if found else ""


def may_lie_beside(name: str) -> bool:
    """Whether a path leads through a folder that may belong to a page saved as "complete"."""
    return any(page_beside(part) for part in name.split("/")[:-1])


def reading_order(name: str) -> list[tuple[int, str]]:
    """A key that sorts paths as a folder is read: the files of a folder first, then the folders in it."""
    *folders, file = name.split("/")
    return [*((1, folder) for folder in folders), (0, file)]


def read_content(origin: str, content: bytes, location: Location, desk: Desk) -> Iterator[Found]:
    """A file's bytes as pages, where its name or its content says that it is one.

    Args:
        origin: what reports call it; its ending counts.
        content: all its bytes.
        location: where it lies.
        desk: what readers share.

    Yields:
        a page, or pages of a bundle of files; nothing when it is no page and its name does not say so either.
    """
    said = PAGE_NAMES.get(suffix_of(origin))
    if is_mhtml(content):
        yield from read_mhtml(origin, content, desk)
    elif is_bookmarks(content[:HEAD]):  # Pocket's lies in a ZIP, called like a page
        yield from read_bookmarks(Document(origin, partial(io.BytesIO, content), len(content), depth=1), desk)
    elif (found := page_of(origin, content, location, said)) is not None:
        yield found


def page_of(
    origin: str, content: bytes, location: Location, said: MediaType | None, hints: Hints | None = None
) -> Page | Skipped | None:
    """A file's bytes as a page.

    Args:
        origin: what reports call it.
        content: all its bytes.
        location: where it lies.
        said: what its name, or the user by typing it, says that it is; None when nobody says that it is a page.
        hints: what is known of it from outside.

    Returns:
        the page; or a gap when it should be one and is none; or None when it is something else.
    """
    found = media_type(content, said) if content.strip() else None
    if found is not None:
        return Page(origin, found, content, location, hints or Hints())
    if said is None:
        return None
    return gap(origin, "holds binary data, not a page" if content.strip() else "is empty")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: its path in the archive, safe and parted by `/`.
        read: its bytes, at most so many; or the reason why they cannot be had.
        document: gives it as a document of its own, for a source within a source.
    """

    name: str
    read: Callable[[int], bytes | str]
    document: Callable[[], Document]


def read_members(
    archive: Document, members: Iterable[Member], locate: Callable[[str], Location], desk: Desk
) -> Iterator[Found]:
    """Read an archive like a folder; one without any page is a box of sources, and each of them is read.

    Args:
        archive: the archive.
        members: its files; one that is no page and no source is not looked at.
        locate: where a page lies, by its path.
        desk: what readers share.
    """
    has_pages = False
    waiting: list[Document] = []
    for member in members:
        role = role_of(member.name)
        origin = f"{archive.name}/{member.name}"
        if role is Role.SOURCE:
            waiting.append(member.document())
        if role not in (Role.PAGE, Role.UNSURE):
            continue
        content = member.read(LARGEST_PAGE)
        if isinstance(content, str):
            if role is Role.PAGE:
                yield gap(origin, content)
            continue
        is_page = False
        for found in read_content(origin, content, locate(member.name), desk):
            is_page = True
            yield found
        has_pages = has_pages or is_page
        if not is_page and role is Role.UNSURE:
            waiting.append(member.document())
    if not has_pages:
        for document in waiting:
            yield from desk.read(document, desk)


def outside(origin: str, reason: str) -> Skipped:
    """A file of an archive that is not read because of where its name or its link leads."""
    return Skipped(origin, Stage.COLLECT, Kind.OUTSIDE_SOURCE, reason)
