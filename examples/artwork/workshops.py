"""An e-reader on the bench, and a paper maker's vat."""

import math
import random

from PIL import Image, ImageChops

from .brushes import (
    Pen,
    cast,
    fill,
    finish,
    gradient,
    light,
    noise,
    paint,
    shade,
    texture,
    water,
    wood,
)


def e_reader() -> Image.Image:
    """An e-reader with its tools on a bench."""
    size = (1600, 1067)
    img = wood(size, 201, ((70, 46, 32), (150, 106, 70)))
    light(img, (330, 120), 1200, (255, 224, 170), 0.5)
    mat = Pen(size)
    mat.box(330, 90, 1290, 1000, 14)
    cast(img, mat.done(), (8, 12), 12)
    img.paste(texture(size, 202, ((36, 82, 78), (52, 104, 96)), (20, 14)), (0, 0), mat.done())
    grid = Pen(size)
    for k in range(1, 16):
        grid.line([(330 + 60 * k, 90), (330 + 60 * k, 1000)], 1)
        grid.line([(330, 90 + 60 * k), (1290, 90 + 60 * k)], 1)
    shade(img, ImageChops.multiply(grid.done(), mat.done()), (176, 206, 196), 0.35)
    case = Pen(size)
    case.box(560, 150, 1080, 900, 34)
    mask = case.done()
    cast(img, mask, (16, 24), 16, 0.8)
    img.paste(gradient(size, [(0.35, (74, 76, 80)), (0.68, (38, 39, 44))], across=True), (0, 0), mask)
    _screen(img, 604, 196, 1036, 800)
    paint(img, (92, 94, 98), lambda pen: pen.ring((820, 850), 24, 24, 3))
    _tools(img)
    return finish(img, 209, 0.06)


def _screen(img: Image.Image, left: int, top: int, right: int, bottom: int) -> None:
    size, rng = img.size, random.Random(203)
    paper = texture(size, 204, ((206, 204, 194), (222, 220, 210)), (60, 50))
    paint(img, paper, lambda pen: pen.box(left, top, right, bottom, 3))
    ink = Pen(size)
    ink.box(left + 130, top + 34, right - 130, top + 50)
    for row in range(22):
        y = top + 300 + row * 13
        x, end = float(left + 34), right - 34 if row % 7 != 6 else left + 250
        while x < end - 12:
            word = min(rng.uniform(12, 50), end - x)
            ink.box(x, y, x + word, y + 4)
            x += word + 7
    shade(img, ink.done(0.4), (44, 44, 46), 0.9)
    scene = gradient((right - left - 68, 190), [(0, (176, 176, 172)), (1, (232, 230, 222))])
    for k in range(3):
        hill = [(x, 110 + 26 * k - 30 * math.sin(x / (70 + 21 * k) + 2 * k)) for x in range(0, scene.width + 8, 8)]
        tone = 150 - 42 * k
        fill(scene, (tone, tone, tone), [*hill, (scene.width, 190), (0, 190)])
    paint(scene, (250, 248, 240), lambda pen: pen.oval(250, 62, 26))
    img.paste(scene, (left + 34, top + 84))


def _tools(img: Image.Image) -> None:
    size = img.size
    steel, grip, cell = Pen(size), Pen(size), Pen(size)
    steel.line([(205, 860), (265, 520)], 11)
    grip.line([(270, 500), (312, 250)], 42)
    grip.oval(313, 246, 24)
    steel.polygon([(1400, 300), (1430, 296), (1468, 720), (1452, 760), (1434, 724)])
    cell.box(1150, 640, 1420, 900, 12)
    rng = random.Random(205)
    for _ in range(6):
        x, y = rng.uniform(1150, 1270), rng.uniform(180, 420)
        steel.oval(x, y, 11)
    for pen, ink in (
        (steel, gradient(size, [(0, (214, 216, 220)), (1, (120, 124, 130))])),
        (grip, gradient(size, [(0.15, (226, 120, 44)), (0.22, (170, 66, 22))], across=True)),
        (cell, texture(size, 206, ((150, 154, 160), (196, 200, 206)), (30, 20))),
    ):
        mask = pen.done()
        cast(img, mask, (9, 12), 7)
        img.paste(ink, (0, 0), mask)
    marks = Pen(size)
    rng = random.Random(205)
    for _ in range(6):
        x, y = rng.uniform(1150, 1270), rng.uniform(180, 420)
        marks.line([(x - 5, y), (x + 5, y)], 2.4)
        marks.line([(x, y - 5), (x, y + 5)], 2.4)
    marks.box(1150, 640, 1186, 900)
    for row in range(4):
        marks.box(1220, 690 + 40 * row, 1390 - 30 * row, 702 + 40 * row)
    shade(img, marks.done(0.4), (52, 54, 60), 0.85)
    for k, tint in enumerate(((190, 40, 36), (30, 30, 34), (236, 200, 70))):
        wire = [(1168 - t * 4, 690 + 50 * k + 16 * math.sin(t / 4 + k)) for t in range(24)]
        strand = Pen(size)
        strand.line(wire, 6)
        img.paste(tint, (0, 0, *size), strand.done())


def paper_vat() -> Image.Image:
    """A mould with a wet sheet above a vat of pulp."""
    size = (1600, 1067)
    img = gradient(size, [(0, (70, 66, 60)), (0.3, (120, 110, 96))])
    light(img, (1150, 60), 900, (255, 246, 220), 0.7)
    water(img, 320, 231, (214, 208, 190), 1)
    swirl = noise(size, 232, (5, 16), 4)
    shade(
        img,
        ImageChops.multiply(swirl.point(lambda v: max(0, v - 120) * 1.8), _below(size, 320)),
        (246, 242, 228),
        0.8,
    )
    shade(
        img,
        ImageChops.multiply(swirl.point(lambda v: max(0, 100 - v) * 1.8), _below(size, 320)),
        (150, 146, 130),
        0.5,
    )
    oak = wood(size, 233, ((58, 38, 26), (128, 90, 58)))
    fill(img, oak, [(0, 280), (1600, 280), (1600, 340), (0, 340)], 1.5)
    fill(img, oak, [(0, 985), (1600, 985), (1600, 1067), (0, 1067)], 2)
    outer, inner = (
        [(430, 390), (1190, 360), (1390, 800), (290, 850)],
        [(478, 422), (1148, 396), (1310, 766), (362, 808)],
    )
    frame, sheet = Pen(size), Pen(size)
    frame.polygon(outer)
    sheet.polygon(inner)
    cast(img, frame.done(), (18, 60), 26, 0.6)
    img.paste(wood(size, 234, ((96, 60, 36), (178, 128, 82))), (0, 0), frame.done())
    pulp = texture(size, 235, ((206, 198, 176), (248, 244, 230)), (90, 60))
    wires = Pen(size)
    for k in range(150):
        t = k / 149
        wires.line([(478 - 116 * t, 422 + 386 * t), (1148 + 162 * t, 396 + 370 * t)], 1)
    for k in range(1, 14):
        t = k / 14
        wires.line([(478 + 670 * t, 422 - 26 * t), (362 + 948 * t, 808 - 42 * t)], 2)
    shade(pulp, wires.done(0.5), (150, 142, 118), 0.5)
    light(pulp, (980, 470), 420, (255, 255, 250), 0.6)
    img.paste(pulp, (0, 0), sheet.done(2))
    _drips(img)
    return finish(img, 239, 0.06)


def _below(size: tuple[int, int], line: int) -> Image.Image:
    mask = Image.new("L", size)
    mask.paste(255, (0, line, *size))
    return mask


def _drips(img: Image.Image) -> None:
    rng, rings, drops = random.Random(236), Pen(img.size), Pen(img.size)
    for _ in range(13):
        x = rng.uniform(320, 1370)
        edge = 850 - (x - 290) * 50 / 1100
        drops.oval(x, edge + rng.uniform(8, 40), 4, 8)
        y = rng.uniform(890, 950)
        for k in range(1, 4):
            rings.ring((x, y), 17 * k, 5 * k, 1.6, 255 - 60 * k)
    shade(img, rings.done(0.6), (255, 252, 240), 0.8)
    shade(img, drops.done(0.6), (250, 250, 240), 0.95)
