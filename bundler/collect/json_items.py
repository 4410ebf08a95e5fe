"""The items of a JSON list one after the other: an export of thousands of articles does not fit into memory twice."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from bundler.collect.unreadable import UnreadableError

_SPACE = re.compile(r"[ \t\r\n]*")
_PIECE = 1024 * 1024
_LARGEST_ITEM = 64 * 1024 * 1024


def json_items(file: BinaryIO) -> Iterator[object]:
    """Read a file that holds one JSON list (RFC 8259).

    Args:
        file: at its beginning.

    Raises:
        UnreadableError: it is no list, or damaged; the items before the damage are yielded first.
    """
    decoder, text = json.JSONDecoder(strict=False), _Text(file)
    if not text.skip("["):
        raise UnreadableError("is no JSON list")
    piece = _PIECE
    while not text.skip("]"):
        try:
            item, end = decoder.raw_decode(text.ahead, text.position)
        except RecursionError as error:
            raise UnreadableError("is damaged JSON (lists within lists without end)") from error
        except ValueError as error:
            if text.more(piece) and text.waiting <= _LARGEST_ITEM:
                piece *= 2  # so that an item of many pieces is not tried once for each
                continue
            raise UnreadableError(f"is damaged JSON ({error})") from error
        yield item
        piece = _PIECE
        text.position = end
        if not text.skip(",") and not text.starts("]"):
            raise UnreadableError("is damaged JSON (cut off)")


class _Text:
    """What has been read of a file and not yet understood."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self.ahead = ""
        self.position = 0

    @property
    def waiting(self) -> int:
        """How many characters have been read and not yet understood."""
        return len(self.ahead) - self.position

    def more(self, count: int) -> bool:
        """Read on; False at the file's end."""
        content = self._file.read(count)
        self.ahead = self.ahead[self.position :] + self._decoder.decode(content, final=not content)
        self.position = 0
        return bool(content)

    def starts(self, mark: str) -> bool:
        """Whether the next character besides white space is this one."""
        while True:
            self.position = _SPACE.match(self.ahead, self.position).end()  # type: ignore[union-attr]
            if self.waiting or not self.more(_PIECE):
                return self.ahead.startswith(mark, self.position)

    def skip(self, mark: str) -> bool:
        """Step over the next character when it is this one."""
        found = self.starts(mark)
        self.position += len(mark) if found else 0
        return found
