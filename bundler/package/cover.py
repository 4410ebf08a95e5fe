"""A simple cover: the title where its letters can be set, the period, and a field of lines; legible in grey and small.

Kindle asks for 1600 x 2560 pixels in RGB, baseline JPEG (KDP, "Cover image guidelines"); Kobo for less than 3 MB.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1600, 2560
_PAPER = (246, 243, 236)
_INK = (34, 34, 38)
_MARGIN = 140
_QUALITY = 85
_TITLE_SIZES = (190, 160, 130, 105, 84)
_MOST_LINES = 5
_BANDS = 14


def draw_cover(title: str, period: tuple[str, str] | None) -> bytes:
    """Draw the cover.

    Args:
        title: the book's title; it is set when the built-in font has all its letters, else the cover goes without type
            for it, because a cover full of empty boxes is worse.
        period: first and last day, printed in ISO 8601 which every reader understands.

    Returns:
        a JPEG of 1600 x 2560 pixels; the same arguments give the same bytes with the same Pillow.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    _draw_field(draw, title)
    if title and _can_set(title):
        _draw_title(draw, title)
    if period is not None:
        for number, day in enumerate(dict.fromkeys(period)):
            draw.text((_MARGIN, HEIGHT - 350 + number * 100), day, fill=_INK, font=_font(78))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _can_set(title: str) -> bool:
    """Whether the built-in font (a Latin one) has a glyph for every letter."""
    font = _font(64)
    missing = font.getmask("\U0010fffe").getbbox(), bytes(font.getmask("\U0010fffe"))
    return all(
        letter.isspace() or (font.getmask(letter).getbbox(), bytes(font.getmask(letter))) != missing for letter in title
    )


def _draw_field(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Horizontal bands whose heights are drawn from the title, so that a shelf of books can be told apart."""
    digest = hashlib.sha256(title.encode()).digest()
    top, bottom = int(HEIGHT * 0.52), HEIGHT - 420
    weights = [40 + byte for byte in digest[:_BANDS]]
    scale = (bottom - top) / sum(weights)
    y = float(top)
    for number, weight in enumerate(weights):
        height = weight * scale
        shade = 60 + int(150 * number / _BANDS)
        indent = int((digest[number + _BANDS] / 255) * (WIDTH - 2 * _MARGIN) * 0.6)
        draw.rectangle((_MARGIN, y, WIDTH - _MARGIN - indent, y + height * 0.55), fill=(shade, shade, shade + 6))
        y += height
    draw.rectangle((_MARGIN, 230, _MARGIN + 240, 250), fill=_INK)


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    for size in _TITLE_SIZES:
        font = _font(size)
        lines = _wrap(draw, title, font)
        if len(lines) <= _MOST_LINES and all(draw.textlength(line, font=font) <= WIDTH - 2 * _MARGIN for line in lines):
            break
    y = 320
    for line in lines[:_MOST_LINES]:
        draw.text((_MARGIN, y), line, fill=_INK, font=font)
        y += int(size * 1.25)


def _wrap(draw: ImageDraw.ImageDraw, title: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Sequence[str]:
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
