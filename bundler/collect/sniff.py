"""Telling a page by its content: names lie, and pages saved by programs often have no ending at all."""

from __future__ import annotations

import re

from bundler.model import MediaType

NOT_PAGES = frozenset(
    ".avif .bmp .gif .heic .ico .jpeg .jpg .png .svg .tif .tiff .webp "  # pictures
    ".css .js .mjs .json .jsonl .map .xml .toml .yaml .yml .csv .tsv .ini .cfg .lock .log "  # data and code
    ".py .sh .bat .c .h .go .rs .java .rb .php .sql .ipynb "
    ".epub .mobi .azw .azw3 .pdf .doc .docx .odt .xls .xlsx .ppt .pptx .zip .gz .tar .7z .rar .apk .exe "
    ".mp3 .mp4 .m4a .ogg .wav .webm .mov .avi .mkv .woff .woff2 .ttf .otf".split()
)
"""File endings that are not even opened when a folder is read."""

PAGE_NAMES = {
    ".md": MediaType.MARKDOWN,
    ".markdown": MediaType.MARKDOWN,
    ".html": MediaType.HTML,
    ".htm": MediaType.HTML,
    ".xhtml": MediaType.HTML,
}
"""What file endings say that a page is written in."""

_SNIFFED = 2048
"""Bytes looked at, as much as the first megabyte's signature needs and what WHATWG's MIME sniffing (1445) rounds to."""

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SHARE_OF_CONTROLS = 0.02


def media_type(content: bytes, named: MediaType | None) -> MediaType | None:
    """What a file's bytes are.

    Args:
        content: the whole file.
        named: what its name says, or None when its name says nothing.

    Returns:
        `HTML` for a document with a doctype or html element near its start whatever its name is; else what the name
        says; None for binary data, and for text without a telling name.
    """
    head = content[:_SNIFFED]
    if head.startswith(_BYTE_ORDER_MARKS[1:]):  # UTF-16: its bytes look like anything
        head = content[: 2 * _SNIFFED].decode("utf-16", errors="ignore").encode()
    if len(_BINARY.findall(head)) > len(head) * _SHARE_OF_CONTROLS:
        return None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if named is MediaType.MARKDOWN and not start.startswith(b"<"):
        return named  # an article about HTML may well name these elements
    return MediaType.HTML if _HTML.search(head) else named
