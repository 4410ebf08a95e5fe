"""A draft becomes an article: the batch's boilerplate goes, words are counted, the text is fingerprinted."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from bundler.clean.shingles import sketch
from bundler.clean.text import body_text, parted, plain
from bundler.model import Article, Draft, Dropped
from bundler.tokens import LINK_START, PICTURE_START, renumber

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SAMPLE = 80
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_RULE = "<hr/>"
_NOTHING: Mapping[int, int] = MappingProxyType({})
_Value = TypeVar("_Value")

BOILERPLATE = "boilerplate"
"""What `Dropped.by` says of blocks that repeat over the batch."""


def finish(draft: Draft, boilerplate: Mapping[int, int] = _NOTHING) -> Article:
    """Finish one article.

    Args:
        draft: what extract gave.
        boilerplate: indexes of the blocks that are dropped, with the number of articles they stand on.

    Returns:
        the article; equal drafts with equal boilerplate give equal articles.
    """
    whole = _without(draft, boilerplate) if boilerplate else draft
    text = body_text(whole.blocks)
    return Article(
        origin=draft.origin,
        title=draft.title,
        byline=draft.byline,
        site=draft.site,
        date=draft.date,
        language=draft.language,
        source_url=draft.source_url,
        blocks=whole.blocks,
        pictures=whole.pictures,
        links=whole.links,
        dropped=whole.dropped,
        recognised=draft.recognised,
        how=draft.how,
        at=draft.at,
        next_part=draft.next_part,
        is_further=draft.is_further,
        words=count_words(text),
        fingerprint=_fingerprint(draft, text),
        sketch=sketch(text),
    )


def _without(draft: Draft, boilerplate: Mapping[int, int]) -> Draft:
    """A draft without some blocks, and without the pictures and links that only they refer to."""
    kept = [block for index, block in enumerate(draft.blocks) if index not in boilerplate]
    blocks = [
        block
        for index, block in enumerate(kept)
        if block != _RULE or (0 < index < len(kept) - 1 and kept[index - 1] != _RULE)
    ]
    while blocks and blocks[-1] == _RULE:
        blocks.pop()
    pictures, blocks = _renumbered(blocks, PICTURE_START, draft.pictures)
    links, blocks = _renumbered(blocks, LINK_START, draft.links)
    samples = Counter(plain_sample(draft.blocks[index]) for index in sorted(boilerplate))
    dropped = tuple(Dropped(BOILERPLATE, count, sample) for sample, count in samples.items())
    return dataclasses.replace(
        draft, blocks=tuple(blocks), pictures=pictures, links=links, dropped=draft.dropped + dropped
    )


def _renumbered(
    blocks: Sequence[str], token: re.Pattern[str], values: tuple[_Value, ...]
) -> tuple[tuple[_Value, ...], list[str]]:
    """Give the values that are still referred to new numbers, in their order."""
    used = sorted({int(number) for block in blocks for number in token.findall(block)})
    numbers = {old: new for new, old in enumerate(used)}
    return tuple(values[number] for number in used), [renumber(block, token, numbers) for block in blocks]


def plain_sample(block: str) -> str:
    """What a list of dropped blocks shows of one: its first characters, addresses left out, or that it is a picture."""
    return plain(_ADDRESS.sub("…", block.replace("<br/>", " ")))[:_SAMPLE] or "(picture)"


def _fingerprint(draft: Draft, text: str) -> str:
    """Of the body's text alone: one article may stand under two titles; of title and pictures when there is no text."""
    bare = text.replace(" ", "") or "\n".join((draft.title, *(picture.address for picture in draft.pictures)))
    return hashlib.sha256(bare.encode()).hexdigest()


def count_words(text: str) -> int:
    """Words of scripts that are written with spaces, plus characters of Chinese and Japanese.

    Args:
        text: plain text.
    """
    wide, spaced = parted(text)
    # `subn`, not `findall`: a list of a book's words is ten times as large as the book.
    return len(_NOT_ALPHANUMERIC.sub("", wide)) + _WORD.subn("", spaced)[1]
