"""Brushes: noise, gradients, light, water and smooth shapes, with Pillow alone."""

import itertools
import math
import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

Color: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]
Size: TypeAlias = tuple[int, int]
Ink: TypeAlias = Color | Image.Image


class Pen:
    """Draws a mask at twice its size, so that every edge comes out smooth."""

    def __init__(self, size: Size, scale: int = 2) -> None:
        self.scale = scale
        self.mask = Image.new("L", (size[0] * scale, size[1] * scale))
        self._draw = ImageDraw.Draw(self.mask)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: int = 255) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._scaled(points), fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: int = 255) -> None:
        """Draw a line with round joints and round ends."""
        thick = max(1, round(width * self.scale))
        scaled = self._scaled(points)
        self._draw.line(scaled, fill=fill, width=thick, joint="curve")
        if thick > 3:
            for x, y in (scaled[0], scaled[-1]):
                r = thick / 2
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float | None = None, fill: int = 255) -> None:
        """Fill an ellipse round (x, y)."""
        ry = rx if ry is None else ry
        self._draw.ellipse(self._scaled([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def ring(self, at: Point, rx: float, ry: float, width: float, fill: int = 255) -> None:
        """Draw the outline of an ellipse round a point."""
        box = self._scaled([(at[0] - rx, at[1] - ry), (at[0] + rx, at[1] + ry)])
        self._draw.ellipse(box, outline=fill, width=max(1, round(width * self.scale)))

    def box(self, left: float, top: float, right: float, bottom: float, radius: float = 0) -> None:
        """Fill a rectangle, with round corners if asked."""
        box = self._scaled([(left, top), (right, bottom)])
        self._draw.rounded_rectangle(box, radius * self.scale, fill=255)

    def done(self, blur: float = 0) -> Image.Image:
        """The mask at its real size, blurred if asked."""
        mask = self.mask.reduce(self.scale)
        return mask.filter(ImageFilter.GaussianBlur(blur)) if blur else mask


def paint(img: Image.Image, ink: Ink, draw: Callable[[Pen], None], blur: float = 0, strength: float = 1) -> Image.Image:
    """Lay ink (a colour, or a texture as large as the picture) through a drawn mask."""
    pen = Pen(img.size)
    draw(pen)
    mask = pen.done(blur)
    if strength < 1:
        mask = mask.point(lambda v: v * strength)
    img.paste(ink, (0, 0, *img.size), mask)
    return mask


def fill(img: Image.Image, ink: Ink, points: Sequence[Point], blur: float = 0) -> Image.Image:
    """Fill a polygon with ink."""
    return paint(img, ink, lambda pen: pen.polygon(points), blur)


def gradient(size: Size, stops: Sequence[tuple[float, Color]], *, across: bool = False) -> Image.Image:
    """A smooth run of colours from top to bottom (or from left to right)."""
    steps = 512
    strip = Image.new("RGB", (1, steps))
    for row in range(steps):
        strip.putpixel((0, row), _between(stops, row / (steps - 1)))
    if across:
        strip = strip.transpose(Image.Transpose.ROTATE_90)
    return strip.resize(size, Image.Resampling.BICUBIC)


def _between(stops: Sequence[tuple[float, Color]], at: float) -> Color:
    for (low, one), (high, two) in itertools.pairwise(stops):
        if at <= high:
            return mix(one, two, max(0.0, (at - low) / (high - low)))
    return stops[-1][1]


def mix(one: Color, two: Color, share: float) -> Color:
    """The colour that lies the given share of the way from one to two."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue


def noise(size: Size, seed: int, cells: Size = (4, 3), octaves: int = 7) -> Image.Image:
    """Grey fractal noise over the whole range; cells sets the coarsest grid."""
    rng, total = random.Random(seed), Image.new("L", size)
    weight, amount = 0.0, 1.0
    for octave in range(octaves):
        grid = (min(size[0], cells[0] << octave), min(size[1], cells[1] << octave))
        layer = Image.frombytes("L", grid, rng.randbytes(grid[0] * grid[1]))
        weight += amount
        total = Image.blend(total, layer.resize(size, Image.Resampling.BICUBIC), amount / weight)
        amount *= 0.55
    return ImageOps.autocontrast(total, cutoff=0.2)


def texture(size: Size, seed: int, colors: tuple[Color, Color], cells: Size = (4, 3)) -> Image.Image:
    """Fractal noise between two colours."""
    return ImageOps.colorize(noise(size, seed, cells), colors[0], colors[1])


def wood(size: Size, seed: int, colors: tuple[Color, Color], *, upright: bool = False) -> Image.Image:
    """Boards with a long grain."""
    cells = (40, 2) if upright else (2, 40)
    fine = noise(size, seed, cells, 5)
    coarse = noise(size, seed + 1, (6, 1) if upright else (1, 6), 4)
    return ImageOps.colorize(Image.blend(fine, coarse, 0.45), colors[0], colors[1])


def light(img: Image.Image, at: Point, radius: float, color: Color, strength: float = 1) -> None:
    """Add a soft round light."""
    side = max(2, round(radius * 2))
    fall = Image.radial_gradient("L").point(lambda v: max(0, 1 - v / 180) ** 2 * 255 * strength)
    fall = fall.resize((side, side), Image.Resampling.BICUBIC)
    left, top = round(at[0] - side / 2), round(at[1] - side / 2)
    under = img.crop((left, top, left + side, top + side))
    layer = Image.new("RGB", (side, side))
    layer.paste(color, (0, 0, side, side), fall)
    img.paste(ImageChops.screen(under, layer), (left, top))


def shade(img: Image.Image, mask: Image.Image, color: Color, strength: float) -> None:
    """Darken (or tint) the picture where the mask is white."""
    img.paste(color, (0, 0, *img.size), mask.point(lambda v: v * strength))


def cast(img: Image.Image, mask: Image.Image, shift: tuple[int, int], blur: float, strength: float = 0.7) -> None:
    """The shadow of a shape."""
    shade(
        img,
        ImageChops.offset(mask, *shift).filter(ImageFilter.GaussianBlur(blur)),
        (8, 6, 6),
        strength,
    )


def ridge(width: int, base: float, height: float, seed: int, shape: tuple[float, int] = (3, 7)) -> list[Point]:
    """The skyline of a hill, every four pixels; shape is its longest wave and how many more it has."""
    rng = random.Random(seed)
    parts = [(shape[0] * 2**k, rng.random() * math.tau, 0.5**k) for k in range(shape[1])]
    line = []
    for x in range(0, width + 4, 4):
        value = sum(a * math.sin(f * x / width * math.tau / 2 + p) for f, p, a in parts)
        line.append((float(x), base - height * value / 2))
    return line


def below(line: Sequence[Point], bottom: float) -> list[Point]:
    """Close a skyline into the polygon under it."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def haze(img: Image.Image, top: float, bottom: float, color: Color, strength: float) -> None:
    """A bank of mist, thickest at the bottom."""
    height = max(1, round(bottom - top))
    fade = Image.linear_gradient("L").resize((img.width, height))
    img.paste(color, (0, round(top), img.width, round(top) + height), fade.point(lambda v: v * strength))


def water(img: Image.Image, horizon: int, seed: int, tint: Color, depth: float = 0.5) -> None:
    """Mirror what stands above the horizon in rippled water below it."""
    width, height = img.width, img.height - horizon
    source = img.crop((0, max(0, horizon - height), width, horizon))
    source = ImageOps.flip(source).resize((width, height)).filter(ImageFilter.GaussianBlur(1.5))
    wide = ImageOps.expand(source, (64, 0))
    for side, edge in ((0, 0), (width + 64, width - 64)):
        wide.paste(ImageOps.mirror(source.crop((edge, 0, edge + 64, height))), (side, 0))
    rng = random.Random(seed)
    out, drift = Image.new("RGB", (width, height)), 0.0
    for y in range(height):
        near, beat = y / height, math.log1p(y * 0.05)
        drift = drift * 0.9 + rng.uniform(-1, 1) * (0.6 + 2.5 * near)
        wave = (math.sin(31 * beat) + 0.7 * math.sin(67 * beat + 1)) * (1 + 6 * near)
        shift = 64 + max(-60, min(60, round(drift + wave)))
        out.paste(wide.crop((shift, y, shift + width, y + 1)), (0, y))
    cover = Image.linear_gradient("L").resize((width, height)).point(lambda v: (0.25 + v / 340) * depth * 255)
    out.paste(tint, (0, 0, width, height), cover)
    ripples = noise((width, height), seed + 1, (5, 60), 4)
    crests = ripples.point(lambda v: max(0, v - 150) * 0.45)
    out.paste(
        ImageChops.screen(out, Image.new("RGB", out.size, mix(tint, (255, 240, 220), 0.4))),
        (0, 0),
        crests,
    )
    img.paste(out, (0, horizon))


def finish(img: Image.Image, seed: int, grain: float = 0.12, edge: float = 0.35) -> Image.Image:
    """Darken the corners a little and add film grain."""
    fall = Image.radial_gradient("L").resize(img.size, Image.Resampling.BICUBIC)
    shade(img, fall.point(lambda v: max(0, v - 90) * 1.5), (8, 8, 14), edge)
    raw = random.Random(seed).randbytes(img.width * img.height)
    speck = Image.frombytes("L", img.size, raw).filter(ImageFilter.GaussianBlur(0.8))
    speck = speck.point(lambda v: 128 + (v - 128) * grain * 2)
    return ImageChops.overlay(img, Image.merge("RGB", (speck, speck, speck)))


def stars(img: Image.Image, seed: int, count: int, lowest: int) -> None:
    """Strew small stars, denser towards the top."""
    rng = random.Random(seed)
    small = Pen(img.size)
    for _ in range(count):
        x, y = rng.uniform(0, img.width), lowest * rng.random() ** 1.3
        small.oval(x, y, rng.choice((0.7, 0.9, 1.2, 1.6)), fill=rng.randint(90, 255))
    shade(img, small.done(0.4), (255, 250, 240), 0.95)


def person(pen: Pen, x: float, foot: float, tall: float, lean: float = 0) -> None:
    """A small standing figure."""

    def at(dx: float, dy: float) -> Point:
        return x + dx * tall + lean * tall * -dy, foot + dy * tall

    pen.oval(*at(0, -0.9), tall * 0.075, tall * 0.085)
    coat = [
        (-0.04, -0.83),
        (0.04, -0.83),
        (0.12, -0.77),
        (0.16, -0.5),
        (0.1, -0.36),
        (-0.1, -0.36),
        (-0.16, -0.5),
    ]
    pen.polygon([at(dx, dy) for dx, dy in [*coat, (-0.12, -0.77)]])
    pen.line([at(-0.05, -0.4), at(-0.07, 0)], tall * 0.085)
    pen.line([at(0.05, -0.4), at(0.09, 0)], tall * 0.085)
