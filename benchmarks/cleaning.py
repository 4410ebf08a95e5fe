"""What cleaning costs, as ratios of CPU time within one run: numbers of one machine mean nothing on another.

    python -m benchmarks.cleaning unknown PAGE.html...     cleaning against both engines bare on the same bytes
    python -m benchmarks.cleaning known FOLDER...          cleaning of mirror pages against a bare BeautifulSoup tree

The engines bare are `trafilatura.extract(page)` and `readability.Document(page).summary()`, the tree is
`BeautifulSoup(page, "lxml")` of the decoded page (of bytes it would guess the encoding, which costs more). Every page
is done by both sides one after the other, so that a busy machine slows both; of `--rounds` (3) runs over all pages the
best one counts for each side. Goals: at most 1.3 and 2.5.
"""

from __future__ import annotations

import argparse
import logging
import time
import warnings
from collections.abc import Callable, Sequence

import trafilatura
from bs4 import BeautifulSoup
from readability import Document
from readability.readability import Unparseable

from bundler.clean.extract import extract
from bundler.collect import collect
from bundler.model import Page


def engines(page: Page) -> None:
    """Both engines as anybody would call them."""
    trafilatura.extract(page.content)
    try:
        Document(page.content).summary()
    except Unparseable as error:
        print(f"{page.origin}: readability-lxml gives up ({str(error)[:60]})")


def tree(page: Page) -> None:
    """A parse tree, and nothing done with it."""
    BeautifulSoup(page.content.decode("utf-8", errors="replace"), "lxml")


def seconds(work: Callable[[Page], object], page: Page) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work(page)
    return time.process_time() - start


def compare(bare: Callable[[Page], object], pages: Sequence[Page], rounds: int) -> tuple[float, float]:
    """CPU seconds over all pages: bare, and cleaning; the best round of each."""
    totals: list[tuple[float, float]] = []
    for _ in range(rounds):
        pairs = [(seconds(bare, page), seconds(extract, page)) for page in pages]
        totals.append((sum(one for one, _ in pairs), sum(other for _, other in pairs)))
    return min(one for one, _ in totals), min(other for _, other in totals)


def main() -> None:
    """Read the pages, compare, print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("unknown", "known"))
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pages = [page for page in collect(arguments.sources) if isinstance(page, Page)]
    bare, ours = compare(engines if arguments.kind == "unknown" else tree, pages, arguments.rounds)
    print(f"{len(pages)} pages, bare {bare:.2f} s, cleaning {ours:.2f} s: ratio {ours / bare:.2f}")


if __name__ == "__main__":
    main()
