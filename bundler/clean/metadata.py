"""What a page says of itself in its head, in JSON-LD and in `time` elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment

from bundler.clean.dates import from_stamp
from bundler.clean.text import tidy
from bundler.clean.walk import attribute
from bundler.model import Dated, DateSource

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(?P<url>https?://\S+)")
_SINGLEFILE = re.compile(r"Page saved with SingleFile\s+url:\s*(?P<url>https?://\S+)")
_ARTICLE_TYPES = frozenset(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle TechArticle "
    "ScholarlyArticle SocialMediaPosting LiveBlogPosting WebPage".split()
)
_DATES = (
    "article:published_time datepublished pubdate publishdate date dc.date dc.date.issued parsely-pub-date "
    "sailthru.date".split()
)
_LONGEST_BYLINE = 100


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page's head says; every field may be empty.

    Attributes:
        title: the best title, the site's tail not yet cut.
        byline: who wrote it.
        site: the site's display name.
        date: the day of publication.
        language: as declared.
        source_url: canonical address, or where a browser saved the page from.
        image: address of the picture that stands for the page.
        base: what relative references start from when the page says so itself (HTML Standard 4.2.3).
    """

    title: str = ""
    byline: str = ""
    site: str = ""
    date: Dated | None = None
    language: str = ""
    source_url: str = ""
    image: str = ""
    base: str = ""


def read_metadata(soup: BeautifulSoup) -> Metadata:
    """Read a saved page's head.

    Args:
        soup: the whole page, before any pass.
    """
    meta = _meta(soup)
    linked = list(_json_ld(soup))
    heading = soup.find("title")
    canonical = soup.find("link", rel="canonical")
    root = soup.find("html")
    base = soup.find("base", href=True)
    return Metadata(
        title=_first(meta.get("og:title"), *_texts(linked, "headline"), meta.get("twitter:title"), _text(heading)),
        byline=_byline(meta, linked),
        site=_first(meta.get("og:site_name"), *(_name(item.get("publisher")) for item in linked)),
        date=_date(soup, meta, linked),
        language=_first(attribute(root, "lang") if root else "", meta.get("og:locale"), meta.get("content-language")),
        base=attribute(base, "href").strip() if base else "",
        image=_address(meta.get("og:image", ""), meta.get("twitter:image", "")),
        source_url=_address(
            attribute(canonical, "href") if canonical else "", meta.get("og:url", ""), _saved_from(soup)
        ),
    )


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    """The head's meta elements; the first of each name counts."""
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        names = (attribute(tag, key) for key in ("property", "name", "itemprop", "http-equiv"))
        name = next(filter(None, names), "")
        content = tidy(attribute(tag, "content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _json_ld(soup: BeautifulSoup) -> Iterator[dict[str, object]]:
    """Articles among the page's JSON-LD; what is no valid JSON is passed over, half the web's is not."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else [data]
        for item in items:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for entry in graph if isinstance(graph, list) else [item]:
                if isinstance(entry, dict) and _types(entry) & _ARTICLE_TYPES:
                    yield entry


def _types(entry: dict[str, object]) -> frozenset[str]:
    kind = entry.get("@type")
    return frozenset(str(item) for item in kind) if isinstance(kind, list) else frozenset((str(kind),))


def _texts(linked: list[dict[str, object]], key: str) -> list[str]:
    return [value for item in linked if isinstance(value := item.get(key), str)]


def _name(value: object) -> str:
    """A person's or organisation's name in JSON-LD: a text, an object with a name, or a list of these."""
    if isinstance(value, list):
        return ", ".join(name for item in value if (name := _name(item)))
    if isinstance(value, dict):
        return _name(value.get("name"))
    return tidy(value) if isinstance(value, str) and not value.startswith(("http:", "https:")) else ""


def _byline(meta: dict[str, str], linked: list[dict[str, object]]) -> str:
    candidates = [
        *(_name(item.get("author")) for item in linked),
        meta.get("author", ""),
        meta.get("article:author", ""),
        meta.get("dc.creator", ""),
        meta.get("parsely-author", ""),
    ]
    named = [name for name in candidates if name and "://" not in name and len(name) <= _LONGEST_BYLINE]
    return re.sub(r"^by\s+", "", named[0], flags=re.IGNORECASE) if named else ""


def _date(soup: BeautifulSoup, meta: dict[str, str], linked: list[dict[str, object]]) -> Dated | None:
    stamps = [*_texts(linked, "datePublished"), *(meta.get(name, "") for name in _DATES)]
    article = soup.find("article") or soup.find("main") or soup
    stamps += [attribute(tag, "datetime") or tidy(tag.get_text()) for tag in article.find_all("time", limit=3)]
    for stamp in stamps:
        if stamp and (dated := from_stamp(stamp, DateSource.METADATA)):
            return dated
    return None


def _saved_from(soup: BeautifulSoup) -> str:
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment), limit=5):
        if match := _SAVED_FROM.search(comment) or _SINGLEFILE.search(comment):
            return match["url"]
    return ""


def _address(*candidates: str) -> str:
    return next((address for address in candidates if address.startswith(("http://", "https://"))), "")


def _text(tag: Tag | None) -> str:
    return tidy(tag.get_text()) if tag is not None else ""


def _first(*values: str | None) -> str:
    return next((tidy(value) for value in values if value and tidy(value)), "")
