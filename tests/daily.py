"""Making a bundle's books day after day: texts like no others, a lasting store, and a look at the books."""

from __future__ import annotations

import contextlib
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bundler.cli.places import target_of
from bundler.cli.progress import Silent
from bundler.collect import read_printed
from bundler.pipeline import Tools, build
from bundler.report import Report
from bundler.settings import Settings
from bundler.store import BundleStore, open_bodies, open_pictures, temporary_folder
from bundler.workers import SerialWorkers

_SYLLABLES = "ba be bi bo bu da de di do du la le li lo lu ma me mi mo mu ra re ri ro ru ta te ti to tu".split()
_DAY = 24 * 3600


def story(number: int, paragraphs: int = 4) -> tuple[str, ...]:
    """Paragraphs of forty invented words; two stories have hardly three words in a row in common.

    Args:
        number: another one gives another story; `told` finds it in a book.
        paragraphs: how many.
    """
    dice = random.Random(number)  # noqa: S311 - no secret
    words = [["".join(dice.choices(_SYLLABLES, k=3)) for _ in range(40)] for _ in range(paragraphs)]
    return tuple(f"Part {place} of story {number}: {' '.join(line)}." for place, line in enumerate(words, 1))


def told(books: Iterable[Path]) -> Counter[str]:
    """How often each paragraph of a story stands in some books, as `3.1`: of story 3 the first."""
    found: Counter[str] = Counter()
    for book in books:
        _, articles = read_printed(str(book))
        for article in articles:
            found.update(f"{story}.{part}" for part, story in re.findall(r"Part (\d+) of story (\d+):", article.text))
    return found


@contextlib.contextmanager
def daily_tools(cache: Path) -> Iterator[Tools]:
    """Tools whose store outlives them, in this process."""
    with temporary_folder() as folder:
        (folder / "articles").mkdir()
        with open_pictures(cache) as pictures, open_bodies(folder / "articles") as bodies:
            yield Tools(
                SerialWorkers(),
                bodies,
                pictures,
                Silent(),
                bundles=BundleStore(cache),
                answers=cache,
            )


async def run_of_the_day(cache: Path, book: Path, *sources: str | Path, **settings: Any) -> Report:  # noqa: ANN401
    """Make a book as the command does with `-o`.

    Args:
        cache: the store.
        book: the name that is asked for.
        sources: as typed.
        settings: what `Settings` takes besides them.
    """
    wanted = Settings(tuple(map(str, sources)), **settings)
    with daily_tools(cache) as tools:
        return await build(wanted, tools, target_of(book, wanted.delta, force=False))


def pass_a_day(cache: Path) -> None:
    """What a store has of servers becomes a day older."""
    with contextlib.closing(sqlite3.connect(cache / "answers.sqlite")) as index, index:
        index.execute("UPDATE answers SET checked = checked - ?", (_DAY,))
