"""Attacks on whoever reads a page, generated: handlers, schemes, encodings, SVG, MathML, CSS, namespaces, mutation.

Every generator combines what a person would try by hand; none is taken from a published list. The order is always the
same, chance is seeded, and each vector has a number, so that a failing one can be looked at alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.hostile import elements, parsers

_SWALLOWING = (
    "script style textarea title xmp iframe noembed noframes noscript plaintext object video audio canvas applet "
    "map svg math select button template form frameset table dialog listing option optgroup datalist head svg:svg "
    "progress meter output fieldset"
).split()


@dataclass(frozen=True)
class Vector:
    """One attack.

    Attributes:
        number: from 0.
        kind: the generator it comes from.
        markup: the attack.
    """

    number: int
    kind: str
    markup: str

    @property
    def is_closed(self) -> bool:
        """Whether by the HTML standard text behind the attack is still the page's, because nothing in it stays open."""
        text = self.markup.lower()
        if re.search(r"<(?:nav|menu|footer|aside|header)\b[^>]*/>", text):
            return False  # no such element is empty: what follows stands in a menu, which is no part of an article
        if re.search(r"<!|<\?|<plaintext|<frameset|<body|<html|<head|\0|<!--|&#x?0*;|<[a-z/][^<>]*$", text):
            return False
        if len(re.findall(r"<a\b", text)) > text.count("</a>"):
            return False  # what follows is all link, as a menu is
        for quote in "\"'`":
            if text.count(quote) % 2:
                return False
        return not any(_stays_open(tag, text) for tag in _SWALLOWING)


def _stays_open(tag: str, text: str) -> bool:
    depth = 0
    for found in re.findall(rf"<(/?){tag}[\s/>]", text):
        depth = max(0, depth - 1) if found else depth + 1
    return depth > 0


def vectors() -> list[Vector]:
    """Every attack once, in an order that never changes."""
    chance = random.Random(20261122)  # noqa: S311 - the same attacks every time
    kinds: tuple[tuple[str, Iterator[str]], ...] = (
        ("handlers", elements.handlers(chance)),
        ("addresses", elements.addresses()),
        ("scripts", elements.scripts()),
        ("svg", elements.drawings()),
        ("mathml", elements.formulas()),
        ("css", parsers.styles()),
        ("documents", parsers.documents()),
        ("namespaces", parsers.namespaces()),
        ("mutations", parsers.mutations(chance)),
        ("encodings", parsers.encodings()),
        ("markdown", parsers.markdown()),
    )
    found: dict[str, str] = {}
    for kind, markups in kinds:
        for markup in markups:
            found.setdefault(markup, kind)
    return [Vector(number, kind, markup) for number, (markup, kind) in enumerate(found.items())]
