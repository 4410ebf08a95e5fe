"""Reading a picture's container for what it tells beside the picture: segments, chunks and blocks, never pixels.

JPEG (ITU T.81, annex B; JFIF; EXIF 2.32), PNG (third edition), GIF (89a), WebP (RFC 9649). Each walk goes forwards
only, and ends where the file contradicts itself: what is broken is no picture, and other findings tell that.
"""

from __future__ import annotations

import binascii
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bundler.check.exif import Tell, exif_tells, iptc_tells, metadata, xmp_tells
from bundler.check.findings import Code, Level
from bundler.check.traces import local_path

_LARGEST_TEXT = 1_000_000
"""Bytes that a packed text of a PNG is unpacked to at most."""
_SHOWN = 60
_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\x00"
_EXIF = b"Exif\x00\x00"
_TIFF_HEADER = re.compile(rb"II\*\x00\x08\x00\x00\x00|MM\x00\*\x00\x00\x00\x08")
_PERSONAL = frozenset(("author", "copyright", "source", "disclaimer", "artist", "creation time", "xmp", "thumb::uri"))
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_MOST_TELLS = 100
_SPARE = 64
"""Bytes of padding behind a picture's end that nobody wonders about."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture's container says.

    Attributes:
        width: pixels; 0 when it does not say.
        height: pixels; 0 when it does not say.
        frames: how many pictures it holds.
        tells: what else it tells.
    """

    width: int = 0
    height: int = 0
    frames: int = 1
    tells: tuple[Tell, ...] = ()


def read_picture(media_type: str, content: bytes) -> Facts:
    """Read a picture's container.

    Args:
        media_type: what its first bytes tell.
        content: the whole file.

    Returns:
        what it says as far as it can be read; for a type without a reader here, whatever EXIF or XMP is found in it.
    """
    reader = _READERS.get(media_type)
    if reader is not None:
        return reader(content)
    return Facts(tells=tuple(_scattered(content)))


def _scattered(content: bytes) -> Iterator[Tell]:
    """EXIF and XMP in a container that has no reader of its own, found by their marks (AVIF, HEIC, TIFF, BMP)."""
    if content.startswith((b"II*\x00", b"MM\x00*")):
        yield from exif_tells(content)
    elif match := _TIFF_HEADER.search(content):  # AVIF and HEIC have the mark elsewhere, as a name of the block
        yield from exif_tells(content[match.start() :])
    elif _EXIF in content:
        yield metadata(Level.WARNING, "EXIF that cannot be read")
    if (start := content.find(b"<x:xmpmeta")) >= 0:
        yield from xmp_tells(content[start : start + _LARGEST_TEXT])


def _jpeg(content: bytes) -> Facts:
    size = (0, 0)
    tells: list[Tell] = []
    position = 2
    while match := _MARKER.search(content, position):
        marker, position = content[match.end() - 1], match.end()
        if marker == 0xD9:  # noqa: PLR2004 - end of image
            tells.extend(_behind(content, position))
            break
        if marker == 0x01:
            continue
        length = int.from_bytes(content[position : position + 2], "big")
        data = content[position + 2 : position + length]
        position += max(length, 2)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC) and len(data) >= 5:  # noqa: PLR2004 - frames
            height, width = struct.unpack_from(">HH", data, 1)
            size = (width, height)
        elif len(tells) < _MOST_TELLS:
            tells.extend(_segment(marker, data))
    return Facts(*size, tells=tuple(dict.fromkeys(tells)))


def _segment(marker: int, data: bytes) -> Iterator[Tell]:
    """What an application segment or a comment of a JPEG tells."""
    if marker == 0xE1 and data.startswith(_EXIF):  # noqa: PLR2004 - APP1
        yield from exif_tells(data[len(_EXIF) :])
    elif marker == 0xE1 and data.startswith((_XMP, _MORE_XMP)):  # noqa: PLR2004
        yield from xmp_tells(data)
    elif marker == 0xE2 and data.startswith(b"ICC_PROFILE\x00"):  # noqa: PLR2004 - APP2
        yield metadata(Level.NOTE, "a colour profile")
    elif marker == 0xED:  # noqa: PLR2004 - APP13
        yield from iptc_tells(data)
    elif marker == 0xEB and data.startswith(b"JP"):  # noqa: PLR2004 - APP11, JUMBF
        yield metadata(Level.WARNING, "content credentials, which may name the maker")
    elif marker == 0xE0 and data.startswith(b"JFXX\x00"):  # noqa: PLR2004 - APP0
        yield metadata(Level.WARNING, "a small copy of the picture, which may show what was cut off")
    elif marker == 0xFE:  # noqa: PLR2004 - COM
        yield from _text_tells("a comment", data)


def _text_tells(what: str, text: bytes, level: Level = Level.NOTE) -> Iterator[Tell]:
    """A text within a picture: what it is, its beginning, and whether a path of somebody's machine stands in it."""
    decoded = text.decode("utf-8", errors="replace").strip("\x00 \r\n")
    if not decoded:
        return
    if path := local_path(decoded):
        yield Tell(Level.WARNING, Code.TRACE, f"{what} with the path {path}")
    yield metadata(level, f'{what}: "{decoded[:_SHOWN]}"')


def _behind(content: bytes, end: int) -> Iterator[Tell]:
    rest = content[end:]
    if len(rest) > _SPARE or rest.strip(b"\x00\r\n "):
        yield metadata(Level.WARNING, f"{len(rest)} bytes behind the picture's end, perhaps another picture or file")


def _png(content: bytes) -> Facts:
    size = (0, 0)
    frames = 1
    tells: list[Tell] = []
    position = 8
    while position + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        data = content[position + 8 : position + 8 + min(length, _LARGEST_TEXT)] if kind != b"IDAT" else b""
        position += 12 + length
        if kind == b"IHDR" and len(data) >= 8:  # noqa: PLR2004 - two numbers
            size = struct.unpack_from(">II", data)
        elif kind == b"acTL" and len(data) >= 4:  # noqa: PLR2004 - one number
            frames = int.from_bytes(data[:4], "big")
        elif kind == b"IEND":
            tells.extend(_behind(content, position))
            break
        elif len(tells) < _MOST_TELLS:
            tells.extend(_chunk(kind, data))
    return Facts(*size, frames=frames, tells=tuple(tells))


def _chunk(kind: bytes, data: bytes) -> Iterator[Tell]:
    """What a chunk of a PNG tells."""
    if kind == b"eXIf":
        yield from exif_tells(data)
    elif kind == b"iCCP":
        yield metadata(Level.NOTE, "a colour profile")
    elif kind == b"tIME":
        yield metadata(Level.NOTE, "the time of its last change")
    elif kind == b"caBX":
        yield metadata(Level.WARNING, "content credentials, which may name the maker")
    elif kind in (b"tEXt", b"zTXt", b"iTXt"):
        keyword, _, rest = data.partition(b"\x00")
        yield from _png_text(keyword.decode("latin-1"), _png_value(kind, rest))


def _png_value(kind: bytes, rest: bytes) -> bytes:
    """The text of a chunk behind its keyword, unpacked."""
    if kind == b"tEXt":
        return rest
    packed = kind == b"zTXt" or rest[:1] == b"\x01"
    text = rest[1:] if kind == b"zTXt" else rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]
    if not packed:
        return text
    try:
        return zlib.decompressobj().decompress(text, _LARGEST_TEXT)
    except zlib.error:
        return b""


def _png_text(keyword: str, text: bytes) -> Iterator[Tell]:
    if keyword == "XML:com.adobe.xmp":
        yield from xmp_tells(text)
    elif keyword.startswith("Raw profile type "):  # ImageMagick's way: name, length, hexadecimal digits
        raw = _from_hexadecimal(text)
        if b"Exif" in raw[:16] or raw[:2] in (b"II", b"MM"):
            yield from exif_tells(raw.removeprefix(_EXIF))
        else:
            yield from iptc_tells(raw)
    else:
        level = Level.WARNING if keyword.strip().lower() in _PERSONAL else Level.NOTE
        yield from _text_tells(f"the text {keyword[:_SHOWN]}", text, level)


def _from_hexadecimal(text: bytes) -> bytes:
    digits = b"".join(text.split()[2:])
    try:
        return binascii.unhexlify(digits[: len(digits) // 2 * 2])
    except binascii.Error:
        return b""


def _gif(content: bytes) -> Facts:
    if len(content) < 13:  # noqa: PLR2004 - header and screen descriptor
        return Facts()
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    position = 13 + _table(flags)
    frames = 0
    tells: list[Tell] = []
    while position < len(content):
        kind = content[position]
        if kind == 0x2C and position + 10 <= len(content):  # noqa: PLR2004 - an image
            frames += 1
            _, position = _blocks(content, position + 11 + _table(content[position + 9]), keep=False)
        elif kind == 0x21 and position + 2 <= len(content):  # noqa: PLR2004 - an extension
            label = content[position + 1] if position + 1 < len(content) else 0
            text, position = _blocks(content, position + 2, keep=label in (0xFE, 0x01, 0xFF))
            tells.extend(_extension(label, text) if len(tells) < _MOST_TELLS else ())
        else:
            if kind == 0x3B:  # noqa: PLR2004 - the trailer
                tells.extend(_behind(content, position + 1))
            break
    return Facts(width, height, max(frames, 1), tuple(tells))


def _table(flags: int) -> int:
    """Bytes of a colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(content: bytes, position: int, *, keep: bool) -> tuple[bytes, int]:
    """A chain of sub-blocks: their bytes when they are wanted, and where the next thing begins."""
    kept: list[bytes] = []
    while position < len(content) and (length := content[position]):
        if keep:
            kept.append(content[position + 1 : position + 1 + length])
        position += 1 + length
    return b"".join(kept), position + 1


def _extension(label: int, text: bytes) -> Iterator[Tell]:
    if label == 0xFE:  # noqa: PLR2004 - a comment
        yield from _text_tells("a comment", text)
    elif label == 0xFF and text.startswith(b"XMP DataXMP"):  # noqa: PLR2004 - an application's block
        yield from xmp_tells(text)
    elif label == 0x01:
        yield from _text_tells("a text", text[12:])


def _webp(content: bytes) -> Facts:
    size = (0, 0)
    frames = 0
    tells: list[Tell] = []
    position = 12
    while position + 8 <= len(content):
        kind, length = struct.unpack_from("<4sI", content, position)
        data = content[position + 8 : position + 8 + min(length, _LARGEST_TEXT)]
        position += 8 + length + (length & 1)
        if kind == b"EXIF":
            tells.extend(exif_tells(data.removeprefix(_EXIF)))
        elif kind == b"XMP ":
            tells.extend(xmp_tells(data))
        elif kind == b"ICCP":
            tells.append(metadata(Level.NOTE, "a colour profile"))
        elif kind == b"ANMF":
            frames += 1
        elif kind == b"VP8X" and len(data) >= 10:  # noqa: PLR2004 - flags and two numbers of three bytes
            size = (1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little"))
    if position < len(content):
        tells.extend(_behind(content, position))
    return Facts(*size, frames=max(frames, 1), tells=tuple(tells))


_READERS: dict[str, Callable[[bytes], Facts]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
}
