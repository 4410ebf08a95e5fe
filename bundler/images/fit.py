"""One picture's bytes to a picture a reading device shows well: decoded, turned, scaled, stripped, encoded anew."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from bundler.images.devices import MOST_BYTES, MOST_PIXELS
from bundler.images.encode import Encoded, encode
from bundler.images.svg import BadDrawing, is_svg, rasterise

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
_MOST_MEMORY = 150_000_000
"""Bytes of pixels that are decoded at once; a worker may have 250 MB."""
_MOST_CODED = 60_000_000
"""Pixels of a progressive JPEG: its coefficients, about 3 bytes a pixel, lie in memory whatever the draft mode."""
_BYTES_A_PIXEL = {
    "1": 1,
    "L": 1,
    "P": 1,
    "LA": 2,
    "I;16": 2,
    "I;16B": 2,
    "RGB": 4,
    "RGBA": 4,
    "CMYK": 4,
    "I": 4,
    "F": 4,
}
_ORIENTATION = 0x0112
_TURNED = frozenset((5, 6, 7, 8))
"""EXIF orientations that swap width and height (CIPA DC-008, tag 274)."""
_LOSSLESS_WEBP = b"VP8L"
_SPACER = 2
_ICON = 24
_WHOLE_ENOUGH = 0.5
"""The part of a truncated picture that must be there for it to be shown."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How pictures are made.

    Attributes:
        width: pixels of the screen.
        height: pixels of the screen.
        grey: without colour.
        quality: of JPEG, 1 to 95.
        shades: of drawings in grey, 0 for as many as they have.
    """

    width: int
    height: int
    grey: bool = False
    quality: int = 80
    shades: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A picture to make.

    Attributes:
        content: the picture's bytes as they were found.
        recipe: how.
    """

    content: bytes
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Fitted:
    """A finished picture without any metadata.

    Attributes:
        content: its bytes.
        media_type: `image/jpeg` or `image/png`.
        width: pixels.
        height: pixels.
        natural_width: pixels it had before it was fitted, upright.
        is_drawn: whether it is a drawing, chart or screenshot.
    """

    content: bytes
    media_type: str
    width: int
    height: int
    natural_width: int
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class Unusable:
    """Bytes that are no picture for a book.

    Attributes:
        reason: in words, for one line.
        is_spacer: whether nobody misses it: a pixel, a spacer, an icon.
    """

    reason: str
    is_spacer: bool = False


def fit_picture(task: Task) -> Fitted | Unusable:
    """Decode, turn, scale and encode one picture. Made to run in a worker.

    A picture is never enlarged (an SVG drawing has no size and fills the screen); transparency goes onto white, colours
    of other profiles to sRGB, of an animation the first frame counts. A truncated picture is kept when at least half of
    it decodes.

    Args:
        task: the picture's bytes and the recipe.

    Returns:
        the finished picture, or why there is none.
    """
    recipe = task.recipe
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of broken EXIF and of sizes; our own limits follow
        try:
            if is_svg(task.content):
                drawing = rasterise(task.content, recipe.width, recipe.height)
                return _finished(
                    encode(drawing, recipe_quality(recipe), grey=recipe.grey, shades=recipe.shades), drawing.width
                )
            with Image.open(io.BytesIO(task.content), formats=_FORMATS) as image:
                return _from_pixels(image, task)
        except UnidentifiedImageError:
            return Unusable(_what_it_is(task.content))
        except (Image.DecompressionBombError, MemoryError):
            return Unusable("has more pixels than a reader's machine should have to decode")
        except BadDrawing as error:
            return Unusable(str(error))
        except Exception as error:  # noqa: BLE001 - decoders raise anything on broken files; the reason is reported
            return Unusable(f"cannot be decoded ({type(error).__name__}: {error})")


def recipe_quality(recipe: Recipe) -> int:
    """The JPEG quality a recipe asks for, within what Pillow takes as sensible."""
    return min(95, max(20, recipe.quality))


def _from_pixels(image: ImageFile.ImageFile, task: Task) -> Fitted | Unusable:
    recipe = task.recipe
    if min(image.size) <= _SPACER or (max(image.size) <= _ICON and image.format != "JPEG"):
        return Unusable("is a spacer or an icon", is_spacer=True)
    turned = image.getexif().get(_ORIENTATION) in _TURNED
    natural = image.height if turned else image.width
    size = _fitted_size(image.size, (recipe.height, recipe.width) if turned else (recipe.width, recipe.height))
    progressive = bool(image.info.get("progressive"))
    if reason := _why_too_large(image, size, recipe, progressive=progressive):
        return Unusable(reason)
    try:
        image.load()
    except OSError as error:
        rescued = _truncated(task, size)
        if rescued is None:
            return Unusable(f"is cut off or broken, less than half of it is there ({error})")
        image = rescued
    profile = image.info.get("icc_profile")
    upright: Image.Image = ImageOps.exif_transpose(image)
    flat = _to_srgb(_to_eight_bits(upright), profile)
    if turned:
        size = (size[1], size[0])
    lossless = image.format in ("PNG", "GIF", "BMP", "TIFF") or _LOSSLESS_WEBP in task.content[:64]
    encoded = encode(
        flat, recipe_quality(recipe), size=size, grey=recipe.grey, shades=recipe.shades, may_be_drawn=lossless
    )
    return _finished(encoded, natural)


def _finished(encoded: Encoded, natural_width: int) -> Fitted | Unusable:
    if len(encoded.content) > MOST_BYTES:
        return Unusable(f"has {len(encoded.content) / 1e6:.0f} MB even when it is fitted")
    return Fitted(encoded.content, encoded.media_type, encoded.width, encoded.height, natural_width, encoded.is_drawn)


def _fitted_size(size: tuple[int, int], screen: tuple[int, int]) -> tuple[int, int]:
    """The size within the screen and the limit of pixels; never larger than it is."""
    width, height = size
    scale = min(1.0, screen[0] / width, screen[1] / height, (MOST_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _why_too_large(image: ImageFile.ImageFile, size: tuple[int, int], recipe: Recipe, *, progressive: bool) -> str:
    """Why a picture must not be decoded here; sets the scale a JPEG is decoded at."""
    coded = image.width * image.height
    if image.format == "JPEG":
        image.draft("L" if recipe.grey else None, size)  # the decoder itself halves as often as it may
    in_memory = image.width * image.height * _BYTES_A_PIXEL.get(image.mode, 4)
    if in_memory > _MOST_MEMORY or (progressive and coded > _MOST_CODED):
        return f"has {coded / 1e6:.0f} megapixels, too many to decode"
    return ""


def _truncated(task: Task, size: tuple[int, int]) -> ImageFile.ImageFile | None:
    """Decode what there is of a truncated file; None when it is less than half."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # Pillow's only switch for it; this worker decodes nothing else meanwhile
    try:
        image = Image.open(io.BytesIO(task.content), formats=_FORMATS)
        image.draft("L" if task.recipe.grey else None, size)
        image.load()
    except OSError:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return image if _decoded_part(image) >= _WHOLE_ENOUGH else None


def _decoded_part(image: Image.Image) -> float:
    """How much of a truncated picture has content: what is missing at its end is one even colour."""
    grey = image.convert("L").resize((32, 64))
    pixels = grey.tobytes()
    rows = [pixels[at : at + 32] for at in range(0, len(pixels), 32)]
    missing = 0
    for row in reversed(rows):
        if max(row) - min(row) > 1 or abs(row[0] - rows[-1][0]) > 1:
            break
        missing += 1
    return 1 - missing / len(rows)


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Grey or RGB with eight bits a channel, on white."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        _, highest = image.convert("F").getextrema()
        span = 65535.0 if highest > 255 else 255.0  # type: ignore[operator]  # noqa: PLR2004
        return image.convert("F").point(lambda value: value * (255.0 / span)).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        white = Image.new("RGB", with_alpha.size, "white")
        white.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return white.convert("L") if image.mode == "LA" else white
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


def _what_it_is(content: bytes) -> str:
    head = content[:512].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html")):
        return "is a web page, not a picture"
    return "is no picture" if content.strip() else "is empty"
