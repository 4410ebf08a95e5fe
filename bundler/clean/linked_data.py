"""JSON-LD: what a page says of itself in schema.org's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bundler.clean.text import tidy

_ARTICLE_TYPES = frozenset(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle "
    "BackgroundNewsArticle ReviewNewsArticle AskPublicNewsArticle TechArticle ScholarlyArticle SocialMediaPosting "
    "LiveBlogPosting Recipe Review "
    "DiscussionForumPosting HowTo".split()
)
_PAGE_TYPES = frozenset(("WebPage", "ItemPage", "QAPage", "AboutPage"))
_WRAPPING = re.compile(r"\A\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*\Z")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What the page's JSON-LD says of the article; every field may be empty.

    Attributes:
        headlines: headlines and names, the best first.
        authors: the authors' names, joined.
        publisher: the publisher's name.
        published: stamps of publication, the best first.
        language: as declared.
    """

    headlines: tuple[str, ...] = ()
    authors: str = ""
    publisher: str = ""
    published: tuple[str, ...] = ()
    language: str = ""


def read_linked_data(scripts: Iterable[str]) -> LinkedData:
    """Read a page's JSON-LD; what is no JSON is passed over, half the web's is not.

    Args:
        scripts: the texts of its scripts of type `application/ld+json`.
    """
    items = [item for script in scripts for item in _items(script)]
    articles = [item for item in items if _types(item) & _ARTICLE_TYPES]
    pages = [item for item in items if _types(item) & _PAGE_TYPES]
    both = articles + pages
    return LinkedData(
        headlines=tuple(_texts(articles, "headline") + _texts(articles, "name") + _texts(pages, "headline")),
        authors=next((name for item in both if (name := name_of(item.get("author")))), ""),
        publisher=next((name for item in both if (name := name_of(item.get("publisher")))), ""),
        published=tuple(_texts(both, "datePublished") + _texts(articles, "dateCreated")),
        language=next(iter(_texts(both, "inLanguage")), ""),
    )


def name_of(value: object) -> str:
    """A person's or organisation's name in JSON-LD: a text, an object with a name, or a list of these.

    Args:
        value: what stands behind `author` or `publisher`.
    """
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(name for item in value if (name := name_of(item))))
    if isinstance(value, dict):
        return name_of(value.get("name"))
    return tidy(value) if isinstance(value, str) and not value.startswith(("http:", "https:", "/")) else ""


def _items(script: str) -> Iterator[dict[str, object]]:
    text = _WRAPPING.sub("", script)
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            yield from _flat(json.loads(attempt, strict=False), 0)
        except (ValueError, RecursionError):
            continue
        return


def _flat(data: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _flat(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _flat(data.get(key), depth + 1)


def _types(entry: dict[str, object]) -> frozenset[str]:
    kind = entry.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return frozenset(str(item).rpartition("/")[2] for item in kinds)


def _texts(items: list[dict[str, object]], key: str) -> list[str]:
    return [tidy(value) for item in items if isinstance(value := item.get(key), str) and value.strip()]
