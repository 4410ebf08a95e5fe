"""Books that this program made: each article is read back as it was put in (bundler/package/pages.py prints it)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from bundler.collect.document import Found, gap
from bundler.collect.unreadable import UnreadableError
from bundler.collect.xml import local_name, parse, text_of
from bundler.collect.zipped import ZipArchive
from bundler.model import Hints, Location, MediaType, Page, Skipped

if TYPE_CHECKING:  # it is loaded where something is parsed
    from lxml import etree

_OURS = {"i-text-colophon-xhtml", "i-text-title-xhtml", "i-text-contents-xhtml"}
_LARGEST_PAGE = 32 * 1024 * 1024
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SOURCE = re.compile(rb'<p class="about source">(?:<a href="([^"]*)"|[^<]*?:\s*(https?://[^<\s]+))')
_ARTICLE = re.compile(r"/(?:\d{4}-\d\d-\d\d|undated)-[0-9a-f]{12}[^/]*$")
"""How `bundler/package/layout.py` names the pages of articles."""
_NOTE = re.compile(r"address\d+$")
_ADDRESS = re.compile(r"https?://\S+")
GONE = "gone"
"""Class of the line under the title of an article that its source does not have any more."""
_OF_THE_BOOK = frozenset(("about", "missing", "turns"))
"""Classes of what the book puts around an article."""


def is_own(manifest: Mapping[str, str]) -> bool:
    """Whether a book's list of files is one that this program writes.

    Args:
        manifest: paths by ids.
    """
    return manifest.keys() >= _OURS


def read(archive: ZipArchive, spine: Sequence[str], locate: Callable[[str], Location]) -> Iterator[Found]:
    """Read the articles of a book of ours; the pages of a long one become one page again.

    Args:
        archive: the book.
        spine: paths of its pages in reading order.
        locate: where a page's pictures are.
    """
    addresses = _Addresses(archive)
    for item in articles(archive, spine):
        yield item if isinstance(item, Skipped) else _page(archive, *item, addresses, locate)


def articles(archive: ZipArchive, spine: Sequence[str]) -> Iterator[tuple[str, etree._Element] | Skipped]:
    """The articles of a book of ours as they are printed; the pages of a long one joined.

    Args:
        archive: the book.
        spine: paths of its pages in reading order.

    Yields:
        the path of an article's first page and its section; a gap for a page that cannot be read.
    """
    article: etree._Element | None = None
    first = ""
    for path in spine:
        content = archive.unpack(path, _LARGEST_PAGE)
        try:
            chapter = _chapter(content) if isinstance(content, bytes) else None
        except UnreadableError as error:
            yield gap(f"{archive.document.name}/{path}", str(error))
            continue
        if not isinstance(content, bytes):
            yield gap(f"{archive.document.name}/{path}", content or "is not in the book")
        elif chapter is None and _ARTICLE.search(path):
            yield gap(f"{archive.document.name}/{path}", "is damaged (holds no article)")
        if chapter is None:
            continue
        if article is not None and _is_continued(chapter):
            _append(article, chapter)
            continue
        if article is not None:
            yield first, article
        article, first = chapter, path
    if article is not None:
        yield first, article


class _Addresses:
    """Where the book's pages came from, looked up when a link within the book leads to one."""

    def __init__(self, archive: ZipArchive) -> None:
        self._archive = archive
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The original address of a page of the book; empty when it is not told."""
        if path not in self._known:
            content = self._archive.read(path, _LARGEST_PAGE)
            found = _SOURCE.search(content) if isinstance(content, bytes) else None
            address = (found[1] or found[2] or b"").decode("utf-8", errors="replace") if found else ""
            self._known[path] = address.replace("&amp;", "&").replace("&quot;", '"')
        return self._known[path]


def _chapter(content: bytes) -> etree._Element | None:
    """The section with an article; None for the book's own pages."""
    tree = parse(content)
    section = next((item for item in tree.iter() if item.get("role") == "doc-chapter"), None)
    if section is not None:
        section.set("lang", tree.get(_LANGUAGE) or "")
        _undo_notes(section)
    return section


def _undo_notes(section: etree._Element) -> None:
    """The notes of a book made with `--links notes` become links again: each number leads to its address."""
    notes = [item for item in section.iter() if local_name(item) == "aside" and _NOTE.match(item.get("id", ""))]
    addresses = {item.get("id", ""): found[0] for item in notes if (found := _ADDRESS.search(text_of(item)))}
    for item in notes:
        if (parent := item.getparent()) is not None:
            parent.remove(item)
    for link in section.iter():
        if local_name(link) == "a" and (address := addresses.get(link.get("href", "").removeprefix("#"))):
            link.set("href", address)


def _is_continued(chapter: etree._Element) -> bool:
    return any(local_name(item) == "h1" and item.get("class") == "continued" for item in chapter)


def _append(article: etree._Element, chapter: etree._Element) -> None:
    """Put the blocks of an article's next page behind those of the pages before."""
    for item in list(chapter):
        if local_name(item) != "h1":
            article.append(item)


def _page(
    archive: ZipArchive,
    path: str,
    article: etree._Element,
    addresses: _Addresses,
    locate: Callable[[str], Location],
) -> Page:
    heading = next((item for item in article if local_name(item) == "h1"), None)
    about = [item for item in article if "about" in (names := item.get("class", "").split()) and GONE not in names]
    head = next((item for item in about if "source" not in item.get("class", "").split()), None)
    day = day_of(article)
    names = ["", *text_of(head).split(" · ")][1 + bool(day) :] if head is not None else []
    source = next((item for item in about if "source" in item.get("class", "").split()), None)
    address = address_of(source)
    body = _body(article, path, addresses)
    hints = Hints(
        title=text_of(heading),
        byline=names[-1] if names and (len(names) > 1 or not address) else "",
        site=names[0] if names and (len(names) > 1 or address) else "",
        date=day,
        language=article.get("lang", ""),
        source_url=address,
        alone=True,
    )
    return Page(f"{archive.document.name}/{path}", MediaType.HTML, body, locate(path), hints)


def day_of(article: etree._Element) -> str:
    """The day that is printed under an article's title, `YYYY-MM-DD`, or an empty string."""
    return next((item.get("datetime", "") for item in article.iter() if local_name(item) == "time"), "")


def address_of(source: etree._Element | None) -> str:
    """The address of the original page out of the line that prints it; empty where there is none."""
    if source is None:
        return ""
    link = next((item.get("href", "") for item in source.iter() if local_name(item) == "a"), "")
    found = _ADDRESS.search(text_of(source))
    return link or (found[0] if found else "")


def _body(article: etree._Element, path: str, addresses: _Addresses) -> bytes:
    """The article alone: what the book put around it is gone, and links within the book are links to the web again."""
    article = alone(article)
    folder = path.rpartition("/")[0]
    for link in [item for item in article.iter() if local_name(item) == "a"]:
        name, _, place = link.get("href", "").partition("#")
        if name and ":" not in name:
            target = addresses.of(f"{folder}/{name}" if folder else name)
            own = not target or target == addresses.of(path)
            link.set("href", f"#{place}" if own and place else target)
    from lxml import etree  # noqa: PLC0415 - loaded where something is parsed

    markup: bytes = etree.tostring(article, encoding="utf-8", method="html")
    return b'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>' + markup + b"</body></html>"


def alone(article: etree._Element) -> etree._Element:
    """A copy of an article without its title and what the book put around it."""
    article = deepcopy(article)
    for item in list(article.iter()):
        classes = set(item.get("class", "").split()) if isinstance(item.tag, str) else set()
        is_title = local_name(item) == "h1" and item.getparent() is article
        if (classes & _OF_THE_BOOK or is_title) and (parent := item.getparent()) is not None:
            _take_out(parent, item)
        elif local_name(item) == "aside":  # a footnote: cleaning would take it for something beside the article
            item.tag = "div"
    return article


def _take_out(parent: etree._Element, item: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    if item.tail and item.tail.strip():
        before = item.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + item.tail
        else:
            parent.text = (parent.text or "") + item.tail
    parent.remove(item)
