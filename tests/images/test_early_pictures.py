"""Pictures are got while other pages are still cleaned: only those that the book will show."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.fetch.servers import Server, serving
from tests.images.kit import built
from tests.pages import mirror_page, prose
from tests.pictures import jpeg


async def _answer(request: web.Request) -> web.StreamResponse:
    return web.Response(body=jpeg(400 + int(request.path.strip("/.jpg")), 300))


def _lay(folder: Path, server: Server) -> None:
    """Six articles of September 2020 with a picture each; the last one repeats the first, with another picture."""
    (folder / "pages").mkdir()
    for number in range(1, 7):
        same = 1 if number == 6 else number
        page = mirror_page(
            f"Story {same}",
            day=f"2020-09-{same:02}",
            address=f"https://news.example/2020/09/{same:02}/{same}.html",
            paragraphs=prose(same),
            pictures=[server.address(f"/{number}.jpg")],
        )
        (folder / "pages" / f"{number:02}.md").write_text(page, encoding="utf-8")


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ({}, {1, 2, 3, 4, 5}),
        ({"first": dt.date(2020, 9, 4)}, {4, 5}),
        ({"last": dt.date(2020, 9, 2)}, {1, 2}),
        ({"limit": 2}, {4, 5}),
        ({"pictures": False}, set[int]()),
        ({"offline": True}, set[int]()),
    ],
    ids=str,
)
def test_only_pictures_of_chosen_articles_are_asked_for(
    tmp_path: Path, wanted: dict[str, Any], asked: set[int]
) -> None:
    """Each once; nothing of what is outside the period, over the limit, or a repeat."""

    async def whole() -> list[int]:
        async with serving(_answer) as server:
            _lay(tmp_path, server)
            report = await built(tmp_path, server, **wanted)
            assert report.pictures == len(asked)
            return sorted(int(request.path.strip("/.jpg")) for request in server.asked)

    assert asyncio.run(whole()) == sorted(asked)
