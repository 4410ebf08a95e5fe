"""ZIP archives: their files read in place, none ever laid on the disk under a name of its own."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bundler.collect.budget import Budget, metered
from bundler.collect.document import Desk, Document, Found, gap
from bundler.collect.paths import safe_path
from bundler.collect.spool import open_view
from bundler.collect.tree import Member, companions, outside, read_members, reading_order
from bundler.collect.unreadable import UnreadableError
from bundler.model import Location

_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What `zipfile` raises for a damaged entry, an unknown way of packing, and an encrypted one."""
_END, _END_SIZE = b"PK\x05\x06", 22
_END64_LOCATOR, _END64_LOCATOR_SIZE = b"PK\x06\x07", 20
_LONGEST_COMMENT = 65_535
_LARGEST_DIRECTORY = 64 * 1024 * 1024
"""Bytes of a central directory, which `zipfile` reads as a whole: room for half a million entries."""
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCAL_HEADER = 30
_MEBIBYTE = 1024 * 1024


def is_zip(head: bytes) -> bool:
    """Whether a file begins as a ZIP archive, an empty one included (APPNOTE 6.3.10, 4.3.7 and 4.3.16)."""
    return head.startswith((b"PK\x03\x04", _END))


class ZipArchive:
    """The files of an archive by their safe paths; also what its pages' pictures are taken from.

    Args:
        document: the archive.

    Raises:
        UnreadableError: it is damaged, or has too many entries.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.budget: Budget = document.budget if document.depth else Budget(document.size)
        _check_directory(document)
        try:
            self._zip = zipfile.ZipFile(document.open())
        except _DAMAGES as error:
            raise UnreadableError(f"is a damaged ZIP archive ({error})") from error
        self.files: dict[str, zipfile.ZipInfo] = {}
        self.unsafe: list[str] = []
        self.encrypted = 0
        for info in self._zip.infolist():
            self._add(info)

    def _add(self, info: zipfile.ZipInfo) -> None:
        self.budget.entry()
        if info.filename.endswith("/"):
            return
        name = _name(info)
        path = safe_path(name)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if not path or kind not in (0, stat.S_IFREG):  # 0: made on a system without such kinds
            self.unsafe.append(name)
        elif info.flag_bits & _ENCRYPTED:
            self.encrypted += 1
        else:
            self.files.setdefault(path, info)

    def read(self, name: str, most: int) -> bytes | str | None:
        """See `bundler.model.Files`; names are paths in the archive."""
        try:
            return self.unpack(name, most)
        except UnreadableError as error:
            return str(error)

    def unpack(self, name: str, most: int) -> bytes | str | None:
        """As `read`, for reading the archive itself.

        Raises:
            BudgetError: it has unpacked more than it may.
        """
        info = self.files.get(name)
        if info is None:
            return None
        too_large = f"is larger than {most // _MEBIBYTE} MiB"
        if info.file_size > most:
            return too_large
        try:
            with self._zip.open(info) as file:
                content = file.read(most + 1)
        except _DAMAGES as error:
            return f"is damaged in its archive ({error or type(error).__name__})"
        self.budget.spend(len(content))
        return content if len(content) <= most else too_large

    def text(self, name: str, most: int) -> bytes:
        """A file that the archive cannot be read without.

        Raises:
            UnreadableError: it is not there or damaged.
        """
        content = self.unpack(name, most)
        if content is None:
            raise UnreadableError(f"is damaged ({name} is not in it)")
        if isinstance(content, str):
            raise UnreadableError(f"is damaged ({name} {content})")
        return content

    def member(self, name: str, desk: Desk) -> Document:
        """A file as a document of its own: in place where it is stored as it is, else unpacked into the spool.

        Raises:
            UnreadableError: it is damaged, or unpacks to more than it may.
        """
        info = self.files[name]
        document = self.document
        origin = f"{document.name}/{name}"
        if info.compress_type == zipfile.ZIP_STORED:
            open_file = partial(_open_stored, document, info)
            return Document(origin, open_file, info.compress_size, depth=document.depth + 1, budget=self.budget)
        try:
            with self._zip.open(info) as file:
                place = desk.spool.copy(metered(file, self.budget))
        except _DAMAGES as error:
            raise UnreadableError(f"is damaged in its archive ({error})") from error
        return Document(origin, partial(desk.spool.open, place), place[1], depth=document.depth + 1, budget=self.budget)


def read_zip(archive: ZipArchive, desk: Desk) -> Iterator[Found]:
    """Read an archive like the folder that it was made of, in the order in which a folder is read.

    Args:
        archive: the archive.
        desk: what readers share.
    """
    document = archive.document
    belongs_to_page = companions(archive.files)
    members = (
        Member(name, partial(_read, archive, name), partial(archive.member, name, desk))
        for name in sorted(archive.files, key=reading_order)
        if not belongs_to_page(name)
    )
    yield from read_members(document, members, lambda name: Location(Path(), Path(), archive, name), desk)
    if archive.encrypted:
        yield gap(document.origin, f"{archive.encrypted} files in it are encrypted; unpack it with its password first")
    for name in archive.unsafe:
        yield outside(f"{document.name}/{name}", "a link or a name that leads out of the archive")


def _read(archive: ZipArchive, name: str, most: int) -> bytes | str:
    content = archive.unpack(name, most)
    return content if content is not None else "is not in the archive"


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name; many programs write UTF-8 without saying so, which is then read as code page 437."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _open_stored(document: Document, info: zipfile.ZipInfo) -> BinaryIO:
    """A stored entry as a part of the archive's own file (APPNOTE 6.3.10, 4.3.7: name and extra field come first)."""
    with document.open() as file:
        file.seek(info.header_offset)
        header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER:
        raise UnreadableError("is damaged in its archive (cut off)")
    lengths = sum(struct.unpack("<HH", header[26:30]))

    def read_at(offset: int, count: int) -> bytes:
        with document.open() as file:
            file.seek(offset)
            return file.read(count)

    return open_view(read_at, info.compress_size, info.header_offset + _LOCAL_HEADER + lengths)


def _check_directory(document: Document) -> None:
    """Refuse a directory of millions of entries before it is read into memory."""
    with document.open() as file:
        start = max(0, document.size - _END_SIZE - _LONGEST_COMMENT - _END64_LOCATOR_SIZE)
        file.seek(start)
        tail = file.read()
        end = tail.rfind(_END)
        if end < 0 or end + _END_SIZE > len(tail):
            raise UnreadableError("is a damaged ZIP archive (cut off, or not copied to its end)")
        size = int.from_bytes(tail[end + 12 : end + 16], "little")
        locator = tail[max(0, end - _END64_LOCATOR_SIZE) : end]
        if locator.startswith(_END64_LOCATOR):
            file.seek(int.from_bytes(locator[8:16], "little"))
            size = int.from_bytes(file.read(48)[40:48], "little")
    if size > _LARGEST_DIRECTORY:
        raise UnreadableError("has more entries than any archive of pages")
