"""The cover: the title where its letters can be set, the period, and a picture or a field of bands.

Kindle asks for 1600 x 2560 pixels in RGB, baseline JPEG (KDP, "Cover image guidelines"); Kobo for less than 3 MB. It
must be told from its neighbours as a grey thumbnail of 100 pixels: heavy letters, dark on light, nothing fine.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH, HEIGHT = 1600, 2560
_PAPER = (246, 243, 236)
_INK = (34, 34, 38)
_MARGIN = 130
_QUALITIES = (85, 75, 65, 50, 35, 20)
_LARGEST = 360_000
"""Bytes; a noisy photograph is set at a lower quality, so that a thumbnail on a shelf never weighs more than a book."""
_LINE_WIDTH = WIDTH - 2 * _MARGIN
_TITLE_TOP, _TITLE_BOTTOM = 300, 1150
_FIELD_TOP = 1300
_PERIOD = HEIGHT - 300
_TITLE_SIZES = (230, 190, 160, 130, 105, 84)
_LINE = 1.28
_BANDS = 14
_NO_LINE_START = frozenset("，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}%")
_NO_LINE_END = frozenset("（《〈「『【〔“‘([{")
"""Line breaking rules for Chinese and Japanese (W3C, Requirements for Chinese Text Layout, 3.1.3)."""


def draw_cover(title: str, period: tuple[str, str] | None, lead: bytes | None = None) -> bytes:
    """Draw the cover.

    Args:
        title: the book's title; it is set when the font has all its letters and they need no shaping, else the cover
            goes without type for it, because a cover full of empty boxes is worse.
        period: first and last day, printed in ISO 8601 which every reader understands.
        lead: a picture of the book, JPEG or PNG, or None.

    Returns:
        a JPEG of 1600 x 2560 pixels; the same arguments give the same bytes with the same Pillow.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    if lead is None:
        _draw_bands(draw, title)
    else:
        _place_picture(image, lead)
    draw.rectangle((_MARGIN, 190, _MARGIN + 300, 216), fill=_INK)
    if title.strip() and _can_set(title):
        _draw_title(draw, title)
    if period is not None:
        draw.text((_MARGIN, _PERIOD), " – ".join(dict.fromkeys(period)), fill=_INK, font=_font(92))
    return _encoded(image)


def _encoded(image: Image.Image) -> bytes:
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= _LARGEST:
            break
    return buffer.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    # The basic engine: with Raqm installed the same title would be set differently on another machine.
    return ImageFont.truetype(io.BytesIO(_font_file()), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _font_file() -> bytes:
    return files("bundler.package").joinpath("fonts", "cover.otf").read_bytes()


def _can_set(title: str) -> bool:
    """Whether the font has a glyph for every letter, and none has to be joined or reordered."""
    font = _font(64)
    missing = font.getmask("\U0010fffe").getbbox(), bytes(font.getmask("\U0010fffe"))
    return all(
        letter.isspace()
        or (
            unicodedata.bidirectional(letter) not in ("R", "AL")
            and not unicodedata.combining(letter)
            and (font.getmask(letter).getbbox(), bytes(font.getmask(letter))) != missing
        )
        for letter in set(title)
    )


def _draw_bands(draw: ImageDraw.ImageDraw, title: str) -> None:
    """Horizontal bands whose heights are drawn from the title, so that a shelf of books can be told apart."""
    digest = hashlib.sha256(title.encode("utf-8", errors="surrogatepass")).digest()
    bottom = _PERIOD - 120
    weights = [40 + byte for byte in digest[:_BANDS]]
    scale = (bottom - _FIELD_TOP) / sum(weights)
    y = float(_FIELD_TOP)
    for number, weight in enumerate(weights):
        height = weight * scale
        shade = 60 + int(150 * number / _BANDS)
        indent = int((digest[number + _BANDS] / 255) * (WIDTH - 2 * _MARGIN) * 0.6)
        draw.rectangle((_MARGIN, y, WIDTH - _MARGIN - indent, y + height * 0.55), fill=(shade, shade, shade + 6))
        y += height


def _place_picture(image: Image.Image, lead: bytes) -> None:
    """The picture from edge to edge, cropped to the lower half; it is one that we encoded ourselves."""
    with Image.open(io.BytesIO(lead)) as opened:
        picture = opened.convert("RGB")
    size = (WIDTH, _PERIOD - 100 - _FIELD_TOP)
    image.paste(ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=(0.5, 0.35)), (0, _FIELD_TOP))


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    """The title as large as it can be set in its field; what does not fit at the smallest size is cut."""
    for size in _TITLE_SIZES:
        font = _font(size)
        lines = _wrap(_pieces(title), font)
        most = int((_TITLE_BOTTOM - _TITLE_TOP) / (size * _LINE))
        if len(lines) <= most and all(font.getlength(line) <= _LINE_WIDTH for line in lines):
            break
    else:
        lines = _cut(_wrap(_parts(_pieces(title), font), font), most, font)
    y = float(_TITLE_TOP)
    for line in lines:
        draw.text((_MARGIN, y), line, fill=_INK, font=font)
        y += size * _LINE


def _wrap(pieces: Iterable[str], font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{piece}" if lines else piece.lstrip()
        if lines and font.getlength(longer.rstrip()) <= _LINE_WIDTH:
            lines[-1] = longer
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines if line.strip()]


def _cut(lines: Sequence[str], most: int, font: ImageFont.FreeTypeFont) -> list[str]:
    """At most so many lines; where more were wanted an ellipsis, which is in the field like all the rest."""
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    while last and font.getlength(f"{last}…") > _LINE_WIDTH:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def _parts(pieces: Iterable[str], font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Pieces, those longer than a line in parts that are not: an address, a file's name."""
    for piece in pieces:
        part = ""
        for letter in piece:
            if part.strip() and font.getlength((part + letter).strip()) > _LINE_WIDTH:
                yield part
                part = ""
            part += letter
        yield part


def _pieces(title: str) -> Iterator[str]:
    """What must stay on one line: words of spaced scripts, Chinese characters with the signs that cling to them."""
    piece = ""
    for letter in " ".join(title.split()):
        before = piece[-1:]
        is_wide = unicodedata.east_asian_width(letter) in ("W", "F")
        breaks = letter == " " or (is_wide or (before and unicodedata.east_asian_width(before) in ("W", "F")))
        if piece and breaks and letter not in _NO_LINE_START and before not in _NO_LINE_END:
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece
