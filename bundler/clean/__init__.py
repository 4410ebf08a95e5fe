"""Cleaning: one page's bytes become a `Draft`, and with what the batch knows an `Article`.

    extract    bytes -> Draft: undo the container, parse once, run the passes, write the blocks; pure, in a worker
    learn      what repeats over a batch's drafts is boilerplate: rows to count in a worker, verdicts from the counts
    finish     Draft -> Article: without the boilerplate; word count, fingerprint, sketch

`understand` and `settle` are what workers are asked for: a page's way up to learn, and the rest of it.

Only this folder uses BeautifulSoup, and no parse tree leaves it. What is imported from here loads no parser: `extract`
(bundler.clean.extract) does, and only a worker that is given a page imports it.
"""

from bundler.clean.finish import BOILERPLATE, count_words, finish
from bundler.clean.learn import LEAST, Repeated, articles_of, promoted
from bundler.clean.observe import Observed
from bundler.clean.parts import Further, join, look_further, may_go_on
from bundler.clean.rules import GivenRules, PageRules, read_rules
from bundler.clean.shingles import sketch
from bundler.clean.understand import Unsettled, settle, understand

__all__ = [
    "BOILERPLATE",
    "LEAST",
    "Further",
    "GivenRules",
    "Observed",
    "PageRules",
    "Repeated",
    "Unsettled",
    "articles_of",
    "count_words",
    "finish",
    "join",
    "look_further",
    "may_go_on",
    "promoted",
    "read_rules",
    "settle",
    "sketch",
    "understand",
]
