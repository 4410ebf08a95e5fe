"""How a reader says that it cannot go on. Never leaves this folder: `registry` makes a `Skipped` of it."""

from __future__ import annotations

import contextlib
import lzma
import zlib
from collections.abc import Iterator


class UnreadableError(Exception):
    """A source cannot be read, or not to its end; the text follows its name: "is damaged (cut off)"."""


@contextlib.contextmanager
def damage_told(*also: type[Exception]) -> Iterator[None]:
    """What unpacking raises at damaged bytes becomes an `UnreadableError`.

    Args:
        also: exceptions that mean damage besides those of the packings.
    """
    damages: tuple[type[Exception], ...] = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, *also)
    try:
        yield
    except damages as error:
        raise UnreadableError(f"is damaged ({' '.join(str(error).split()) or 'cut off'})") from error
