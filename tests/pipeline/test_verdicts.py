"""A page that a worker could not manage has the same verdict the next time, whatever the machine is doing then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bundler.cli.progress import Silent
from bundler.model import Kind, Skipped
from bundler.pipeline import Tools, survey
from bundler.settings import Settings
from bundler.store import open_bodies, open_pictures
from bundler.workers import Failed, Limits, SerialWorkers


class _Fails(SerialWorkers):
    """Workers that cannot manage one page, because of the clock or of the page itself."""

    def __init__(self, failed: Failed | None) -> None:
        self._failed = failed

    async def run(self, function: Callable[[Any], Any], task: Any, limits: Limits) -> Any:  # noqa: ANN401 - as Workers
        page = task[0] if isinstance(task, tuple) else None  # drafts that are settled are no pages
        if self._failed is not None and page is not None and page.origin == "2.md":
            return self._failed
        return await super().run(function, task, limits)


def _gaps(pages: Path, folder: Path, failed: Failed | None) -> list[Skipped]:
    (folder / "articles").mkdir(exist_ok=True)
    with open_pictures(folder / "cache") as pictures, open_bodies(folder / "articles") as bodies:
        tools = Tools(_Fails(failed), bodies, pictures, Silent())
        return asyncio.run(survey(Settings((str(pages),)), tools)).skipped


def test_a_verdict_that_depends_on_load_is_kept(tmp_path: Path, pages: Path) -> None:
    """The run and its repetition agree, on a faster machine too; other bytes under the name are looked at anew."""
    slow = Failed("took longer than 30 seconds", is_repeatable=False)
    first = _gaps(pages, tmp_path, slow)
    assert [(gap.origin, gap.kind, gap.reason) for gap in first] == [("2.md", Kind.WORKER_FAILED, slow.reason)]
    assert _gaps(pages, tmp_path, None) == first
    with (pages / "2.md").open("a", encoding="utf-8") as page:
        page.write("\nOne more paragraph.\n")
    assert _gaps(pages, tmp_path, None) == []


def test_a_verdict_that_any_run_comes_to_is_not_kept(tmp_path: Path, pages: Path) -> None:
    """What an exception ended ends so every time, until the program is mended."""
    assert len(_gaps(pages, tmp_path, Failed("ValueError: odd"))) == 1
    assert _gaps(pages, tmp_path, None) == []
