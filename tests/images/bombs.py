"""Pictures made to use as much memory as they can: small files that claim, or really hold, very many pixels."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image

_MEBIBYTE = 1024 * 1024
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples a pixel by PNG colour type (PNG, 11.2.1)."""


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def zeros(count: int) -> bytes:
    """A zlib stream that unpacks to so many zero bytes; made of one block again and again, so it takes no time."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(_MEBIBYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    rest = last.compress(bytes(count % _MEBIBYTE)) + last.flush()
    checksum = struct.pack(">I", count % 65521 << 16 | 1)  # Adler-32 of zeros (RFC 1950, 8.2)
    return b"\x78\x9c" + block * (count // _MEBIBYTE) + rest + checksum


def png(width: int, height: int, colour: int = 2, depth: int = 8, extra: bytes = b"") -> bytes:
    """A black PNG, whole and valid whatever its size.

    Args:
        width: pixels.
        height: pixels.
        colour: PNG's colour type; 3 has a palette of ten.
        depth: bits a sample.
        extra: chunks before the pixels.
    """
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    palette = chunk(b"PLTE", bytes(range(30))) if colour == 3 else b""
    pixels = zeros(height * (1 + (width * _CHANNELS[colour] * depth + 7) // 8))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), palette, extra, chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


def jpeg(width: int, height: int, *, subsampled: bool = True, progressive: bool = False, scans: int = 1) -> bytes:
    """A grey JPEG in colour, whole and valid whatever its size: every block is the same few bits.

    Args:
        width: pixels.
        height: pixels.
        subsampled: 4:2:0 instead of 4:4:4.
        progressive: one scan with the first coefficient of each block.
        scans: 1, or 3 for a scan a channel.
    """
    small = io.BytesIO()
    grey = Image.new("RGB", (32, 32), (128, 128, 128))
    grey.save(small, "JPEG", quality=80, subsampling=2 if subsampled else 0)
    head = small.getvalue()[: small.getvalue().index(b"\xff\xda")]
    frame = head.index(b"\xff\xc0")
    kind = b"\xff\xc2" if progressive else b"\xff\xc0"
    head = head[:frame] + kind + head[frame + 2 : frame + 5] + struct.pack(">HH", height, width) + head[frame + 9 :]
    block = 16 if subsampled else 8
    units = -(-width // block) * -(-height // block)
    if progressive:
        # First coefficients only, each "no difference": two zero bits a block of every channel (ITU T.81, table K.3).
        body = bytes(units * (6 if subsampled else 3) * 2 // 8 + 1)
        return head + _scan(b"\x01\x00\x02\x11\x03\x11", last=0) + body + b"\xff\xd9"
    # Luminance: 00 (no difference) 1010 (end of block); chrominance: 00 00 (tables K.3 to K.6).
    luminance, chrominance = "001010", "0000"
    if scans == 3:
        blocks = -(-width // 8) * -(-height // 8)
        parts = [_scan(b"\x01\x00"), _repeated(luminance, blocks)]
        for channel in (b"\x02\x11", b"\x03\x11"):
            parts += [_scan(channel), _repeated(chrominance, units)]
        return head + b"".join(parts) + b"\xff\xd9"
    unit = luminance * (4 if subsampled else 1) + chrominance * 2
    return head + _scan(b"\x01\x00\x02\x11\x03\x11") + _repeated(unit, units) + b"\xff\xd9"


def _scan(channels: bytes, last: int = 63) -> bytes:
    """The head of a scan of all coefficients up to the last one (ITU T.81, B.2.3)."""
    length = struct.pack(">H", 6 + len(channels))
    return b"\xff\xda" + length + bytes([len(channels) // 2]) + channels + bytes([0, last, 0])


def _repeated(bits: str, times: int) -> bytes:
    """So many copies of a few bits, filled up to whole bytes."""
    eight = bits * 8
    cycle = bytes(int(eight[start : start + 8], 2) for start in range(0, len(eight), 8))
    return cycle * (-(-times // 8))


def saved(mode: str, width: int, height: int, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - as Pillow takes them
    """A picture of one colour as Pillow writes it."""
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind, **options)
    return buffer.getvalue()


def frames(count: int) -> bytes:
    """A GIF of so many frames of 50 x 50 pixels."""
    one = saved("P", 50, 50, "GIF")
    start = one.index(b"\x2c", 13)  # image descriptor, behind the colour table
    control = b"\x21\xf9\x04\x00\x0a\x00\x00\x00"
    return one[:start] + (control + one[start:-1]) * count + b"\x3b"


def text_bomb(kind: bytes) -> bytes:
    """A small PNG with a compressed note or profile that unpacks to 200 MB."""
    return png(100, 100, extra=chunk(kind, b"name\0\0" + zeros(200_000_000)))


def header_only(kind: str) -> bytes:
    """A file that says it has 65,535 x 65,535 pixels and holds none of them."""
    if kind == "PNG":
        header = struct.pack(">IIBBBBB", 65535, 65535, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zeros(1000)) + chunk(b"IEND", b"")
    gif = bytearray(saved("P", 64, 64, "GIF"))
    gif[6:10] = struct.pack("<HH", 65535, 65535)
    place = gif.index(b"\x2c", 13) + 5
    gif[place : place + 4] = struct.pack("<HH", 65535, 65535)
    return bytes(gif)


BOMBS: dict[str, Callable[[], bytes]] = {
    "png header of 65,535 x 65,535": lambda: header_only("PNG"),
    "gif header of 65,535 x 65,535": lambda: header_only("GIF"),
    "jpeg 100 MP": lambda: jpeg(10_000, 10_000),
    "jpeg 100 MP 4:4:4": lambda: jpeg(10_000, 10_000, subsampled=False),
    "jpeg 170 MP": lambda: jpeg(13_000, 13_000),
    "jpeg 100 MP progressive": lambda: jpeg(10_000, 10_000, progressive=True),
    "jpeg 59 MP progressive": lambda: jpeg(7_600, 7_700, progressive=True),
    "jpeg 59 MP progressive 4:4:4": lambda: jpeg(7_600, 7_700, subsampled=False, progressive=True),
    "jpeg 100 MP in three scans": lambda: jpeg(10_000, 10_000, scans=3),
    "jpeg 170 MP in three scans 4:4:4": lambda: jpeg(13_000, 13_000, subsampled=False, scans=3),
    "png 100 MP": lambda: png(10_000, 10_000),
    "png 37 MP": lambda: png(6_000, 6_200),
    "png 37 MP with alpha": lambda: png(6_000, 6_200, 6),
    "png 140 MP grey": lambda: png(14_000, 10_000, 0),
    "png 140 MP of two colours": lambda: png(14_000, 10_000, 0, 1),
    "png 70 MP of 16 bits": lambda: png(7_000, 10_000, 0, 16),
    "png 70 MP grey with alpha": lambda: png(7_000, 10_000, 4),
    "png 140 MP palette": lambda: png(14_000, 10_000, 3),
    "png 140 MP palette with alpha": lambda: png(14_000, 10_000, 3, extra=chunk(b"tRNS", b"\0\xff")),
    "png 1,000,000 x 3": lambda: png(1_000_000, 3),
    "png 3 x 1,000,000": lambda: png(3, 1_000_000),
    "jpeg 65,000 x 16": lambda: jpeg(65_000, 16),
    "gif 60 MP": lambda: saved("P", 7_500, 8_000, "GIF"),
    "gif of 20,000 frames": lambda: frames(20_000),
    "webp 37 MP": lambda: saved("RGB", 6_000, 6_200, "WEBP", lossless=True, method=0, quality=0),
    "avif 30 MP": lambda: saved("RGB", 5_000, 6_000, "AVIF", speed=10),
    "tiff 37 MP": lambda: saved("RGB", 6_000, 6_200, "TIFF", compression="tiff_adobe_deflate"),
    "png with a note of 200 MB": lambda: text_bomb(b"zTXt"),
    "png with a profile of 200 MB": lambda: text_bomb(b"iCCP"),
}
