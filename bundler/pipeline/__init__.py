"""The pipeline: the only folder that names every stage. The one event loop runs here; stages are plain functions.

    collect -> clean.extract (workers) -> clean.finish -> select -> illustrate (workers) -> package -> check

A page's way: `collect` gives its bytes, `extract` understands it in a worker, `finish` makes it an article, its body
goes to the store and a light `Entry` stays in memory (articles.py). When all pages are in, duplicates and block pages
are found, the entries are put in order and chosen, their pictures are fitted in workers (pictures.py), and `bind`
writes the book (binding.py). `build` (book.py) is all of it.
"""

from bundler.pipeline.articles import PAGE_LIMITS, extract_all, survey
from bundler.pipeline.book import build
from bundler.pipeline.pictures import PICTURE_LIMITS
from bundler.pipeline.tools import Tools

__all__ = ["PAGE_LIMITS", "PICTURE_LIMITS", "Tools", "build", "extract_all", "survey"]
