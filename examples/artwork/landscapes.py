"""Scenes out of doors: a night market, tea hills, a lighthouse."""

import itertools
import math
import random

from PIL import Image, ImageChops

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
    mix,
    noise,
    paint,
    person,
    ridge,
    shade,
    stars,
    texture,
    water,
)

CLOTHS: tuple[Color, ...] = ((190, 52, 44), (34, 92, 108), (196, 128, 40))


def sag(start: Point, end: Point, drop: float, steps: int) -> list[Point]:
    """Points along a cord that hangs between two posts."""
    points = []
    for i in range(steps + 1):
        t = i / steps
        y = start[1] + (end[1] - start[1]) * t + drop * 4 * t * (1 - t)
        points.append((start[0] + (end[0] - start[0]) * t, y))
    return points


def night_market() -> Image.Image:
    """Stalls and lanterns along a river at nightfall."""
    size, bank, rng = (2400, 1600), 1010, random.Random(12)
    img = gradient(
        size,
        [(0, (18, 22, 56)), (0.3, (58, 46, 98)), (0.52, (186, 92, 92)), (0.63, (250, 170, 96))],
    )
    shade(img, noise(size, 11, (3, 8)).point(lambda v: max(0, v - 120) * 1.2), (36, 26, 66), 0.6)
    for depth, color in enumerate(((104, 66, 100), (60, 44, 80), (32, 27, 54))):
        _town(img, rng, bank, depth, color)
    _stalls(img, rng, bank)
    _lanterns(img)
    water(img, bank, 14, (16, 16, 40), 0.5)
    return finish(img, 15, 0.07)


def _town(img: Image.Image, rng: random.Random, bank: int, depth: int, color: Color) -> None:
    walls, panes, left = Pen(img.size), Pen(img.size), -20.0
    while left < img.width:
        wide, tall = rng.uniform(70, 190), rng.uniform(200, 560) * (1 - 0.24 * depth)
        walls.box(left, bank - tall, left + wide, bank)
        for y in range(round(bank - tall) + 18, bank - 20, 26):
            for x in range(round(left) + 12, round(left + wide) - 16, 22):
                if rng.random() < 0.2:
                    panes.box(x, y, x + 9, y + 13)
        left += wide + rng.uniform(-6, 24)
    img.paste(color, (0, 0, *img.size), walls.done(2.5 - depth))
    shade(img, panes.done(1.2), (255, 206, 130), 0.75)


def _stalls(img: Image.Image, rng: random.Random, bank: int) -> None:
    spots = [(60 + i * 262, rng.uniform(205, 240), bank - rng.uniform(200, 235)) for i in range(9)]
    for x, wide, _ in spots:
        light(img, (x + wide / 2, bank - 110), 260, (255, 160, 70), 0.6)
    glow, table, heaps = Pen(img.size), Pen(img.size), [Pen(img.size) for _ in range(3)]
    awnings = [Pen(img.size) for _ in range(4)]
    table.box(0, bank - 22, img.width, bank + 4)
    for index, (x, wide, top) in enumerate(spots):
        glow.box(x + 8, top + 30, x + wide - 8, bank - 66)
        table.box(x, bank - 74, x + wide, bank)
        for k in range(66):
            heaps[k % 3].oval(x + rng.uniform(22, wide - 22), bank - 76 - rng.uniform(0, 22), rng.uniform(6, 13))
        for stripe in range(8):
            low = x - 18 + stripe * (wide + 36) / 8
            high, mid = low + (wide + 36) / 8, x + wide / 2
            pen = awnings[index % 3 if stripe % 2 else 3]
            slope = [(mid + (low - mid) * 0.84, top), (mid + (high - mid) * 0.84, top)]
            pen.polygon([*slope, (high, top + 46), (low, top + 46)])
            pen.oval((low + high) / 2, top + 46, (high - low) / 2, 13)
    shade(img, glow.done(3), (255, 204, 122), 0.92)
    for pen, color in zip(heaps, ((190, 60, 40), (232, 150, 48), (122, 146, 62)), strict=True):
        img.paste(color, (0, 0, *img.size), pen.done(1))
    img.paste((58, 34, 32), (0, 0, *img.size), table.done())
    for pen, color in zip(awnings, (*CLOTHS, (246, 226, 196)), strict=True):
        img.paste(color, (0, 0, *img.size), pen.done(0.6))
    for x, wide, top in spots:
        light(img, (x + wide / 2, top + 76), 100, (255, 226, 160), 0.9)
    crowd = Pen(img.size)
    for x, wide, _ in spots:
        for _ in range(rng.randint(1, 3)):
            person(
                crowd,
                x + rng.uniform(-30, wide + 30),
                bank + 2,
                rng.uniform(140, 172),
                rng.uniform(-0.04, 0.04),
            )
    img.paste((26, 19, 30), (0, 0, *img.size), crowd.done(0.8))


def _lanterns(img: Image.Image) -> None:
    poles = [(-80, 560), (720, 600), (1400, 560), (2080, 610), (2560, 560)]
    cords, shells, hearts, caps = Pen(img.size), Pen(img.size), Pen(img.size), Pen(img.size)
    for start, end in itertools.pairwise(poles):
        cords.line([end, (end[0], 1010)], 9)
        cords.line(sag(start, end, 120, 40), 3)
        for x, cord in sag(start, end, 120, 8)[1:-1]:
            y = cord + 34
            light(img, (x, y), 170, (255, 96, 40), 0.7)
            shells.oval(x, y, 33, 28)
            hearts.oval(x, y, 17, 21)
            caps.box(x - 12, y - 32, x + 12, y - 25)
            caps.box(x - 12, y + 25, x + 12, y + 32)
            caps.line([(x, y + 32), (x, y + 56)], 4)
    img.paste((38, 26, 36), (0, 0, *img.size), cords.done())
    img.paste((222, 56, 34), (0, 0, *img.size), shells.done(0.7))
    img.paste((255, 176, 84), (0, 0, *img.size), hearts.done(6))
    img.paste((150, 92, 40), (0, 0, *img.size), caps.done(0.5))


def tea_hills() -> Image.Image:
    """Rows of tea on misty hills at sunrise."""
    size = (2400, 1600)
    img = gradient(
        size,
        [
            (0, (126, 164, 186)),
            (0.3, (226, 214, 190)),
            (0.45, (250, 220, 170)),
            (1, (240, 220, 190)),
        ],
    )
    light(img, (1640, 470), 900, (255, 214, 140), 0.9)
    light(img, (1640, 470), 120, (255, 250, 226), 1)
    for k in range(5):
        base, far = 520 + 75 * k, 1 - k / 5
        color = mix((62, 96, 84), (190, 190, 178), far)
        fill(img, color, below(ridge(2400, base, 150, 30 + k), 1600), 1.2)
        haze(img, base + 10, base + 260, (242, 224, 196), 0.75)
    slopes = (
        (900, 190, 41, 15, (96, 132, 74)),
        (1060, 210, 42, 23, (78, 124, 56)),
        (1240, 260, 43, 36, (58, 106, 40)),
    )
    for base, tall, seed, gap, color in slopes:
        _tea_rows(img, ridge(2400, base, tall, seed, (1.6, 3)), gap, color, seed)
        haze(img, base + 40, base + 330, (240, 226, 196), 0.3 if base < 1200 else 0.04)
    light(img, (1640, 520), 1300, (255, 200, 120), 0.3)
    return finish(img, 45, 0.06)


def _tea_rows(img: Image.Image, line: list[Point], gap: float, color: Color, seed: int) -> None:
    rng = random.Random(seed)
    fill(img, mix(color, (40, 44, 24), 0.62), below(line, img.height))
    crown, sunny, depth, step = Pen(img.size), Pen(img.size), 0.0, gap
    while depth < 900:
        turn = rng.uniform(-0.15, 0.15)
        row = [(x, y + depth + step * 0.5 * math.sin(x / 520 + turn + depth / 260)) for x, y in line[::6]]
        crown.line(row, step * 0.62)
        sunny.line([(x, y - step * 0.16) for x, y in row], step * 0.3)
        for _ in range(round(2400 / step)):
            x, y = rng.choice(row)
            r = step * rng.uniform(0.14, 0.26)
            crown.oval(x + rng.uniform(-12, 12), y - step * rng.uniform(0.1, 0.3), r * 1.5, r)
        depth += step
        step *= 1.07
    tones = (mix(color, (20, 40, 16), 0.5), mix(color, (196, 214, 116), 0.28))
    img.paste(texture(img.size, seed, tones, (90, 90)), (0, 0), crown.done(1))
    dapple = noise(img.size, seed + 7, (120, 90), 4).point(lambda v: max(0, v - 70) * 1.4)
    shade(img, ImageChops.multiply(sunny.done(3), dapple), (222, 224, 122), 0.75)


def lighthouse() -> Image.Image:
    """A lighthouse on its headland after sunset."""
    size, horizon = (1600, 1067), 760
    img = gradient(
        size,
        [
            (0, (22, 30, 72)),
            (0.35, (70, 74, 128)),
            (0.58, (206, 124, 120)),
            (0.71, (255, 196, 130)),
        ],
    )
    stars(img, 51, 130, 420)
    clouds = noise(size, 52, (3, 14)).point(lambda v: max(0, v - 140) * 2)
    shade(img, clouds, (92, 62, 104), 0.55)
    for k, tint in enumerate(((124, 88, 122), (78, 60, 98))):
        fill(img, tint, below(ridge(1600, 745 - 6 * k, 60, 53 + k), horizon), 1.5)
    beam = Pen(size)
    beam.polygon([(1108, 300), (1600, 180), (1600, 330)], 120)
    beam.polygon([(1092, 300), (-40, 330), (-40, 520)], 150)
    shade(img, beam.done(14), (255, 240, 196), 0.6)
    land = [
        (700, 800),
        (760, 742),
        (850, 716),
        (930, 672),
        (1020, 640),
        (1180, 634),
        (1290, 668),
        (1420, 660),
        (1600, 620),
    ]
    fill(img, texture(size, 55, ((18, 18, 32), (64, 50, 62)), (30, 20)), below(land, 830))
    _tower(img)
    light(img, (1100, 300), 260, (255, 224, 150), 0.9)
    light(img, (1100, 300), 60, (255, 252, 230), 1)
    water(img, horizon, 56, (30, 32, 66), 0.5)
    _rocks(img, random.Random(57))
    return finish(img, 58, 0.07)


def _rocks(img: Image.Image, rng: random.Random) -> None:
    pen = Pen(img.size)
    for _ in range(60):
        x, y, wide = rng.uniform(640, 1640), rng.uniform(764, 796), rng.uniform(12, 46)
        rim = [
            (
                math.cos(a / 9 * math.tau) * rng.uniform(0.7, 1.1),
                math.sin(a / 9 * math.tau) * rng.uniform(0.3, 0.6),
            )
            for a in range(9)
        ]
        pen.polygon([(x + dx * wide, y + dy * wide) for dx, dy in rim])
    img.paste(texture(img.size, 59, ((16, 15, 28), (48, 40, 54)), (90, 60)), (0, 0), pen.done(0.7))


def _tower(img: Image.Image) -> None:
    size = img.size
    shape = Pen(size)
    shape.polygon([(1066, 346), (1134, 346), (1150, 645), (1050, 645)])
    body = gradient(
        size,
        [
            (0, (240, 226, 214)),
            (0.665, (250, 232, 214)),
            (0.695, (176, 150, 160)),
            (0.72, (110, 92, 120)),
        ],
        across=True,
    )
    stripes = Pen(size)
    for top in (400, 500, 600):
        stripes.box(1000, top, 1200, top + 48)
    body.paste(
        gradient(size, [(0.66, (196, 62, 50)), (0.72, (96, 30, 44))], across=True),
        (0, 0),
        stripes.done(),
    )
    img.paste(body, (0, 0), shape.done())
    dark = Pen(size)
    dark.box(1056, 336, 1144, 348)
    dark.polygon([(1072, 268), (1128, 268), (1100, 232)])
    dark.box(1097, 214, 1103, 240)
    for x in (1074, 1098, 1122):
        dark.box(x, 268, x + 4, 338)
    dark.line([(1050, 320), (1150, 320)], 3)
    dark.box(1092, 560, 1110, 590, 8)
    dark.box(1094, 452, 1107, 474, 6)
    dark.polygon([(1180, 600), (1250, 574), (1320, 600)])
    paint(img, (255, 226, 150), lambda pen: pen.box(1076, 270, 1124, 336), blur=1)
    img.paste((30, 26, 44), (0, 0, *size), dark.done())
    paint(img, (196, 176, 178), lambda pen: pen.box(1188, 600, 1312, 668))
    panes = Pen(size)
    panes.box(1206, 612, 1226, 632)
    panes.box(1272, 612, 1292, 632)
    img.paste((255, 214, 130), (0, 0, *size), panes.done(0.8))
