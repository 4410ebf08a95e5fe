"""Whether a book that is to be made lies in its place already: on what its bytes depend, as a key.

Behind the key the store keeps the SHA-256 of the finished book, once its audit has passed. A file of those bytes in the
book's place is the book; whatever else lies there, the book is written. A build that changes nothing so leaves the file
alone, time of change and all, and what synchronises folders has nothing to carry.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
import zlib
from typing import Any

from bundler.code_version import code_version, library_versions
from bundler.model import NOWHERE, Chapter, Location
from bundler.package import THEMES, Bundle, style_sheet
from bundler.pipeline.tools import Tools

CODE = (
    "addresses.py",
    "atomic_file.py",
    "characters.py",
    "check",
    "choice.py",
    "code_version.py",
    "errors.py",
    "language_tags.py",
    "model",
    "numbered_pages.py",
    "once.py",
    "package",
    "pipeline/binding.py",
    "pipeline/same_book.py",
    "sketches.py",
    "store/articles.py",
    "title_fields.py",
    "tokens.py",
    "tracking.py",
)
"""The parts of this program whose change may change how a book is written, or what its audit finds."""
LIBRARIES = ("ebooklib", "lxml", "pillow", "six")
"""The libraries whose versions may."""


def book_task(bundle: Bundle, cover: bytes, tools: Tools) -> bytes:
    """What a book's bytes depend on, as a key.

    Every field of the bundle counts, those that it does not have yet too; a body by its bytes, a picture by the hash
    that names it. Where a page lies on this machine does not count: nothing of it reaches a book.

    Args:
        bundle: what goes into it.
        cover: the cover's bytes.
        tools: where the bodies lie.
    """
    asked = dataclasses.replace(bundle, chapters=())
    sheets = [style_sheet(name).hex() for name in sorted(THEMES)]
    key = hashlib.sha256(_line(["book", _version(), sheets, hashlib.sha256(cover).hexdigest(), asked]))
    for chapter in bundle.chapters:  # one by one: all together as JSON would take kilobytes an article
        key.update(_line(_told(chapter, tools)))
    return key.digest()


def _line(value: object) -> bytes:
    return json.dumps(value, default=_plain).encode() + b"\n"


def _version() -> list[object]:
    return [sys.version_info[:3], zlib.ZLIB_RUNTIME_VERSION, code_version(*CODE), library_versions(*LIBRARIES)]


def _told(chapter: Chapter, tools: Tools) -> Chapter:
    """A chapter without what differs from run to run: where its page lies, and where in the store its body does."""
    entry = dataclasses.replace(chapter.entry, body=tools.store.digest(chapter.entry.body), location=NOWHERE)
    return dataclasses.replace(chapter, entry=entry)


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever a bundle holds
    """A value of a bundle as JSON has it.

    Raises:
        TypeError: it is of a kind that has no order of its own, or that nobody has thought of.
    """
    if isinstance(value, Location):
        return None
    if isinstance(value, bytes):
        return value.hex()
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"a book cannot be known by a {type(value).__name__}")
