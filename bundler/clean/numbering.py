"""What the block writer asks of a page's references: which number a link or picture has, which name an id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bs4 import Tag


@dataclass(frozen=True, slots=True)
class References:
    """How the writer turns references into tokens.

    Attributes:
        link: takes an `a` element, gives the number of its target, or None when it is no link for a book.
        picture: takes an `img` element, gives (number, alternative text), or None when it is no picture.
        anchor: takes an element's id, gives the name a link of this page knows it by, or None when none points to it.
    """

    link: Callable[[Tag], int | None]
    picture: Callable[[Tag], tuple[int, str] | None]
    anchor: Callable[[str], str | None]
