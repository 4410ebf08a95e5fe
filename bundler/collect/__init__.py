"""Collecting: what the user typed becomes pages. One reader a kind of source; `registry` knows them all."""

from bundler.collect.document import Desk, Document, Expects, Found, FullText, Linked, gap, of_answer
from bundler.collect.files import read_folder as folder_of
from bundler.collect.following import links_of
from bundler.collect.outline import WELL_KNOWN, Outline, is_front, outline
from bundler.collect.printed import read_printed
from bundler.collect.registry import Collected, collect, found, kind_of, new_desk, read_answer

__all__ = [
    "WELL_KNOWN",
    "Collected",
    "Desk",
    "Document",
    "Expects",
    "Found",
    "FullText",
    "Linked",
    "Outline",
    "collect",
    "folder_of",
    "found",
    "gap",
    "is_front",
    "kind_of",
    "links_of",
    "new_desk",
    "of_answer",
    "outline",
    "read_answer",
    "read_printed",
]
