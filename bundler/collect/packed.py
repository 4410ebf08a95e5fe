"""Files packed by gzip, bzip2 or xz: archives, recordings, or any other source."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from bundler.collect.budget import Budget, metered
from bundler.collect.document import HEAD, Desk, Document, Found
from bundler.collect.tarred import TarArchive, is_tar
from bundler.collect.unreadable import UnreadableError, damage_told
from bundler.collect.warc import is_warc, read_warc


def _gzip(file: BinaryIO) -> IO[bytes]:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file))


def _bzip2(file: BinaryIO) -> IO[bytes]:
    return cast("IO[bytes]", bz2.BZ2File(file))


def _xz(file: BinaryIO) -> IO[bytes]:
    return cast("IO[bytes]", lzma.LZMAFile(file))


_OPENERS: tuple[tuple[bytes, Callable[[BinaryIO], IO[bytes]]], ...] = (
    (b"\x1f\x8b\x08", _gzip),
    (b"BZh", _bzip2),
    (b"\xfd7zXZ\x00", _xz),
)
_ZSTANDARD = b"\x28\xb5\x2f\xfd"


def is_packed(head: bytes) -> bool:
    """Whether a file begins as one packed by gzip, bzip2, xz or Zstandard."""
    return head.startswith((*(magic for magic, _ in _OPENERS), _ZSTANDARD))


def read_packed(document: Document, desk: Desk) -> Iterator[Found]:
    """Read a packed file: a TAR archive, a recording whose records are packed one by one, or any other source.

    Args:
        document: the packed file.
        desk: what readers share.

    Raises:
        UnreadableError: it is damaged, or packed in a way that cannot be undone here; what stands before the damage is
            yielded first.
    """
    head = document.head()
    if head.startswith(_ZSTANDARD):
        raise UnreadableError("is packed by Zstandard, which is not read here; unpack it first (zstd -d)")
    opener = next(opener for magic, opener in _OPENERS if head.startswith(magic))
    budget = document.budget if document.depth else Budget(document.size)
    with document.open() as packed, damage_told(), opener(packed) as file:
        start = file.read(HEAD)
    if is_warc(start):
        yield from read_warc(document, desk)
    elif is_tar(start):
        with document.open() as packed, opener(packed) as file:
            yield from TarArchive(document, budget, desk).read_all(metered(file, budget))
    else:
        yield from desk.read(_unpacked(document, opener, budget, desk), desk)


def _unpacked(document: Document, opener: Callable[[BinaryIO], IO[bytes]], budget: Budget, desk: Desk) -> Document:
    with document.open() as packed, damage_told(), opener(packed) as file:
        place = desk.spool.copy(metered(file, budget))
    name = document.origin.removesuffix(PurePosixPath(document.origin).suffix)
    return Document(
        name,
        partial(desk.spool.open, place),
        place[1],
        depth=document.depth + 1,
        address=document.address,
        budget=budget,
    )
