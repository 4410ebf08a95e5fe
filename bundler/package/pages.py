"""The book's XHTML pages as finished bytes (EPUB 3.3, section 6.1): ebooklib passes them through untouched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit, urlunsplit

from bundler import tokens
from bundler.addresses import without_secrets
from bundler.characters import legal, printable
from bundler.model import Article, Chapter, Entry, Picture
from bundler.package.labels import Labels, labels_for, printed_date

_SAFE_IN_ADDRESS = "%!$&'()*+,;=:@-._~"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CAPTION_AS_ALT = re.compile(r'(<img [^>]*?alt=")([^"]+)("/></figure>|"/><figcaption>)([^<]*)')
_WIDE_SCRIPTS = ("zh", "ja")
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Book:
    """What every page of a book needs to know.

    Attributes:
        title: the book's title.
        language: its BCP 47 tag.
        labels: its own words.
    """

    title: str
    language: str
    labels: Labels


def text(content: str) -> str:
    """Any text as character data of a page, without characters that XML does not allow."""
    return escape(legal(content), quote=False)


def attribute(content: str) -> str:
    """Any text as an attribute's value."""
    return escape(printable(content))


def style_sheets(language: str) -> tuple[str, ...]:
    """Names of the style sheets a page in a language wants, in order: Chinese and Japanese indent their paragraphs."""
    return ("default", "cjk") if language.split("-", maxsplit=1)[0].lower() in _WIDE_SCRIPTS else ("default",)


def picture_file(picture: Picture) -> str:
    """A picture's file name in the book, below `EPUB/`."""
    return f"images/{picture.key}.{_EXTENSIONS[picture.media_type]}"


def page_file(number: int) -> str:
    """An article's file name in the book, below `EPUB/`; number counts from 1."""
    return f"text/a{number:05d}.xhtml"


def page(book: Book, title: str, body: str, language: str = "", *, root: str = "../") -> bytes:
    """A whole page.

    Args:
        book: the book it is in.
        title: its title, plain text.
        body: the children of its body element.
        language: the page's language; the book's when left out.
        root: the way up from the page to `EPUB/`.
    """
    language = language or book.language
    tag = attribute(language)
    styles = "".join(
        f'<link rel="stylesheet" type="text/css" href="{root}styles/{name}.css"/>' for name in style_sheets(language)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'xml:lang="{tag}" lang="{tag}">\n'
        f'<head><meta charset="utf-8"/><title>{text(title)}</title>{styles}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def article_page(book: Book, article: Article, chapter: Chapter) -> bytes:
    """An article's page: title, then date, site and byline, then the body, then the link to the original page."""
    labels = labels_for(article.language)
    blocks = "\n".join(filter(None, (_block(block, article, chapter.pictures, labels) for block in article.blocks)))
    source = _external(article.source_url)
    link = f'<p class="about"><a href="{source}">{labels.source}</a></p>\n' if source else ""
    body = (
        '<section epub:type="chapter" role="doc-chapter" aria-labelledby="title">\n'
        f'<h1 id="title">{text(article.title)}</h1>\n{_about(chapter.entry)}{blocks}\n{link}</section>'
    )
    return page(book, article.title, body, article.language)


def _about(entry: Entry) -> str:
    parts = []
    if entry.date is not None:
        printed = printed_date(entry.date.day, entry.language)
        parts.append(f'<time datetime="{entry.date.day}">{printed}</time>')
    parts.extend(text(name) for name in (entry.site, entry.byline) if name)
    return f'<p class="about">{" · ".join(parts)}</p>\n' if parts else ""


def _block(block: str, article: Article, pictures: Sequence[Picture | None], labels: Labels) -> str:
    def picture(number: int, alt: str) -> str:
        found = pictures[number]
        if found is not None:
            return f'<img src="../{picture_file(found)}" alt="{alt}"/>'
        # MuPDF shows text that stands directly in a figure at the wrong place, so there it is a paragraph.
        mark = "p" if block.startswith("<figure>") else "span"
        return f'<{mark} class="missing">[{labels.picture}{": " if alt else ""}{alt}]</{mark}>'

    def target(number: int) -> str:
        link = article.links[number]
        return f"#{link.anchor}" if link.anchor else _external(link.address)

    block = tokens.replace_pictures(tokens.unlink_pictures(block), picture)
    return _without_repeated_alt(tokens.replace_links(block, target))


def _without_repeated_alt(block: str) -> str:
    """An alternative text that repeats the caption beside it would be read out twice (Ace: image-redundant-alt)."""

    def repeated(match: re.Match[str]) -> str:
        alt, caption = match[2].strip(), match[4].strip()
        return f"{match[1]}{'' if caption.startswith(alt[:40]) else match[2]}{match[3]}{match[4]}"

    return _CAPTION_AS_ALT.sub(repeated, block)


def _external(address: str) -> str:
    """An address as an attribute's value, percent-encoded as URL Standard 4.3 asks; empty when it is no valid one."""
    address = without_secrets(address)
    try:
        parts = urlsplit(address)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        return ""
    if parts.scheme.lower() in ("http", "https", "ftp"):
        host = parts.hostname or ""
        if not host or not port_is_a_number or re.search(r"[^\w.:-]", host):
            return ""
    elif parts.scheme.lower() not in ("mailto", "tel"):
        return ""
    encoded = urlunsplit(
        (
            parts.scheme.lower(),
            parts.netloc,
            _percent_encoded(parts.path, "/"),
            _percent_encoded(parts.query, "/?"),
            _percent_encoded(parts.fragment, "/?"),
        )
    )
    return attribute(encoded)


def _percent_encoded(part: str, also: str) -> str:
    """A part of an address with everything encoded that RFC 3986 does not allow in it; what is encoded stays so."""
    encoded = quote(part, safe=_SAFE_IN_ADDRESS + also)
    return _STRAY_PERCENT.sub("%25", encoded)
