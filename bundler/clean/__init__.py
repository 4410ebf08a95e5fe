"""Cleaning: one page's bytes become a `Draft`, and with what the batch knows an `Article`.

    extract    bytes -> Draft: undo the container, parse once, run the passes, write the blocks; pure, in a worker
    finish     Draft -> Article: what the whole batch has taught, word count, fingerprint

Only this folder uses BeautifulSoup, and no parse tree leaves it.
"""

from bundler.clean.extract import extract
from bundler.clean.finish import finish

__all__ = ["extract", "finish"]
