"""What the store knows of pages that were cleaned before: on what a result depends, and the result as bytes."""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bundler.clean import Observed, PageRules
from bundler.code_version import code_version, library_versions
from bundler.model import Article, Kind, Page, Skipped, Stage
from bundler.store import Results, compressed, pack, unpack, unpack_draft

CODE = (
    "addresses.py",
    "characters.py",
    "clean",
    "language_tags.py",
    "model",
    "numbered_pages.py",
    "pipeline/known.py",
    "sketches.py",
    "store/articles.py",
    "tokens.py",
    "tracking.py",
)
"""The parts of this program whose change may change what cleaning gives."""
LIBRARIES = (
    "beautifulsoup4",
    "charset-normalizer",
    "courlan",
    "cssselect",
    "dateparser",
    "htmldate",
    "justext",
    "lxml",
    "lxml-html-clean",
    "markdown-it-py",
    "pyyaml",
    "readability-lxml",
    "soupsieve",
    "trafilatura",
)
"""The libraries whose versions may change what cleaning gives."""
_ARTICLE, _DRAFT, _SKIPPED = b"A", b"D", b"S"
_LENGTH = 4
"""Bytes of the length of what stands before a draft."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What became of a page on its own.

    Attributes:
        result: as `clean.understand` gives it.
        packed: the article or draft as `pack` gives it, compressed; empty when there is none.
    """

    result: Article | Observed | Skipped
    packed: bytes = b""


@cache
def version() -> str:
    """Everything but the page and what is asked that cleaning depends on."""
    return f"{sys.version_info[:3]} {code_version(*CODE)} {library_versions(*LIBRARIES)}"


def page_task(page: Page, rules: PageRules, *, learn: bool) -> bytes:
    """What the result for a page depends on, as a key.

    Args:
        page: the page; where it lies does not count.
        rules: the site rules that may matter for it.
        learn: whether it may wait for its batch.
    """
    asked = f"page {version()} {page.origin} {page.media_type.value} {page.hints} {rules} {learn}"
    return hashlib.sha256(asked.encode(errors="surrogatepass") + b"\0" + page.content).digest()


def settled_task(draft: bytes, counts: Mapping[int, int], promoted: frozenset[int], keep: Sequence[str]) -> bytes:
    """What a settled article depends on, as a key.

    Args:
        draft: the key of its page.
        counts: what repeats over the batch and stands in the draft.
        promoted: the places that promotions of the batch lead to, those the draft links to.
        keep: the patterns that stay.
    """
    asked = ["settled", draft.hex(), sorted(counts.items()), sorted(promoted), list(keep)]
    return hashlib.sha256(json.dumps(asked).encode()).digest()


def joined_task(pages: Sequence[bytes]) -> bytes:
    """What an article joined of several pages depends on, as a key; the pages are packed."""
    asked = ["joined", version(), *(hashlib.sha256(page).hexdigest() for page in pages)]
    return hashlib.sha256(json.dumps(asked).encode()).digest()


def understood(result: Article | Observed | Skipped) -> Understood:
    """A worker's result with its packed form, compressed once for both places where it is kept."""
    if isinstance(result, Skipped):
        return Understood(result)
    return Understood(result, compressed(pack(result.draft if isinstance(result, Observed) else result)))


def keep(store: Results, task: bytes, known: Understood) -> None:
    """Remember what became of a page on its own.

    Args:
        store: where.
        task: its key.
        known: the result.
    """
    result = known.result
    if isinstance(result, Skipped):
        store.keep(task, _SKIPPED + compressed(json.dumps([result.kind.value, result.reason]).encode()))
    elif isinstance(result, Observed):
        head = compressed(json.dumps([result.rows, result.sketch.hex()], separators=(",", ":")).encode())
        store.keep(task, _DRAFT + len(head).to_bytes(_LENGTH, "big") + head + known.packed)
    else:
        store.keep(task, _ARTICLE + known.packed)


def keep_settled(store: Results, task: bytes, article: Article) -> tuple[Article, bytes]:
    """Remember a settled article; gives it with its packed form, compressed."""
    packed = compressed(pack(article))
    store.keep(task, _ARTICLE + packed)
    return article, packed


def find(store: Results, task: bytes, origin: str) -> Understood | None:
    """What became of a page on its own; None when it is not known, or what is known cannot be read.

    Args:
        store: where to look.
        task: its key.
        origin: the page's.
    """
    content = store.find(task) or b""
    kind, content = content[:1], content[1:]
    try:
        if kind == _SKIPPED:
            name, reason = json.loads(zlib.decompress(content))
            return Understood(Skipped(origin, Stage.CLEAN, Kind(name), reason))
        if kind == _DRAFT:
            end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
            packed = content[end:]
            rows, sketch = json.loads(zlib.decompress(content[_LENGTH:end]))
            pairs = tuple((key, value) for key, value in rows)
            return Understood(Observed(unpack_draft(zlib.decompress(packed)), pairs, bytes.fromhex(sketch)), packed)
        return Understood(unpack(zlib.decompress(content)), content) if kind == _ARTICLE else None
    except (ValueError, TypeError, KeyError, zlib.error):  # damaged, or of another shape: it is made anew
        return None


def find_settled(store: Results, task: bytes) -> tuple[Article, bytes] | None:
    """A settled article with its packed form, compressed; None when it is not known or cannot be read."""
    found = find(store, task, "")
    return (found.result, found.packed) if found is not None and isinstance(found.result, Article) else None
