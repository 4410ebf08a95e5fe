"""A sheet for charts and line drawings with crisp text, and its colours."""

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from .brushes import Color, Point, Size

INK = (38, 42, 52)
SOFT = (122, 128, 138)
RULE = (220, 222, 226)
RED = (196, 70, 50)
GREEN = (70, 130, 76)
BLUE = (52, 108, 160)
GOLD = (214, 156, 50)


class Sheet:
    """A drawing at twice its size, so that lines and letters come out crisp."""

    def __init__(self, size: Size = (1400, 900), paper: tuple[int, ...] = (255, 254, 250)) -> None:
        self.image = Image.new("RGBA" if len(paper) == 4 else "RGB", (size[0] * 2, size[1] * 2), paper)
        self._draw = ImageDraw.Draw(self.image)

    def line(self, points: Sequence[Point], color: Color = INK, width: float = 3) -> None:
        """Draw a line through the points."""
        self._draw.line([(x * 2, y * 2) for x, y in points], color, round(width * 2), joint="curve")

    def dashes(self, start: Point, end: Point, color: Color = SOFT, width: float = 2) -> None:
        """Draw a dashed line."""
        length = math.dist(start, end)
        for k in range(0, round(length), 16):
            t, u = k / length, min(1.0, (k + 9) / length)
            ends = [(start[0] + (end[0] - start[0]) * s, start[1] + (end[1] - start[1]) * s) for s in (t, u)]
            self.line(ends, color, width)

    def arrow(self, start: Point, end: Point, color: Color = INK, width: float = 3) -> None:
        """Draw an arrow."""
        turn = math.atan2(end[1] - start[1], end[0] - start[0])
        head = [(end[0] - 15 * math.cos(turn + side), end[1] - 15 * math.sin(turn + side)) for side in (-0.42, 0.42)]
        self.line([start, end], color, width)
        self.polygon([end, *head], color)

    def polygon(
        self,
        points: Sequence[Point],
        fill: Color | None,
        edge: Color | None = None,
        width: float = 2,
    ) -> None:
        """Fill and outline a polygon."""
        scaled = [(x * 2, y * 2) for x, y in points]
        self._draw.polygon(scaled, fill=fill)
        if edge:
            self._draw.line([*scaled, scaled[0]], edge, round(width * 2), joint="curve")

    def dot(self, at: Point, radius: float, color: Color) -> None:
        """Fill a disc."""
        x, y, r = at[0] * 2, at[1] * 2, radius * 2
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=color)

    def text(self, at: Point, words: str, size: int = 26, color: Color = INK, anchor: str = "mm") -> None:
        """Write words."""
        font = ImageFont.load_default(size=size * 2)
        self._draw.text((at[0] * 2, at[1] * 2), words, color, font=font, anchor=anchor)

    def done(self) -> Image.Image:
        """The drawing at its real size."""
        return self.image.reduce(2)
