"""Bombs: a picture may claim what it likes, a worker keeps within its memory and does not die of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bundler.images import Fitted, Recipe, Task, Unusable
from bundler.pipeline import PICTURE_LIMITS
from bundler.workers import ProcessWorkers
from tests.images.bombs import BOMBS
from tests.images.measured import Measured, fit_measured
from tests.pictures import encoded, opened, photograph
from tests.worker_memory import IS_TOLD

_SCREEN = Recipe(1072, 1448)
_MOST = 250_000_000

pytestmark = pytest.mark.skipif(not IS_TOLD, reason="this system does not tell how much memory a process used")


@pytest.fixture(scope="module")
def worker() -> Iterator[ProcessWorkers]:
    """One worker for all bombs, as in a run."""
    workers = ProcessWorkers(1)
    yield workers
    workers.close()


def _measured(worker: ProcessWorkers, content: bytes, recipe: Recipe = _SCREEN) -> Measured:
    found = asyncio.run(worker.run(fit_measured, Task(content, recipe), PICTURE_LIMITS))
    assert isinstance(found, Measured), found  # else the worker has died, or its memory or time was up
    return found


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_stays_within_a_workers_memory(worker: ProcessWorkers, name: str) -> None:
    """A picture or a reason, and at most 250 MB of resident memory for it."""
    content = BOMBS[name]()
    assert len(content) < 8_000_000, "a bomb is a small file"
    found = _measured(worker, content)
    if isinstance(found.result, Fitted):
        assert found.result.width <= _SCREEN.width
        assert found.result.height <= _SCREEN.height
        assert opened(found.result.content).size == (found.result.width, found.result.height)
    else:
        assert found.result.reason
        assert not found.result.is_spacer or "3" in name or "16" in name
    assert found.peak <= _MOST, f"{found.peak / 1e6:.0f} MB for {found.result}"[:200]


@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
def test_a_photograph_of_24_megapixels_is_no_bomb(worker: ProcessWorkers, *, grey: bool) -> None:
    """What cameras make is fitted within the same memory, also in the formats that cannot be decoded at a scale."""
    photo = photograph(600, 400).resize((6000, 4000))
    for kind, options in (("JPEG", {"quality": 80}), ("JPEG", {"quality": 80, "progressive": True})):
        found = _measured(worker, encoded(photo, kind, **options), Recipe(1072, 1448, grey=grey))
        assert isinstance(found.result, Fitted), found.result
        assert (found.result.width, found.result.height) == (1072, 715)
        assert found.peak <= _MOST


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "TIFF"])
def test_a_picture_of_10_megapixels_is_fitted_in_every_format(worker: ProcessWorkers, kind: str) -> None:
    """The limits that keep bombs out let in what people have."""
    photo = photograph(400, 300).resize((3648, 2736))
    options = {"WEBP": {"method": 0}, "PNG": {"compress_level": 1}}.get(kind, {})
    found = _measured(worker, encoded(photo.quantize(64, method=2) if kind == "GIF" else photo, kind, **options))
    assert isinstance(found.result, Fitted), found.result
    assert (found.result.width, found.result.height) == (1072, 804)
    assert found.peak <= _MOST


def test_a_worker_is_none_the_larger_for_all_of_them(worker: ProcessWorkers) -> None:
    """After every bomb a small picture needs little: nothing of them has stayed but what the allocator keeps."""
    found = _measured(worker, encoded(photograph(300, 200), "JPEG"))
    assert isinstance(found.result, Fitted)
    assert not isinstance(found.result, Unusable)
    assert found.peak <= _MOST * 3 // 5
