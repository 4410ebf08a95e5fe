"""Devices: every picture of every device's book within its screen, its colours, and the limits of all."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from bundler.errors import SettingsError
from bundler.images import DEFAULT, DEVICES, Fitted, Recipe, Task, device, fit_picture
from tests.books import bundle, contents
from tests.images import bombs
from tests.pages import plain_page, prose
from tests.pictures import encoded, photograph
from tests.program import run

_MOST_PIXELS = 5_600_000
_MOST_BYTES = 5_000_000
_DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">
<rect width="30" height="20" fill="gold"/><circle cx="15" cy="10" r="8" fill="navy"/></svg>"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with pictures of all shapes: larger than every screen, upright, wide, thin, grey, drawn, small."""
    folder = tmp_path_factory.mktemp("pages")
    screenshot = Image.new("RGB", (2400, 1600), "white")
    screenshot.paste("black", (100, 100, 2300, 300))
    screenshot.paste("red", (100, 500, 1500, 1500))
    pictures = {
        "large.jpg": encoded(photograph(600, 500).resize((2600, 2600)), "JPEG"),
        "upright.jpg": encoded(photograph(300, 600).resize((1400, 2800)), "JPEG"),
        "wide.jpg": encoded(photograph(800, 50).resize((4000, 250)), "JPEG"),
        "thin.png": bombs.png(40, 5000),
        "grey.jpg": encoded(photograph(1200, 900).convert("L"), "JPEG"),
        "screenshot.png": encoded(screenshot, "PNG"),
        "small.png": encoded(photograph(90, 60), "PNG"),
        "drawing.svg": _DRAWING,
    }
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    page = plain_page("Pictures", day="2020-09-01", paragraphs=[*prose(1), *(f"![]({name})" for name in pictures)])
    (folder / "1.md").write_text(page, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", DEVICES)
def test_every_picture_of_a_book_suits_its_device(pages: Path, tmp_path: Path, name: str) -> None:
    """Within its pixels, 5.6 megapixels and 5 MB, JPEG or PNG, RGB or grey, and grey where it shows no colour."""
    screen = device(name)
    report = bundle([pages], tmp_path / "book.epub", device=name)
    assert report.gaps == ()
    assert report.pictures == 8
    for entry, content in contents(tmp_path / "book.epub").items():
        if not re.search(r"images/[0-9a-f]{64}\.(?:jpg|png)$", entry):
            continue
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert image.width <= screen.width
            assert image.height <= screen.height
            assert image.width * image.height <= _MOST_PIXELS
            assert len(content) <= _MOST_BYTES
            assert image.format == {"jpg": "JPEG", "png": "PNG"}[entry[-3:]]
            assert image.mode in ("RGB", "L", "P", "1")
            if screen.grey:
                red, green, blue = (channel.tobytes() for channel in image.convert("RGB").split())
                assert red == green == blue


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_is_described_in_full(name: str) -> None:
    """Pixels held upright, and the source that they are from."""
    found = device(name)
    assert found.name == name
    assert 600 <= found.width < found.height
    assert ":" in found.source or name in (DEFAULT, "phone")
    assert found.width * found.height <= _MOST_PIXELS


def test_a_screen_larger_than_the_limit_of_pixels_does_not_get_more() -> None:
    """5.6 megapixels hold for any recipe, because books are passed on."""
    photo = encoded(photograph(400, 300).resize((4000, 3000)), "JPEG")
    result = fit_picture(Task(photo, Recipe(4000, 3000)))
    assert isinstance(result, Fitted)
    assert result.width * result.height <= _MOST_PIXELS * 1.001
    assert result.width > 2600


@pytest.mark.parametrize(
    "wanted",
    ["any", "kindle", "kindle-paperwhite", "kobo-clara", "kobo-libra-colour", "remarkable", "boox", "phone"],
)
def test_the_devices_people_ask_for_are_there(wanted: str) -> None:
    """The names of the documentation are known."""
    assert wanted in DEVICES


def test_an_unknown_device_is_a_usage_error() -> None:
    """The message names the command that lists them."""
    with pytest.raises(SettingsError, match="epub-bundler devices"):
        device("kindle-9000")


def test_the_command_lists_all_devices(tmp_path: Path) -> None:
    """One line a device: name, pixels, colour or grey, and where the pixels are from."""
    done = run("devices", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    lines = {line.split()[0]: line for line in done.out.splitlines()}
    assert list(lines) == list(DEVICES)
    for found in DEVICES.values():
        line = lines[found.name]
        assert re.search(rf"\b{found.width} x {found.height}\b", line)
        assert ("grey" if found.grey else "colour") in line
        assert found.source in line
