"""Cleaning: one page's bytes become a `Draft`, and with what the batch knows an `Article`.

    extract    bytes -> Draft: undo the container, parse once, run the passes, write the blocks; pure, in a worker
    finish     Draft -> Article: what the whole batch has taught, word count, fingerprint

Only this folder uses BeautifulSoup, and no parse tree leaves it.
"""

from bundler.clean.extract import extract, extract_ruled
from bundler.clean.finish import finish
from bundler.clean.rules import GivenRules, PageRules, read_rules

__all__ = ["GivenRules", "PageRules", "extract", "extract_ruled", "finish", "read_rules"]
