"""TAR archives: read once, from the beginning to the end; what pages may show waits in the spool."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from bundler.collect.budget import Budget, metered
from bundler.collect.document import Desk, Document, Found
from bundler.collect.paths import safe_path
from bundler.collect.tree import Member, Role, companions, may_lie_beside, outside, read_members, role_of
from bundler.collect.unreadable import UnreadableError, damage_told
from bundler.model import Location

_BLOCK = 512
_MOST_IN_HEADER = 1024 * 1024
"""Bytes of a long name or of extended attributes, which `tarfile` reads as a whole."""
_LARGEST_KEPT = 1024**3
_MEBIBYTE = 1024 * 1024


def is_tar(head: bytes) -> bool:
    """Whether a file begins with a TAR header whose sum is right (POSIX.1-2017, pax, "ustar Interchange Format")."""
    block = head[:_BLOCK]
    if len(block) < _BLOCK or not block.strip(b"\x00"):
        return False
    try:
        said = int(block[148:156].strip(b" \x00") or b"0", 8)
    except ValueError:
        return False
    return said == sum(block[:148]) + sum(block[156:]) + 8 * 0x20


def read_tar(document: Document, desk: Desk) -> Iterator[Found]:
    """Read an archive that is not packed.

    Args:
        document: the archive.
        desk: what readers share.

    Raises:
        UnreadableError: it is damaged; what stands before the damage is yielded first.
    """
    budget = document.budget if document.depth else Budget(document.size)
    with document.open() as file:
        yield from TarArchive(document, budget, desk).read_all(metered(file, budget))


class TarArchive:
    """An archive that is read as a stream; also what its pages' pictures are taken from.

    Args:
        document: the archive, for its name.
        budget: what it may unpack.
        desk: what readers share.
    """

    def __init__(self, document: Document, budget: Budget, desk: Desk) -> None:
        self._document = document
        self._budget = budget
        self._desk = desk
        self._places: dict[str, tuple[int, int]] = {}
        self._left_out: list[str] = []

    def read(self, name: str, most: int) -> bytes | str | None:
        """See `bundler.model.Files`; names are paths in the archive."""
        place = self._places.get(name)
        if place is None:
            return None
        return self._desk.spool.read(place) if place[1] <= most else f"is larger than {most // _MEBIBYTE} MiB"

    def read_all(self, file: BinaryIO) -> Iterator[Found]:
        """Read the archive's pages in its own order.

        Args:
            file: its bytes, unpacked.

        Raises:
            UnreadableError: it is damaged; what stands before the damage is yielded first.
        """
        members = self._members(file)
        yield from read_members(self._document, members, lambda name: Location(Path(), Path(), self, name), self._desk)
        for name in self._left_out:
            origin = f"{self._document.name}/{name}"
            yield outside(origin, "a link, a device or a name that leads out of the archive")

    def _members(self, file: BinaryIO) -> Iterator[Member]:
        """Its files; those that may belong to a page saved as "complete" come last, when all pages are known."""
        pages: set[str] = set()
        beside: list[Member] = []
        with damage_told(tarfile.TarError), tarfile.open(fileobj=file, mode="r|", tarinfo=_CarefulInfo) as archive:
            while (info := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # tarfile would keep every entry for the sake of links
                member = self._member(archive, info)
                if member is None:
                    continue
                if role_of(member.name) is Role.PAGE:
                    pages.add(member.name)
                if may_lie_beside(member.name):
                    beside.append(self._kept(archive, info, member.name))
                else:
                    yield member
        belongs_to_page = companions(pages)
        yield from (member for member in beside if not belongs_to_page(member.name))

    def _member(self, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member | None:
        """A file that somebody may want to read; None for folders and what is left out."""
        self._budget.entry()
        path = safe_path(info.name)
        if info.isdir():
            return None
        if not path or not info.isreg():
            self._left_out.append(info.name)
            return None
        role = role_of(path)
        if role is Role.NOTHING or info.size > _LARGEST_KEPT:
            return None
        if role is Role.PAGE:
            return Member(path, partial(_read_now, archive, info), _no_document)
        return self._kept(archive, info, path)

    def _kept(self, archive: tarfile.TarFile, info: tarfile.TarInfo, path: str) -> Member:
        """A file that waits in the spool."""
        spool, depth = self._desk.spool, self._document.depth + 1
        place = self._places.get(path)
        if place is None:
            place = self._places[path] = spool.copy(_contents(archive, info))
        origin = f"{self._document.name}/{path}"
        document = Document(origin, partial(spool.open, place), place[1], depth=depth, budget=self._budget)
        return Member(path, partial(self._read_kept, path), lambda: document)

    def _read_kept(self, path: str, most: int) -> bytes | str:
        found = self.read(path, most)
        return found if found is not None else "is not in the archive"


class _CarefulInfo(tarfile.TarInfo):
    """An entry whose header may not be a bomb: names and attributes of gigabytes would be read into memory."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        kinds = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE)
        if self.type in (*kinds, tarfile.SOLARIS_XHDTYPE) and self.size > _MOST_IN_HEADER:
            raise tarfile.ReadError("a name or attribute of more than 1 MiB")
        found: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return found


def _contents(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    return cast("BinaryIO", archive.extractfile(info) or io.BytesIO())


def _read_now(archive: tarfile.TarFile, info: tarfile.TarInfo, most: int) -> bytes | str:
    if info.size > most:
        return f"is larger than {most // _MEBIBYTE} MiB"
    with damage_told(tarfile.TarError):
        return _contents(archive, info).read()


def _no_document() -> Document:
    raise UnreadableError("is a page, and no source of pages")
