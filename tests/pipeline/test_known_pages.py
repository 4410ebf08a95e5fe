"""Nothing is cleaned twice: what the store knows needs no worker, gives the same book, is never taken for another."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bundler.cli.progress import Silent
from bundler.package import Target
from bundler.pipeline import Tools, build, known
from bundler.settings import Settings
from bundler.store import open_bodies, open_cleaned, open_pictures
from bundler.workers import Limits, SerialWorkers
from tests.pages import plain_page, prose, saved_page
from tests.pictures import jpeg


class _Counted(SerialWorkers):
    """Workers that note what they are asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    async def run(self, function: Callable[[Any], Any], task: Any, limits: Limits) -> Any:  # noqa: ANN401 - as Workers
        self.asked[getattr(function, "func", function).__name__] += 1
        return await super().run(function, task, limits)


def _built(folder: Path, **settings: Any) -> tuple[bytes, Counter[str]]:  # noqa: ANN401 - as Settings takes them
    """The book's bytes, and what workers were asked for."""
    workers, book = _Counted(), folder / "book.epub"
    (folder / "articles").mkdir(exist_ok=True)
    wanted = Settings((str(folder / "pages"),), **({"offline": True} | settings))
    with (
        open_pictures(folder / "cache") as pictures,
        open_cleaned(folder / "cache") as cleaned,
        open_bodies(folder / "articles") as bodies,
    ):
        tools = Tools(workers, bodies, pictures, Silent(), cleaned=cleaned)
        asyncio.run(build(wanted, tools, lambda *_: Target(book, may_replace=True)))
    return book.read_bytes(), workers.asked


def _lay_saved(folder: Path, first: int, last: int) -> None:
    """Saved pages of a site that no rule knows, with one share line below each."""
    (folder / "pages").mkdir(exist_ok=True)
    for number in range(first, last):
        page = saved_page(f"Story {number}", paragraphs=[*prose(number), "Share this story with everybody you know."])
        (folder / "pages" / f"{number:02}.html").write_text(page, encoding="utf-8")


def test_an_unchanged_bundle_asks_no_worker_for_anything(tmp_path: Path, pages: Path) -> None:
    """Pages, pictures and the cover come out of the store, and the book is the same byte for byte."""
    (pages / "a.jpg").write_bytes(jpeg(640, 480))
    page = plain_page("Story 4", day="2020-09-04", paragraphs=[*prose(4), "![](a.jpg)"])
    (pages / "4.md").write_text(page, encoding="utf-8")
    book, asked = _built(tmp_path)
    assert asked["understand"] == 4
    assert asked["fit_picture"] == asked["draw"] == 1
    assert _built(tmp_path) == (book, Counter())


def test_one_more_article_costs_one_article(tmp_path: Path, pages: Path) -> None:
    """The others are not looked at again."""
    _built(tmp_path)
    page = plain_page("Story 9", day="2020-09-09", paragraphs=prose(9))
    (pages / "9.md").write_text(page, encoding="utf-8")
    _, asked = _built(tmp_path)
    assert asked == Counter(understand=1, settle=1, draw=1)


def test_pages_that_wait_for_their_batch_are_settled_once(tmp_path: Path) -> None:
    """One more page of the same site leaves those alone whose boilerplate stays what it was."""
    _lay_saved(tmp_path, 0, 8)
    book, asked = _built(tmp_path)
    assert asked["understand"] == asked["settle"] == 8
    assert _built(tmp_path) == (book, Counter())
    (tmp_path / "pages" / "own.md").write_text(
        plain_page("Another", day="2020-09-09", paragraphs=prose(30)), encoding="utf-8"
    )
    assert _built(tmp_path)[1]["settle"] == 1


def test_a_batch_that_teaches_something_else_settles_anew(tmp_path: Path) -> None:
    """What repeats on more pages than before is known, and the book is that of a run without a store."""
    _lay_saved(tmp_path, 0, 4)
    _built(tmp_path)
    _lay_saved(tmp_path, 4, 8)
    book, asked = _built(tmp_path)
    assert asked["understand"] == 4
    assert asked["settle"] == 8
    (tmp_path / "anew").mkdir()
    (tmp_path / "anew" / "pages").symlink_to(tmp_path / "pages", target_is_directory=True)
    assert _built(tmp_path / "anew")[0] == book


@pytest.mark.parametrize("asked_for", [{"keep_boilerplate": True}, {"keep": ("Share this",)}])
def test_other_options_are_another_task(tmp_path: Path, asked_for: dict[str, Any]) -> None:
    """What was cleaned with one option is not taken for what another asks for."""
    _lay_saved(tmp_path, 0, 6)
    book, _ = _built(tmp_path)
    other, asked = _built(tmp_path, **asked_for)
    assert other != book
    assert asked["understand"] + asked["settle"] >= 6


def test_other_versions_clean_again(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser's update may change what is read."""
    book, _ = _built(tmp_path)
    monkeypatch.setattr(known, "version", lambda: "another parser")
    again, asked = _built(tmp_path)
    assert (again, asked["understand"]) == (book, 3)


def test_a_result_that_cannot_be_read_is_made_anew(tmp_path: Path, pages: Path) -> None:
    """Whoever wrote it: of another shape it is as good as not known."""
    book, _ = _built(tmp_path)
    with open_cleaned(tmp_path / "cache") as store:
        tasks = [row[0] for row in store._index.execute("SELECT task FROM cleaned ORDER BY task")]
        for task, content in zip(tasks, (b"", b"A{}", b"S[1]", b"D[]\n{}", b"?"), strict=False):
            store.keep(task, content)
    assert _built(tmp_path)[0] == book


def test_a_page_moved_to_another_name_is_another_page(tmp_path: Path, pages: Path) -> None:
    """A name may give the title, and reports name the page by it."""
    _built(tmp_path)
    (pages / "3.md").rename(pages / "7.md")
    assert _built(tmp_path)[1]["understand"] == 1
