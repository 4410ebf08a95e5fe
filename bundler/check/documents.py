"""What is kept of a book's documents while the others are read: only what a later one can still decide.

References are followed as soon as their document is read. Those that nothing is wrong with, nearly all, are forgotten
then, so that of a page a few hundred bytes stay, however many links it has.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from bundler.check.findings import Code, Finding, warning
from bundler.check.package_document import resolve
from bundler.check.page import Document, Reference
from bundler.once import Shared

_BETWEEN = "\0"
"""Stands between the ids of a document; XML has no such character (XML 1.0, section 2.2)."""
_SHORT = 4096
"""Characters up to which ids are kept as one string. To search a longer one for each of 100,000 links takes minutes."""


class Documents:
    """Takes in one document after the other.

    Args:
        entries: of the archive by their names.

    Attributes:
        referred: entries that something refers to.
    """

    def __init__(self, entries: Mapping[str, zipfile.ZipInfo]) -> None:
        self.referred: set[str] = set()
        self._entries = entries
        self._pictures = self._without_text = 0
        self._features: set[str] = set()
        self._ids: dict[str, str | frozenset[str]] = {}
        """The ids of each document that was taken in, equal ones once in memory: as one string where they are few."""
        self._days: dict[str, str] = {}
        self._open: dict[str, tuple[Reference, ...]] = {}
        """References that lead to nothing, as far as is known."""
        self._once = Shared()

    def add(self, name: str, document: Document) -> None:
        """Take in a document.

        Args:
            name: its entry; what was taken in under it before counts no more, but for its place in the order.
            document: what it holds.
        """
        ids = _BETWEEN.join(("", *sorted(document.ids), ""))
        self._ids[name] = self._once(ids) if len(ids) <= _SHORT else document.ids
        if document.days:
            self._days[name] = self._once(document.days[0])
        open_ones = tuple(reference for reference in document.references if not self._leads(name, reference))
        if open_ones:
            self._open[name] = open_ones
        self._pictures += document.pictures
        self._without_text += document.without_text
        self._features |= document.features

    @property
    def held(self) -> Document:
        """What all documents hold together: pictures, and what accessibility claims are about."""
        return Document(
            (), pictures=self._pictures, without_text=self._without_text, features=frozenset(self._features)
        )

    def refer(self, name: str) -> bool:
        """Whether an entry is there; then something refers to it from now on."""
        entry = self._entries.get(name)
        if entry is not None:
            self.referred.add(entry.filename)
        return entry is not None

    def day(self, name: str) -> str | None:
        """The day of a document's article, as written; None when it has none."""
        return self._days.get(name)

    def findings(self) -> Iterator[Finding]:
        """References that lead nowhere, in the order of the documents; asked for when all are taken in."""
        for name in self._ids:
            for reference in self._open.get(name, ()):
                target = _target(name, reference)
                if target not in self._entries:
                    yield Finding(Code.MISSING, name, f"refers to {reference.address[:120]}, which is not in the book")
                elif target in self._ids and not self._has_place(target, reference.fragment):
                    place = f"{reference.address}#{reference.fragment}"
                    yield warning(Code.MISSING, name, f"refers to {place[:120]}, and there is no such place")

    def _leads(self, name: str, reference: Reference) -> bool:
        """Whether a reference is known to lead somewhere, whatever documents are still to come."""
        target = _target(name, reference)
        return self.refer(target) and (not reference.fragment or self._has_place(target, reference.fragment))

    def _has_place(self, name: str, fragment: str) -> bool:
        """Whether a fragment leads somewhere; those that are no ids (EPUB CFI, media fragments) are not looked at."""
        place = unquote(fragment)
        if any(mark in place for mark in "()=~") or place.lower() == "top":
            return True
        ids = self._ids.get(name, "")
        if isinstance(ids, frozenset):
            return place in ids
        return _BETWEEN not in place and f"{_BETWEEN}{place}{_BETWEEN}" in ids


def _target(name: str, reference: Reference) -> str:
    return resolve(posixpath.dirname(name), reference.address) if reference.address else name
