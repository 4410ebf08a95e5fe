"""What cleaning costs, as ratios of CPU time within one run: numbers of one machine mean nothing on another.

    python -m benchmarks.cleaning unknown PAGE.html...     cleaning against both engines bare on the same bytes
    python -m benchmarks.cleaning known FOLDER...          all of a worker's task against a bare BeautifulSoup tree

The engines bare are `trafilatura.extract(page)` and `readability.Document(page).summary()`, the tree is
`BeautifulSoup(page, "lxml")` of the decoded page (of bytes it would guess the encoding, which costs more). A known
page's task ends with the pickled article. Both sides take turns, so that a busy machine slows both, and each turn
clears up its own garbage: trees are circles, which would be collected in the other's time. Of `--rounds` (3) runs over
all pages the best one counts for each side. Goals: at most 1.3 and 2.5.
"""

from __future__ import annotations

import argparse
import gc
import logging
import pickle
import time
import warnings
from collections.abc import Callable, Sequence

import trafilatura
from bs4 import BeautifulSoup
from readability import Document
from readability.readability import Unparseable

from bundler.clean import understand
from bundler.clean.extract import extract
from bundler.clean.rules import BUILT_IN
from bundler.collect import collect
from bundler.model import Page

_TURN = 40
"""Pages that one side does before the other has its turn."""


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


def task(page: Page) -> None:
    """What a worker does for a page that a container rule recognises, and what it sends back."""
    pickle.dumps(understand((page, BUILT_IN)))


def seconds(work: Callable[[Page], object], pages: Sequence[Page]) -> float:
    """CPU seconds of one turn."""
    start = time.process_time()
    for page in pages:
        work(page)
    gc.collect()
    return time.process_time() - start


def compare(
    bare: Callable[[Page], object], ours: Callable[[Page], object], pages: Sequence[Page], rounds: int
) -> tuple[float, float]:
    """CPU seconds over all pages: bare, and cleaning; the best round of each."""
    seconds(ours, pages[:_TURN])  # rules are read and patterns compiled once
    gc.freeze()  # what stays is not gone through in every turn
    turns = [pages[start : start + _TURN] for start in range(0, len(pages), _TURN)]
    totals: list[tuple[float, float]] = []
    for _ in range(rounds):
        pairs = [(seconds(bare, turn), seconds(ours, turn)) for turn in turns]
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
    is_known = arguments.kind == "known"
    bare, ours = compare(tree if is_known else engines, task if is_known else extract, pages, arguments.rounds)
    rate = len(pages) / ours
    print(f"{len(pages)} pages, bare {bare:.2f} s, cleaning {ours:.2f} s: ratio {ours / bare:.2f}, {rate:.0f} pages/s")


if __name__ == "__main__":
    main()
