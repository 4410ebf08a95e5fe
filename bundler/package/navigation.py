"""The reader's menus: the EPUB 3 navigation document and the NCX for older readers, with the same entries and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bundler.package.front import Contents, contents_list, period_title
from bundler.package.pages import Book, page
from bundler.package.text import attribute, text


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place of the book that readers have a button for.

    Attributes:
        kind: its name in the EPUB 3 Structural Semantics Vocabulary.
        guide: its type in the EPUB 2 guide (OPF 2.0.1, section 2.6).
        title: as the book's language says it.
        file: below `EPUB/`.
    """

    kind: str
    guide: str
    title: str
    file: str


def nav(book: Book, contents: Contents, landmarks: Sequence[Landmark]) -> bytes:
    """The navigation document (EPUB 3.3, section 7), with landmarks that a reader uses and nobody sees.

    Contents by source are marked as such: dates begin anew with each source there (`check.navigation`).
    """
    labels = book.labels
    marks = "".join(f'<li><a epub:type="{mark.kind}" href="{mark.file}">{mark.title}</a></li>\n' for mark in landmarks)
    by_source = ' class="by-source"' if any(period.source is not None for period in contents.periods) else ""
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"{by_source} aria-labelledby="title">\n'
        f'<h1 id="title">{labels.contents}</h1>\n'
        f"{contents_list(book, contents, root='')}</nav>\n"
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-label="{labels.landmarks}">\n'
        f"<ol>\n{marks}</ol>\n</nav>"
    )
    return page(book, labels.contents, body, root="")


def ncx(book: Book, identifier: str, contents: Contents) -> bytes:
    """The NCX (OPF 2.0.1, section 2.4.1): a period and its first article are one place and share a playOrder."""
    points: list[str] = []
    order = 0
    for number, period in enumerate(contents.periods, 1):
        first = contents.files[period.indexes[0]]
        points.append(_point(f"period{number}", order + 1, period_title(book, period), first))
        for index in period.indexes:
            order += 1
            title = contents.entries[index].title
            points.append(_point(f"article{index + 1}", order, title, contents.files[index]) + "</navPoint>\n")
        points.append("</navPoint>\n")
    for number, (title, file) in enumerate(contents.back, 1):
        points.append(_point(f"back{number}", order + number, title, file) + "</navPoint>\n")
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
