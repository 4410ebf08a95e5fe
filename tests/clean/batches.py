"""Batches of pages to learn from: texts of their own, and what stands on all of them; and learning without workers."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bundler.clean import LEAST, Repeated, Unsettled, articles_of, finish, promoted, settle
from bundler.clean.extract import extract
from bundler.clean.learn import observe
from bundler.clean.text import plain
from bundler.model import Article, Draft, Location, MediaType, Page
from bundler.store import Tally

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()


def sentence(chance: random.Random, words: int = 14) -> str:
    """A sentence of invented words; two of them have no three words in common."""
    found = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(words)]
    return " ".join(found).capitalize() + "."


def text(seed: int, paragraphs: int = 6) -> list[str]:
    """Paragraphs that nobody else has written."""
    chance = random.Random(seed)  # noqa: S311 - no cryptography
    return [" ".join(sentence(chance) for _ in range(3)) for _ in range(paragraphs)]


def markdown(title: str, blocks: Sequence[str]) -> Page:
    """A Markdown page that no rule knows.

    Args:
        title: its title, which is its name, too.
        blocks: Markdown.
    """
    content = "\n\n".join([f"# {title}", *blocks, ""])
    return Page(f"{title}.md", MediaType.MARKDOWN, content.encode(), Location(Path(), Path()))


def html(title: str, blocks: Sequence[str]) -> Page:
    """A saved page that no rule knows: blocks of HTML in an `article`."""
    content = f"<html><head><title>{title}</title></head><body><article>{''.join(blocks)}</article></body></html>"
    return Page(f"{title}.html", MediaType.HTML, content.encode(), Location(Path(), Path()))


def drafts(pages: Sequence[Page]) -> list[Draft]:
    """What extract makes of pages, none of which is left out."""
    found = [extract(page) for page in pages]
    assert all(isinstance(draft, Draft) and not draft.recognised for draft in found), found
    return [draft for draft in found if isinstance(draft, Draft)]


def learned(batch: Sequence[Draft], *keep: str) -> list[Article]:
    """A batch finished with what it teaches, as the pipeline does it, without its workers and its store.

    Args:
        batch: drafts that no rule recognised.
        keep: patterns of blocks that stay.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    tally = Tally(connection, Path())
    seen = [observe(draft) for draft in batch]
    for number, observed in enumerate(seen):
        tally.add(number, observed.rows)
    articles = articles_of([observed.sketch for observed in seen], [draft.source_url for draft in batch])
    tally.count_articles(list(enumerate(articles)), LEAST)
    targets = promoted(tally.values(), tally.count)
    finished = [
        settle(Unsettled(draft, Repeated(tally.of(number), targets), keep)) for number, draft in enumerate(batch)
    ]
    connection.close()
    return finished


def texts(article: Article) -> list[str]:
    """The text of every block."""
    return [plain(block) for block in article.blocks]


def lost(draft: Draft, article: Article) -> list[str]:
    """The texts of the blocks that learning took out, in order."""
    left = texts(article)
    gone = []
    for block in texts(finish(draft)):
        if left and block == left[0]:
            left.pop(0)
        else:
            gone.append(block)
    assert not left
    return gone
