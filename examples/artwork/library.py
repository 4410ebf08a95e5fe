"""A library on a bicycle, and its books."""

import math
import random

from PIL import Image, ImageChops

from .brushes import (
    Color,
    Pen,
    Point,
    cast,
    fill,
    finish,
    gradient,
    light,
    mix,
    noise,
    paint,
    shade,
    texture,
    wood,
)
from .still_lifes import GREENS, blobs, leaf

SPINES: tuple[Color, ...] = (
    (168, 52, 46),
    (34, 80, 108),
    (212, 160, 62),
    (62, 104, 74),
    (226, 210, 176),
    (112, 64, 92),
    (46, 48, 60),
    (196, 104, 54),
)


def library_bicycle() -> Image.Image:
    """A bicycle with a crate of books in a village lane, upright."""
    size = (1200, 1600)
    img = gradient(size, [(0, (252, 226, 166)), (0.5, (240, 196, 130)), (0.75, (200, 150, 100))])
    blobs(img, 211, ((120, 150, 70), (250, 236, 170), (90, 120, 60), (236, 170, 90)), 40, (30, 110))
    light(img, (180, 260), 900, (255, 236, 176), 0.9)
    lane = texture(size, 212, ((140, 104, 78), (206, 166, 124)), (14, 30))
    fill(img, lane, [(0, 1250), (1200, 1210), (1200, 1600), (0, 1600)], 3)
    shadow = Pen(size)
    shadow.oval(620, 1452, 430, 26)
    shade(img, shadow.done(14), (44, 26, 20), 0.7)
    _cycle(img)
    _books(img, (196, 972), 470, 236, random.Random(213))
    crate = Pen(size)
    for top in (880, 928, 976):
        crate.box(176, top, 492, top + 40, 3)
    mask = crate.done()
    cast(img, mask, (6, 8), 6, 0.5)
    img.paste(wood(size, 214, ((120, 76, 44), (196, 142, 92))), (0, 0), mask)
    for number, green in enumerate(GREENS[1:]):
        rng, pen = random.Random(215 + number), Pen(size)
        for _ in range(46):
            leaf(
                pen,
                (rng.uniform(620, 1240), rng.uniform(-30, 210)),
                rng.uniform(60, 120),
                rng.uniform(0.6, 2.6),
                0.24,
            )
        img.paste(green, (0, 0, *size), pen.done(3.2 - number))
    return finish(img, 219, 0.07)


def _cycle(img: Image.Image) -> None:
    rear, front, crank, seat, head = (340, 1250), (900, 1250), (575, 1262), (505, 1000), (815, 1010)
    tyre, spokes, frame, trim = (Pen(img.size) for _ in range(4))
    for x, y in (rear, front):
        tyre.ring((x, y), 196, 196, 17)
        spokes.ring((x, y), 178, 178, 5)
        for k in range(18):
            turn = k / 18 * math.tau + 0.1
            spokes.line([(x, y), (x + 180 * math.cos(turn), y + 180 * math.sin(turn))], 1.6)
        trim.oval(x, y, 14)
    frame.line([rear, crank], 12)
    frame.line([rear, seat], 11)
    frame.line([(490, 960), crank], 17)
    frame.line([(520, 1048), (822, 1030)], 17)
    frame.line([crank, (828, 1070)], 18)
    frame.line([(800, 940), (836, 1080), (866, 1180), front], 15)
    trim.line([(800, 946), (786, 880)], 11)
    trim.line([(786, 880), (850, 862), (880, 884), (868, 920)], 10)
    trim.line([(490, 964), (482, 940)], 11)
    trim.polygon([(420, 930), (540, 916), (560, 930), (500, 952), (436, 954)])
    trim.ring(crank, 44, 44, 7)
    trim.line([(575, 1262), (640, 1318)], 9)
    trim.box(612, 1312, 676, 1326, 5)
    trim.line([(190, 1024), (480, 1024)], 9)
    trim.line([(222, 1024), rear], 7)
    trim.line([(440, 1024), rear], 7)
    trim.line([(520, 1270), (474, 1442)], 8)
    for pen, ink in (
        (spokes, (196, 190, 176)),
        (tyre, (36, 30, 30)),
        (frame, (34, 96, 104)),
        (trim, (58, 44, 40)),
    ):
        img.paste(ink, (0, 0, *img.size), pen.done(0.5))
    light(img, head, 60, (190, 230, 230), 0.35)
    light(img, seat, 50, (190, 230, 230), 0.25)


def _books(img: Image.Image, start: Point, right: float, reach: float, rng: random.Random) -> None:
    (x, foot), index = start, 0
    while x < right - 16:
        wide = min(rng.uniform(0.13, 0.3) * reach, right - x)
        tall = reach * rng.uniform(0.72, 1)
        _book(
            img,
            (x, foot - tall, x + wide, foot),
            SPINES[(index * 5 + rng.randint(0, 1)) % len(SPINES)],
            rng,
        )
        x += wide + 1
        index += 1


def _book(img: Image.Image, box: tuple[float, float, float, float], color: Color, rng: random.Random) -> None:
    left, top, right, bottom = (round(v) for v in box)
    spine = gradient(
        (right - left, bottom - top),
        [
            (0, mix(color, (0, 0, 0), 0.45)),
            (0.3, mix(color, (255, 255, 255), 0.18)),
            (0.65, color),
            (1, mix(color, (0, 0, 0), 0.5)),
        ],
        across=True,
    )
    cloth = noise(spine.size, rng.randint(0, 9999), (12, 60), 4).point(lambda v: v * 0.3)
    shade(spine, cloth, mix(color, (0, 0, 0), 0.6), 1)
    gold, wide, tall = Pen(spine.size), right - left, bottom - top
    for share in rng.choice(((0.08, 0.1, 0.9, 0.92), (0.06, 0.17, 0.8, 0.94), (0.12, 0.88))):
        gold.line([(wide * 0.06, tall * share), (wide * 0.94, tall * share)], max(1.2, tall / 160))
    for row in range(rng.randint(3, 6)):
        half = wide * rng.uniform(0.12, 0.3)
        gold.line(
            [
                (wide / 2 - half, tall * (0.27 + 0.03 * row)),
                (wide / 2 + half, tall * (0.27 + 0.03 * row)),
            ],
            tall / 90,
        )
    ink = (240, 206, 120) if sum(color) < 520 else (96, 60, 40)
    shade(spine, gold.done(0.5), ink, 0.8)
    img.paste(spine, (left, top))


def book_crate() -> Image.Image:
    """A crate of books in warm light, in the four printing colours."""
    size = (1600, 1067)
    img = gradient(size, [(0, (58, 44, 40)), (1, (120, 84, 58))])
    blobs(img, 221, ((250, 206, 130), (196, 120, 70)), 22, (24, 80))
    light(img, (400, 200), 1000, (255, 216, 150), 0.5)
    paint(
        img,
        wood(size, 222, ((72, 44, 28), (150, 100, 62))),
        lambda pen: pen.box(0, 860, 1600, 1067),
        blur=1,
    )
    _books(img, (240, 820), 1370, 590, random.Random(224))
    shelf = gradient(size, [(0.45, (0, 0, 0)), (0.75, (120, 120, 120))]).convert("L")
    mask = Pen(size)
    mask.box(236, 200, 1374, 820)
    shade(img, ImageChops.multiply(shelf, mask.done()), (20, 10, 6), 0.8)
    crate = Pen(size)
    for top in (610, 714, 818):
        crate.box(176, top, 1430, top + 88, 4)
    crate.box(176, 520, 232, 914, 4)
    crate.box(1374, 520, 1430, 914, 4)
    planks = crate.done()
    cast(img, planks, (8, 16), 12, 0.8)
    img.paste(wood(size, 225, ((134, 88, 50), (214, 164, 108))), (0, 0), planks)
    nails = Pen(size)
    for top in (654, 758, 862):
        for x in (204, 1402):
            nails.oval(x, top, 7)
    shade(img, nails.done(0.6), (60, 44, 36), 0.9)
    return finish(img, 229, 0.06).convert("CMYK")
