"""A page may ask for what it likes: its worker stays within its time and memory, and no other page is harmed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundler.model import Article, Kind, Location, Page
from bundler.pipeline import PAGE_LIMITS
from bundler.workers import ProcessWorkers
from tests.clean.hostile_pages import PAGES
from tests.clean.measured import Measured, clean_measured
from tests.pages import plain_page, prose, saved_page
from tests.program import run
from tests.worker_memory import IS_TOLD

_MOST = 250_000_000
_SLOWEST = 10
"""Seconds of processor time."""


@pytest.fixture(scope="module")
def worker() -> Iterator[ProcessWorkers]:
    """One worker for all pages, as in a run."""
    workers = ProcessWorkers(1)
    yield workers
    workers.close()


@pytest.mark.skipif(not IS_TOLD, reason="this system does not tell how much memory a process used")
@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_within_its_limits(worker: ProcessWorkers, name: str) -> None:
    """An article or a reason, within 10 seconds and 250 MB, and never by the worker's death."""
    media_type, make = PAGES[name]
    page = Page(name, media_type, make(), Location(Path(), Path()))
    found = asyncio.run(worker.run(clean_measured, page, PAGE_LIMITS))
    assert isinstance(found, Measured), found  # else the worker has died, or its memory or time was up
    assert isinstance(found.result, Article) or found.result.kind in (Kind.UNREADABLE, Kind.NOT_AN_ARTICLE)
    assert found.peak <= _MOST, f"{found.peak / 1e6:.0f} MB"
    assert found.seconds <= _SLOWEST


def test_hostile_pages_harm_no_other(tmp_path: Path) -> None:
    """A batch of them: the good pages beside them become articles, and each hostile one is at most one gap."""
    folder = tmp_path / "pages"
    folder.mkdir()
    names = ("20,000 div within each other", "a million lines", "nothing but script", "80 kB of comment starts")
    for number, name in enumerate(names):
        (folder / f"hostile{number}.html").write_bytes(PAGES[name][1]())
    for number in range(3):
        page = saved_page(f"Story {number}", day="2020-09-01", paragraphs=prose(number))
        (folder / f"story{number}.html").write_text(page, encoding="utf-8")
        (folder / f"text{number}.md").write_text(plain_page(f"Text {number}", paragraphs=prose(9 + number)), "utf-8")
    done = run("list", "--json", "pages", folder=tmp_path)
    found = json.loads(done.out)
    good = {f"story{number}.html" for number in range(3)} | {f"text{number}.md" for number in range(3)}
    assert {row["path"] for row in found["articles"]} >= good
    gaps = [row["path"] for row in found["gaps"]]
    assert sorted(set(gaps)) == sorted(gaps) == ["hostile1.html", "hostile2.html", "hostile3.html"]
    assert done.code == 3


def test_a_deep_pages_text_is_all_there(tmp_path: Path) -> None:
    """What is flattened loses its tags, never its words."""
    deep = "".join(f"<div><b>w{number} " for number in range(2000))
    (tmp_path / "deep.md").write_text(
        f"# Deep\n\n{deep}", encoding="utf-8"
    )  # of a saved page the engines choose a part
    done = run("extract", "-q", "deep.md", folder=tmp_path)
    (row,) = (json.loads(line) for line in done.out.splitlines())
    assert re.findall(r"w[0-9]+", row["html"]) == [f"w{number}" for number in range(2000)]


def test_scripts_full_of_tags_make_no_page_deep(tmp_path: Path) -> None:
    """A page whose script writes a thousand elements keeps its own as they are."""
    script = "<script>" + "document.write('<div><table><tr>');" * 1000 + "</script>"
    page = f"<title>Plain</title><body>{script}<p>One <b>bold</b> word.</p>{script}<p>And <i>another</i>.</p>"
    (tmp_path / "plain.html").write_text(page, encoding="utf-8")
    done = run("extract", "-q", "plain.html", folder=tmp_path)
    assert json.loads(done.out)["html"] == "<p>One <b>bold</b> word.</p>\n<p>And <i>another</i>.</p>"
