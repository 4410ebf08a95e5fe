"""The ZIP file itself: its names, the bytes around its entries, what it unpacks to (OCF 3.3, section 4)."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from bundler.check.findings import Code, Finding, note, warning
from bundler.check.traces import local_path
from bundler.once import Shared

UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
)
"""What zipfile raises on files that are no ZIP, damaged, packed in an unknown way, or encrypted (RuntimeError)."""
_MIMETYPE = b"application/epub+zip"
_PACKINGS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_BOMB_SIZE, _BOMB_RATIO = 8_000_000, 200
"""Texts of a book pack to a third or a tenth; deflate can pack a thousand to one."""
_LARGEST_BOOK = 4_000_000_000
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_LONGEST_DESCRIPTOR = 24
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1
_UTF8 = 0x800
_UNIX = 3
_KINDS = {
    0o120000: "a symbolic link",
    0o020000: "a device",
    0o060000: "a device",
    0o010000: "a pipe",
    0o140000: "a socket",
}
_EXTRAS = {
    0x7875: "user and group of its maker",
    0x7855: "user and group of its maker",
    0x5855: "user and group of its maker",
    0x5455: "times of its maker's files",
    0x000A: "times of its maker's files",
}
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_ESCAPING = re.compile(r"/|.*\\|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)", re.DOTALL)
_RESERVED = re.compile(r"(?:con|nul|aux|prn|com\d|lpt\d)(?:\..*)?", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_LONGEST_NAME = 255
_PLAIN = re.compile(r"[A-Za-z0-9._/-]+")


def archive_findings(archive: zipfile.ZipFile, file: BinaryIO, size: int) -> Iterator[Finding]:
    """What is wrong with the archive, without unpacking anything but its first entry.

    Args:
        archive: the open archive.
        file: the same file, for the bytes around the entries.
        size: its length.
    """
    infos = archive.infolist()
    yield from _mimetype_findings(archive, infos)
    yield from _name_findings(infos)
    yield from _entry_findings(infos)
    yield from _place_findings(infos, file, size, archive.start_dir)
    if archive.comment:
        yield warning(Code.ARCHIVE, "", f"the archive has a comment of {len(archive.comment)} bytes")
    yield from _maker_findings(infos)


def share_values(infos: list[zipfile.ZipInfo]) -> None:
    """Let equal times and attributes of entries lie in memory once; each has 150 bytes of them, and most are equal."""
    once = Shared()
    for info in infos:
        info.date_time, info.external_attr = once(info.date_time), once(info.external_attr)


def is_readable(info: zipfile.ZipInfo) -> bool:
    """Whether an entry may be unpacked: not encrypted, packed as EPUB allows, and no bomb."""
    return not info.flag_bits & _ENCRYPTED and info.compress_type in _PACKINGS and not _is_bomb(info)


def is_folder(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder by its name; zipfile's own question fails for an empty one before Python 3.12."""
    return info.filename.endswith("/")


def is_endless(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether all entries together unpack to more than any device can hold."""
    return sum(info.file_size for info in infos) > _LARGEST_BOOK


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _BOMB_SIZE and info.file_size > _BOMB_RATIO * max(info.compress_size, 1)


def _mimetype_findings(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    first = infos[0] if infos else None
    if first is None or first.filename != "mimetype" or first.file_size > _LONGEST_COMMENT or not is_readable(first):
        yield Finding(Code.BROKEN, "mimetype", "is not the first entry or does not say application/epub+zip")
        return
    try:
        content = archive.read(first)
    except UNREADABLE as error:
        yield Finding(Code.BROKEN, "mimetype", f"is damaged ({error})")
        return
    if content != _MIMETYPE:
        yield Finding(Code.BROKEN, "mimetype", "is not the first entry or does not say application/epub+zip")
    elif first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield warning(
            Code.ARCHIVE, "mimetype", "is packed or has an extra field, so that the type is not where readers look"
        )


def _name_findings(infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    exact = Counter(info.orig_filename for info in infos)
    folded = Counter(_folded(info.orig_filename) for info in infos)
    for info in infos:
        name = info.orig_filename
        shown = _CONTROL.sub("\ufffd", name)[:_LONGEST_NAME]
        parts = name.removesuffix("/").split("/")
        if _ESCAPING.match(name):
            yield Finding(Code.NAME, shown, "leads out of the book")
        elif any(not part or part == "." for part in parts):
            yield warning(Code.NAME, shown, "has an empty step or a dot as a step")
        if exact[name] > 1:
            yield Finding(Code.NAME, shown, "stands twice in the archive: readers disagree which one counts")
        elif folded[_folded(name)] > 1:
            yield Finding(Code.NAME, shown, "is the same as another on some file systems")
        if _CONTROL.search(name):
            yield Finding(Code.NAME, shown, "has characters that steer or cannot be seen")
        elif _FORBIDDEN.search(name) or any(_is_awkward(part) for part in parts):
            yield warning(Code.NAME, shown, "cannot be a file's name on Windows")
        elif not _PLAIN.fullmatch(name):
            yield note(Code.NAME, shown, "has a name that some readers do not open: letters A to Z and digits are safe")
        if local_path(name):
            yield warning(Code.TRACE, shown, "is a path of its maker's machine")


def _folded(name: str) -> str:
    if name.isascii():  # nearly all; those that are in lower case need no second string
        lower = name.lower()
        return name if lower == name else lower
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _is_awkward(part: str) -> bool:
    return (
        part.endswith((".", " "))
        or len(part.encode(errors="replace")) > _LONGEST_NAME
        or bool(_RESERVED.fullmatch(part))
    )


def _entry_findings(infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    for info in infos:
        kind = _KINDS.get((info.external_attr >> 16) & 0o170000) if info.create_system == _UNIX else None
        if kind:
            yield Finding(Code.ARCHIVE, info.filename, f"is {kind} and no file")
        if info.flag_bits & _ENCRYPTED:
            yield Finding(Code.ARCHIVE, info.filename, "is encrypted")
        elif info.compress_type not in _PACKINGS:
            yield Finding(Code.ARCHIVE, info.filename, "is packed in a way that EPUB does not allow")
        elif _is_bomb(info):
            ratio = info.file_size // max(info.compress_size, 1)
            yield Finding(Code.ARCHIVE, info.filename, f"unpacks to {info.file_size} bytes, {ratio} times its size")
        if is_folder(info) and info.file_size:
            yield warning(Code.ARCHIVE, info.filename, f"is a folder and holds {info.file_size} bytes")
    if is_endless(infos):
        yield Finding(Code.ARCHIVE, "", f"unpacks to more than {_LARGEST_BOOK} bytes; its entries were not read")


def _place_findings(infos: list[zipfile.ZipInfo], file: BinaryIO, size: int, directory: int) -> Iterator[Finding]:
    """Bytes around the entries, entries that share bytes, and headers that contradict each other."""
    placed = sorted(infos, key=lambda info: info.header_offset)
    ends = [_end_of_entry(file, info) for info in placed]
    for info, end in zip(placed, ends, strict=True):
        if end is None:
            yield Finding(Code.ARCHIVE, info.filename, "has another name where its data begins: readers disagree")
    if placed and placed[0].header_offset > 0:
        yield warning(Code.ARCHIVE, "", f"{placed[0].header_offset} bytes stand before the archive")
    starts = [*(info.header_offset for info in placed), directory]
    for info, end, (_, following) in zip(placed, ends, pairwise(starts), strict=True):
        if end is None:
            continue
        if end > following:
            yield Finding(Code.ARCHIVE, info.filename, "shares bytes with the next entry")
        elif following - end > _LONGEST_DESCRIPTOR:
            yield warning(Code.ARCHIVE, info.filename, f"{following - end} bytes behind it belong to no entry")
    file.seek(max(0, size - _LONGEST_COMMENT - _END_SIZE))
    tail = file.read()
    position = tail.rfind(_END)
    if 0 <= position <= len(tail) - _END_SIZE:
        behind = len(tail) - position - _END_SIZE - int.from_bytes(tail[position + 20 : position + 22], "little")
        if behind > 0:
            yield warning(Code.ARCHIVE, "", f"{behind} bytes stand behind the archive")


def _end_of_entry(file: BinaryIO, info: zipfile.ZipInfo) -> int | None:
    """Where an entry's packed data ends; None when its local header is none or names another file."""
    file.seek(max(info.header_offset, 0))
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        return None
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    name = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", errors="replace")
    if file.read(name_length) != name:
        return None
    behind_header = info.header_offset + _LOCAL_HEADER.size
    return behind_header + int(name_length) + int(extra_length) + info.compress_size


def _maker_findings(infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """What the entries tell of their maker beside their content."""
    commented = [info.filename for info in infos if info.comment]
    if commented:
        yield warning(Code.ARCHIVE, commented[0], f"{len(commented)} entries have comments")
    told = {what for info in infos for number in _extra_numbers(info.extra) if (what := _EXTRAS.get(number))}
    for what in sorted(told):
        yield note(Code.MAKER, "", f"extra fields of the archive tell {what}")
    times = [info.date_time for info in infos if info.date_time[0] > _NO_TIME[0]]
    if times:
        newest = max(times)
        yield note(
            Code.MAKER, "", "entries tell when the book was made: {}-{:02}-{:02} {:02}:{:02}".format(*newest[:5])
        )


def _extra_numbers(extra: bytes) -> Iterator[int]:
    position = 0
    while position + 4 <= len(extra):
        number, length = struct.unpack_from("<HH", extra, position)
        yield number
        position += 4 + length
