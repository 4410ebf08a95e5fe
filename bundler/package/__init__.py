"""Packaging: chapters in date order become an EPUB 3 file. Only this folder uses ebooklib."""

from bundler.package.bind import Bundle, bind
from bundler.package.order import in_order, select
from bundler.package.repeats import Repeats, without_repeats
from bundler.package.replace import Target

__all__ = ["Bundle", "Repeats", "Target", "bind", "in_order", "select", "without_repeats"]
