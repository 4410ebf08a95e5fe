"""Reading devices: the pixels of their screens, and what they show.

Pixels from the makers' specification pages. The limits of 5.6 megapixels and 5 MB a picture are Apple Books' (Asset
Guide 5.3) and Kobo's (kobolabs/epub-spec); they hold for every device, because books are passed on.
"""

from __future__ import annotations

from dataclasses import dataclass

from bundler.errors import SettingsError

MOST_PIXELS = 5_600_000
MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Device:
    """A screen that pictures are fitted to.

    Attributes:
        name: as `--device` takes it.
        width: pixels, held upright.
        height: pixels.
        grey: whether it shows no colour; then pictures are kept grey, which halves them.
        source: where the pixels are from.
    """

    name: str
    width: int
    height: int
    grey: bool
    source: str


DEFAULT = "any"

DEVICES = {
    device.name: device
    for device in (
        Device("any", 1072, 1448, grey=False, source="the commonest 6-inch e-ink screen, in colour for phones"),
        Device("kindle", 1072, 1448, grey=True, source="Amazon: Kindle (11th and 12th generation), 6 in, 300 ppi"),
        Device(
            "kindle-paperwhite", 1264, 1680, grey=True, source="Amazon: Paperwhite (12th generation), 7 in, 300 ppi"
        ),
        Device("kindle-scribe", 1860, 2480, grey=True, source="Amazon: Kindle Scribe, 10.2 in, 300 ppi"),
        Device("kindle-colorsoft", 1264, 1680, grey=False, source="Amazon: Kindle Colorsoft, 7 in, 300 ppi in grey"),
        Device("kobo-clara", 1072, 1448, grey=True, source="Kobo: Clara BW, 6 in, 300 ppi"),
        Device("kobo-clara-colour", 1072, 1448, grey=False, source="Kobo: Clara Colour, 6 in, 300 ppi in grey"),
        Device("kobo-libra-colour", 1264, 1680, grey=False, source="Kobo: Libra Colour, 7 in, 300 ppi in grey"),
        Device("kobo-elipsa", 1404, 1872, grey=True, source="Kobo: Elipsa 2E, 10.3 in, 227 ppi"),
        Device("pocketbook", 1072, 1448, grey=True, source="PocketBook: Verse Pro, 6 in, 300 ppi"),
        Device("remarkable", 1404, 1872, grey=True, source="reMarkable: reMarkable 2, 10.3 in, 226 ppi"),
        Device("boox", 1264, 1680, grey=True, source="Onyx: Boox Page and Go 7, 7 in, 300 ppi"),
        Device("phone", 1080, 1920, grey=False, source="the commonest phone screen, full HD"),
        Device("tablet", 1640, 2360, grey=False, source="Apple: iPad (10th generation), 10.9 in, 264 ppi"),
    )
}


def device(name: str) -> Device:
    """A device by its name.

    Raises:
        SettingsError: no device is called so.
    """
    if name not in DEVICES:
        raise SettingsError(f"--device {name}", "is not known", "run 'epub-bundler devices' for the list")
    return DEVICES[name]
