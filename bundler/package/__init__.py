"""Packaging: chapters in date order become an EPUB 3 file. Only this folder uses ebooklib."""

from bundler.package.bind import Bundle, bind
from bundler.package.choose import take
from bundler.package.grouping import in_groups
from bundler.package.known import Known, Verdict
from bundler.package.links import Linking
from bundler.package.metadata import Series
from bundler.package.order import in_order, select
from bundler.package.repeats import Repeats, without_repeats
from bundler.package.replace import Target, check_folder
from bundler.package.styles import THEMES, Style
from bundler.package.volumes import Volume, divide, older_volumes, split

__all__ = [
    "THEMES",
    "Bundle",
    "Known",
    "Linking",
    "Repeats",
    "Series",
    "Style",
    "Target",
    "Verdict",
    "Volume",
    "bind",
    "check_folder",
    "divide",
    "in_groups",
    "in_order",
    "older_volumes",
    "select",
    "split",
    "take",
    "without_repeats",
]
