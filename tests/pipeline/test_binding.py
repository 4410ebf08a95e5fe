"""An interrupt while a book is bound: obeyed at once until the book has its name, whatever the thread is doing."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from bundler import check
from bundler.package import Target
from bundler.package import bind as package_bind
from bundler.pipeline import build
from bundler.settings import Settings
from tests.books import tools
from tests.program import inside

_OLD = b"an older book"


def _interrupted(pages: Path, book: Path, reached: threading.Event) -> bool:
    """Build, and cancel as Ctrl-C does when a moment is reached; gives whether the run was cancelled."""

    async def whole() -> bool:
        with tools() as kit:
            settings = Settings((str(pages),), offline=True)
            run = asyncio.ensure_future(build(settings, kit, lambda *_: Target(book, may_replace=True)))
            await asyncio.to_thread(reached.wait)
            run.cancel()
            await asyncio.wait((run,))
            return run.cancelled()

    return asyncio.run(whole())


def test_an_interrupt_does_not_wait_for_the_audit(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a large book is read over the run ends in a moment; the older book stays, nothing lies beside it."""
    books = tmp_path / "books"
    books.mkdir()
    (books / "week.epub").write_bytes(_OLD)
    reached, over = threading.Event(), threading.Event()

    def slow(_: Path) -> list[object]:
        reached.set()
        over.wait(20)
        return []

    monkeypatch.setattr(check, "audit", slow)
    begin = time.monotonic()
    assert _interrupted(pages, books / "week.epub", reached)
    assert time.monotonic() - begin < 10
    assert inside(books) == ["week.epub"]
    over.set()  # the thread that nobody waited for comes to its end now, and must not name its book
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(5)
    assert (books / "week.epub").read_bytes() == _OLD
    assert inside(books) == ["week.epub"]


def test_an_interrupt_that_comes_too_late_is_none(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the book has its name the run ends as if nobody had interrupted it: it must not say that nothing changed."""
    reached = threading.Event()
    bind = package_bind.bind

    def then_slow(*given: object) -> None:
        bind(*given)  # type: ignore[arg-type]
        reached.set()
        time.sleep(1)

    monkeypatch.setattr(package_bind, "bind", then_slow)
    assert not _interrupted(pages, tmp_path / "week.epub", reached)
    assert inside(tmp_path) == ["pages", "week.epub"]
