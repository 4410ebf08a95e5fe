"""The two engines, each behind the same call: a marked page in, the numbers of the segments it keeps out.

Imported when the first page needs them: they cost a worker 20 MB and a third of a second.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from lxml import etree, html
from readability import Document
from trafilatura import bare_extraction

from bundler.clean.engine.choose import Failure
from bundler.clean.engine.marking import Marked

for _name in ("readability", "trafilatura", "htmldate", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what goes wrong in an engine is told by our own report


class _Readability(Document):  # type: ignore[misc]
    """readability-lxml, asked for text: `get_clean_html` is its documented place for another rendering."""

    def get_clean_html(self) -> str:
        return str(etree.tostring(self.html, encoding="unicode", method="text"))


def readability(page: html.HtmlElement) -> str:
    """The text that readability-lxml keeps, marks and all."""
    return str(_Readability(page).summary())


def trafilatura(page: html.HtmlElement) -> str:
    """The text that trafilatura keeps, marks and all.

    Fast mode: its fallbacks are readability and justext again. No metadata, so that htmldate guesses no date; no
    deduplication, because that remembers pages.
    """
    document = bare_extraction(
        page, fast=True, include_comments=False, include_formatting=True, with_metadata=False, deduplicate=False
    )
    body = getattr(document, "body", None)
    return "" if body is None else " ".join(body.itertext())


ENGINES: tuple[tuple[str, Callable[[html.HtmlElement], str]], ...] = (
    ("trafilatura", trafilatura),  # works on a copy of its own
    ("readability", readability),  # drops what is hidden, then copies
)


def run_engines(marked: Marked) -> dict[str, frozenset[int] | Failure]:
    """Run every engine on a page; one that raises costs its own result only.

    Args:
        marked: the page.
    """
    results: dict[str, frozenset[int] | Failure] = {}
    for name, run in ENGINES:
        try:
            results[name] = marked.kept(run(marked.copy))
        except Exception as error:  # noqa: BLE001 - an engine's border: foreign code on foreign bytes, the reason is kept
            results[name] = Failure(f"{type(error).__name__}: {error}"[:200])
    return results
