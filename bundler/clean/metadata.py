"""What a page says of itself in its head, in JSON-LD, in microdata and in `time` elements."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, fields

from bs4 import BeautifulSoup, Tag

from bundler.clean import byline
from bundler.clean.dates import from_stamp
from bundler.clean.engine.names import is_furniture
from bundler.clean.linked_data import LinkedData, read_linked_data
from bundler.clean.mentions import Mentions, gather
from bundler.clean.text import tidy
from bundler.clean.walk import attribute
from bundler.model import Dated, DateSource

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(?P<url>https?://\S+)")
_SINGLEFILE = re.compile(r"Page saved with SingleFile\s+url:\s*(?P<url>https?://\S+)")
_DUBLIN_CORE = ("dc:title", "dc.title", "dcterms.title", "citation_title")
_EARLIEST, _LATEST = "1990-01-01", "2099-12-31"
"""Fixed, so that a page means the same on every day it is read."""
_MOST_HEADINGS = 5
_MOST_TIMES = 3
_LONGEST_STAMP = 60
_LARGE = 1_000_000
_INLINED = re.compile(r"data:[a-z]++/[^\s\"'<>]{1000,}+")
"""Pictures and fonts that a browser saved within the page: megabytes that htmldate would copy and search."""
_LONGEST_TITLE = 1000
_LATER_TITLES = ("twitter:title", "parsely-title", "sailthru.title", "headline")
_DATES = (
    "article:published_time og:article:published_time og:published_time datepublished article:published date_published "
    "publication_date publish_date publish-date publishdate published_date pubdate dc.date.issued dcterms.issued "
    "dc.date.created dcterms.created dc.date dcterms.date dc:date "
    "parsely-pub-date sailthru.date cxenseparse:recs:publishtime "
    "article_date_original originalpublicationdate citation_publication_date weibo:article:create_at date".split()
)
_AUTHORS = (
    "author article:author og:article:author dc.creator dc:creator dcterms.creator parsely-author sailthru.author byl "
    "cxenseparse:author citation_author weibo:article:author".split()
)
_SITES = ("og:site_name", "application-name", "dc.publisher", "publisher", "twitter:site_name")


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
        heading: the text of the `title` element.
        saved_from: where a browser saved the page from.
    """

    title: str = ""
    byline: str = ""
    site: str = ""
    date: Dated | None = None
    language: str = ""
    source_url: str = ""
    image: str = ""
    base: str = ""
    heading: str = ""
    saved_from: str = ""


def read_metadata(soup: BeautifulSoup) -> Metadata:
    """Read a saved page's head.

    Args:
        soup: the whole page, before any pass.
    """
    page = gather(soup)
    meta = _meta(page)
    linked = read_linked_data(script.get_text() for script in page.scripts)
    heading = _text(page.title)[:_LONGEST_TITLE]
    saved_from = _saved_from(page)
    return Metadata(
        title=_title(page, meta, linked, heading),
        byline=_byline(page, meta, linked),
        site=_first(meta.get("og:site_name"), linked.publisher, *(meta.get(name) for name in _SITES)),
        date=_date(page, meta, linked),
        language=_first(
            attribute(page.root, "lang") if page.root else "",
            attribute(page.root, "xml:lang") if page.root else "",
            meta.get("og:locale"),
            meta.get("content-language"),
            linked.language,
        ),
        base=attribute(page.base, "href").strip() if page.base else "",
        image=_address(meta.get("og:image", ""), meta.get("og:image:url", ""), meta.get("twitter:image", "")),
        source_url=_address(
            attribute(page.canonical, "href") if page.canonical else "", meta.get("og:url", ""), saved_from
        ),
        saved_from=_address(saved_from),
        heading=heading,
    )


def merged(first: Metadata, second: Metadata) -> Metadata:
    """Each field from the first that has it.

    Args:
        first: what counts more.
        second: what fills its gaps.
    """
    return Metadata(*(getattr(first, each.name) or getattr(second, each.name) for each in fields(Metadata)))


def guessed_date(text: str) -> Dated | None:
    """The day that htmldate finds in its fast mode, which reads markup and guesses nothing from a page's text.

    Args:
        text: the whole page.
    """
    from htmldate import find_date  # noqa: PLC0415 - costly, and many runs never need it

    if len(text) > _LARGE:
        text = _INLINED.sub("data:,", text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            day = find_date(text, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
        except Exception:  # noqa: BLE001 - foreign code on foreign markup: no date is what is told of it
            return None
    return from_stamp(day, DateSource.MARKUP) if day else None


def _meta(page: Mentions) -> dict[str, str]:
    """The meta elements; the first of each name counts. `property` may hold several names (RDFa Core 1.1, 5)."""
    found: dict[str, str] = {}
    for tag in page.metas:
        content = tidy(attribute(tag, "content"))
        if not content:
            continue
        names = next(filter(None, (attribute(tag, key) for key in ("property", "name", "itemprop", "http-equiv"))), "")
        for name in names.lower().split():
            found.setdefault(name, content)
    return found


def _title(page: Mentions, meta: dict[str, str], linked: LinkedData, heading: str) -> str:
    """The declared title that most of the page's own sources agree on; of equal ones the more explicit one.

    Sources are JSON-LD, Open Graph, the title element and the main headings: one of them alone may be worded for a
    search engine or for sharing.
    """
    headings = {tidy(tag.get_text()).casefold() for tag in page.headings[:_MOST_HEADINGS]}
    headline = next((text for text in linked.headlines if text in heading or text.casefold() in headings), "")
    shared = meta.get("og:title") or ""
    library = next(filter(None, (meta.get(name) for name in _DUBLIN_CORE)), "")
    later = next(filter(None, (meta.get(name) for name in _LATER_TITLES)), "")
    declared = [title for title in (library, headline, shared, later, heading, *linked.headlines[:1]) if title]
    explicit = [title.casefold() for title in (library, headline, shared)]

    def agreeing(title: str) -> int:
        title = title.casefold()
        return explicit.count(title) + (title in heading.casefold()) + (title in headings)

    return tidy(max(declared, key=agreeing))[:_LONGEST_TITLE] if declared else ""


def _byline(page: Mentions, meta: dict[str, str], linked: LinkedData) -> str:
    for name in (linked.authors, *(meta.get(name, "") for name in _AUTHORS)):
        if named := byline.cleaned(name):
            return named
    return byline.from_elements(page.authors)


def _date(page: Mentions, meta: dict[str, str], linked: LinkedData) -> Dated | None:
    stamps = [*linked.published, *(meta.get(name, "") for name in _DATES)]
    within = [
        tag for tag in page.times if page.article is None or any(parent is page.article for parent in tag.parents)
    ]
    times = [*(tag for tag in page.times if tag.has_attr("pubdate")), *within[:_MOST_TIMES]]
    own = [tag for tag in times if not any(is_furniture(parent) for parent in tag.parents)]
    stamps += [
        attribute(tag, "datetime") or attribute(tag, "content") or tidy(tag.get_text())[:_LONGEST_STAMP]
        for tag in (*page.dates[:2], *own)
    ]
    for stamp in stamps:
        if stamp and (dated := from_stamp(stamp, DateSource.METADATA)):
            return dated
    return None


def _saved_from(page: Mentions) -> str:
    for comment in page.comments:
        if match := _SAVED_FROM.search(comment) or _SINGLEFILE.search(comment):
            return match["url"]
    return ""


def _address(*candidates: str) -> str:
    return next((address for address in candidates if address.startswith(("http://", "https://"))), "")


def _text(tag: Tag | None) -> str:
    return tidy(tag.get_text()) if tag is not None else ""


def _first(*values: str | None) -> str:
    return next((tidy(value) for value in values if value and tidy(value)), "")
