"""A book's pages as bytes: the frame every page has, and an article's page with its pictures, links and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bundler import tokens
from bundler.language_tags import is_right_to_left
from bundler.model import Article, Chapter, Entry, News, Picture
from bundler.package import state
from bundler.package.alternatives import honest
from bundler.package.labels import Labels, labels_for, printed_date
from bundler.package.layout import Sheet
from bundler.package.links import Around, Linking, PageLinks, external, readable
from bundler.package.notes import as_footnotes, footnotes
from bundler.package.styles import Style
from bundler.package.text import attribute, text

_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}
_EMBED = re.compile(r'<p class="embed"><a href="link:(\d+)">([^<]*)</a></p>')
_PARENTHESES = re.compile(r"<rp>[^<]*</rp>")
"""Of ruby, for browsers that cannot set it; EPUB 3.3, section 6.1.4 discourages them."""
_HEADING = re.compile(r"<(/?)h([2-6])>")


@dataclass(frozen=True, slots=True)
class Book:
    """What every page of a book needs to know.

    Attributes:
        title: the book's title.
        language: its BCP 47 tag.
        labels: its own words.
        style: how it looks.
        linking: what becomes of links that lead out of it.
        inside: the names of its articles' pages by `links.inside_key` of their addresses.
    """

    title: str
    language: str
    labels: Labels
    style: Style = field(default_factory=Style)
    linking: Linking = Linking.KEEP
    inside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the book a page of an article stands.

    Attributes:
        sheets: the article's pages.
        number: which of them this is, from 0.
        before: title and file name of the article before, or None.
        after: title and file name of the article behind, or None.
    """

    sheets: tuple[Sheet, ...] = (Sheet("text/article.xhtml"),)
    number: int = 0
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


def picture_file(picture: Picture) -> str:
    """A picture's file name in the book, below `EPUB/`."""
    return f"images/{picture.key}.{_EXTENSIONS[picture.media_type]}"


def page(  # noqa: PLR0913 - the parts of a page
    book: Book, title: str, body: str, language: str = "", *, root: str = "../", head: str = ""
) -> bytes:
    """A whole page.

    Args:
        book: the book it is in.
        title: its title, plain text.
        body: the children of its body element.
        language: the page's language; the book's when left out.
        root: the way up from the page to `EPUB/`.
        head: more elements for its head.
    """
    language = language or book.language
    tag = attribute(language)
    direction = ' dir="rtl"' if is_right_to_left(language) else ""
    styles = "".join(
        f'<link rel="stylesheet" type="text/css" href="{root}styles/{name}.css"/>'
        for name in book.style.sheets(language)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'xml:lang="{tag}" lang="{tag}"{direction}>\n'
        f'<head><meta charset="utf-8"/><title>{text(title)}</title>{styles}{head}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def article_page(book: Book, article: Article, chapter: Chapter, place: Place | None = None) -> bytes:
    """A page of an article.

    Title, then date, site and byline, the body, notes, the original address, and the ways to the articles before and
    behind. A long article has several pages; the later ones repeat the title with their number.

    Args:
        book: the book.
        article: the whole article.
        chapter: its entry and pictures.
        place: which of its pages, and what stands around it; the only page with nothing around when left out.
    """
    place = place or Place()
    sheet = place.sheets[place.number]
    labels = labels_for(article.language)
    notes = footnotes(article)
    anchors = _anchors(article, place.sheets)
    links = PageLinks(article, book.linking, Around(book.inside, sheet.name, anchors, notes))
    blocks = [
        _block(as_footnotes(block, notes), links, chapter.pictures, labels)
        for block in article.blocks[sheet.first : sheet.last]
    ]
    is_last = place.number + 1 == len(place.sheets)
    if place.number:
        numbered = f"{article.title} ({place.number + 1}/{len(place.sheets)})"
        head = f'<h1 id="title" class="continued">{text(numbered)}</h1>\n'
        blocks = _without_gaps(blocks)
    else:
        head = f'<h1 id="title">{text(article.title)}</h1>\n{_about(chapter.entry, labels)}'
    foot = [links.notes(), _source(book, article, labels) if is_last else ""]
    content = "\n".join(filter(None, [*blocks, *foot]))
    body = (
        '<section epub:type="chapter" role="doc-chapter" aria-labelledby="title">\n'
        f"{head}{content}\n</section>{_turns(book.labels, place) if is_last else ''}"
    )
    about = "" if place.number else state.head(chapter.entry)
    return page(book, article.title, body, article.language, head=about)


def _about(entry: Entry, labels: Labels) -> str:
    parts = []
    if entry.date is not None:
        printed = printed_date(entry.date.day, entry.language)
        parts.append(f'<time datetime="{entry.date.day}">{printed}</time>')
    parts.extend(text(name) for name in (entry.site, entry.byline) if name)
    lines = [f'<p class="about">{" · ".join(parts)}</p>\n'] if parts else []
    if entry.news is News.GONE:
        lines.append(f'<p class="about gone">{labels.gone}</p>\n')
    return "".join(lines)


def _source(book: Book, article: Article, labels: Labels) -> str:
    """Where the article came from: a link, or the address as text where the user wants no links."""
    address = external(article.source_url)
    if not address:
        return ""
    if book.linking is Linking.KEEP:
        return f'<p class="about source"><a href="{attribute(address)}">{labels.source}</a></p>'
    return f'<p class="about source">{labels.source}: {text(readable(address))}</p>'


def _turns(labels: Labels, place: Place) -> str:
    """The ways on and back, for readers without a menu at hand."""
    ways = ((labels.previous, "prev", place.before), (labels.next, "next", place.after))
    lines = "".join(
        f'<p>{label}: <a rel="{relation}" href="{there[1]}">{text(there[0])}</a></p>\n'
        for label, relation, there in ways
        if there is not None
    )
    return f'\n<nav class="turns" aria-label="{labels.turns}">\n{lines}</nav>' if lines else ""


def _anchors(article: Article, sheets: Sequence[Sheet]) -> dict[str, str]:
    """On which of an article's pages its anchors stand; nothing to tell for one page."""
    if len(sheets) == 1:
        return {}
    return {
        anchor: sheet.name
        for sheet in sheets
        for block in article.blocks[sheet.first : sheet.last]
        for anchor in tokens.anchors(block)
    }


def _without_gaps(blocks: Sequence[str]) -> list[str]:
    """Blocks whose headings begin below the page's title: an article's middle may begin with the third level."""
    levels: list[int] = []

    def heading(match: re.Match[str]) -> str:
        """A heading one level below the one that it stands under."""
        level = int(match[2])
        if not match[1]:
            while levels and levels[-1] >= level:
                levels.pop()
            levels.append(level)
        return f"<{match[1]}h{len(levels) + 1}>"

    return [_HEADING.sub(heading, block) for block in blocks]


def _block(block: str, links: PageLinks, pictures: Sequence[Picture | None], labels: Labels) -> str:
    def picture(number: int, alt: str) -> str:
        """A picture, or a mark where it is missing."""
        found = pictures[number]
        if found is not None:
            return f'<img src="../{picture_file(found)}" alt="{alt}"/>'
        # MuPDF shows text that stands directly in a figure at the wrong place, so there it is a paragraph.
        mark = "p" if block.startswith("<figure>") else "span"
        return f'<{mark} class="missing">[{labels.picture}{": " if alt else ""}{alt}]</{mark}>'

    honest_block = _PARENTHESES.sub("", honest(tokens.unlink_pictures(block)))
    shown = _EMBED.sub(
        lambda embed: links.embed(int(embed[1]), embed[2], labels.embed),  # in a figure or a quote, too
        tokens.replace_pictures(honest_block, picture),
    )
    return tokens.replace_links(shown, links.markup)
