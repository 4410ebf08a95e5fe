"""warcio's iterator made fit for files from anywhere: bounded headers, bounded bodies, and not a word on stderr.

Imported only when there is a WARC file to read. The methods that begin with an underscore are warcio's own:
tests/collect/test_recordings.py shows that they are still called.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.recordloader import ArcWarcRecord

from bundler.collect.budget import Budget
from bundler.collect.unreadable import UnreadableError

logging.getLogger("warcio").addHandler(logging.NullHandler())  # or its warnings would go to stderr
_LONGEST_LINE = 64 * 1024
_LONGEST_HEADERS = 1024 * 1024


class Records(WARCIterator):  # type: ignore[misc]
    """The records of a WARC file.

    Args:
        file: the file, at the beginning of a record.
        budget: what may be unpacked.
    """

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        super().__init__(file)
        self.reader: Any = _BoundedReader(file, budget)

    def __iter__(self) -> Iterator[ArcWarcRecord]:
        """Itself: warcio's own would go past `__next__`."""
        return self

    def __next__(self) -> ArcWarcRecord:
        """The next record; its headers count anew."""
        self.reader.begin_record()
        return super().__next__()

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        """The first line of the next record, and how many bytes the blank lines before it have."""
        blank = 0
        while line := self.reader.readline():
            if line.strip():
                if not blank:
                    raise UnreadableError("is damaged (a record does not end where it says)")
                return line, blank
            blank += len(line)
        return None, blank


class _BoundedReader(DecompressingBufferedReader):  # type: ignore[misc]
    """warcio's reader, with limits to what it gives at once."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        super().__init__(file)
        self._budget = budget
        self._left = _LONGEST_HEADERS
        self.decompressor: Any = self.decompressor

    def begin_record(self) -> None:
        """Lines count anew."""
        self._left = _LONGEST_HEADERS

    def readline(self, length: int | None = None) -> bytes:
        """A line; a long one in pieces."""
        line: bytes = super().readline(length or _LONGEST_LINE)
        self._left -= len(line)
        if self._left < 0:
            raise UnreadableError("is damaged (a record's headers never end)")
        return line

    def _decompress(self, data: bytes) -> bytes:
        unpack = self.decompressor
        if unpack and data:
            try:
                data = unpack.decompress(data)
            except zlib.error as error:
                if self.num_block_read:
                    raise UnreadableError(f"is damaged ({error})") from error
                self.decompressor = None  # not packed at all
            self._budget.spend(len(data))
        return data


def body(record: ArcWarcRecord, most: int) -> bytes | str:
    """What a record holds: the body of a server's answer, with its codings undone (RFC 9112, 7.1; RFC 9110, 8.4).

    Args:
        record: a record that has not been read.
        most: bytes beyond which it is not read.

    Returns:
        the bytes; or the reason in words why they cannot be had.
    """
    stream: Any = record.raw_stream
    if _header(record, "transfer-encoding").lower() == "chunked":
        stream = ChunkedDataReader(stream)  # gives the bytes as they are where they are no chunks
    too_large = f"is larger than {most // (1024 * 1024)} MiB"
    content: bytes = stream.read(most + 1)
    if len(content) > most:
        return too_large
    coding = _header(record, "content-encoding").lower()
    if coding in ("gzip", "x-gzip", "deflate"):
        unpacked = _inflated(content, most + 1)
        if unpacked is None:
            return content  # many programs record what they unpacked themselves
        return unpacked if len(unpacked) <= most else too_large
    if coding in ("br", "zstd") and b"<" not in content[:64].lstrip()[:1]:
        return f"is packed as {coding}, which is not read here"
    return content


def _header(record: ArcWarcRecord, name: str) -> str:
    return str(record.http_headers.get_header(name) or "").strip() if record.http_headers else ""


def _inflated(content: bytes, most: int) -> bytes | None:
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # gzip or zlib by their headers; else bare, as old servers do
        try:
            return zlib.decompressobj(window).decompress(content, most)
        except zlib.error:
            continue
    return None
