"""Files that are a picture and something else, or a picture with damage: only pixels come through, and nothing dies."""

from __future__ import annotations

import asyncio
import io
import random
import struct
import zipfile
from collections.abc import Iterator

import pytest
from PIL import Image, ImageCms

from bundler.images import Fitted, Recipe, Task, Unusable, fit_picture
from bundler.pipeline import PICTURE_LIMITS
from bundler.workers import ProcessWorkers
from tests.images.bombs import chunk
from tests.images.measured import Batch, fit_batch
from tests.pictures import encoded, jpeg, opened, photograph

_SCREEN = Recipe(200, 160)
_CANARY = "CANARY-52ae"
_SEEDS = range(3)
_FLIPS = 40


def _zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(f"{_CANARY}.txt", f"{_CANARY} in a zip")
    return content.getvalue()


_PAGE = f"<!DOCTYPE html><script>alert('{_CANARY}')</script>".encode()


def _polyglots() -> dict[str, bytes]:
    photo = jpeg(120, 90)
    png = encoded(photograph(120, 90), "PNG")
    gif = encoded(photograph(120, 90).quantize(32), "GIF")
    comment = b"\xff\xfe" + struct.pack(">H", len(_PAGE) + 2) + _PAGE
    thumbnail = encoded(Image.new("RGB", (160, 120), "red"), "JPEG", comment=_PAGE)
    app = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 8) + b"Exif\0\0" + thumbnail
    return {
        "jpeg and zip": photo + _zip(),
        "jpeg and page": photo + _PAGE,
        "jpeg and another jpeg": photo + thumbnail,
        "jpeg with a page as comment": photo[:2] + comment + photo[2:],
        "jpeg with a picture in its notes": photo[:2] + app + photo[2:],
        "png and zip": png + _zip(),
        "png with a page in a chunk of its own": png[:33] + chunk(b"paGe", _PAGE) + png[33:],
        "png with a page behind the pixels": png[:-12] + chunk(b"tEXt", b"Comment\0" + _PAGE) + png[-12:],
        "gif and zip": gif + _zip(),
        "gif with a page as comment": gif[:-1] + b"\x21\xfe" + bytes([len(_PAGE)]) + _PAGE + b"\x00\x3b",
        "gif that is a script": gif.replace(b"GIF89a", b"GIF89a", 1) + f"=1;alert('{_CANARY}')".encode(),
        "webp and page": encoded(photograph(120, 90), "WEBP") + _PAGE,
        "bmp and page": encoded(photograph(120, 90), "BMP") + _PAGE,
        "tiff and page": encoded(photograph(120, 90), "TIFF") + _PAGE,
    }


@pytest.mark.parametrize("name", _polyglots())
def test_of_a_polyglot_only_the_pixels_come_through(name: str) -> None:
    """What stands behind, before or between a picture's data is not in the fitted one, which has its size."""
    content = _polyglots()[name]
    assert _CANARY.encode() in content or b"\xff\xd8" in content[2:]
    result = fit_picture(Task(content, _SCREEN))
    assert isinstance(result, Fitted), result
    assert _CANARY.encode() not in result.content
    assert b"<script" not in result.content.lower()
    assert not zipfile.is_zipfile(io.BytesIO(result.content))
    assert opened(result.content).size == (120, 90)
    whole = {
        "image/jpeg": result.content.endswith(b"\xff\xd9"),
        "image/png": result.content.endswith(b"IEND\xaeB`\x82"),
    }
    assert whole[result.media_type]
    assert result.content.count(b"\xff\xd8\xff") == (result.media_type == "image/jpeg")


def _kinds() -> dict[str, bytes]:
    photo = photograph(64, 48)
    cmyk = encoded(photo.convert("CMYK"), "JPEG", quality=90)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    frames = [photograph(64, 48).rotate(angle) for angle in (90, 180)]
    many = {"save_all": True, "append_images": frames, "duration": 10}
    return {
        "jpeg": encoded(photo, "JPEG", icc_profile=profile),
        "jpeg progressive": encoded(photo, "JPEG", progressive=True),
        "jpeg cmyk": cmyk,
        "jpeg grey": encoded(photo.convert("L"), "JPEG"),
        "png": encoded(photo, "PNG", icc_profile=profile),
        "png 16 bits": encoded(photo.convert("I;16"), "PNG"),
        "png 1 bit": encoded(photo.convert("1"), "PNG"),
        "png palette": encoded(photo.quantize(16), "PNG", transparency=0),
        "png with alpha": encoded(photo.convert("RGBA"), "PNG"),
        "apng": encoded(photo, "PNG", **many),
        "gif animated": encoded(photo, "GIF", **many),
        "webp": encoded(photo, "WEBP"),
        "webp animated": encoded(photo, "WEBP", **many),
        "avif": encoded(photo, "AVIF", speed=10),
        "bmp": encoded(photo, "BMP"),
        "tiff": encoded(photo, "TIFF"),
        "tiff lzw": encoded(photo, "TIFF", compression="tiff_lzw"),
        "tiff cmyk": encoded(photo.convert("CMYK"), "TIFF", compression="tiff_adobe_deflate"),
    }


@pytest.fixture(scope="module")
def worker() -> Iterator[ProcessWorkers]:
    """A worker, so that a decoder that crashes ends a task and not the tests."""
    workers = ProcessWorkers(1)
    yield workers
    workers.close()


def _flipped(content: bytes, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)  # noqa: S311 - the seed is told when a test fails
    for _ in range(_FLIPS):
        damaged = bytearray(content)
        for _flip in range(chance.choice((1, 1, 2, 8, 64))):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.3:
            start = chance.randrange(len(damaged))
            del damaged[start : start + chance.randrange(1, 200)]
        yield bytes(damaged)


@pytest.mark.parametrize("name", _kinds())
def test_every_kind_of_picture_is_fitted(name: str) -> None:
    """CMYK, one bit, sixteen bits, palettes, animations: a picture of the right size in three or one channels."""
    result = fit_picture(Task(_kinds()[name], _SCREEN))
    assert isinstance(result, Fitted), result
    image = opened(result.content)
    assert image.size == (64, 48)
    assert image.mode in ("RGB", "L", "P", "1")
    assert getattr(image, "n_frames", 1) == 1
    assert "transparency" not in image.info


@pytest.mark.parametrize("name", _kinds())
def test_damage_is_a_reason_or_a_picture_and_never_a_crash(worker: ProcessWorkers, name: str) -> None:
    """Flipped bits and missing stretches: the worker lives, and what it gives can be opened and fits the screen."""
    for seed in _SEEDS:
        batch = Batch(tuple(_flipped(_kinds()[name], seed)), _SCREEN)
        results = asyncio.run(worker.run(fit_batch, batch, PICTURE_LIMITS))
        assert isinstance(results, list), f"{name}, seed {seed}: {results}"
        assert len(results) == _FLIPS
        for number, result in enumerate(results):
            if isinstance(result, Fitted):
                assert opened(result.content).size == (result.width, result.height), f"seed {seed}, file {number}"
                assert result.width <= _SCREEN.width, f"seed {seed}, file {number}"
                assert result.height <= _SCREEN.height, f"seed {seed}, file {number}"
            else:
                assert isinstance(result, Unusable)
                assert result.reason, f"seed {seed}, file {number}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.2, 0.95])
def test_of_a_file_cut_off_most_must_be_there(kind: str, share: float) -> None:
    """A picture of which a fifth has come is a gap; of those that decode from the top, one nearly whole is kept."""
    content = encoded(photograph(300, 400), kind)
    result = fit_picture(Task(content[: int(len(content) * share)], _SCREEN))
    if share < 0.5:
        assert isinstance(result, Unusable)
    elif kind != "WEBP":  # its decoder gives all or nothing
        assert isinstance(result, Fitted), result
