"""One picture's bytes to a picture an e-reader shows well: decoded, turned, scaled down, stripped, encoded anew."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
_MOST_PIXELS = 80_000_000
"""A 60-megapixel camera's picture passes; beyond that a file is a bomb or a map nobody reads on a screen."""
_JPEG_QUALITY = 80
_DRAWN_COLOURS = 2048
"""A drawing, chart or screenshot has few colours; a photograph of any size has tens of thousands."""
_ORIENTATION = 0x0112
_TURNED = frozenset((5, 6, 7, 8))
"""EXIF orientations that swap width and height (CIPA DC-008, tag 274)."""
_SPACER = 2


@dataclass(frozen=True, slots=True)
class Screen:
    """The pixels a picture may fill.

    Attributes:
        width: pixels.
        height: pixels.
    """

    width: int
    height: int


KINDLE_PAPERWHITE = Screen(1072, 1448)
"""Kindle Paperwhite 3 and 4, Kobo Clara HD: 6 inches at 300 dpi, the commonest e-ink screen."""


@dataclass(frozen=True, slots=True)
class Task:
    """A picture to fit.

    Attributes:
        content: the picture's bytes as they were found.
        screen: what it has to fit into.
    """

    content: bytes
    screen: Screen


@dataclass(frozen=True, slots=True)
class Fitted:
    """A finished picture: bytes without any metadata, `image/jpeg` or `image/png`, width and height in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Unusable:
    """Bytes that are no picture for a book.

    Attributes:
        reason: in words, for one line.
        is_spacer: whether it is a picture of a pixel or two, which nobody misses.
    """

    reason: str
    is_spacer: bool = False


def fit_picture(task: Task) -> Fitted | Unusable:
    """Decode, turn, scale and encode one picture. Made to run in a worker.

    A picture is never enlarged; transparency goes onto white, colours of other profiles to sRGB, of an animation the
    first frame counts. Drawings stay PNG, everything else becomes JPEG.

    Args:
        task: the picture's bytes and the screen.

    Returns:
        the finished picture, or why there is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of broken EXIF and of sizes; our own limit follows
        try:
            with Image.open(io.BytesIO(task.content), formats=_FORMATS) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return Unusable(f"has {image.width} x {image.height} pixels, more than any screen can show")
                if min(image.size) <= _SPACER:
                    return Unusable("is a spacer", is_spacer=True)
                return _encode(_fit(image, task.screen), drawn=_is_drawn(image))
        except UnidentifiedImageError:
            return Unusable(_what_it_is(task.content))
        except Image.DecompressionBombError:
            return Unusable("has more pixels than any screen can show")
        except Exception as error:  # noqa: BLE001 - decoders raise anything on broken files; the reason is reported
            return Unusable(f"cannot be decoded ({type(error).__name__}: {error})")


def _is_drawn(image: Image.Image) -> bool:
    if image.format in ("JPEG", "AVIF"):
        return False
    colours = image.convert("RGB") if image.mode not in ("1", "L", "P", "RGB") else image
    return colours.getcolors(_DRAWN_COLOURS) is not None


def _fit(image: Image.Image, screen: Screen) -> Image.Image:
    turned = image.getexif().get(_ORIENTATION) in _TURNED
    box = (screen.height, screen.width) if turned else (screen.width, screen.height)
    scale = min(1.0, box[0] / image.width, box[1] / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if scale < 1:
        image.draft(None, size)  # JPEG: the decoder itself halves the picture as often as it may; no-op elsewhere
    profile = image.info.get("icc_profile")
    fitted: Image.Image = ImageOps.exif_transpose(image)
    fitted = _to_srgb(_to_eight_bits(fitted), profile)
    if turned:
        size = (size[1], size[0])
    return fitted if fitted.size == size else fitted.resize(size, Image.Resampling.LANCZOS)


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Grey or RGB with eight bits a channel, on white."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        _, highest = image.getextrema()
        span = 65535.0 if isinstance(highest, (int, float)) and highest > 255 else 255.0  # noqa: PLR2004
        image = image.convert("F").point(lambda value: value * (255.0 / span))
        return image.convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        white = Image.new("RGBA", with_alpha.size, "white")
        return Image.alpha_composite(white, with_alpha).convert("L" if image.mode == "LA" else "RGB")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile: the numbers are taken as they are
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


def _encode(image: Image.Image, *, drawn: bool) -> Fitted:
    image.info = {}  # Pillow would write an ICC profile, a comment or a resolution found here
    buffer = io.BytesIO()
    if drawn:
        image.save(buffer, "PNG", optimize=True)
    else:
        image.save(buffer, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return Fitted(buffer.getvalue(), "image/png" if drawn else "image/jpeg", image.width, image.height)


def _what_it_is(content: bytes) -> str:
    head = content[:512].lstrip().lower()
    if head.startswith((b"<svg", b"<?xml")) and b"<svg" in content[:4096].lower():
        return "is an SVG drawing, which cannot be shown yet"
    if head.startswith((b"<!doctype", b"<html")):
        return "is a web page, not a picture"
    return "is no picture" if content.strip() else "is empty"
