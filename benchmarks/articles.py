"""The articles of a made site: their texts, days and pictures follow from their numbers alone.

A site is nested in every larger one: article 17 is the same in a site of 200 and in one of 3,200. Of every hundred
articles and pictures the shares are exact, so that sites of different sizes can be compared.
"""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from typing import TypeVar

from benchmarks import prose
from benchmarks.photographs import KINDS, Kind, Photograph, photograph

_SHOWN = (0,) * 14 + (1,) * 44 + (2,) * 21 + (3,) * 11 + (4,) * 6 + (6,) * 3 + (14,)
"""Pictures of each of a hundred articles: 1.75 on average."""
_KINDS = tuple(kind for kind in KINDS for _ in range(kind.of_a_hundred))
_A_DECK = 100


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the site.

    Attributes:
        number: from 0.
        title: plain text.
        day: `YYYY-MM-DD`.
        chinese: whether it is Chinese; three of four are.
        paragraphs: plain text.
        pictures: what it shows.
    """

    number: int
    title: str
    day: str
    chinese: bool
    paragraphs: tuple[str, ...]
    pictures: tuple[Photograph, ...]

    @property
    def name(self) -> str:
        """The name of its files, without an ending."""
        return f"{self.number:06}"

    @property
    def address(self) -> str:
        """The address of its original page, which nothing serves."""
        return f"https://news.example.org/{self.day.replace('-', '/')}/n{self.number}.html"


_Card = TypeVar("_Card", int, Kind)


def _shuffled(cards: tuple[_Card, ...], seed: str) -> tuple[_Card, ...]:
    """A hundred cards in an order of chance in which every kind of card lies spread over the whole deck."""
    chance = random.Random(seed)  # noqa: S311 - the same site every time, no secrets
    places: list[tuple[float, int]] = []
    for card in dict.fromkeys(cards):
        count = cards.count(card)
        places += [((turn + chance.random()) / count, cards.index(card)) for turn in range(count)]
    return tuple(cards[index] for _, index in sorted(places))


@functools.cache
def _shown(deck: int) -> tuple[int, ...]:
    return _shuffled(_SHOWN, f"articles {deck}")


@functools.cache
def _kinds(deck: int) -> tuple[Kind, ...]:
    return _shuffled(_KINDS, f"pictures {deck}")


def pictures_of(number: int) -> tuple[Photograph, ...]:
    """What an article shows: pictures that no other one shows."""
    deck, place = divmod(number, _A_DECK)
    shown = _shown(deck)
    first = deck * sum(_SHOWN) + sum(shown[:place])
    numbers = range(first, first + shown[place])
    return tuple(photograph(one, _kinds(one // _A_DECK)[one % _A_DECK]) for one in numbers)


def article(number: int) -> Article:
    """The article of a number, from 0."""
    chance = random.Random(f"article {number}")  # noqa: S311
    chinese = number % 4 != 3
    day = number * 7919 % 3360  # neighbours lie days apart, and all within ten years of twelve months of 28 days
    return Article(
        number,
        prose.title(chance, chinese=chinese),
        f"{2012 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}",
        chinese,
        tuple(prose.paragraph(chance, chinese=chinese) for _ in range(chance.randint(10, 28))),
        pictures_of(number),
    )
