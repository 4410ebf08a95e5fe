"""Scaling and encoding: photographs as JPEG, drawings, charts and screenshots sharp and as PNG."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import reduce

from PIL import Image, ImageChops, ImageFilter

_DRAWN_COLOURS = 4096
"""Of a sample: a drawing, chart or screenshot has few colours, a photograph nearly as many as pixels."""
_SAMPLE = 512
_DRAWN_SHARE = 0.10
"""Colours for each pixel of a sample, above which a picture is a photograph even when it has few."""
_EVEN_SHARE = 0.45
"""Share of pixels equal to their neighbour: paper, walls of colour, the ground of a chart."""
_PALETTE = 256
_SIXTEEN_SHADES = [shade & 0xF0 for shade in range(256)]
_SHARPEN = ImageFilter.UnsharpMask(radius=0.6, percent=60, threshold=2)
"""Given back what scaling takes from thin strokes; more would ring (looked at on a screenshot of text)."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded picture: bytes, media type, width and height in pixels, whether it is a drawing."""

    content: bytes
    media_type: str
    width: int
    height: int
    is_drawn: bool


def encode(  # noqa: PLR0913 - each is one property of the result
    image: Image.Image,
    quality: int,
    *,
    size: tuple[int, int] | None = None,
    grey: bool = False,
    shades: int = 0,
    drawn: bool,
) -> Encoded:
    """Scale a picture and encode it without any metadata.

    Args:
        image: grey or RGB.
        quality: of JPEG.
        size: the size to scale to, or None.
        grey: drop colour.
        shades: of a drawing, 0 for as many as it has up to a palette of 256.
        drawn: whether it is a drawing, chart or screenshot; told before it was scaled, which mixes colours.
    """
    if grey and image.mode != "L":
        image = image.convert("L")
    if size is not None and image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS if drawn else Image.Resampling.BICUBIC)
        if drawn:
            image = image.filter(_SHARPEN)
    image.info = {}  # Pillow would write an ICC profile, a comment or a resolution found here
    buffer = io.BytesIO()
    if drawn:
        _with_palette(image, shades).save(buffer, "PNG", optimize=True)
        photographed = io.BytesIO()
        image.save(photographed, "JPEG", quality=max(quality, 85), subsampling=0)
        if len(photographed.getvalue()) * 2 < len(buffer.getvalue()):
            # A painting or a photograph with a border: PNG buys nothing here and costs twice the bytes.
            buffer, drawn = photographed, False
    else:
        # Tables made for the picture (`optimize`) would save 5 % of the bytes and double the time of encoding.
        image.save(buffer, "JPEG", quality=quality)
    return Encoded(buffer.getvalue(), "image/png" if drawn else "image/jpeg", image.width, image.height, drawn)


def is_drawn(image: Image.Image) -> bool:
    """Whether a picture from a lossless format is a drawing, chart or screenshot and no photograph."""
    sample = _sample(image)
    colours = sample.getcolors(_DRAWN_COLOURS)
    if colours is None:
        return _even_share(sample) > _EVEN_SHARE
    return len(colours) < _DRAWN_SHARE * sample.width * sample.height or _even_share(sample) > _EVEN_SHARE


def is_drawn_jpeg(image: Image.Image) -> bool:
    """Whether a JPEG is a screenshot or a scan of text: most of it is one nearly even ground."""
    grey = _sample(image).convert("L").point(_SIXTEEN_SHADES)
    counts = sorted(grey.histogram(), reverse=True)
    total = grey.width * grey.height
    return counts[0] > 0.75 * total and _even_share(grey) > 0.85  # noqa: PLR2004 - measured on scans and photographs


def _sample(image: Image.Image) -> Image.Image:
    """The picture's middle, in its own pixels: scaling would mix colours that were not there."""
    left, top = max(0, (image.width - _SAMPLE) // 2), max(0, (image.height - _SAMPLE) // 2)
    cut = image.crop((left, top, min(image.width, left + _SAMPLE), min(image.height, top + _SAMPLE)))
    return cut if cut.mode in ("L", "RGB") else cut.convert("RGB")


def _even_share(image: Image.Image) -> float:
    """The share of pixels that are equal to the one on their right."""
    if image.width < 2:  # noqa: PLR2004 - a pixel has no neighbour
        return 0.0
    here = image.crop((0, 0, image.width - 1, image.height))
    right = image.crop((1, 0, image.width, image.height))
    different = reduce(ImageChops.lighter, ImageChops.difference(here, right).split())
    return different.histogram()[0] / (different.width * different.height)


def _with_palette(image: Image.Image, shades: int) -> Image.Image:
    """A palette, which loses nothing that can be seen: drawings have few colours, and scaling adds their mixtures."""
    colours = image.getcolors(_PALETTE)
    if shades:
        return image.quantize(shades, dither=Image.Dither.NONE)
    if colours is not None:
        return image.quantize(max(2, len(colours)), dither=Image.Dither.NONE) if image.mode == "RGB" else image
    return image.quantize(_PALETTE, dither=Image.Dither.NONE) if image.mode == "RGB" else image
