"""One picture's bytes to a picture a reading device shows well: decoded, turned, scaled, stripped, encoded anew."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from bundler.images.bare import is_bare
from bundler.images.devices import MOST_BYTES, MOST_PIXELS
from bundler.images.encode import Encoded, encode, is_drawn, is_drawn_jpeg
from bundler.images.signature import is_svg, what_it_is
from bundler.images.task import Fitted, Recipe, Task, Unusable
from bundler.images.weight import MOST_MEMORY, coefficients, decoding_memory

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
_ORIENTATION = 0x0112
_TURNED = frozenset((5, 6, 7, 8))
"""EXIF orientations that swap width and height (CIPA DC-008, tag 274)."""
_LOSSLESS_WEBP = b"VP8L"
_SPACER = 2
_ICON = 24
_WHOLE_ENOUGH = 0.5
"""The part of a truncated picture that must be there for it to be shown."""


def fit(task: Task) -> Fitted | Unusable:
    """The work of `fit_picture`, see there.

    Args:
        task: the picture's bytes and the recipe.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of broken EXIF and of sizes; our own limits follow
        try:
            if is_svg(task.content):
                return _drawing(task)
            with Image.open(io.BytesIO(task.content), formats=_FORMATS) as image:
                return (_finished_already(image, task) if task.recipe.as_it_is else None) or _from_pixels(image, task)
        except UnidentifiedImageError:
            return Unusable(what_it_is(task.content))
        except (Image.DecompressionBombError, MemoryError):
            return Unusable("has more pixels than a reader's machine should have to decode")
        except Exception as error:  # noqa: BLE001 - decoders raise anything on broken files; the reason is reported
            return Unusable(f"cannot be decoded ({type(error).__name__}: {error})")


def _drawing(task: Task) -> Fitted | Unusable:
    # Imported here: the library that draws SVG takes 10 MB of a worker that will hardly ever need it.
    from bundler.images.svg import BadDrawing, rasterise  # noqa: PLC0415

    recipe = task.recipe
    try:
        drawing = rasterise(task.content, recipe.width, recipe.height)
    except BadDrawing as error:
        return Unusable(str(error))
    drawn = is_drawn(drawing)
    encoded = encode(drawing, recipe_quality(recipe), grey=recipe.grey, shades=recipe.shades, drawn=drawn)
    return _finished(encoded, drawing.width)


def recipe_quality(recipe: Recipe) -> int:
    """The JPEG quality a recipe asks for, within what Pillow takes as sensible."""
    return min(95, max(20, recipe.quality))


def _from_pixels(opened: ImageFile.ImageFile, task: Task) -> Fitted | Unusable:
    recipe = task.recipe
    image: Image.Image = opened
    if min(image.size) <= _SPACER or (max(image.size) <= _ICON and image.format != "JPEG"):
        return Unusable("is a spacer or an icon", is_spacer=True)
    natural_width, natural_height = opened.size
    kind, megapixels = opened.format, opened.width * opened.height / 1e6
    screen = (recipe.width, recipe.height)
    # PNG may carry its EXIF behind the pixels, and asking for it decodes them: that waits until they are weighed.
    turned = kind != "PNG" and _is_turned(opened)
    size = _fitted_size(opened.size, screen[::-1] if turned else screen)
    waiting = coefficients(opened, task.content)
    if kind == "JPEG":
        opened.draft("L" if recipe.grey else None, size)  # the decoder itself halves as often as it may
    if decoding_memory(opened) + waiting > MOST_MEMORY:
        return Unusable(f"has {megapixels:.0f} megapixels, too many to decode")
    try:
        opened.load()
    except OSError as error:
        rescued = _truncated(task, size)
        if rescued is None:
            return Unusable(f"is cut off or broken, less than half of it is there ({error})")
        image = rescued
    if kind == "PNG" and (turned := _is_turned(image)):
        size = _fitted_size(image.size, screen[::-1])
    if _ends_early(kind, task.content) and _decoded_part(image, kind) < _WHOLE_ENOUGH:
        return Unusable("is cut off, less than half of it is there")
    lossless = kind in ("PNG", "GIF", "BMP", "TIFF") or _LOSSLESS_WEBP in task.content[:64]
    drawn = is_drawn(image) if lossless else is_drawn_jpeg(image)
    profile = image.info.get("icc_profile")
    natural = natural_height if turned else natural_width
    upright: Image.Image = ImageOps.exif_transpose(_shrunk(image, size))
    flat = _to_srgb(_to_eight_bits(upright), profile)
    if turned:
        size = (size[1], size[0])
    quality = recipe_quality(recipe)
    return _finished(encode(flat, quality, size=size, grey=recipe.grey, shades=recipe.shades, drawn=drawn), natural)


def _finished_already(image: ImageFile.ImageFile, task: Task) -> Fitted | None:
    """The same bytes, where they are whole, fit the screen, and hold nothing but a picture as `encode` writes it."""
    recipe, (width, height) = task.recipe, image.size
    too_large = width > recipe.width or height > recipe.height or width * height > MOST_PIXELS
    if too_large or len(task.content) > MOST_BYTES or (recipe.grey and image.mode != "L"):
        return None
    if not is_bare(task.content) or decoding_memory(image) > MOST_MEMORY:
        return None
    with Image.open(io.BytesIO(task.content), formats=("JPEG", "PNG")) as copy:
        try:
            copy.load()
        except (OSError, SyntaxError):  # cut off or broken; Pillow's word for a broken PNG is SyntaxError
            return None
    is_png = image.format == "PNG"
    return Fitted(task.content, "image/png" if is_png else "image/jpeg", width, height, width, is_png)


def _is_turned(image: Image.Image) -> bool:
    return image.getexif().get(_ORIENTATION) in _TURNED


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture reduced by a whole number to at least twice its size to be, so that what follows takes little memory.

    Averaging whole pixels first and filtering afterwards looks the same as filtering at once (Pillow: `reducing_gap`).
    """
    factor = int(min(image.width / size[0], image.height / size[1]) / 2)
    if factor < 2:  # noqa: PLR2004 - nothing to gain
        return image
    if image.mode in ("1", "P", "PA"):
        image = _to_eight_bits(image)
    return image.reduce(factor) if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else image


def _finished(encoded: Encoded, natural_width: int) -> Fitted | Unusable:
    if len(encoded.content) > MOST_BYTES:
        return Unusable(f"has {len(encoded.content) / 1e6:.0f} MB even when it is fitted")
    return Fitted(encoded.content, encoded.media_type, encoded.width, encoded.height, natural_width, encoded.is_drawn)


def _fitted_size(size: tuple[int, int], screen: tuple[int, int]) -> tuple[int, int]:
    """The size within the screen and the limit of pixels; never larger than it is."""
    width, height = size
    scale = min(1.0, screen[0] / width, screen[1] / height, (MOST_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _truncated(task: Task, size: tuple[int, int]) -> Image.Image | None:
    """Decode what there is of a truncated file; None when it is less than half."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # Pillow's only switch for it; this worker decodes nothing else meanwhile
    try:
        with Image.open(io.BytesIO(task.content), formats=_FORMATS) as opened:
            opened.draft("L" if task.recipe.grey else None, size)
            kind = opened.format
            image = opened.copy()  # a picture of its own: the file would be asked for the rest again
    except OSError:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return image if _decoded_part(image, kind) >= _WHOLE_ENOUGH else None


def _ends_early(kind: str | None, content: bytes) -> bool:
    """Whether a file is cut off although its decoder did not complain."""
    if kind == "GIF":
        return content.rstrip(b"\x00")[-1:] != b";"  # the trailer (GIF89a, section 27)
    return kind == "BMP" and int.from_bytes(content[2:6], "little") > len(content)


def _decoded_part(image: Image.Image, kind: str | None) -> float:
    """How much of a truncated picture has content.

    What is missing is one even colour, at its end or (BMP) its head; of a GIF, which comes in every eighth row first,
    it is any row of that colour.
    """
    pixels = image.convert("L").resize((32, image.height), Image.Resampling.NEAREST).tobytes()
    rows = [pixels[at : at + 32] for at in range(0, len(pixels), 32)]
    missing = max(_even_rows(rows), _even_rows(rows[::-1]))
    if kind == "GIF":
        missing = max(missing, sum(row == rows[-1] for row in rows if max(row) == min(row)))
    return 1 - missing / len(rows)


def _even_rows(rows: list[bytes]) -> int:
    """How many rows from the first on are of the first one's single colour."""
    count = 0
    for row in rows:
        if max(row) - min(row) > 1 or abs(row[0] - rows[0][0]) > 1:
            break
        count += 1
    return count


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Grey or RGB with eight bits a channel, on white."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        highest = image.getextrema()[1]
        if isinstance(highest, (int, float)) and highest > 255:  # noqa: PLR2004 - 16 bits a channel
            image = image.point(lambda value: value * (1 / 257))
        return image.convert("L")
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
