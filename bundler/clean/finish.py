"""A draft becomes an article: the batch's boilerplate goes, words are counted, the text is fingerprinted."""

from __future__ import annotations

import hashlib
import re

from bundler.clean.text import WIDE, plain
from bundler.model import Article, Draft, Dropped

_WIDE_CHARACTER = re.compile(f"[{WIDE}]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SPACE = re.compile(r"\s+")
_SAMPLE = 80


def finish(draft: Draft, boilerplate: frozenset[str] = frozenset()) -> Article:
    """Finish one article.

    Args:
        draft: what extract gave.
        boilerplate: blocks of this draft that repeat over the batch and are dropped.

    Returns:
        the article; equal drafts with equal boilerplate give equal articles.
    """
    blocks = tuple(block for block in draft.blocks if block not in boilerplate)
    gone = [block for block in draft.blocks if block in boilerplate]
    dropped = draft.dropped + ((Dropped("boilerplate", len(gone), plain(gone[0])[:_SAMPLE]),) if gone else ())
    text = " ".join(plain(block) for block in blocks)
    return Article(
        origin=draft.origin,
        title=draft.title,
        byline=draft.byline,
        site=draft.site,
        date=draft.date,
        language=draft.language,
        source_url=draft.source_url,
        blocks=blocks,
        pictures=draft.pictures,
        links=draft.links,
        dropped=dropped,
        how=draft.how,
        words=count_words(text),
        fingerprint=_fingerprint(draft, text),
    )


def _fingerprint(draft: Draft, text: str) -> str:
    """Of the body's text alone: one article may stand under two titles; of title and pictures when there is no text."""
    bare = _SPACE.sub("", text) or "\n".join((draft.title, *(picture.address for picture in draft.pictures)))
    return hashlib.sha256(bare.encode()).hexdigest()


def count_words(text: str) -> int:
    """Words of scripts that are written with spaces, plus characters of Chinese and Japanese.

    Args:
        text: plain text.
    """
    characters: int = sum(character.isalnum() for character in _WIDE_CHARACTER.findall(text))
    return characters + len(_WORD.findall(_WIDE_CHARACTER.sub(" ", text)))
