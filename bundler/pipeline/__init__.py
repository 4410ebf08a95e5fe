"""The pipeline: the only folder that names every stage. The one event loop runs here; stages are plain functions.

    collect -> clean.extract (workers) -> clean.finish -> select -> illustrate (workers) -> package -> check

A page's way: `collect` gives its bytes, a worker extracts and finishes it; a page that no rule recognised waits in the
store between the two until all are in and what repeats is known (cleaning.py). Its body goes to the store and a light
`Entry` stays in memory (articles.py). When all pages are in, duplicates and block pages
are found, the entries are put in order and chosen, their pictures are fitted in workers (pictures.py), and `bind`
writes the book (binding.py). `build` (book.py) is all of it.
"""

from bundler.pipeline.articles import Survey, extract_all, survey
from bundler.pipeline.book import build
from bundler.pipeline.cleaning import PAGE_LIMITS
from bundler.pipeline.pictures import PICTURE_LIMITS
from bundler.pipeline.tools import Tools

__all__ = ["PAGE_LIMITS", "PICTURE_LIMITS", "Survey", "Tools", "build", "extract_all", "survey"]
