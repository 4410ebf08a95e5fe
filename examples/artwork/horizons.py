"""Scenes with a far horizon: a bridge in the mist, the Milky Way, geese."""

import math
import random

from PIL import Image, ImageChops, ImageFilter

from .brushes import (
    Color,
    Pen,
    Point,
    below,
    fill,
    finish,
    gradient,
    haze,
    light,
    noise,
    paint,
    person,
    ridge,
    shade,
    stars,
    water,
)


def iron_bridge() -> Image.Image:
    """An old truss bridge in the mist, in grey."""
    size, horizon = (1600, 1067), 690
    img = gradient(size, [(0, (196, 198, 200)), (0.45, (226, 226, 226)), (0.66, (206, 206, 206))])
    shade(img, noise(size, 61, (3, 7)).point(lambda v: max(0, v - 110)), (150, 150, 152), 0.5)
    for k in range(3):
        tone = 190 - 26 * k
        fill(img, (tone, tone, tone), below(ridge(1600, 640 + 14 * k, 130, 62 + k), horizon), 2)
        haze(img, 560, horizon, (222, 222, 222), 0.5)
    for left, wide, tone in ((-120, 330, 120), (210, 390, 86), (600, 480, 58), (1080, 620, 34)):
        _span(img, left, wide, horizon, (tone, tone, tone))
    water(img, horizon, 66, (150, 150, 150), 0.35)
    haze(img, 560, 760, (214, 214, 214), 0.28)
    boat = Pen(size)
    boat.polygon([(330, 850), (560, 850), (530, 884), (372, 884)])
    person(boat, 440, 856, 104, 0.06)
    boat.line([(424, 800), (520, 905)], 4)
    img.paste((44, 44, 44), (0, 0, *size), boat.done(0.8))
    shade(img, _mirror(boat, 880).filter(ImageFilter.GaussianBlur(4)), (60, 60, 60), 0.5)
    return finish(img, 67, 0.11).convert("L")


def _mirror(pen: Pen, line: int) -> Image.Image:
    upper = pen.done().crop((0, 2 * line - pen.mask.height // 2, pen.mask.width // 2, line))
    out = Image.new("L", (upper.width, pen.mask.height // 2))
    out.paste(upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, line))
    return out


def _span(img: Image.Image, left: float, wide: float, horizon: int, color: Color) -> None:
    deck, tall, steel = horizon - wide * 0.27, wide * 0.26, max(2.0, wide * 0.013)
    pen, panels = Pen(img.size), 8
    joints = [left + wide * i / panels for i in range(panels + 1)]
    top = [deck - tall * math.sin(math.pi * (0.12 + 0.76 * i / panels)) for i in range(panels + 1)]
    pen.box(left - 4, deck, left + wide + 4, deck + wide * 0.03)
    pen.line(list(zip(joints, top, strict=True)), steel * 1.6)
    for i, x in enumerate(joints):
        pen.line([(x, deck), (x, top[i])], steel)
        if i < panels:
            ends = ((x, top[i]), (joints[i + 1], deck)) if i < panels / 2 else ((x, deck), (joints[i + 1], top[i + 1]))
            pen.line(ends, steel * 0.8)
    for x in (left, left + wide):
        pen.polygon(
            [
                (x - wide * 0.03, deck),
                (x + wide * 0.03, deck),
                (x + wide * 0.05, horizon + 4),
                (x - wide * 0.05, horizon + 4),
            ]
        )
    img.paste(color, (0, 0, *img.size), pen.done(max(0.6, 2.4 - wide / 260)))


def october_sky() -> Image.Image:
    """The Milky Way over mountains, with a small camp."""
    size = (2400, 1600)
    img = gradient(size, [(0, (8, 11, 28)), (0.5, (18, 27, 56)), (0.8, (52, 62, 88)), (0.88, (112, 96, 92))])
    band = Pen(size)
    band.polygon([(1560, -80), (2120, -80), (1180, 1600), (420, 1600)])
    river = ImageChops.multiply(band.done(170), noise(size, 71, (5, 5)).point(lambda v: 40 + v * 0.84))
    shade(img, river, (170, 156, 176), 0.62)
    core = Pen(size)
    core.line([(1740, 0), (1220, 880), (860, 1500)], 130)
    shade(img, ImageChops.multiply(core.done(70), noise(size, 72, (9, 9))), (250, 216, 190), 0.62)
    lanes = noise(size, 73, (7, 6)).point(lambda v: max(0, v - 132) * 3)
    shade(img, ImageChops.multiply(core.done(46), lanes), (16, 16, 30), 0.85)
    stars(img, 74, 5200, 1500)
    rng = random.Random(75)
    for _ in range(46):
        at, tint = (
            (rng.uniform(0, 2400), rng.uniform(0, 1000)),
            rng.choice(((190, 210, 255), (255, 226, 190), (255, 255, 255))),
        )
        light(img, at, rng.uniform(9, 24), tint, rng.uniform(0.5, 1))
    for k, tone in enumerate(((44, 48, 66), (26, 29, 44), (10, 11, 18))):
        fill(img, tone, below(ridge(2400, 1270 + 90 * k, 260 - 70 * k, 76 + k), 1600), 1)
        haze(img, 1240 + 90 * k, 1420 + 90 * k, (70, 70, 86), 0.3 if k < 2 else 0)
    _camp(img, random.Random(79))
    return finish(img, 80, 0.06)


def _camp(img: Image.Image, rng: random.Random) -> None:
    light(img, (1530, 1470), 330, (255, 160, 70), 0.6)
    tent, trees, glow = Pen(img.size), Pen(img.size), Pen(img.size)
    glow.polygon([(1440, 1530), (1530, 1412), (1640, 1530)])
    tent.polygon([(1530, 1412), (1660, 1524), (1640, 1530)])
    person(tent, 1330, 1540, 130, -0.1)
    for _ in range(44):
        x, foot = (
            rng.choice((rng.uniform(-20, 820), rng.uniform(1850, 2420))),
            rng.uniform(1540, 1600),
        )
        tall = rng.uniform(90, 330)
        for step in range(9):
            y, half = foot - tall * (step + 1.4) / 10, tall * 0.2 * (1 - step / 9.5)
            trees.polygon([(x - half, y + tall * 0.15), (x, y - tall * 0.06), (x + half, y + tall * 0.15)])
        trees.line([(x, foot + 20), (x, foot - tall)], 4)
    shade(img, glow.done(1.5), (255, 176, 84), 0.95)
    img.paste((8, 9, 14), (0, 0, *img.size), tent.done(0.7))
    img.paste((6, 8, 12), (0, 0, *img.size), trees.done(0.8))


def geese() -> Image.Image:
    """A skein of geese over a wetland at sunset."""
    size, horizon = (1600, 1067), 720
    img = gradient(
        size,
        [
            (0, (96, 128, 160)),
            (0.3, (206, 180, 168)),
            (0.52, (250, 178, 110)),
            (0.67, (255, 214, 140)),
        ],
    )
    shade(img, noise(size, 81, (3, 12)).point(lambda v: max(0, v - 120) * 1.7), (176, 106, 104), 0.5)
    light(img, (520, 610), 520, (255, 206, 120), 0.8)
    paint(img, (255, 246, 210), lambda pen: pen.oval(520, 610, 58), blur=1.5)
    for k, tone in enumerate(((190, 132, 112), (120, 86, 88))):
        fill(img, tone, below(ridge(1600, 700 + 6 * k, 50, 82 + k, (4, 7)), horizon), 1.5)
    skein = Pen(size)
    for i in range(-8, 10):
        at = (980 + abs(i) * 60 * (1 if i < 0 else 0.85), 290 + i * 26 + abs(i) * 4)
        _goose(skein, at, 38 + (i + 9) * 0.9, 0.9 * math.sin(i * 2.1))
    img.paste((52, 40, 46), (0, 0, *size), skein.done(0.6))
    water(img, horizon, 84, (96, 72, 84), 0.4)
    for tone, seed, tall in (((104, 74, 62), 85, 330), ((34, 26, 28), 86, 240)):
        _reeds(img, tone, random.Random(seed), tall)
    return finish(img, 87, 0.07)


def _goose(pen: Pen, at: Point, span: float, beat: float) -> None:
    x, y = at
    tip = -span * (0.3 + 0.35 * beat)
    pen.polygon(
        [
            (x - span * 0.75, y - span * 0.05),
            (x, y - span * 0.13),
            (x + span * 0.5, y),
            (x, y + span * 0.12),
        ]
    )
    pen.line([(x - span * 0.5, y - span * 0.02), (x - span * 1.05, y - span * 0.1)], span * 0.08)
    for side in (-1, 1):
        wing = [
            (x - span * 0.16, y),
            (x + side * span * 0.1 - span * 0.1, y + tip - side * span * 0.34),
        ]
        pen.polygon([*wing, (x + span * 0.34, y + tip * 0.7 - side * span * 0.2), (x + span * 0.22, y)])


def _reeds(img: Image.Image, color: Color, rng: random.Random, reach: float) -> None:
    pen = Pen(img.size)
    for _ in range(230):
        x = rng.uniform(-20, 1620)
        clump = 0.25 + 0.75 * abs(math.cos(x / 1600 * math.pi)) + 0.15 * math.sin(x / 90 + reach)
        tall, bend = reach * rng.uniform(0.45, 1) * clump, rng.uniform(-36, 60)
        stem = [(x + bend * t * t, 1080 - tall * t) for t in (0, 0.25, 0.5, 0.75, 1)]
        pen.line(stem, rng.uniform(1.6, 3.2))
        if rng.random() < 0.35:
            tip = stem[-1]
            pen.polygon([(tip[0] - 5, tip[1] + 30), (tip[0] + 9, tip[1] - 16), (tip[0] + 8, tip[1] + 26)])
    img.paste(color, (0, 0, *img.size), pen.done(0.5))
