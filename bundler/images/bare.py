"""Whether a file is a picture and nothing else: no metadata, no comment, nothing behind its end."""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))
_JFIF = b"JFIF\x00"
_JFIF_LENGTH = 16
"""Bytes of a JFIF segment without a small copy of the picture (ITU-T T.871, section 10.1)."""
_START_OF_SCAN = 0xDA
_PLAIN_SEGMENTS = frozenset((0xC0, 0xC4, 0xDB, 0xDD))
"""Of a baseline JPEG: frame, Huffman and quantisation tables, restart interval (ITU-T T.81, table B.1)."""
_END = b"\xff\xd9"


def is_bare(content: bytes) -> bool:
    """Whether bytes have the build of a JPEG or PNG file as this program writes it.

    Args:
        content: a whole file; whether its pixels can be decoded is not looked at.
    """
    return _is_bare_png(content) if content.startswith(_PNG) else _is_bare_jpeg(content)


def _is_bare_png(content: bytes) -> bool:
    """Chunk after chunk (PNG, third edition, section 5.3) up to the last, which ends the file."""
    position, kind = len(_PNG), b""
    while position + 12 <= len(content) and kind != b"IEND":
        kind = content[position + 4 : position + 8]
        if kind not in _PNG_CHUNKS:
            return False
        position += 12 + int.from_bytes(content[position : position + 4])
    return kind == b"IEND" and position == len(content)


def _is_bare_jpeg(content: bytes) -> bool:
    """Segment after segment up to the only scan, in which the first end mark ends the file."""
    if not content.startswith(b"\xff\xd8"):
        return False
    position = 2
    while position + 4 <= len(content) and content[position] == 0xFF:  # noqa: PLR2004 - begins every marker
        kind, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4])
        if kind == _START_OF_SCAN:
            return content.find(_END, position) == len(content) - len(_END)
        is_jfif = kind == 0xE0 and length == _JFIF_LENGTH and content.startswith(_JFIF, position + 4)  # noqa: PLR2004
        if kind not in _PLAIN_SEGMENTS and not is_jfif:
            return False
        position += 2 + length
    return False
