"""Pictures that are none, lie about themselves, or carry what is nobody's business."""

from __future__ import annotations

import gzip
import struct
import time
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from bundler.images import Fitted, Recipe, Task, Unusable, fit_picture
from tests.pages import plain_page
from tests.pictures import encoded, gradient, jpeg, opened

_SCREEN = Recipe(1072, 1448)
_CANARY = "CANARY-7d1f"


def _reason(content: bytes) -> str:
    result = fit_picture(Task(content, _SCREEN))
    assert isinstance(result, Unusable), result
    return result.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"<!DOCTYPE html><html><body>404 not found</body></html>", "is a web page"),
        (b"\n  <HTML><head></head></HTML>", "is a web page"),
        (plain_page("Words", paragraphs=["and more"]).encode(), "is no picture"),
        (b"%PDF-1.7\n", "is no picture"),
        (bytes(range(256)), "is no picture"),
    ],
)
def test_what_is_no_picture_is_named(content: bytes, words: str) -> None:
    """An error page saved as `photo.jpg` is told for what it is."""
    assert words in _reason(content)


def _png_of(width: int, height: int) -> bytes:
    """A PNG that says it is large and has hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _jpeg_of(width: int, height: int) -> bytes:
    """A JPEG whose frame header says that it is large."""
    content = bytearray(jpeg(64, 64))
    start = content.index(b"\xff\xc0") + 5
    content[start : start + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def _gif_of(width: int, height: int) -> bytes:
    content = bytearray(encoded(Image.new("P", (64, 64)), "GIF"))
    content[6:10] = struct.pack("<HH", width, height)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [_png_of(60_000, 60_000), _png_of(2**31 - 1, 2**31 - 1), _png_of(12_000, 9_000), _jpeg_of(65_500, 65_500),
     _gif_of(65_535, 65_535), _png_of(1_000_000, 100)],
    ids=["png-3600MP", "png-max", "png-108MP", "jpeg-4290MP", "gif-4295MP", "png-100MP-wide"],
)  # fmt: skip
def test_a_picture_of_a_huge_size_is_not_decoded(content: bytes) -> None:
    """A few hundred bytes that unpack to gigabytes are refused by their header, at once."""
    begin = time.monotonic()
    assert isinstance(fit_picture(Task(content, _SCREEN)), Unusable)
    assert time.monotonic() - begin < 5


def test_a_packed_drawing_of_a_huge_size_is_not_unpacked() -> None:
    """A drawing packed with gzip that unpacks to a hundred megabytes is refused."""
    bomb = gzip.compress(b'<svg xmlns="http://www.w3.org/2000/svg">' + b" " * 100_000_000, 9)
    assert len(bomb) < 200_000
    assert "4 MiB" in _reason(bomb)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_damage_anywhere_is_a_value_and_no_exception(kind: str) -> None:
    """Every byte of a header and many of the data overwritten, one after the other: a picture or a reason."""
    content = encoded(gradient(48, 40), kind)
    places = [*range(min(len(content), 120)), *range(120, len(content), max(1, len(content) // 60))]
    for place in places:
        for value in (0x00, 0xFF):
            broken = bytearray(content)
            broken[place] = value
            result = fit_picture(Task(bytes(broken), _SCREEN))
            assert isinstance(result, Fitted) or result.reason
            if isinstance(result, Fitted):
                assert result.width <= 1072
                assert result.height <= 1448


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_file_cut_anywhere_is_a_value_and_no_exception(kind: str) -> None:
    """From the first byte to the last but one: a picture or a reason."""
    content = encoded(gradient(48, 40), kind)
    for end in range(0, len(content), max(1, len(content) // 50)):
        result = fit_picture(Task(content[:end], _SCREEN))
        assert isinstance(result, Fitted) or result.reason


def _exif() -> Image.Exif:
    """What a camera notes: maker, owner, and the place in degrees."""
    exif = Image.Exif()
    exif[0x010F] = f"{_CANARY}-maker"
    exif[0x013B] = f"{_CANARY}-owner"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 8.0), 3: "E", 4: (8.0, 32.0, 24.0), 29: f"{_CANARY}-gps"})
    return exif


def _xmp() -> bytes:
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{_CANARY}-xmp</x:xmpmeta>".encode()


def _png_notes() -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", f"{_CANARY}-text")
    notes.add_itxt("Comment", f"{_CANARY}-itxt")
    notes.add_text("Software", f"{_CANARY}-ztxt", zip=True)
    return notes


def _with_notes() -> dict[str, bytes]:
    photo, drawing = gradient(300, 200), Image.new("RGB", (300, 200), "red")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    comment = f"{_CANARY}-comment".encode()
    jpeg_notes = {"exif": _exif(), "xmp": _xmp(), "comment": comment, "icc_profile": profile, "dpi": (301, 301)}
    return {
        "jpeg": encoded(photo, "JPEG", **jpeg_notes),
        "png photo": encoded(photo, "PNG", exif=_exif(), pnginfo=_png_notes(), icc_profile=profile, dpi=(301, 301)),
        "png drawing": encoded(drawing, "PNG", exif=_exif(), pnginfo=_png_notes(), icc_profile=profile),
        "png palette": encoded(drawing.quantize(4), "PNG", exif=_exif(), pnginfo=_png_notes()),
        "gif": encoded(drawing, "GIF", comment=comment),
        "webp": encoded(photo, "WEBP", exif=_exif(), xmp=_xmp(), icc_profile=profile),
        "tiff": encoded(photo, "TIFF", tiffinfo={270: f"{_CANARY}-description", 305: f"{_CANARY}-software"}),
    }


@pytest.mark.parametrize("kind", ["jpeg", "png photo", "png drawing", "png palette", "gif", "webp", "tiff"])
def test_nothing_of_who_and_where_is_left(kind: str) -> None:
    """Camera, owner, place, comments, profiles and resolution are gone from every format."""
    content = _with_notes()[kind]
    assert _CANARY.encode() in content, "the picture must carry what is looked for"
    result = fit_picture(Task(content, _SCREEN))
    assert isinstance(result, Fitted), result
    image = opened(result.content)
    assert _CANARY.encode() not in result.content
    assert dict(image.getexif()) == {}
    assert not {
        "exif",
        "xmp",
        "comment",
        "icc_profile",
        "Author",
        "Comment",
        "Software",
        "Raw profile type exif",
    } & set(image.info)
    assert not [name for name in (b"Exif", b"ICC_PROFILE", b"iCCP", b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"http://ns.adobe")
                if name in result.content]  # fmt: skip
