"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundler.cli import main
from tests.books import bundle
from tests.pages import mirror_page, plain_page, prose
from tests.pictures import jpeg
from tests.program import Command, Outcome


@pytest.fixture(scope="session", autouse=True)
def _cache_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pictures that the command keeps between runs lie in a folder of this session, never in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EPUB_BUNDLER_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with three good pages, dated 1, 2 and 3 September 2020."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in (1, 2, 3):
        page = plain_page(f"Story {number}", day=f"2020-09-0{number}", paragraphs=prose(number))
        (folder / f"{number}.md").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def good_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean book of two articles, one with a picture; read only."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "pages").mkdir()
    (folder / "pages" / "lake.jpg").write_bytes(jpeg(300, 200))
    first = mirror_page(
        "湖边的早晨",
        day="2020-09-01",
        address="https://example.org/2020/09/01/lake.html",
        paragraphs=prose(1),
        pictures=["lake.jpg"],
    )
    (folder / "pages" / "1.md").write_text(first, encoding="utf-8")
    second = plain_page("A second story", day="2020-09-02", paragraphs=prose(2))
    (folder / "pages" / "2.md").write_text(second, encoding="utf-8")
    bundle([folder / "pages"], folder / "good.epub", title="Good")
    return folder / "good.epub"


@pytest.fixture
def permissions_hold(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips a test of permissions where they forbid nothing: for root with all its rights."""
    forbidden = tmp_path_factory.mktemp("permissions") / "forbidden"
    forbidden.touch(mode=0)
    if os.access(forbidden, os.R_OK):
        pytest.skip("permissions forbid nothing to this user, who is root")


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """The command in this process: for what it says before it starts any work, its help, and small books.

    A finished build hears no Ctrl-C any more; this process and those that it starts shall.
    """

    def run(*arguments: str | Path) -> Outcome:
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        streams = capfd.readouterr()
        assert isinstance(stop.value.code, int)
        return Outcome(stop.value.code, streams.out, streams.err)

    hears = signal.getsignal(signal.SIGINT)
    yield run
    signal.signal(signal.SIGINT, hears)
