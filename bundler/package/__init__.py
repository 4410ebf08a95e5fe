"""Packaging: chapters in date order become an EPUB 3 file. Only this folder uses ebooklib."""

from bundler.package.bind import Bundle, bind
from bundler.package.order import in_order, select
from bundler.package.repeats import Repeats, without_repeats
from bundler.package.replace import Target, check_folder

__all__ = ["Bundle", "Repeats", "Target", "bind", "check_folder", "in_order", "select", "without_repeats"]
