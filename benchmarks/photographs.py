"""Pictures like photographs, made of noise: the same number gives the same bytes with one version of Pillow.

Noise of several grain sizes, cut out of a large canvas at a place of its own, in colours of its own, with fine grain
on it until a pixel takes about as many bits as in photographs of news sites. Kinds, pixels and bytes follow what their
mirrors hold: most pictures are 700 pixels wide and 90 kB heavy, one in twelve comes straight from a camera.
"""

from __future__ import annotations

import functools
import io
import random
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageDraw

_CANVAS = (3700, 3700)
_COARSE = ((9, 0.45), (30, 0.35), (110, 0.28), (420, 0.2))
"""Cells across the canvas and the share of each layer of noise on the ones before."""
_SHAPES = 60
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Kind:
    """What a picture is.

    Attributes:
        name: of the kind.
        of_a_hundred: how many of a hundred pictures are of this kind.
        ending: of the file's name.
        format: as Pillow calls it.
        widths: the least and the most pixels of the longer side.
        grain: share of fine noise; it sets the bytes a pixel takes.
    """

    name: str
    of_a_hundred: int
    ending: str
    format: str
    widths: tuple[int, int]
    grain: float


KINDS = (
    Kind("small", 60, "jpg", "JPEG", (560, 840), 0.15),
    Kind("medium", 25, "jpg", "JPEG", (1280, 1920), 0.09),
    Kind("large", 8, "jpg", "JPEG", (3000, 3000), 0.13),
    Kind("png", 5, "png", "PNG", (640, 960), 0.07),
    Kind("webp", 1, "webp", "WEBP", (560, 1280), 0.08),
    Kind("gif", 1, "gif", "GIF", (320, 640), 0.05),
)


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture to make.

    Attributes:
        number: which; two numbers never give the same bytes.
        kind: what it is.
        size: pixels, as it is looked at.
        turned: whether the file lies on its side and its EXIF says so (orientation 6).
        located: whether its EXIF says where it was taken.
        progressive: whether a JPEG comes in several scans.
    """

    number: int
    kind: Kind
    size: tuple[int, int]
    turned: bool = False
    located: bool = False
    progressive: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.number:07}.{self.kind.ending}"


def photograph(number: int, kind: Kind) -> Photograph:
    """The picture of a number: one in five upright, some of the JPEGs progressive, the large ones with a camera's EXIF.

    Args:
        number: any from 0.
        kind: what it is.
    """
    chance = random.Random(f"photograph {number}")  # noqa: S311 - the same pictures every time, no secrets
    width = chance.randint(*kind.widths)
    height = width * 2 // 3 if kind.name == "large" else round(width * chance.choice((0.5625, 0.6, 0.6667, 0.75)))
    upright = chance.random() < 0.2
    is_large = kind.name == "large"
    return Photograph(
        number,
        kind,
        (height, width) if upright else (width, height),
        turned=is_large and upright and chance.random() < 0.7,
        located=is_large,
        progressive=kind.format == "JPEG" and chance.random() < 0.15,
    )


@functools.cache
def _canvas() -> Image.Image:
    chance = random.Random("canvas")  # noqa: S311
    image = _noise(chance, 4)
    for cells, share in _COARSE:
        image = Image.blend(image, _noise(chance, cells), share)
    brush = ImageDraw.Draw(image)
    for _ in range(_SHAPES):  # edges, which noise has not
        left, top = (chance.randrange(_CANVAS[0]) for _ in range(2))
        colour = tuple(chance.randrange(256) for _ in range(3))
        brush.ellipse(
            (left, top, left + chance.randint(40, 500), top + chance.randint(40, 500)), outline=colour, width=9
        )
    return image


def _noise(chance: random.Random, cells: int) -> Image.Image:
    coarse = Image.frombytes("RGB", (cells, cells), chance.randbytes(cells * cells * 3))
    return coarse.resize(_CANVAS, Image.Resampling.BICUBIC)


@functools.cache
def _grain() -> Image.Image:
    chance = random.Random("grain")  # noqa: S311
    return Image.frombytes("L", _CANVAS, chance.randbytes(_CANVAS[0] * _CANVAS[1])).convert("RGB")


def pixels(wanted: Photograph) -> Image.Image:
    """The picture as it is looked at."""
    chance = random.Random(f"pixels {wanted.number}")  # noqa: S311

    def cut(image: Image.Image) -> Image.Image:
        left, top = (chance.randrange(most - least) for most, least in zip(_CANVAS, wanted.size, strict=True))
        return image.crop((left, top, left + wanted.size[0], top + wanted.size[1]))

    image = Image.blend(cut(_canvas()), cut(_grain()), wanted.kind.grain)
    table: list[int] = []
    for _ in range(3):
        low, high = chance.randint(0, 60), chance.randint(190, 255)
        table += [round(low + (high - low) * value / 255) for value in range(256)]
    return image.point(table)


def encoded(wanted: Photograph) -> bytes:
    """The picture's file."""
    image, options = pixels(wanted), dict[str, object]()
    if wanted.kind.format == "JPEG":
        options = {"quality": _QUALITY, "progressive": wanted.progressive}
        if wanted.located:
            options["exif"] = _exif(turned=wanted.turned)
        if wanted.turned:
            image = image.transpose(Image.Transpose.ROTATE_90)
    elif wanted.kind.format == "PNG":
        options = {"compress_level": 6}
    elif wanted.kind.format == "WEBP":
        options = {"quality": _QUALITY, "method": 1}
    buffer = io.BytesIO()
    image.save(buffer, wanted.kind.format, **options)
    return buffer.getvalue()


def _exif(*, turned: bool) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Lumen Works"
    exif[ExifTags.Base.Model] = "Field 3"
    exif[ExifTags.Base.Orientation] = 6 if turned else 1
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place.update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (12.0, 34.0, 56.0),
            ExifTags.GPS.GPSLongitudeRef: "W",
            ExifTags.GPS.GPSLongitude: (21.0, 43.0, 5.0),
        }
    )
    return exif
