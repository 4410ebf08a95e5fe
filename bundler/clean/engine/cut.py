"""Cutting the chosen segments out of the page's tree, and the pictures that belong to them."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import Tag
from bs4.element import PageElement

from bundler.clean.engine.segments import Picture, Segment


def cut(
    tree: Tag, kept: frozenset[int], segments: Sequence[Segment], shown: Sequence[Tag], pictures: Sequence[Picture]
) -> list[str]:
    """Take everything out of a tree that is neither a kept text nor a kept picture.

    What holds no text and no picture (rules, line breaks, asterisks between paragraphs) stays where it is.

    Args:
        tree: the page's body; it is changed.
        kept: numbers of the segments that stay.
        segments: the page's segments.
        shown: the `img` elements that stay.
        pictures: every picture of the page.

    Returns:
        the texts that were taken out.
    """
    gone = [segment for segment in segments if segment.number not in kept]
    stays = {id(tree), *map(id, shown)}
    holds = {id(picture.tag) for picture in pictures}
    for node in (*(node for segment in segments if segment.number in kept for node in segment.nodes), *shown):
        _climb(node, stays)
    for node in (*(node for segment in gone for node in segment.nodes), *(picture.tag for picture in pictures)):
        _climb(node, holds)
    _prune(tree, stays, holds, {id(node) for segment in gone for node in segment.nodes})
    return [segment.text for segment in gone]


def _prune(tree: Tag, stays: set[int], holds: set[int], gone: set[int]) -> None:
    """Drop texts in `gone` and elements that hold something and nothing that stays."""
    elements = [tree]
    while elements:
        # From the last to the first, with their places: bs4 would look for each child from the first one on.
        for place, child in reversed([*enumerate(elements.pop().contents)]):
            if id(child) in gone:
                child.extract(place)
            elif isinstance(child, Tag) and id(child) in stays:
                elements.append(child)
            elif isinstance(child, Tag) and id(child) in holds:
                child.extract(place)
                child.decompose()


def _climb(node: PageElement, seen: set[int]) -> None:
    """Remember every element around a node; those of a remembered one are known."""
    parent = node.parent
    while parent is not None and id(parent) not in seen:
        seen.add(id(parent))
        parent = parent.parent
