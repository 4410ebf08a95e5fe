"""What holds for every page of a book, whatever text goes into it: valid XHTML comes out, and no text is lost."""

from __future__ import annotations

import html
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bundler.characters import UNWANTED
from bundler.clean import finish
from bundler.clean.extract import extract
from bundler.clean.text import escape_attribute, tidy
from bundler.model import (
    Article,
    Candidate,
    Chapter,
    Draft,
    Entry,
    Kind,
    Link,
    Location,
    MediaType,
    Page,
    PictureRef,
    Skipped,
    Stage,
)
from bundler.package import back, front
from bundler.package.pages import article_page
from bundler.tokens import replace_links
from tests.entries import article, book, entry

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NASTY = (
    "]]>", "<!--", "--", "&amp;", "&#0;", "<b>", "\"'", "pic:0", "link:0", '"pic:1"', "\u202e", "\x00", "\x85",
    "\u2028", "\f", "\ufffe", "\U000e0001", "{}", "%s", "\\1", "汉字", "\u0301", "😀", "javascript:", "\r\n",
)  # fmt: skip
texts = st.lists(st.one_of(st.text(max_size=12), st.sampled_from(_NASTY)), max_size=6).map("".join)
unicode_texts = texts.map(lambda text: text.encode("utf-8", "ignore").decode())
often = settings(deadline=None, derandomize=True, max_examples=250, suppress_health_check=[HealthCheck.too_slow])


def _squeezed(text: str) -> str:
    """Text without white space and without what may stand in no book: what is left must not be lost."""
    return "".join(UNWANTED.sub("", text).split())


def _parsed(page: bytes) -> etree._Element:
    return etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _text(root: etree._Element, path: str) -> str:
    return _squeezed(
        " ".join("".join(found.itertext()) for found in root.iter(f"{_XHTML}{path}") if found.get("class") != "about")
    )


def _chapter(found: Article) -> Chapter:
    fields = {name: getattr(found, name) for name in ("title", "byline", "site", "source_url", "language")}
    about: Entry = entry(1, "2020-09-01", **fields)
    return Chapter(about, tuple(None for _ in found.pictures))


@often
@given(names=st.tuples(texts, texts, texts), addresses=st.tuples(texts, texts), language=texts, alt=texts)
def test_any_text_in_any_field_is_a_valid_page(
    names: tuple[str, str, str], addresses: tuple[str, str], language: str, alt: str
) -> None:
    """Title, names, addresses, language and alternative texts stand in the page as what they are: text."""
    title, byline, site = names
    page, link = addresses
    found = article(
        title=title,
        byline=byline,
        site=site,
        source_url=page,
        language=language,
        blocks=(
            f'<figure><img src="pic:0" alt="{escape_attribute(tidy(alt))}"/></figure>',
            '<p><a href="link:0">words</a></p>',
        ),
        pictures=(PictureRef((Candidate(link, link),), alt),),
        links=(Link(link),),
    )
    root = _parsed(article_page(book(), found, _chapter(found)))
    assert _text(root, "h1") == _squeezed(title)
    assert _squeezed(site) in _text(root, "section")
    assert _squeezed(byline) in _text(root, "section")
    assert _squeezed(alt) in _text(root, "section")
    assert "words" in _text(root, "p")
    hrefs = [element.get("href", "") for element in root.iter(f"{_XHTML}a")]
    assert all(href.startswith(("http://", "https://", "ftp://", "mailto:", "tel:")) for href in hrefs)


@often
@given(title=texts, origin=texts, reason=texts, subject=texts)
def test_any_text_on_the_books_own_pages_is_valid(title: str, origin: str, reason: str, subject: str) -> None:
    """Contents, title page and the page of gaps hold titles, file names and reasons as text."""
    whole = book(title)
    gaps = [Skipped(origin, Stage.ILLUSTRATE, Kind.PICTURE_MISSING, reason, subject=subject)]
    assert _squeezed(title) in _text(
        _parsed(front.title_page(whole, (origin,), ("2020-09-01", "2020-09-02"), 1)), "body"
    )
    page = _text(_parsed(back.gaps_page(whole, gaps, {})), "body")
    assert _squeezed(reason) in page


def _through(content: str, media_type: MediaType) -> etree._Element:
    """A page's way: bytes to draft to article to the book's page."""
    draft = extract(Page("a.html", media_type, content.encode(), Location(Path(), Path())))
    assert isinstance(draft, Draft), draft
    found = finish(draft)
    assert all(replace_links(block, lambda _, inside: inside) for block in found.blocks)
    return _parsed(article_page(book(), found, _chapter(found)))


@often
@given(paragraphs=st.lists(unicode_texts, min_size=1, max_size=8))
def test_any_text_of_a_web_page_comes_through(paragraphs: list[str]) -> None:
    """Paragraphs of a page of HTML stand in the book's page, whole and in order."""
    body = "".join(f"<p>word{number}: {html.escape(text)}</p>" for number, text in enumerate(paragraphs))
    root = _through(f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>", MediaType.HTML)
    expected = "".join(f"word{number}:{_squeezed(text)}" for number, text in enumerate(paragraphs))
    assert _text(root, "p") == expected


@often
@given(lines=st.lists(unicode_texts, min_size=1, max_size=8))
def test_any_text_of_a_markdown_page_comes_through(lines: list[str]) -> None:
    """Lines of code, which Markdown promises to leave alone, stand in the book's page, whole and in order."""
    clean = ["".join(line.split("\r")).replace("`", "'").replace("~", "-") for line in lines]
    code = "\n".join(f"word{number}: {' '.join(line.split())}" for number, line in enumerate(clean))
    root = _through(f"# T\n\nA paragraph first.\n\n```\n{code}\n```\n", MediaType.MARKDOWN)
    expected = "".join(f"word{number}:{_squeezed(line)}" for number, line in enumerate(clean))
    assert _text(root, "pre") == expected
