"""Packaging: chapters in date order become an EPUB 3 file. Only this folder uses ebooklib.

What is imported from here loads no ebooklib: `bundler.package.bind` does, and is imported where a book is written.
"""

from bundler.package.bundle import Bundle
from bundler.package.choose import take
from bundler.package.covering import Cover, cover_of, cover_version, draw
from bundler.package.grouping import in_groups
from bundler.package.known import Known, Verdict
from bundler.package.links import Linking
from bundler.package.metadata import Series
from bundler.package.order import in_order, is_within, select
from bundler.package.parts import Parts, in_parts
from bundler.package.repeats import BLOCK_PAGE, Repeats, without_repeats
from bundler.package.replace import Target, check_folder
from bundler.package.styles import THEMES, Style, style_sheet
from bundler.package.volumes import Volume, divide, older_volumes, split

__all__ = [
    "BLOCK_PAGE",
    "THEMES",
    "Bundle",
    "Cover",
    "Known",
    "Linking",
    "Parts",
    "Repeats",
    "Series",
    "Style",
    "Target",
    "Verdict",
    "Volume",
    "check_folder",
    "cover_of",
    "cover_version",
    "divide",
    "draw",
    "in_groups",
    "in_order",
    "in_parts",
    "is_within",
    "older_volumes",
    "select",
    "split",
    "style_sheet",
    "take",
    "without_repeats",
]
