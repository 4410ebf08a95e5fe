"""Books of pages whose pictures lie at a server of the test, made in the server's own event loop."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bundler.cli.progress import Silent
from bundler.package import Target
from bundler.pipeline import Tools, build
from bundler.report import Report
from bundler.settings import Settings
from bundler.store import open_bodies, open_pictures
from bundler.workers import SerialWorkers
from tests.fetch.servers import Server
from tests.pages import mirror_page, prose


def write_page(folder: Path, number: int, pictures: Sequence[str]) -> None:
    """A mirror's page with pictures in figures of its own.

    Args:
        folder: where the pages of a test lie.
        number: of the page, from 1; also its day in September 2020.
        pictures: references.
    """
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    page = mirror_page(f"Story {number}", day=f"2020-09-{number:02}", paragraphs=prose(number), pictures=pictures)
    (pages / f"{number:02}.md").write_text(page, encoding="utf-8")


async def built(folder: Path, server: Server, **settings: Any) -> Report:  # noqa: ANN401 - as Settings takes them
    """Make `folder/book.epub` of `folder/pages`, with the pictures kept in `folder/cache`.

    Args:
        folder: a test's own.
        server: the place that pictures may come from.
        settings: what `Settings` takes besides.
    """
    articles = folder / "articles"
    articles.mkdir(exist_ok=True)
    wanted = Settings((str(folder / "pages"),), **({"allow_private": frozenset({server.place})} | settings))
    with open_pictures(folder / "cache") as pictures, open_bodies(articles) as bodies:
        tools = Tools(SerialWorkers(), bodies, pictures, Silent())
        return await build(wanted, tools, lambda *_: Target(folder / "book.epub", may_replace=True))


def age(folder: Path) -> None:
    """Let the originals in `folder/cache` be a year old, so that they are asked for again."""
    index = sqlite3.connect(folder / "cache" / "index.sqlite")
    with index:
        index.execute("UPDATE originals SET checked = checked - 365 * 86400")
    index.close()


def gaps(report: Report) -> list[tuple[str, str]]:
    """The paths of the pictures that are missing, each with its reason."""
    return [(f"/{gap.subject.split('/', 3)[-1]}", gap.reason) for gap in report.gaps]
