"""One picture's way into a book: upright, no larger than the screen, never enlarged, in colours every reader shows."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageCms, features

from bundler.images import Fitted, Recipe, Task, Unusable, fit_picture
from tests.pictures import encoded, gradient, jpeg, opened, photograph

_SCREEN = Recipe(1072, 1448)
_RED, _GREEN, _BLUE, _WHITE = (220, 20, 20), (20, 180, 20), (20, 20, 220), (255, 255, 255)


def _fit(content: bytes, recipe: Recipe = _SCREEN) -> Fitted:
    result = fit_picture(Task(content, recipe))
    assert isinstance(result, Fitted), result
    return result


def _refused(content: bytes) -> Unusable:
    result = fit_picture(Task(content, _SCREEN))
    assert isinstance(result, Unusable), result
    return result


def _quarters(*colours: tuple[int, int, int], size: tuple[int, int] = (240, 160)) -> Image.Image:
    """A picture of four even quarters: top left, top right, bottom left, bottom right."""
    image = Image.new("RGB", size)
    half = (size[0] // 2, size[1] // 2)
    for number, colour in enumerate(colours):
        image.paste(colour, ((number % 2) * half[0], (number // 2) * half[1], size[0], size[1]))
        if number % 2 == 0:
            image.paste(colour, (0, (number // 2) * half[1], half[0], size[1]))
    return image


def _corners(image: Image.Image) -> list[tuple[int, int, int]]:
    """The colour in the middle of each quarter, in the order of `_quarters`, to the nearest of ours."""
    rgb = image.convert("RGB")
    known = (_RED, _GREEN, _BLUE, _WHITE)
    found = []
    for y in (rgb.height // 4, rgb.height * 3 // 4):
        for x in (rgb.width // 4, rgb.width * 3 // 4):
            pixel = rgb.getpixel((x, y))
            assert isinstance(pixel, tuple)
            nearest = min(known, key=lambda colour: sum(abs(a - b) for a, b in zip(colour, pixel, strict=True)))
            assert sum(abs(a - b) for a, b in zip(nearest, pixel, strict=True)) < 40, pixel
            found.append(nearest)
    return found


@pytest.mark.parametrize(
    ("orientation", "corners"),
    [
        (1, (_RED, _GREEN, _BLUE, _WHITE)),
        (2, (_GREEN, _RED, _WHITE, _BLUE)),
        (3, (_WHITE, _BLUE, _GREEN, _RED)),
        (4, (_BLUE, _WHITE, _RED, _GREEN)),
        (5, (_RED, _BLUE, _GREEN, _WHITE)),
        (6, (_BLUE, _RED, _WHITE, _GREEN)),
        (7, (_WHITE, _GREEN, _BLUE, _RED)),
        (8, (_GREEN, _WHITE, _RED, _BLUE)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_turned_upright(orientation: int, corners: tuple[tuple[int, int, int], ...], kind: str) -> None:
    """The camera's orientation (EXIF tag 274) is carried out, because readers ignore it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    fitted = _fit(encoded(_quarters(_RED, _GREEN, _BLUE, _WHITE), kind, exif=exif))
    assert (fitted.width, fitted.height) == ((160, 240) if orientation > 4 else (240, 160))
    assert _corners(opened(fitted.content)) == list(corners)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3000, 1000), (1072, 357)),
        ((1000, 3000), (483, 1448)),
        ((1072, 1448), (1072, 1448)),
        ((1073, 1448), (1072, 1447)),
        ((500, 400), (500, 400)),
        ((30, 30), (30, 30)),
        ((8000, 60), (1072, 8)),
    ],
)
def test_a_picture_fits_the_screen_and_is_never_enlarged(size: tuple[int, int], expected: tuple[int, int]) -> None:
    """Larger pictures are scaled down with their proportions, smaller ones stay as they are."""
    fitted = _fit(jpeg(*size))
    assert (fitted.width, fitted.height) == expected
    assert opened(fitted.content).size == expected
    assert fitted.natural_width == size[0]


def test_a_turned_picture_fits_the_screen_upright() -> None:
    """A photograph taken on its side is measured as it will be seen."""
    exif = Image.Exif()
    exif[0x0112] = 6
    fitted = _fit(encoded(gradient(3000, 2000), "JPEG", exif=exif))
    assert (fitted.width, fitted.height) == (965, 1448)


def test_photographs_become_jpeg_and_drawings_png() -> None:
    """What has tens of thousands of colours is a photograph, whatever format it came in."""
    for kind in ("JPEG", "PNG", "WEBP"):
        assert _fit(encoded(photograph(600, 400), kind)).media_type == "image/jpeg"
    drawing = _fit(encoded(_quarters(_RED, _GREEN, _BLUE, _WHITE), "PNG"))
    assert (drawing.media_type, drawing.is_drawn) == ("image/png", True)


def test_the_four_printing_colours_become_three() -> None:
    """A JPEG in CMYK, which readers show in wrong colours or not at all, is RGB afterwards."""
    fitted = _fit(encoded(_quarters(_RED, _GREEN, _BLUE, _WHITE).convert("CMYK"), "JPEG", quality=95))
    image = opened(fitted.content)
    assert image.mode in ("RGB", "P")
    assert _corners(image) == [_RED, _GREEN, _BLUE, _WHITE]


def test_sixteen_bits_of_grey_become_eight() -> None:
    """Shades of a scan are kept in proportion and not cut off at white."""
    shades = Image.new("I;16", (256, 64))
    for x in range(256):
        shades.paste(x * 257, (x, 0, x + 1, 64))
    image = opened(_fit(encoded(shades, "PNG")).content).convert("L")
    row = [image.getpixel((x, 32)) for x in (0, 64, 128, 192, 255)]
    assert all(
        isinstance(found, int) and abs(found - x) <= 6 for found, x in zip(row, (0, 64, 128, 192, 255), strict=True)
    )


def test_black_and_white_stay_black_and_white() -> None:
    """A fax of one bit a pixel keeps its black strokes on white."""
    fax = Image.new("1", (200, 100), 1)
    fax.paste(0, (50, 20, 150, 80))
    image = opened(_fit(encoded(fax, "PNG")).content).convert("L")
    assert (image.getpixel((10, 10)), image.getpixel((100, 50))) == (255, 0)


def _on_nothing(mode: str) -> tuple[Image.Image, dict[str, Any]]:
    """A red square in the middle of nothing, and how to save it."""
    if mode == "P":
        palette = Image.new("P", (200, 100), 0)
        palette.putpalette((0, 0, 0, *_RED))
        palette.paste(1, (50, 20, 150, 80))
        return palette, {"transparency": 0}
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    image.paste((*_RED, 255), (50, 20, 150, 80))
    return image.convert(mode), {}


@pytest.mark.parametrize(
    ("mode", "kind", "options"),
    [("RGBA", "PNG", {}), ("P", "PNG", {}), ("P", "GIF", {}), ("LA", "PNG", {}), ("RGBA", "WEBP", {"lossless": True})],
)
def test_transparency_is_white(mode: str, kind: str, options: dict[str, Any]) -> None:
    """A transparent ground would be black on some readers; it is white, as on paper."""
    drawn, needed = _on_nothing(mode)
    image = opened(_fit(encoded(drawn, kind, **options, **needed)).content)
    assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    assert image.convert("RGB").getpixel((100, 50)) != (255, 255, 255)
    assert "transparency" not in image.info


def test_of_an_animation_the_first_frame_counts() -> None:
    """A GIF or WebP that moves becomes its first picture, and nothing of the others is left."""
    frames = [Image.new("RGB", (200, 100), colour) for colour in (_RED, _GREEN, _BLUE)]
    for kind in ("GIF", "WEBP"):
        content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        fitted = _fit(content)
        image = opened(fitted.content)
        assert getattr(image, "n_frames", 1) == 1
        assert _corners(image) == [_RED] * 4


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_formats_that_readers_do_not_know_become_ones_they_do(kind: str) -> None:
    """Every format a browser shows comes out as JPEG or PNG."""
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow was built without AVIF")
    fitted = _fit(encoded(gradient(300, 200), kind))
    assert fitted.media_type in ("image/jpeg", "image/png")
    assert opened(fitted.content).format in ("JPEG", "PNG")
    assert (fitted.width, fitted.height) == (300, 200)


def test_colours_of_another_profile_become_those_of_the_web() -> None:
    """A picture with a colour profile is converted to sRGB, and a broken profile harms nothing."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"no profile at all"):
        image = opened(
            _fit(encoded(_quarters(_RED, _GREEN, _BLUE, _WHITE), "JPEG", icc_profile=icc, quality=95)).content
        )
        assert _corners(image) == [_RED, _GREEN, _BLUE, _WHITE]
        assert "icc_profile" not in image.info


def test_a_grey_recipe_gives_grey_pictures() -> None:
    """For a screen without colour there is none in the file."""
    for content in (jpeg(600, 400), encoded(_quarters(_RED, _GREEN, _BLUE, _WHITE), "PNG")):
        image = opened(_fit(content, Recipe(1072, 1448, grey=True)).content).convert("RGB")
        red, green, blue = image.split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_same_bytes_give_the_same_picture() -> None:
    """Nothing but the original and the recipe decides."""
    content = jpeg(1500, 1000)
    assert fit_picture(Task(content, _SCREEN)) == fit_picture(Task(content, _SCREEN))


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (600, 1), (1, 600), (2, 50), (16, 16)])
@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_spacer_is_missed_by_nobody(size: tuple[int, int], kind: str) -> None:
    """Pictures of a pixel or two, and icons, are no gap."""
    assert _refused(encoded(Image.new("RGB", size, _RED), kind)).is_spacer


def test_a_photograph_that_is_cut_off_is_kept_when_most_of_it_is_there() -> None:
    """A download that broke off at the very end is better than a gap; one that broke off at the start is not."""
    content = jpeg(900, 600)
    kept = _fit(content[: len(content) * 9 // 10])
    assert (kept.width, kept.height) == (900, 600)
    gone = _refused(content[: len(content) // 5])
    assert not gone.is_spacer
    assert "half" in gone.reason


def test_a_reason_never_names_an_object_in_memory() -> None:
    """The book's last page prints the reason, so it must be the same in every run."""
    reasons = [
        _refused(content).reason for content in (b"\xff\xd8\xff\xe0junk", b"\x89PNG\r\n\x1a\njunk", b"GIF89a", b"?")
    ]
    assert not [reason for reason in reasons if "0x" in reason or "object at" in reason]
    assert io.BytesIO.__name__ not in " ".join(reasons)
