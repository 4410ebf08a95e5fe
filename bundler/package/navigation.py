"""The reader's menus: the EPUB 3 navigation document and the NCX for older readers, with the same entries and order."""

from __future__ import annotations

from collections.abc import Sequence

from bundler.model import Entry
from bundler.package.front import contents_list, period_title
from bundler.package.order import Period
from bundler.package.pages import Book, attribute, page, page_file, text


def nav(book: Book, entries: Sequence[Entry], periods: Sequence[Period], *, gaps: bool) -> bytes:
    """The navigation document (EPUB 3.3, section 7), with landmarks that a reader uses and nobody sees."""
    labels = book.labels
    landmarks = (
        ("cover", "text/cover.xhtml", labels.cover),
        ("toc", "text/contents.xhtml", labels.contents),
        ("bodymatter", page_file(1), labels.articles),
    )
    marks = "".join(f'<li><a epub:type="{kind}" href="{href}">{text}</a></li>\n' for kind, href, text in landmarks)
    body = (
        '<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="title">\n'
        f'<h1 id="title">{labels.contents}</h1>\n'
        f"{contents_list(book, entries, periods, root='', gaps=gaps)}</nav>\n"
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-label="{labels.landmarks}">\n'
        f"<ol>\n{marks}</ol>\n</nav>"
    )
    return page(book, labels.contents, body, root="")


def ncx(book: Book, identifier: str, entries: Sequence[Entry], periods: Sequence[Period], *, gaps: bool) -> bytes:
    """The NCX (OPF 2.0.1, section 2.4.1): a period and its first article are one place and share a playOrder."""
    points: list[str] = []
    order = 0
    for number, period in enumerate(periods, 1):
        first = order + 1
        points.append(_point(f"period{number}", first, period_title(book, period), page_file(period.indexes[0] + 1)))
        for index in period.indexes:
            order += 1
            points.append(
                _point(f"article{index + 1}", order, entries[index].title, page_file(index + 1)) + "</navPoint>\n"
            )
        points.append("</navPoint>\n")
    if gaps:
        points.append(_point("gaps", order + 1, book.labels.gaps, "text/gaps.xhtml") + "</navPoint>\n")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f'xml:lang="{attribute(book.language)}">\n<head>'
        f'<meta name="dtb:uid" content="{attribute(identifier)}"/><meta name="dtb:depth" content="2"/>'
        '<meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>\n'
        f"<docTitle><text>{text(book.title)}</text></docTitle>\n"
        f"<navMap>\n{''.join(points)}</navMap>\n</ncx>\n"
    ).encode()


def _point(name: str, order: int, title: str, href: str) -> str:
    return (
        f'<navPoint id="{name}" playOrder="{order}"><navLabel><text>{text(title)}</text></navLabel>'
        f'<content src="{href}"/>'
    )
