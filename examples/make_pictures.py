"""Draw every picture of the example articles: python examples/make_pictures.py."""

import base64
import io
from collections.abc import Callable
from pathlib import Path

from artwork import close_ups, diagrams, horizons, landscapes, library, star_chart, still_lifes, workshops
from PIL import Image

HERE = Path(__file__).parent
ORIENTATION, MAKER, MODEL, TAKEN, GPS = 0x0112, 0x010F, 0x0110, 0x0132, 0x8825
SIDEWAYS = 6

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "mirror/pages/city/pictures/night-market.jpg": landscapes.night_market,
    "mirror/pages/city/pictures/roof-garden.jpg": still_lifes.roof_garden,
    "mirror/pages/city/pictures/roof-temperature.png": diagrams.roof_temperature,
    "mirror/pages/field/pictures/tea-hills.jpg": landscapes.tea_hills,
    "mirror/pages/field/pictures/lighthouse.jpg": landscapes.lighthouse,
    "mirror/pages/field/pictures/lens.png": diagrams.lens,
    "mirror/pages/letters/pictures/e-reader.jpg": workshops.e_reader,
    "mirror/pages/letters/pictures/e-reader-parts.png": diagrams.reader_parts,
    "mirror/pages/craft/pictures/iron-bridge.jpg": horizons.iron_bridge,
    "mirror/pages/craft/pictures/bridge-types.png": diagrams.bridge_types,
    "mirror/pages/craft/pictures/library-bicycle.jpg": library.library_bicycle,
    "mirror/pages/craft/pictures/book-crate.jpg": library.book_crate,
    "saved/how-paper-is-made_files/vat.jpg": workshops.paper_vat,
    "saved/how-paper-is-made_files/fibres.gif": star_chart.fibres,
    "saved/pictures/october-sky.jpg": horizons.october_sky,
    "saved/pictures/october-chart.png": star_chart.october_chart,
    "saved/pictures/bread.jpg": close_ups.bread,
    "saved/pictures/dew.jpg": close_ups.dew,
    "saved/pictures/geese.webp": horizons.geese,
}


def save(picture: Image.Image, path: Path) -> None:
    """Write one picture in the format its name asks for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, dict[str, object]] = {
        ".jpg": {"quality": 83, "optimize": True},
        ".webp": {"quality": 84, "method": 6},
        ".png": {"optimize": True},
        ".gif": {"optimize": True},
    }
    picture.save(path, **options[path.suffix])  # type: ignore[arg-type]


def save_tea_cup(path: Path) -> None:
    """Write a picture the way a turned camera does: on its side, with a note to turn it back."""
    stored = still_lifes.tea_cup().transpose(Image.Transpose.ROTATE_90)
    notes = Image.Exif()
    notes[MAKER], notes[MODEL] = "Example Camera Works", "Fieldbox 2"
    notes[TAKEN], notes[ORIENTATION] = "2026:10:08 07:41:12", SIDEWAYS
    place = notes.get_ifd(GPS)
    place.update({1: "S", 2: (12.0, 34.0, 56.0), 3: "E", 4: (98.0, 12.0, 34.0)})
    stored.save(path, quality=83, optimize=True, exif=notes)


def inline_compass() -> str:
    """The small picture that saved/birds-of-passage.html holds inside itself."""
    held = io.BytesIO()
    star_chart.compass().save(held, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(held.getvalue()).decode("ascii")


def main() -> None:
    """Draw all pictures, and the one-pixel spacer that a page loads as a tracker."""
    for name, draw in PICTURES.items():
        save(draw(), HERE / name)
    save_tea_cup(HERE / "mirror/pages/field/pictures/tea-cup.jpg")
    save(Image.new("P", (1, 1)), HERE / "mirror/pages/city/pictures/spacer.gif")


if __name__ == "__main__":
    main()
