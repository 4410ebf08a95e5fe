"""The values that cross a border between stages: frozen, made of strings, numbers and bytes, never of parse trees.

A parse tree that crosses a process border costs a second parse and can overflow the stack, so an article's body is a
tuple of blocks: serialised XHTML strings. In them a picture stands as `<img src="pic:3"` and a link as
`<a href="link:7"`, numbers into `Article.pictures` and `Article.links`; later stages replace the tokens as text
(`bundler.tokens`) and never parse again.
"""

from bundler.model.articles import Article, Candidate, Dated, DateSource, Draft, Dropped, Entry, Link, News, PictureRef
from bundler.model.editions import Delivered, EarlierBook, Printed
from bundler.model.outcomes import Kind, Skipped, Stage
from bundler.model.pages import NOWHERE, Files, Hints, Location, MediaType, Page
from bundler.model.pictures import Chapter, Made, Original, Picture

__all__ = [
    "NOWHERE",
    "Article",
    "Candidate",
    "Chapter",
    "DateSource",
    "Dated",
    "Delivered",
    "Draft",
    "Dropped",
    "EarlierBook",
    "Entry",
    "Files",
    "Hints",
    "Kind",
    "Link",
    "Location",
    "Made",
    "MediaType",
    "News",
    "Original",
    "Page",
    "Picture",
    "PictureRef",
    "Printed",
    "Skipped",
    "Stage",
]
