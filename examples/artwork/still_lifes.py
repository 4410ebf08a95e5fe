"""A roof garden and a bowl of tea."""

import math
import random

from PIL import Image, ImageChops, ImageFilter

from .brushes import (
    Color,
    Pen,
    Point,
    cast,
    fill,
    finish,
    gradient,
    haze,
    light,
    mix,
    noise,
    paint,
    shade,
    texture,
    wood,
)

GREENS: tuple[Color, ...] = ((38, 74, 36), (64, 110, 48), (104, 150, 66), (150, 186, 96))


def leaf(pen: Pen, at: Point, length: float, angle: float, plump: float = 0.3) -> None:
    """A pointed leaf that grows from a point."""
    side, rim = length * plump, []
    for t, wide in (
        (0, 0),
        (0.25, 0.8),
        (0.5, 1),
        (0.75, 0.6),
        (1, 0),
        (0.75, -0.6),
        (0.5, -1),
        (0.25, -0.8),
    ):
        along, out = t * length, wide * side
        rim.append(
            (
                at[0] + along * math.cos(angle) - out * math.sin(angle),
                at[1] + along * math.sin(angle) + out * math.cos(angle),
            )
        )
    pen.polygon(rim)


def blobs(img: Image.Image, seed: int, colors: tuple[Color, ...], count: int, radius: tuple[float, float]) -> None:
    """Soft discs of light, as a lens makes them out of focus."""
    rng = random.Random(seed)
    for color in colors:
        pen = Pen(img.size, 1)
        for _ in range(count):
            r = rng.uniform(*radius)
            pen.oval(rng.uniform(0, img.width), rng.uniform(0, img.height), r, fill=rng.randint(40, 170))
        shade(img, pen.done(6), color, 0.55)


def roof_garden() -> Image.Image:
    """Vegetable beds on a roof above a hazy town."""
    size = (1600, 1067)
    img = gradient(size, [(0, (138, 184, 214)), (0.4, (216, 222, 214)), (0.62, (252, 226, 186))])
    shade(img, noise(size, 101, (3, 6)).point(lambda v: max(0, v - 130) * 2), (255, 252, 244), 0.8)
    light(img, (1290, 350), 620, (255, 226, 170), 0.7)
    rng = random.Random(102)
    for k in range(3):
        pen, left = Pen(size), -30.0
        while left < 1600:
            wide = rng.uniform(50, 130)
            top = 560 - rng.uniform(30, 300 - 60 * k) + 40 * k
            pen.box(left, top, left + wide, 760)
            if rng.random() < 0.3:
                pen.box(left + wide * 0.4, top - 26, left + wide * 0.7, top)
            left += wide + rng.uniform(-4, 20)
        img.paste(mix((196, 196, 196), (98, 116, 132), k / 2), (0, 0, *size), pen.done(2.2 - 0.6 * k))
        haze(img, 430, 720, (250, 232, 204), 0.5)
    floor = texture(size, 103, ((146, 124, 106), (206, 184, 158)), (30, 20))
    img.paste(floor.crop((0, 690, 1600, 1067)), (0, 690))
    paint(img, (178, 156, 136), lambda pen: pen.box(0, 640, 1600, 706))
    paint(img, (224, 206, 182), lambda pen: pen.box(0, 632, 1600, 650))
    for left, right, top, seed in (
        (60, 700, 700, 104),
        (880, 1560, 720, 105),
        (260, 1230, 880, 106),
    ):
        _bed(img, left, right, top, seed)
    return finish(img, 109, 0.06, 0.25)


def _bed(img: Image.Image, left: int, right: int, top: int, seed: int) -> None:
    rng, deep = random.Random(seed), 120 if top < 800 else 170
    paint(
        img,
        (60, 46, 40),
        lambda pen: pen.box(left - 14, top + deep - 12, right + 30, top + deep + 14),
        blur=12,
        strength=0.6,
    )
    frame = Pen(img.size)
    frame.box(left, top, right, top + deep, 4)
    img.paste(wood(img.size, seed, ((112, 70, 44), (188, 132, 86))), (0, 0), frame.done())
    seams = Pen(img.size)
    for y in (top + deep / 3, top + deep * 2 / 3):
        seams.line([(left, y), (right, y)], 2.5)
    shade(img, seams.done(), (52, 32, 22), 0.8)
    sticks, reds = Pen(img.size), Pen(img.size)
    for post in range(left + 50, right, 130):
        sticks.line([(post, top + 10), (post + rng.uniform(-8, 8), top - rng.uniform(170, 230))], 5)
    img.paste((150, 112, 70), (0, 0, *img.size), sticks.done())
    for depth, green in enumerate(GREENS):
        pen = Pen(img.size)
        for _ in range(round((right - left) / (2.4 + 2.6 * depth))):
            x = rng.uniform(left + 4, right - 4)
            rise = (40 + 120 * abs(math.sin(x / 66 + seed))) * rng.random()
            leaf(
                pen,
                (x, top + 22 - rise - depth * 8),
                rng.uniform(26, 54),
                rng.uniform(-math.pi, 0.3),
                0.32,
            )
        img.paste(green, (0, 0, *img.size), pen.done(0.5))
    for _ in range((right - left) // 34):
        x = rng.uniform(left + 20, right - 20)
        reds.oval(x, top - rng.uniform(0, 100) * abs(math.sin(x / 66 + seed)), rng.uniform(8, 13))
    mask = reds.done(0.6)
    img.paste((204, 62, 38), (0, 0, *img.size), mask)
    shade(
        img,
        ImageChops.offset(mask.filter(ImageFilter.GaussianBlur(3)), -3, -4).point(lambda v: max(0, v - 150) * 2),
        (255, 176, 140),
        0.8,
    )


def tea_cup() -> Image.Image:
    """A bowl of tea by a window, upright."""
    size = (1200, 1600)
    img = gradient(size, [(0, (44, 44, 42)), (0.45, (92, 84, 70)), (0.6, (60, 50, 42))])
    panes = Pen(size)
    for col in range(2):
        for row in range(3):
            panes.box(610 + col * 270, 40 + row * 270, 850 + col * 270, 280 + row * 270)
    shade(img, panes.done(30), (226, 232, 206), 0.8)
    trees = texture(size, 111, (GREENS[0], (160, 186, 120)), (9, 12))
    img.paste(trees, (0, 0), panes.done(36).point(lambda v: v * 0.5))
    table = wood(size, 112, ((62, 38, 24), (142, 96, 60)))
    fill(img, table, [(0, 980), (1200, 940), (1200, 1600), (0, 1600)], 2)
    light(img, (880, 1130), 620, (255, 226, 170), 0.45)
    _bowl(img)
    _steam(img)
    _scraps(img)
    return finish(img, 117, 0.08)


def _bowl(img: Image.Image) -> None:
    size, body = img.size, Pen(img.size)
    paint(img, (20, 12, 8), lambda pen: pen.oval(520, 1345, 400, 80), blur=26, strength=0.75)
    tones = [(0.1, (96, 124, 108)), (0.4, (150, 176, 152)), (0.68, (222, 232, 208)), (0.86, (122, 148, 130))]
    glaze = gradient(size, tones, across=True)
    crackle = noise(size, 113, (40, 50), 4).point(lambda v: 60 if 124 < v < 132 else 0)
    shade(glaze, crackle, (84, 100, 84), 0.7)
    turns = [a / 40 * math.pi for a in range(41)]
    body.polygon([(600 + 330 * math.cos(turn), 1010 + 320 * math.sin(turn) ** 0.8) for turn in turns])
    body.box(480, 1300, 720, 1362, 14)
    img.paste(glaze, (0, 0), body.done(0.8))
    paint(img, (206, 218, 194), lambda pen: pen.oval(600, 1010, 332, 92), blur=0.8)
    paint(img, (120, 136, 112), lambda pen: pen.oval(600, 1014, 314, 82), blur=2)
    tea = gradient(size, [(0.28, (120, 78, 26)), (0.5, (196, 142, 52)), (0.76, (232, 190, 96))], across=True)
    paint(img, tea, lambda pen: pen.oval(600, 1034, 284, 64), blur=1.5)
    gleam = [(640.0, 1000.0), (760.0, 996.0), (800.0, 1040.0), (664.0, 1046.0)]
    paint(img, (255, 244, 206), lambda pen: pen.polygon(gleam), blur=7, strength=0.55)


def _steam(img: Image.Image) -> None:
    steam = Pen(img.size)
    for k in range(3):
        path = [(540 + 60 * k + 46 * math.sin(t / 3.1 + k) * (t / 12), 1000 - t * 44) for t in range(16)]
        steam.line(path, 46 + 8 * k, 150)
    shade(img, ImageChops.multiply(steam.done(26), noise(img.size, 114, (6, 8), 5)), (244, 244, 232), 0.9)


def _scraps(img: Image.Image) -> None:
    leaves, rng = Pen(img.size), random.Random(115)
    for _ in range(60):
        at = (rng.gauss(950, 80), rng.gauss(1450, 34))
        leaf(leaves, at, rng.uniform(24, 46), rng.uniform(0, 6.2), 0.12)
    mask = leaves.done(0.6)
    cast(img, mask, (4, 7), 4, 0.6)
    img.paste(texture(img.size, 116, ((30, 36, 24), (92, 96, 62)), (90, 90)), (0, 0), mask)
