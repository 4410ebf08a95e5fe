"""Thousands of attacks, each in a page of HTML and in one of Markdown: nothing of them lives on in the book."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from bundler.check import audit
from tests.books import article_pages, bundle
from tests.hostile.vectors import Vector, vectors
from tests.pages import prose

_XHTML = "{http://www.w3.org/1999/xhtml}"
_ELEMENTS = frozenset(
    "html head meta title link body nav section aside h1 h2 h3 h4 h5 h6 p span div time a img figure figcaption "
    "blockquote ul ol li dl dt dd hr br pre code table caption thead tbody tfoot tr th td abbr b bdi cite del "
    "dfn em i ins kbd mark q rp rt "
    "ruby s samp small strong sub sup u var".split()
)
"""All that a book's pages may be made of, whatever the pages they come from hold."""
_FORMULAS = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub msup msubsup "
    "munder mover munderover mtable mtr mtd".split()
)
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_FORMULA_ATTRIBUTES = {"alttext", "display", "displaystyle", "mathvariant", "stretchy", "accent"}
_ATTRIBUTES = {
    "": {"id", "class", "lang", "{http://www.w3.org/XML/1998/namespace}lang", "{http://www.idpf.org/2007/ops}type",
         "role",
         "aria-label", "aria-labelledby", "title", "hidden", "dir"},
    "a": {"href", "rel"}, "img": {"src", "alt"},
    "link": {"rel", "type", "href"}, "meta": {"charset", "name", "content"},
    "time": {"datetime"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "ol": {"start"},
}  # fmt: skip
_SCHEMES = ("http", "https", "ftp", "mailto", "tel")


@dataclass(frozen=True)
class Attacked:
    """The book of all attacks.

    Attributes:
        book: where it lies.
        pages: every XHTML document by name.
        text: the visible text of all articles.
    """

    book: Path
    pages: dict[str, bytes]
    text: str


def _marker(vector: Vector, place: str, kind: str) -> str:
    return f"{place}{kind}{vector.number:05d}q"


def _lay(folder: Path) -> None:
    story = prose(7, 2)
    for vector in vectors():
        before, behind = (_marker(vector, place, "html") for place in ("lead", "tail"))
        html = (
            f"<!DOCTYPE html><html><head><title>Page {vector.number}</title></head><body><article>\n"
            f"<p>{before} {story[0]}</p>\n{vector.markup}\n<p>{behind} {story[1]}</p>\n</article></body></html>"
        )
        (folder / f"{vector.number:05d}.html").write_text(html, encoding="utf-8", newline="")
        before, behind = (_marker(vector, place, "mark") for place in ("lead", "tail"))
        markdown = f"# Page {vector.number}\n\n{before} {story[0]}\n\n{vector.markup}\n\n{behind} {story[1]}\n"
        (folder / f"{vector.number:05d}.md").write_text(markdown, encoding="utf-8", newline="")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """All attacks in one book."""
    folder = tmp_path_factory.mktemp("attacks")
    (folder / "pages").mkdir()
    _lay(folder / "pages")
    bundle([folder / "pages"], folder / "book.epub")
    with zipfile.ZipFile(folder / "book.epub") as archive:
        pages = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xhtml", ".ncx", ".opf"))}
    articles = set(article_pages(folder / "book.epub"))
    text = " ".join("".join(_parsed(content).itertext()) for name, content in pages.items() if name in articles)
    return Attacked(folder / "book.epub", pages, text)


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _faults(root: etree._Element) -> Iterator[str]:
    """What of a page is not on the list of all that may be there."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            yield f"a comment or an instruction: {node!r}"
            continue
        if node.tag.removeprefix(_MATHML) in _FORMULAS:
            yield from (f"{name} on <{node.tag}>" for name in set(node.attrib) - _FORMULA_ATTRIBUTES)
            continue
        name = node.tag.removeprefix(_XHTML)
        if name not in _ELEMENTS:
            yield f"<{node.tag}>"
        for attribute, value in node.attrib.items():
            if attribute not in _ATTRIBUTES[""] | _ATTRIBUTES.get(name, set()):
                yield f"{attribute} on <{name}>"
            elif attribute == "href" and not _leads_somewhere_harmless(name, value):
                yield f"<{name} href={value}>"
            elif attribute == "src" and not re.fullmatch(r"\.\./images/[0-9a-z]+\.(?:jpg|png)", value):
                yield f"<{name} src={value}>"


def _leads_somewhere_harmless(name: str, value: str) -> bool:
    if re.search(r"[\x00-\x20\x7f]", value):
        return False
    if name == "link":
        return re.fullmatch(r"(?:\.\./)?styles/[a-z]+\.css", value) is not None
    parts = urlsplit(value)
    if parts.scheme in _SCHEMES:
        return bool(parts.netloc) or parts.scheme in ("mailto", "tel")
    return (
        not parts.scheme
        and not parts.netloc
        and re.fullmatch(r"(?:\.\./)?(?:text/)?[\w-]*(?:\.xhtml)?(?:#\w+)?", value) is not None
    )


def test_there_are_enough_attacks() -> None:
    """Three thousand at least, of every kind, each once."""
    found = vectors()
    assert len(found) >= 3000
    assert len({vector.markup for vector in found}) == len(found)
    assert {vector.kind for vector in found} >= {
        "handlers",
        "addresses",
        "svg",
        "mathml",
        "css",
        "namespaces",
        "mutations",
    }
    assert sum(vector.is_closed for vector in found) > 2000


def test_nothing_that_acts_or_calls_out_is_in_the_book(attacked: Attacked) -> None:
    """No element, attribute or address that is not on the short list of what a book is made of; no XML entity."""
    wrong = [
        f"{name}: {fault}"
        for name, content in attacked.pages.items()
        if name.endswith(".xhtml")
        for fault in _faults(_parsed(content))
    ]
    assert wrong == []
    assert [name for name, content in attacked.pages.items() if b"<!ENTITY" in content or b"<?xml-s" in content] == []


def test_the_audit_agrees(attacked: Attacked) -> None:
    """Our own check of finished books finds nothing either."""
    assert [finding for finding in audit(attacked.book) if finding.level.is_problem] == []


def test_no_attack_costs_the_text_before_it(attacked: Attacked) -> None:
    """The word that leads an attack is in the book for every one of them, in HTML and in Markdown, once."""
    found = re.findall(r"lead(?:html|mark)\d{5}q", attacked.text)
    expected = {_marker(vector, "lead", kind) for vector in vectors() for kind in ("html", "mark")}
    assert expected - set(found) == set()
    assert len(found) == len(expected)


def test_no_closed_attack_costs_the_text_behind_it(attacked: Attacked) -> None:
    """The word behind an attack is in the book wherever nothing in the attack is left open."""
    found = set(re.findall(r"tail(?:html|mark)\d{5}q", attacked.text))
    lost = [
        f"{vector.number} {kind}: {vector.markup}"
        for vector in vectors()
        if vector.is_closed
        for kind in ("html", "mark")
        if _marker(vector, "tail", kind) not in found
    ]
    assert lost == []
