"""Pictures whose files tell more than they show, made the way cameras and programs make them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import ExifTags, Image, PngImagePlugin

from tests.pictures import encoded, gradient

_IMAGE = gradient(32, 24)
_GPS = {1: "N", 2: (48.0, 12.0, 0.0), 3: "E", 4: (11.0, 34.0, 0.0)}
XMP_PLACE = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="48,12N" exif:GPSLongitude="11,34E"/></x:xmpmeta>'
)
XMP_PERSON = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf aux:SerialNumber="42"><dc:creator>A</dc:creator></rdf></x:xmpmeta>'
)


def exif(*, place: bool = False, person: bool = False, upright: bool = False) -> Image.Exif:
    """A block of EXIF with a position, a camera and its owner, or only the way up."""
    block = Image.Exif()
    if place:
        block.get_ifd(ExifTags.IFD.GPSInfo).update(_GPS)
    if person:
        block[ExifTags.Base.Model.value] = "Camera 7"
        block[ExifTags.Base.Artist.value] = "A. Writer"
    if upright:
        block[ExifTags.Base.Orientation.value] = 1
    return block


def bare_exif(*, place: bool = False) -> bytes:
    """The same as PNG and TIFF have it, beginning with the byte order."""
    return exif(place=place).tobytes().removeprefix(b"Exif\x00\x00")


def picture(kind: str, **options: object) -> bytes:
    """A small picture; options as Pillow takes them."""
    return encoded(_IMAGE, kind, **options)


def with_segment(marker: int, data: bytes) -> bytes:
    """A JPEG with one more segment behind its beginning."""
    plain = picture("JPEG")
    return plain[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data + plain[2:]


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG with one more chunk before its end."""
    plain = picture("PNG")
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return plain[:-12] + chunk + plain[-12:]


def with_text(keyword: str, value: str, *, packed: bool = False) -> bytes:
    """A PNG with a text."""
    info = PngImagePlugin.PngInfo()
    info.add_text(keyword, value, zip=packed)
    return picture("PNG", pnginfo=info)


def raw_profile(block: bytes, kind: str = "exif") -> bytes:
    """EXIF the way ImageMagick keeps it in a PNG: a packed text of hexadecimal digits."""
    return with_text(f"Raw profile type {kind}", f"\n{kind}\n{len(block):8}\n{block.hex()}\n", packed=True)


def moving(kind: str) -> bytes:
    """A picture of two frames."""
    buffer = io.BytesIO()
    first, second = _IMAGE.convert("P"), _IMAGE.rotate(90).convert("P")
    first.save(buffer, kind, save_all=True, append_images=[second])
    return buffer.getvalue()


def wide(width: int, height: int) -> bytes:
    """A PNG of one colour, large and light."""
    return encoded(Image.new("L", (width, height), 90), "PNG")
