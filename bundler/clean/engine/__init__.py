"""The engine for pages that no rule knows: two foreign engines and a plain one of our own, chosen between per page.

size              which pages are too large for foreign engines
segments, marking   the page as a row of texts, and a marked copy of it for the engines
engines, prose      what each candidate keeps of the row
fill, choose        the region's details, and the choice
trim, pictures      what clings to the edges, and the pictures by their place
cut                 the page's one tree without the rest
"""

from bundler.clean.engine.find import Found, find_article
from bundler.clean.engine.size import why_too_large

__all__ = ["Found", "find_article", "why_too_large"]
