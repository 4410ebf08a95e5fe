"""The elements of a tree by name and by attribute, gathered in one walk: a `find_all` would cost one of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bs4 import Tag

from bundler.clean.walk import elements


class Inventory:
    """What a tree holds, as it was when the inventory was made.

    Who takes an element out of the tree decomposes it; an inventory tells of no decomposed elements. Names are those
    of the time before: look once more where a pass renames.

    Args:
        root: what is looked through; not itself told of.
    """

    def __init__(self, root: Tag) -> None:
        self.root = root
        self._elements = elements(root)
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        self._marked: defaultdict[str, list[int]] = defaultdict(list)
        for number, tag in enumerate(self._elements):
            self._named[tag.name].append(number)
            for attribute in tag.attrs:
                self._marked[attribute].append(number)

    def find(self, *names: str, marked: tuple[str, ...] = ()) -> Iterator[Tag]:
        """The elements with one of these names, or with one of the attributes in `marked`, in document order."""
        named = {number for name in names for number in self._named.get(name, ())}
        for number in sorted(named.union(*(self._marked.get(attribute, ()) for attribute in marked))):
            if not (tag := self._elements[number]).decomposed:
                yield tag

    def all(self) -> list[Tag]:
        """Every element, in document order."""
        return [tag for tag in self._elements if not tag.decomposed]
