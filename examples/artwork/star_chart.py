"""A chart of the evening sky; fibres and a compass drawn the same way."""

import math
import random

from PIL import Image

from .brushes import Point
from .sheets import INK, RED, SOFT, Sheet

STARS: dict[str, tuple[float, float, float]] = {
    "Polaris": (2.53, 89.26, 2.0),
    "Kochab": (14.85, 74.16, 2.1),
    "Dubhe": (11.06, 61.75, 1.8),
    "Merak": (11.03, 56.38, 2.4),
    "Phecda": (11.9, 53.69, 2.4),
    "Megrez": (12.26, 57.03, 3.3),
    "Alioth": (12.9, 55.96, 1.8),
    "Mizar": (13.4, 54.93, 2.2),
    "Alkaid": (13.79, 49.31, 1.9),
    "Caph": (0.15, 59.15, 2.3),
    "Schedar": (0.68, 56.54, 2.2),
    "Navi": (0.95, 60.72, 2.5),
    "Ruchbah": (1.43, 60.24, 2.7),
    "Segin": (1.91, 63.67, 3.4),
    "Markab": (23.08, 15.21, 2.5),
    "Scheat": (23.06, 28.08, 2.4),
    "Algenib": (0.22, 15.18, 2.8),
    "Alpheratz": (0.14, 29.09, 2.1),
    "Enif": (21.74, 9.88, 2.4),
    "Mirach": (1.16, 35.62, 2.1),
    "Almach": (2.07, 42.33, 2.1),
    "Deneb": (20.69, 45.28, 1.3),
    "Sadr": (20.37, 40.26, 2.2),
    "Aljanah": (20.77, 33.97, 2.5),
    "Fawaris": (19.75, 45.13, 2.9),
    "Albireo": (19.51, 27.96, 3.1),
    "Vega": (18.62, 38.78, 0.0),
    "Altair": (19.85, 8.87, 0.8),
    "Tarazed": (19.77, 10.61, 2.7),
    "Fomalhaut": (22.96, -29.62, 1.2),
    "Capella": (5.28, 46.0, 0.1),
    "Mirfak": (3.41, 49.86, 1.8),
    "Algol": (3.14, 40.96, 2.1),
    "Hamal": (2.12, 23.46, 2.0),
    "Saturn": (0.69, 2.0, 0.4),
}
FIGURES = (
    "Alkaid Mizar Alioth Megrez Dubhe Merak Phecda Megrez",
    "Caph Schedar Navi Ruchbah Segin",
    "Enif Markab Scheat Alpheratz Algenib Markab",
    "Alpheratz Mirach Almach",
    "Deneb Sadr Albireo",
    "Fawaris Sadr Aljanah",
    "Tarazed Altair",
    "Mirfak Algol",
)
NAMED = (
    "Polaris",
    "Vega",
    "Deneb",
    "Altair",
    "Fomalhaut",
    "Capella",
    "Alpheratz",
    "Enif",
    "Saturn",
    "Hamal",
)


def _sky(hours: float, declination: float) -> Point:
    """Where a star stands on the round chart (latitude 40 north, half past nine in early October)."""
    latitude, angle, height = (
        math.radians(40),
        math.radians((22.4 - hours) * 15),
        math.radians(declination),
    )
    altitude = math.asin(
        math.sin(latitude) * math.sin(height) + math.cos(latitude) * math.cos(height) * math.cos(angle)
    )
    east = -math.cos(height) * math.sin(angle)
    north = math.cos(latitude) * math.sin(height) - math.sin(latitude) * math.cos(height) * math.cos(angle)
    radius = 620 * (90 - math.degrees(altitude)) / 90
    turn = math.atan2(east, north)
    return 700 - radius * math.sin(turn), 700 - radius * math.cos(turn)


def october_chart() -> Image.Image:
    """The evening sky of early October, round, on nothing."""
    sheet = Sheet((1400, 1400), (0, 0, 0, 0))
    sheet.dot((700, 700), 690, (66, 84, 120))
    sheet.dot((700, 700), 684, (236, 238, 244))
    sheet.dot((700, 700), 624, (18, 26, 58))
    for words, corner in (("N", (700, 46)), ("E", (46, 700)), ("S", (700, 1354)), ("W", (1354, 700))):
        sheet.text(corner, words, 40)
    rng = random.Random(301)
    for _ in range(420):
        turn, radius = rng.uniform(0, math.tau), 612 * math.sqrt(rng.random())
        sheet.dot(
            (700 + radius * math.cos(turn), 700 + radius * math.sin(turn)),
            rng.uniform(0.8, 1.9),
            (150, 164, 200),
        )
    spots = {name: _sky(hours, height) for name, (hours, height, _) in STARS.items()}
    for figure in FIGURES:
        sheet.line([spots[name] for name in figure.split()], (104, 134, 190), 2)
    for name, at in spots.items():
        sheet.dot(at, 8.5 - 1.8 * STARS[name][2], (255, 214, 140) if name == "Saturn" else (255, 250, 236))
        if name in NAMED:
            sheet.text((at[0] + 15, at[1] - 17), name, 25, (222, 228, 244), "lm")
    galaxy = _sky(0.71, 41.27)
    sheet.dot(galaxy, 9, (150, 200, 230))
    sheet.text((galaxy[0] + 18, galaxy[1] + 2), "Andromeda Galaxy", 23, (150, 200, 230), "lm")
    for words, name, shift in (
        ("Cassiopeia", "Navi", (10, -72)),
        ("Great Square", "Markab", (106, -40)),
        ("Plough", "Megrez", (0, 50)),
        ("Swan", "Sadr", (92, -2)),
    ):
        sheet.text((spots[name][0] + shift[0], spots[name][1] + shift[1]), words, 27, (250, 206, 120))
    return sheet.done()


def fibres() -> Image.Image:
    """Paper fibres under a microscope, in a few browns."""
    sheet, rng = Sheet((1200, 800), (244, 236, 218)), random.Random(302)
    for shade in ((216, 196, 160), (188, 156, 112), (148, 110, 70), (96, 66, 42)):
        for _ in range(26):
            x, y, turn = rng.uniform(-60, 1260), rng.uniform(-60, 860), rng.uniform(0, math.tau)
            path = [(x, y)]
            bend = rng.uniform(-0.05, 0.05)
            for _ in range(rng.randint(24, 60)):
                turn += bend + rng.uniform(-0.07, 0.07)
                path.append((path[-1][0] + 13 * math.cos(turn), path[-1][1] + 13 * math.sin(turn)))
            wide = rng.uniform(4, 11)
            sheet.line(path, shade, wide)
            sheet.line([(px + 1, py - 1) for px, py in path], (234, 220, 192), wide * 0.3)
    sheet.polygon([(930, 700), (1170, 700), (1170, 776), (930, 776)], (250, 246, 234), (96, 66, 42), 2)
    sheet.line([(960, 756), (1140, 756)], (60, 40, 26), 5)
    sheet.text((1050, 726), "0.5 mm", 28, (60, 40, 26))
    return sheet.done().quantize(24, dither=Image.Dither.NONE)


def compass() -> Image.Image:
    """A small compass that points a little west of south."""
    sheet = Sheet((240, 240), (250, 248, 240))
    sheet.dot((120, 120), 108, INK)
    sheet.dot((120, 120), 102, (252, 250, 244))
    for words, at in (("N", (120, 36)), ("E", (204, 120)), ("S", (120, 204)), ("W", (36, 120))):
        sheet.text(at, words, 26)
    turn = math.radians(200)
    tip = (math.sin(turn), -math.cos(turn))
    for sign, color in ((1, RED), (-1, SOFT)):
        sheet.polygon(
            [
                (120 + sign * 70 * tip[0], 120 + sign * 70 * tip[1]),
                (120 + 13 * tip[1], 120 - 13 * tip[0]),
                (120 - 13 * tip[1], 120 + 13 * tip[0]),
            ],
            color,
        )
    return sheet.done().quantize(16, dither=Image.Dither.NONE)
