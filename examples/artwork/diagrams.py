"""Charts and line drawings that explain how things work."""

import math

from PIL import Image

from .brushes import Color, Point
from .sheets import BLUE, GOLD, GREEN, INK, RED, RULE, SOFT, Sheet


def roof_temperature() -> Image.Image:
    """One summer day on a bare roof, on a planted roof and in the air."""
    sheet = Sheet()
    sheet.text((90, 62), "Surface temperature, one clear day in August", 34, anchor="lm")

    def at(hour: float, degrees: float) -> Point:
        return 130 + hour * 48, 770 - (degrees - 20) * 14.2

    for degrees in range(20, 66, 10):
        sheet.line([at(0, degrees), at(24, degrees)], RULE, 2)
        sheet.text((112, at(0, degrees)[1]), str(degrees), 24, SOFT, "rm")
    for hour in range(0, 25, 4):
        sheet.text((at(hour, 20)[0], 806), f"{hour:02d}:00", 24, SOFT)
    sheet.text((112, 120), "°C", 24, SOFT, "rm")
    curves = (
        ("bare concrete", 26, 36, 13.6, 3.4, RED),
        ("air", 26, 8.5, 14.6, 4.4, SOFT),
        ("planted bed", 25, 6, 15.6, 4.2, GREEN),
    )
    for label, low, rise, peak, spread, color in curves:
        points = [(h / 4, low + rise * math.exp(-(((h / 4 - peak) / spread) ** 2))) for h in range(97)]
        sheet.line([at(*p) for p in points], color, 5)
        top = max(points, key=lambda p: p[1])
        sheet.dot(at(*top), 8, color)
        shift = {"bare concrete": -30, "air": -28, "planted bed": 38}[label]
        x, y = at(*top)
        sheet.text((x, y + shift), f"{label}, {top[1]:.0f} °C", 27, color)
    sheet.text((1282, 852), "our own readings, every 15 minutes", 20, SOFT, "rm")
    return sheet.done()


def lens() -> Image.Image:
    """A plain lens and a stepped lens that bend light alike."""
    sheet = Sheet()
    for left, title, zones in (
        (60, "A plain lens: thick, heavy", 1),
        (740, "A stepped lens: the same curves, less glass", 7),
    ):
        lamp, base, middle, half = (left + 70.0, 460.0), left + 300.0, 460.0, 300.0
        sheet.text((left + 300, 70), title, 28)
        rim = [(base, middle - half)]
        for step in range(-120, 121):
            y = step / 120
            zone = min(zones - 1, int(abs(y) * zones))
            edge = (zone + 1) / zones
            thick = 14 + 170 * ((1 - y * y) - (1 - edge * edge))
            rim.append((base + thick, middle + y * half))
        rim.append((base, middle + half))
        for ray in range(-5, 6):
            y = middle + ray * 52
            sheet.line([lamp, (base, y), (base + 60, y)], GOLD, 3)
            sheet.arrow((base + 60, y), (left + 590, y), GOLD, 3)
        sheet.polygon(rim, (206, 228, 240), BLUE, 3)
        for ray in range(-5, 6):
            y = middle + ray * 52
            sheet.line([(base, y), (base + 14, y)], GOLD, 2)
        sheet.dot(lamp, 17, RED)
        sheet.text((lamp[0], lamp[1] + 44), "lamp", 26, RED)
        sheet.text((left + 470, 836), "parallel beam", 26, SOFT)
        sheet.text((base - 20, 800), "glass", 26, BLUE)
    sheet.dashes((700, 120), (700, 840))
    return sheet.done()


def reader_parts() -> Image.Image:
    """An e-reader taken apart, layer by layer."""
    sheet = Sheet()
    sheet.text((80, 66), "An e-reader, layer by layer", 36, anchor="lm")
    parts: tuple[tuple[str, Color], ...] = (
        ("back cover, six screws under the feet", (96, 100, 108)),
        ("battery, 3.7 V, plugs into the board", (190, 196, 204)),
        ("main board with memory card", (98, 146, 110)),
        ("metal frame that keeps it all flat", (206, 208, 212)),
        ("e-paper panel: glass, handle with care", (238, 236, 226)),
        ("front bezel with light guide", (70, 74, 82)),
    )
    for index, (label, color) in enumerate(parts):
        x, y = 400.0, 760.0 - 108 * index
        shape = [(x - 290, y), (x + 20, y - 110), (x + 330, y), (x + 20, y + 110)]
        sheet.polygon([(px, py + 14) for px, py in shape], tuple(round(c * 0.7) for c in color), INK, 2)  # type: ignore[arg-type]
        sheet.polygon(shape, color, INK, 2)
        if index == 1:
            sheet.polygon(
                [(x - 120, y), (x + 20, y - 50), (x + 170, y), (x + 20, y + 54)],
                (150, 156, 166),
                INK,
                2,
            )
        if index == 2:
            for dx, dy in ((-120, 0), (-20, -30), (90, 6), (0, 40)):
                sheet.polygon(
                    [
                        (x + dx - 34, y + dy),
                        (x + dx, y + dy - 13),
                        (x + dx + 34, y + dy),
                        (x + dx, y + dy + 13),
                    ],
                    (40, 58, 48),
                )
        if index == 5:
            sheet.polygon(
                [(x - 200, y), (x + 20, y - 78), (x + 240, y), (x + 20, y + 78)],
                (236, 234, 224),
                INK,
                2,
            )
        sheet.line([(x + 330, y), (800, y)], SOFT, 2)
        sheet.dot((800, y), 24, BLUE)
        sheet.text((800, y), str(6 - index), 26, (255, 255, 255))
        sheet.text((842, y), label, 26, anchor="lm")
    return sheet.done()


def bridge_types() -> Image.Image:
    """Four ways to carry a road over a river."""
    sheet = Sheet()
    titles = (
        "Beam: bends a little, carries a little",
        "Arch: everything is squeezed",
        "Truss: triangles cannot fold",
        "Suspension: everything hangs",
    )
    for index, title in enumerate(titles):
        left, deck = 60 + 680 * (index % 2), 225 + 425 * (index // 2)
        right = left + 600
        for k in range(5):
            wave = [(left + 20 + t * 14, deck + 112 + 3 * math.sin(t * 0.9 + k)) for t in range(41)]
            sheet.line([(x, y + 9 * k) for x, y in wave], (170, 200, 220), 2)
        for x, side in ((left, 1), (right, -1)):
            sheet.polygon(
                [
                    (x - 20 * side, deck),
                    (x + 50 * side, deck),
                    (x + 90 * side, deck + 150),
                    (x - 20 * side, deck + 150),
                ],
                (206, 198, 184),
                INK,
                2,
            )
        _carry(sheet, index, left + 50, right - 50, deck)
        sheet.line([(left - 20, deck), (right + 20, deck)], INK, 8)
        sheet.text(((left + right) / 2, deck + 192), title, 28)
    return sheet.done()


def _carry(sheet: Sheet, kind: int, left: float, right: float, deck: float) -> None:
    middle = (left + right) / 2
    if kind == 0:
        for x in (left + 165, right - 165):
            sheet.polygon(
                [(x - 14, deck), (x + 14, deck), (x + 20, deck + 140), (x - 20, deck + 140)],
                (206, 198, 184),
                INK,
                2,
            )
        sheet.arrow((middle, deck - 110), (middle, deck - 14), RED, 5)
    elif kind == 1:
        arch = [(left + (right - left) * t / 30, deck + 110 - 100 * math.sin(math.pi * t / 30)) for t in range(31)]
        sheet.line(arch, INK, 9)
        for x, y in arch[3:-3:3]:
            sheet.line([(x, y), (x, deck)], INK, 3)
        sheet.arrow((left + 90, deck - 70), (left - 10, deck - 10), RED, 5)
        sheet.arrow((right - 90, deck - 70), (right + 10, deck - 10), RED, 5)
    elif kind == 2:
        step = (right - left) / 8
        for k in range(8):
            x = left + k * step
            sheet.line([(x, deck), (x + step / 2, deck - 96), (x + step, deck)], INK, 5)
        sheet.line([(left + step / 2, deck - 96), (right - step / 2, deck - 96)], INK, 6)
    else:
        for x in (left + 80, right - 80):
            sheet.line([(x, deck + 120), (x, deck - 170)], INK, 11)
        span = right - left - 160
        cable = [(left + 80 + span * t / 30, deck - 168 + 140 * math.sin(math.pi * t / 30)) for t in range(31)]
        sheet.line([(left - 60, deck), *cable, (right + 60, deck)], INK, 5)
        for x, y in cable[2:-2:2]:
            sheet.line([(x, y), (x, deck)], SOFT, 2)
