"""What the passes know of the page, and where they tell what they took out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4 import Tag

from bundler.clean.rules import SiteRule
from bundler.clean.text import tidy
from bundler.model import Dropped

_SAMPLE = 80


@dataclass(slots=True)
class Context:
    """One page's cleaning.

    Attributes:
        title: the article's title.
        rule: what is known of its site.
        contained: whether a container rule has already said where the article begins and ends; then nothing may be
            guessed away any more.
        dropped: what has been taken out so far.
    """

    title: str
    rule: SiteRule
    contained: bool
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, by: str, tags: Iterable[Tag]) -> None:
        """Take elements out of the tree and remember it.

        Args:
            by: the pass's name.
            tags: elements of the tree; one that lies in another of them is only counted once.
        """
        count, sample = 0, ""
        for tag in tags:
            if tag.decomposed:
                continue
            count += 1
            sample = sample or tidy(tag.get_text())[:_SAMPLE]
            tag.decompose()
        if count:
            self.dropped.append(Dropped(by, count, sample))
