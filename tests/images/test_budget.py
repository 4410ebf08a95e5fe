"""`--max-size`: the heaviest pictures are made smaller until the book fits, and no further than can be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bundler.images import Recipe
from bundler.images.illustrate import smaller
from bundler.model import Picture
from bundler.report import Report
from tests.books import bundle, contents
from tests.pages import plain_page, prose
from tests.pictures import encoded, opened, photograph

_PHOTOS = {f"photo{n}.jpg": (300 + n * 100, 250 + n * 75) for n in range(8)}
"""From 300 x 250 to 1,000 x 775."""


_REST = 405_000
"""Bytes of cover, menus, styles and texts that are taken off the limit before the pictures get the rest."""


def _chart() -> bytes:
    """A chart of many colours: a drawing that PNG keeps sharp and that weighs something."""
    image = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(image)
    for n in range(180):
        draw.line((n * 5, 600, n * 5, 600 - (n * 37) % 500), fill=(n, 255 - n, (n * 7) % 256), width=3)
    return encoded(image, "PNG")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles with eight photographs of growing weight, and a chart."""
    folder = tmp_path_factory.mktemp("pages")
    for name, size in _PHOTOS.items():
        (folder / name).write_bytes(encoded(photograph(*size), "JPEG", quality=95))
    (folder / "chart.png").write_bytes(_chart())
    names = [*_PHOTOS, "chart.png"]
    for number, shown in ((1, names[:5]), (2, names[4:])):
        paragraphs = [*prose(number), *(f"![]({name})" for name in shown)]
        page = plain_page(f"Story {number}", day=f"2020-09-0{number}", paragraphs=paragraphs)
        (folder / f"{number}.md").write_text(page, encoding="utf-8")
    return folder


def _pictures(report: Report) -> list[Picture]:
    return [picture for chapter in report.chapters for picture in chapter.pictures if picture is not None]


def _weights(report: Report) -> Mapping[str, int]:
    return {picture.key: picture.size for picture in _pictures(report)}


def _images(report: Report) -> Mapping[str, bytes]:
    """The pictures of all volumes, covers aside."""
    return {
        name: body
        for book in report.books
        for name, body in contents(book.path).items()
        if "images/" in name and "cover" not in name
    }


@pytest.fixture(scope="module")
def whole(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The book without a limit."""
    return bundle([pages], tmp_path_factory.mktemp("whole") / "book.epub")


@pytest.mark.parametrize("share", [0.9, 0.75, 0.6])
def test_the_book_has_at_most_the_size_asked_for(pages: Path, tmp_path: Path, whole: Report, share: float) -> None:
    """Every picture is still there, and the file is no larger than the limit, nor much smaller than need be."""
    pictures = sum(_weights(whole).values())
    limit = _REST + int(pictures * share)
    report = bundle([pages], tmp_path / "book.epub", max_size=limit)
    assert (tmp_path / "book.epub").stat().st_size <= limit
    assert sum(_weights(report).values()) > pictures * share * 0.6
    assert len(_pictures(report)) == len(_pictures(whole)) == 10
    assert report.gaps == ()


def test_the_heaviest_are_lowered_first(pages: Path, tmp_path: Path, whole: Report) -> None:
    """A limit that a little less of the heaviest reaches leaves the lightest as they were."""
    before = _pictures(whole)
    limit = _REST + sum(_weights(whole).values()) * 9 // 10
    after = _pictures(bundle([pages], tmp_path / "book.epub", max_size=limit))
    changed = [old.size for old, new in zip(before, after, strict=True) if old.key != new.key]
    kept = [old.size for old, new in zip(before, after, strict=True) if old.key == new.key]
    assert changed
    assert kept
    assert min(changed) > min(kept)
    assert max(old.size for old in before) in changed


def test_a_limit_that_is_kept_already_changes_nothing(pages: Path, tmp_path: Path, whole: Report) -> None:
    """The book is byte for byte the one without a limit."""
    bundle([pages], tmp_path / "book.epub", max_size=50_000_000)
    assert (tmp_path / "book.epub").read_bytes() == whole.books[0].path.read_bytes()


@pytest.mark.parametrize("limit", [1, 1000, 250_000])
def test_an_impossible_limit_ends_with_pictures_that_can_be_read(pages: Path, tmp_path: Path, limit: int) -> None:
    """Nothing is left out and nothing becomes a stamp: the book is as small as it may be, and that is all."""
    report = bundle([pages], tmp_path / "book.epub", max_size=limit)
    images = [opened(body) for name, body in _images(report).items()]
    assert [len(book.chapters) for book in report.books] == [1, 1], "every article alone is too large"
    assert len(_pictures(report)) == 10
    sizes = sorted(image.size for image in images)
    assert sizes[0] == (300, 250), "what is smaller than the smallest screen keeps its pixels"
    assert max(width for width, _ in sizes) >= 500
    assert report.gaps == ()


def test_a_drawing_keeps_its_size(pages: Path, tmp_path: Path, whole: Report) -> None:
    """Letters and lines are what a drawing is for: it may lose shades, never pixels."""
    report = bundle([pages], tmp_path / "book.epub", max_size=1)
    before, after = _pictures(whole)[-1], _pictures(report)[-1]
    assert before.media_type == after.media_type == "image/png"
    assert (after.width, after.height) == (before.width, before.height) == (900, 600)
    assert after.size <= before.size


def test_a_drawing_keeps_its_colours(pages: Path, tmp_path: Path) -> None:
    """A chart whose lines are told by their colours is still one when it has fewer of them."""
    report = bundle([pages], tmp_path / "book.epub", max_size=1)
    chart = _pictures(report)[-1]
    image = opened(_images(report)[f"EPUB/images/{chart.key}.png"]).convert("RGB")
    colours = image.getcolors(2**20) or []
    assert any(isinstance(colour, tuple) and max(colour) - min(colour) > 60 for _, colour in colours)


def test_the_same_limit_gives_the_same_book(pages: Path, tmp_path: Path) -> None:
    """Which pictures are lowered, and how far, does not depend on which was ready first."""
    books = []
    for name in ("one.epub", "two.epub"):
        bundle([pages], tmp_path / name, max_size=620_000)
        books.append((tmp_path / name).read_bytes())
    assert books[0] == books[1]


@pytest.mark.parametrize("is_drawn", [False, True], ids=["photograph", "drawing"])
@pytest.mark.parametrize("start", [Recipe(1072, 1448), Recipe(1860, 2480, quality=95), Recipe(300, 400, quality=20)])
def test_steps_come_to_an_end(start: Recipe, *, is_drawn: bool) -> None:
    """Each step asks for less than the one before, none below quality 50 or 450 pixels of width; one is the last."""
    steps = [start]
    while (step := smaller(steps[-1], is_drawn=is_drawn)) is not None:
        before = steps[-1]
        assert (step.quality, step.width, step.height) <= (before.quality, before.width, before.height)
        assert step != before
        steps.append(step)
        assert len(steps) < 20
    assert steps[-1].quality >= min(start.quality, 50)
    assert steps[-1].width >= min(start.width, 450)
    if is_drawn:
        assert {(step.width, step.height) for step in steps} == {(start.width, start.height)}
