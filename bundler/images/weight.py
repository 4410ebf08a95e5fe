"""How much memory a picture takes to decode, told before it is decoded.

A worker may have 250 MB; the interpreter and the libraries take up to 100 of them. Bytes a pixel are measured peaks of
Pillow's decoders and of the conversions that follow (tests/images/test_worker_memory.py).
"""

from __future__ import annotations

from PIL import ImageFile

MOST_MEMORY = 130_000_000
"""Bytes for one picture."""

_BY_MODE = {
    "1": 2,
    "L": 1,
    "P": 6,
    "LA": 12,
    "PA": 12,
    "I;16": 6,
    "I;16B": 6,
    "I": 9,
    "F": 9,
    "RGB": 4,
    "RGBA": 8,
    "CMYK": 4,
}
_BY_FORMAT = {"WEBP": 10.5, "AVIF": 10.0, "GIF": 9.0}
"""WebP: Pillow decodes every file as an animation, with two canvases and a copy of the frame."""
_TIFF_BUFFERS = 2
_START_OF_SCAN = b"\xff\xda"


def decoding_memory(image: ImageFile.ImageFile) -> float:
    """Bytes it takes to decode a picture and to make it eight bits deep.

    Args:
        image: an opened picture that is not decoded yet; of a JPEG the scale it is decoded at is set.
    """
    by_mode = float(_BY_MODE.get(image.mode, 12))
    if image.mode == "P" and "transparency" in image.info:
        by_mode += 4
    weight = max(by_mode, _BY_FORMAT.get(image.format or "", 0.0))
    if image.format == "TIFF":
        weight += _TIFF_BUFFERS
    return image.width * image.height * weight


def coefficients(image: ImageFile.ImageFile, content: bytes) -> float:
    """Bytes of the coefficients that a JPEG of more than one scan keeps in memory, at whatever scale it is decoded.

    Two bytes for each sample; chroma is subsampled in most files (ITU-T T.81, A.1.1).

    Args:
        image: an opened picture at its full size.
        content: its bytes.
    """
    if image.format != "JPEG":
        return 0.0
    if not image.info.get("progressive") and content.count(_START_OF_SCAN) < 2:  # noqa: PLR2004 - one scan is read as it comes
        return 0.0
    layers = getattr(image, "layer", None) or [(0, 1, 1, 0)]
    most = max(layer[1] * layer[2] for layer in layers)
    samples = sum(layer[1] * layer[2] for layer in layers) / most
    return float(image.width * image.height * samples * 2)
