"""Cutting the chosen segments out of the page's tree, and the pictures that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bs4 import Tag
from bs4.element import PageElement

from bundler.clean.engine.segments import Picture, Segment


def cut(tree: Tag, kept: frozenset[int], segments: Sequence[Segment], pictures: Iterable[Tag], all_pictures: Iterable[Picture]) -> list[str]:
    """Take everything out of a tree that is neither a kept text nor a kept picture.

    What holds no text and no picture (rules, line breaks, asterisks between paragraphs) stays where it is.

    Args:
        tree: the page's body; it is changed.
        kept: numbers of the segments that stay.
        segments: the page's segments.
        pictures: the `img` elements that stay.
        all_pictures: every picture of the page.

    Returns:
        the texts that were taken out.
    """
    stays: set[int] = {id(tree)}
    holds: set[int] = set()
    gone: set[int] = set()
    lost: list[str] = []
    shown = [*pictures]
    for segment in segments:
        if segment.number in kept:
            for node in segment.nodes:
                _climb(node, stays)
        else:
            lost.append(segment.text)
            gone.update(id(node) for node in segment.nodes)
            for node in segment.nodes:
                _climb(node, holds)
    for picture in shown:
        _climb(picture, stays)
        stays.add(id(picture))
    for item in all_pictures:
        _climb(item.tag, holds)
        holds.add(id(item.tag))
    open_elements = [tree]
    while open_elements:
        for child in list(open_elements.pop().contents):
            if id(child) in gone:
                child.extract()
            elif isinstance(child, Tag):
                if id(child) in stays:
                    open_elements.append(child)
                elif id(child) in holds:
                    child.decompose()
    return lost


def _climb(node: PageElement, seen: set[int]) -> None:
    """Remember every element around a node; those of a remembered one are known."""
    parent = node.parent
    while parent is not None and id(parent) not in seen:
        seen.add(id(parent))
        parent = parent.parent
