"""Pictures as bytes, drawn small and the same every time."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image


def gradient(width: int, height: int) -> Image.Image:
    """An RGB picture with more colours than any drawing has: red grows to the right, green downwards."""
    red = Image.linear_gradient("L").rotate(90).resize((width, height))
    green = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (red, green, Image.new("L", (width, height), 90)))


def photograph(width: int, height: int) -> Image.Image:
    """The same with the grain of a photograph: no two neighbours are quite alike."""
    grain = random.Random(4711).randbytes(width * height * 3)  # noqa: S311 - grain is no cryptography
    return Image.blend(gradient(width, height), Image.frombytes("RGB", (width, height), grain), 0.2)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - as Pillow takes them
    """A picture's file.

    Args:
        image: the picture.
        kind: Pillow's name of the format.
        options: of its encoder.
    """
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(width: int, height: int) -> bytes:
    """A photograph of sorts."""
    return encoded(gradient(width, height), "JPEG", quality=90)


def opened(content: bytes) -> Image.Image:
    """A picture out of its file, decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
