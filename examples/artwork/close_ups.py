"""Dew on grass, and bread on a board."""

import math
import random

from PIL import Image, ImageChops, ImageFilter, ImageOps

from .brushes import (
    Pen,
    Point,
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
from .still_lifes import GREENS, blobs


def dew() -> Image.Image:
    """Drops on blades of grass in the early light."""
    size = (1600, 1067)
    img = gradient(size, [(0, (112, 142, 84)), (0.5, (60, 98, 52)), (1, (20, 46, 32))])
    light(img, (1250, 120), 900, (255, 226, 150), 0.85)
    blobs(img, 121, ((250, 236, 160), (190, 214, 130)), 34, (14, 74))
    rng = random.Random(122)
    for depth in range(3):
        for _ in range((9, 6, 5)[depth]):
            _blade(img, rng, depth)
    return finish(img, 125, 0.06)


def _blade(img: Image.Image, rng: random.Random, depth: int) -> None:
    foot, lean, wide = rng.uniform(-100, 1500), rng.uniform(150, 620), (16, 30, 52)[depth]
    tall = rng.uniform(500, 1000) + 60 * depth
    spine = [(foot + lean * t**1.8, 1120 - tall * t * (1.25 - 0.35 * t)) for t in (i / 30 for i in range(31))]
    edge = [(x - wide * (1 - i / 30) ** 0.7, y - wide * 0.3 * (1 - i / 30)) for i, (x, y) in enumerate(spine)]
    blur, tone = (7.0, 2.6, 0.6)[depth], (GREENS[1], GREENS[2], GREENS[2])[depth]
    fill(img, mix(tone, (10, 40, 20), 0.35), [*spine, *reversed(edge)], blur)
    lit = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(spine, edge, strict=True)]
    fill(img, mix(tone, (214, 232, 130), 0.45), [*lit, *reversed(edge)], blur + 0.6)
    if depth < 2:
        return
    for i in range(3, 28, 2):
        if rng.random() < 0.62:
            x, y = lit[i]
            _drop(img, x + rng.uniform(-6, 6), y, rng.uniform(9, 30) * (1 - i / 45))


def _drop(img: Image.Image, x: float, y: float, r: float) -> None:
    side = math.ceil(r * 4)
    patch = img.crop(
        (
            round(x) - side // 2,
            round(y) - side // 2,
            round(x) - side // 2 + side,
            round(y) - side // 2 + side,
        )
    )
    mid = side / 2
    paint(
        patch,
        (10, 30, 16),
        lambda pen: pen.oval(mid + r * 0.2, mid + r * 0.5, r, r * 0.9),
        blur=r / 5,
        strength=0.5,
    )
    body = gradient(patch.size, [(0.25, (34, 70, 40)), (0.5, (110, 150, 84)), (0.75, (236, 244, 190))])
    paint(patch, body, lambda pen: pen.oval(mid, mid, r, r * 0.94), blur=0.6)
    paint(
        patch,
        (20, 48, 30),
        lambda pen: pen.ring((mid, mid), r, r * 0.94, max(1.0, r / 12)),
        blur=0.8,
        strength=0.6,
    )
    paint(
        patch,
        (255, 255, 246),
        lambda pen: pen.oval(mid - r * 0.34, mid - r * 0.4, r * 0.2, r * 0.15),
        blur=r / 26,
    )
    img.paste(patch, (round(x) - side // 2, round(y) - side // 2))


def bread() -> Image.Image:
    """A round loaf and a slice on a floured board."""
    size = (1600, 1067)
    img = wood(size, 131, ((34, 24, 20), (92, 66, 48)))
    light(img, (420, 180), 1100, (255, 220, 170), 0.35)
    board = Pen(size)
    board.box(150, 330, 1460, 980, 60)
    mask = board.done(1)
    shade(img, ImageChops.offset(mask, 14, 22).filter(ImageFilter.GaussianBlur(18)), (6, 4, 4), 0.8)
    img.paste(wood(size, 132, ((140, 94, 56), (206, 158, 106))), (0, 0), mask)
    flour, rng = Pen(size), random.Random(133)
    for _ in range(2600):
        flour.oval(
            rng.gauss(800, 330),
            rng.gauss(800, 110),
            rng.uniform(0.6, 2.4),
            fill=rng.randint(80, 220),
        )
    shade(img, flour.done(0.5), (250, 244, 232), 0.9)
    _slice(img, 1180, 700)
    _loaf(img, 620, 610, 400, 290)
    return finish(img, 139, 0.07)


def _loaf(img: Image.Image, x: float, y: float, rx: float, ry: float) -> None:
    size, shape = img.size, Pen(img.size)
    shape.polygon(
        [
            (
                x + rx * math.cos(a / 90 * math.tau) * (1 + 0.012 * math.sin(a / 4)),
                y + ry * math.sin(a / 90 * math.tau) * (1 + 0.015 * math.cos(a / 5)),
            )
            for a in range(90)
        ]
    )
    mask = shape.done(1.2)
    shade(img, ImageChops.offset(mask, 26, 46).filter(ImageFilter.GaussianBlur(26)), (30, 16, 8), 0.85)
    crust = ImageOps.colorize(noise(size, 134, (30, 24), 6), (120, 62, 24), (226, 158, 84), mid=(186, 112, 50))
    light(crust, (x - rx * 0.3, y - ry * 0.45), rx * 1.1, (255, 206, 130), 0.5)
    rim = ImageOps.invert(mask).filter(ImageFilter.GaussianBlur(60))
    shade(crust, ImageChops.offset(rim, -20, -34), (54, 24, 10), 0.95)
    dust = ImageChops.multiply(
        noise(size, 135, (50, 40), 5).point(lambda v: max(0, v - 110) * 2.2),
        mask.filter(ImageFilter.GaussianBlur(30)),
    )
    shade(crust, dust, (252, 240, 220), 0.62)
    for k in range(-1, 2):
        arc = [
            (
                x + k * 150 + 26 * math.sin(t / 12 * math.pi) * (1 + k) - 10,
                y - 190 + abs(k) * 46 + t * (31 - abs(k) * 6),
            )
            for t in range(13)
        ]
        width = [4 + 30 * math.sin(t / 12 * math.pi) for t in range(13)]
        open_cut = [(px - w, py) for (px, py), w in zip(arc, width, strict=True)] + [
            (px + w, py) for (px, py), w in reversed(list(zip(arc, width, strict=True)))
        ]
        fill(crust, (70, 32, 14), [(px - 9, py) for px, py in open_cut], 4)
        fill(crust, texture(size, 136, ((206, 148, 84), (250, 222, 168)), (90, 70)), open_cut, 2)
    img.paste(crust, (0, 0), mask)


def _slice(img: Image.Image, x: float, y: float) -> None:
    rng = random.Random(137)
    rim: list[Point] = []
    for a in range(120):
        turn = a / 120 * math.tau
        rim.append(
            (
                x + 235 * math.cos(turn) * (1 + 0.05 * math.cos(2 * turn)),
                y + 155 * math.sin(turn) * (1.06 if math.sin(turn) < 0 else 0.94),
            )
        )
    for dx, dy, ink in ((22, 40, (24, 14, 8)), (0, 18, (120, 66, 28)), (0, 0, (170, 98, 44))):
        fill(img, ink, [(px + dx, py + dy) for px, py in rim], 14 if dx else 1)
    inner = [(x + (px - x) * 0.94, y + (py - y) * 0.92) for px, py in rim]
    mask = fill(img, texture(img.size, 138, ((226, 196, 150), (252, 236, 204)), (70, 50)), inner, 3)
    holes, lips = Pen(img.size), Pen(img.size)
    for _ in range(330):
        px, py, r = (
            rng.uniform(x - 220, x + 220),
            rng.uniform(y - 150, y + 140),
            2 + 15 * rng.random() ** 4,
        )
        holes.oval(px, py, r * 1.35, r)
        lips.oval(px + 2, py + r * 0.5, r * 1.35, r)
    shade(img, ImageChops.multiply(lips.done(1), mask), (255, 246, 222), 0.9)
    shade(img, ImageChops.multiply(holes.done(1.2), mask), (172, 124, 76), 0.75)
