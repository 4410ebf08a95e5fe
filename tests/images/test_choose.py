"""Which of a picture's files is taken: the smallest that covers the screen, the next one when it cannot be had."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from bundler.images.choose import in_order, is_too_small
from bundler.model import Candidate, PictureRef
from bundler.report import Report
from tests.fetch.servers import Server, serving
from tests.images.kit import built
from tests.pages import prose, saved_page
from tests.pictures import jpeg

_SCREEN = 1072


def _reference(*widths: int) -> PictureRef:
    return PictureRef(tuple(Candidate(f"{n}.jpg", f"{n}.jpg", width) for n, width in enumerate(widths)), "")


@pytest.mark.parametrize(
    ("widths", "order"),
    [
        ((0,), [0]),
        ((320, 640, 1200, 2400), [2, 3, 1, 0]),
        ((2400, 1200, 640, 320), [1, 0, 2, 3]),
        ((1071, 1072, 1073), [1, 2, 0]),
        ((320, 640), [1, 0]),
        ((0, 320, 4000), [2, 0, 1]),
        ((0, 0, 640), [0, 1, 2]),
        ((1200, 1200), [0, 1]),
    ],
)
def test_the_smallest_that_covers_the_screen_comes_first(widths: tuple[int, ...], order: list[int]) -> None:
    """Then the larger ones, then those of unknown width as the page has them, then the smaller from the largest."""
    names = [candidate.address for candidate in in_order(_reference(*widths), _SCREEN)]
    assert names == [f"{number}.jpg" for number in order]


def test_nothing_is_lost_or_added_by_ordering() -> None:
    """Every candidate is tried, each once, whatever the screen."""
    reference = _reference(0, 5, 99_999, 600, 600, 1072, 0)
    for screen in (1, 600, 1072, 5000):
        assert sorted(in_order(reference, screen), key=lambda candidate: candidate.address) == list(
            reference.candidates
        )


def test_half_the_screen_is_not_too_small() -> None:
    """Below half of the screen's width a larger picture is worth another request."""
    assert is_too_small(535, _SCREEN)
    assert not is_too_small(536, _SCREEN)


def _asked(folder: Path, markup: str, sizes: dict[str, tuple[int, int]], **settings: str) -> tuple[list[str], Report]:
    """What is asked of a server that has pictures of these sizes, by path, for a page with this markup."""

    async def answer(request: web.Request) -> web.StreamResponse:
        size = sizes.get(request.path)
        return web.Response(body=jpeg(*size), content_type="image/jpeg") if size else web.Response(status=404)

    async def run() -> tuple[Server, Report]:
        async with serving(answer) as server:
            base = server.address("/2020/09/01/story.html")
            page = saved_page("Story", address=base, paragraphs=[*prose(1), markup])
            (folder / "pages").mkdir()
            (folder / "pages" / "story.html").write_text(page, encoding="utf-8")
            return server, await built(folder, server, **settings)

    server, report = asyncio.run(run())
    return [asked.path for asked in server.asked], report


_SET = '<img src="/s.jpg" alt="" srcset="/320.jpg 320w, /1200.jpg 1200w, /2400.jpg 2400w">'
_SIZES = {"/s.jpg": (200, 150), "/320.jpg": (320, 240), "/1200.jpg": (1200, 900), "/2400.jpg": (2400, 1800)}


def test_of_a_set_one_file_is_fetched(tmp_path: Path) -> None:
    """The one that just covers the screen; the others are not even asked for."""
    asked, report = _asked(tmp_path, _SET, _SIZES)
    assert asked == ["/1200.jpg"]
    assert report.pictures == 1


def test_another_screen_takes_another_file(tmp_path: Path) -> None:
    """A screen of 1,860 pixels takes the 2,400 of the same set."""
    asked, _ = _asked(tmp_path, _SET, _SIZES, device="kindle-scribe")
    assert asked == ["/2400.jpg"]


def test_the_next_file_is_tried_when_one_is_gone(tmp_path: Path) -> None:
    """Larger first, then the page's own, then the smaller; the first that can be had is the picture, and no gap."""
    asked, report = _asked(tmp_path, _SET, {"/320.jpg": (320, 240)})
    assert asked == ["/1200.jpg", "/2400.jpg", "/s.jpg", "/320.jpg"]
    assert report.pictures == 1
    assert report.gaps == ()


def test_when_none_can_be_had_there_is_one_gap(tmp_path: Path) -> None:
    """The picture is told once, by the page's own address and the first reason."""
    asked, report = _asked(tmp_path, _SET, {})
    assert len(asked) == 4
    assert [gap.reason for gap in report.gaps] == ["the server answers 404"]
    assert report.gaps[0].subject.endswith("/s.jpg")


def test_a_small_picture_is_replaced_by_the_one_it_links_to(tmp_path: Path) -> None:
    """A thumbnail that links to its full size is fetched in full size."""
    markup = '<p><a href="/full.jpg"><img src="/thumb.jpg" alt=""></a></p>'
    asked, report = _asked(tmp_path, markup, {"/thumb.jpg": (300, 200), "/full.jpg": (1600, 1200)})
    assert asked == ["/thumb.jpg", "/full.jpg"]
    assert report.pictures == 1
    assert [picture.width for chapter in report.chapters for picture in chapter.pictures if picture] == [1072]


def test_a_large_picture_is_kept_without_asking_for_a_larger(tmp_path: Path) -> None:
    """Where the picture in the page is large enough, the one behind it stays where it is."""
    markup = '<p><a href="/full.jpg"><img src="/inline.jpg" alt=""></a></p>'
    asked, report = _asked(tmp_path, markup, {"/inline.jpg": (700, 500), "/full.jpg": (1600, 1200)})
    assert asked == ["/inline.jpg"]
    assert [picture.width for chapter in report.chapters for picture in chapter.pictures if picture] == [700]


@pytest.mark.parametrize("full", [None, (200, 150)], ids=["gone", "no larger"])
def test_a_link_that_gives_nothing_better_costs_nothing(tmp_path: Path, full: tuple[int, int] | None) -> None:
    """When the linked picture is gone, or no larger, the small one is in the book, and there is no gap."""
    sizes = {"/thumb.jpg": (300, 200)} | ({"/full.jpg": full} if full else {})
    _, report = _asked(tmp_path, '<p><a href="/full.jpg"><img src="/thumb.jpg" alt=""></a></p>', sizes)
    assert [picture.width for chapter in report.chapters for picture in chapter.pictures if picture] == [300]
    assert report.gaps == ()


def test_a_picture_that_is_gone_is_replaced_by_the_one_it_links_to(tmp_path: Path) -> None:
    """The full size behind a broken picture is the picture."""
    markup = '<p><a href="/full.jpg"><img src="/thumb.jpg" alt=""></a></p>'
    asked, report = _asked(tmp_path, markup, {"/full.jpg": (1600, 1200)})
    assert asked == ["/thumb.jpg", "/full.jpg"]
    assert report.pictures == 1
    assert report.gaps == ()
