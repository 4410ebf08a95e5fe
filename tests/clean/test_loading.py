"""What a page costs before it is read: foreign engines are loaded by the pages that need them, and by no other."""

from __future__ import annotations

import subprocess
import sys

from tests.pages import mirror_page, plain_page, prose, saved_page

_CLEAN = """
import sys
from pathlib import Path
from bundler.clean import understand
from bundler.clean.rules import BUILT_IN
from bundler.model import Location, MediaType, Page

content = sys.stdin.buffer.read()
understand((Page(sys.argv[1], MediaType[sys.argv[2]], content, Location(Path(), Path())), BUILT_IN))
print(*sorted({"trafilatura", "readability", "htmldate"} & set(sys.modules)))
"""


def _loaded(page: str, media_type: str) -> list[str]:
    """The foreign engines that a fresh process has loaded when it has cleaned one page."""
    command = [sys.executable, "-c", _CLEAN, "page", media_type]
    done = subprocess.run(command, input=page.encode(), capture_output=True, check=True)
    return done.stdout.decode().split()


def test_pages_that_rules_know_load_no_engine() -> None:
    """A mirror's page and a Markdown page need neither trafilatura nor readability nor htmldate."""
    page = mirror_page("A story", day="2020-09-01", paragraphs=[f"<p>{text}</p>" for text in prose(1)])
    assert _loaded(page, "MARKDOWN") == []
    assert _loaded(plain_page("A text", paragraphs=prose(2)), "MARKDOWN") == []


def test_a_saved_page_loads_what_it_needs() -> None:
    """The engines for the article of a page that no rule knows, and htmldate when nothing else tells its date."""
    assert _loaded(saved_page("A story", paragraphs=prose(1)), "HTML") == ["htmldate", "readability", "trafilatura"]
