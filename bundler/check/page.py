"""Reading one content document of a book: what it refers to, and what in it could call out, run or tell."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from bundler.check.addresses import bare, candidates, is_local, is_remote, link_findings, loading_findings, shown
from bundler.check.css import css_findings, css_references
from bundler.check.findings import Code, FewFindings, Finding, note, warning
from bundler.check.limits import PAGE_BYTES, PAGE_ELEMENTS
from bundler.check.traces import local_path, names_tool
from bundler.check.trackers import is_unseen
from bundler.check.xml import NotInPiecesError, declares_markup, in_pieces, local_name, parse
from bundler.tracking import tracking_in

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_RUNNING = frozenset(
    "script iframe frame frameset object embed applet portal fencedframe form input button select textarea option "
    "keygen isindex base animate animatemotion animatetransform set handler listener trigger include bgsound".split()
)
"""Elements that run, ask, frame or change what references mean: none has a place in a book of articles."""
_PLAYING = frozenset("audio video source track canvas foreignobject".split())
_LOADING = frozenset(
    "src srcset imagesrcset poster data background lowsrc dynsrc action formaction ping icon manifest codebase classid "
    "archive code altimg".split()
)
_SETS = frozenset(("srcset", "imagesrcset"))
_LINKING = frozenset(("cite", "longdesc"))
_RELATIONS = frozenset(
    "canonical author license bookmark help next prev first last up contents index glossary shortlink amphtml me "
    "alternate".split()
)
"""`rel` of links that nothing loads."""
_REFERRING = frozenset(("src", "href", "poster", "data", "altimg"))
_EVENT = re.compile(r"on[a-z]+$")
_WEB = re.compile(r"https?://[^/]")
_ADDRESSES = _LOADING | _LINKING | {"href", "base"}
_WITHOUT_PATHS = frozenset(("class", "lang", "dir", "rel", "width", "height", "colspan", "rowspan"))
"""Attributes that no path stands in; they are most of all attributes."""
_PICTURES = frozenset(("img", "image", "embed", "input"))
_FEATURES = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"), "math": "math"} | {
    name: name for name in ("audio", "video")
}
_TELLING = frozenset((*_RUNNING, *_PLAYING, *_PICTURES, *_FEATURES, "meta", "style", "time"))
"""Elements that tell something by being there; of all others only the attributes do."""
_LONG = 256 * 1024
"""Bytes above which a document is no page of ours but a list of them, and is looked at in pieces."""
_TOGETHER = frozenset(("figure", "style"))
"""Elements that are looked at with what is in them: a caption, a style sheet."""
_MOST_ROLES = 5
_HARMLESS_HTTP_EQUIV = frozenset(
    "content-type content-style-type content-script-type content-language default-style x-ua-compatible cache-control "
    "pragma expires content-security-policy".split()
)
_STYLE_TYPES = ("xsl", "xslt")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a file of the book.

    Attributes:
        address: as written, percent-encoded, without fragment; empty for the document itself.
        fragment: behind the `#`, or empty.
    """

    address: str
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a content document holds.

    Attributes:
        findings: what is worth telling about it.
        references: files of the book that it refers to.
        ids: what references may point at.
        days: the `datetime` of the article's date, in document order; one or none in our own books.
        pictures: how many pictures it shows.
        without_text: how many of these have neither an alternative text nor a mark that they are decoration.
        features: local names of elements that accessibility claims are about.
    """

    findings: tuple[Finding, ...]
    references: tuple[Reference, ...] = ()
    ids: frozenset[str] = frozenset()
    days: tuple[str, ...] = ()
    pictures: int = 0
    without_text: int = 0
    features: frozenset[str] = frozenset()


def read_document(name: str, content: bytes) -> Document:
    """Read an XHTML, SVG, NCX or SMIL document.

    Args:
        name: the entry's name, for findings.
        content: its bytes.
    """
    if len(content) > _LONG:
        with contextlib.suppress(NotInPiecesError):
            return _document(name, content, in_pieces(content, _TOGETHER))
    root = parse(name, content)
    if isinstance(root, Finding):
        return Document((root,))
    return _document(name, content, chain(root.itersiblings(preceding=True), root.itersiblings(), root.iter()))


def _document(name: str, content: bytes, nodes: Iterable[etree._Element]) -> Document:
    reader = _Reader(name)
    for number, node in enumerate(nodes):
        if not number and declares_markup(node):
            reader.findings.append(Finding(Code.ACTIVE, name, "declares XML entities or attributes"))
        reader.read(node)
    reader.findings.extend(PAGE_BYTES.findings(name, len(content)))
    reader.findings.extend(PAGE_ELEMENTS.findings(name, reader.elements))
    return reader.document()


class _Reader:
    """Collects what the elements of one document hold.

    Args:
        name: the entry's name.
    """

    def __init__(self, name: str) -> None:
        self.findings = FewFindings()
        self.elements = 0
        self._name = name
        self._references: list[Reference] = []
        self._ids: Counter[str] = Counter()
        self._days: list[str] = []
        self._pictures = 0
        self._without_text = 0
        self._features: set[str] = set()

    def read(self, node: etree._Element) -> None:
        """Take in one element, comment or processing instruction."""
        if isinstance(node.tag, str):
            self.elements += 1
            self._element(node, local_name(node.tag))
        elif node.tag is etree.ProcessingInstruction:
            self.findings.extend(self._instruction(node))
        elif node.tag is etree.Comment:
            self.findings.extend(_comment(self._name, node.text or ""))

    def document(self) -> Document:
        """What was collected."""
        repeated = [name for name, count in self._ids.items() if count > 1]
        self.findings.extend(
            warning(Code.DUPLICATE, self._name, f"the id {name[:60]} stands twice") for name in repeated
        )
        return Document(
            tuple(self.findings),
            tuple(dict.fromkeys(self._references)),
            frozenset(self._ids),
            tuple(self._days),
            self._pictures,
            self._without_text,
            frozenset(self._features),
        )

    def _element(self, element: etree._Element, local: str) -> None:
        if local in _TELLING:
            self._telling(element, local)
        for attribute, value in element.items():
            self._attribute(element, local, local_name(attribute), value)

    def _telling(self, element: etree._Element, local: str) -> None:
        if local in _RUNNING:
            self.findings.append(Finding(Code.ACTIVE, self._name, f"<{local}>"))
        elif local in _PLAYING:
            self.findings.append(note(Code.ACTIVE, self._name, f"<{local}>"))
        elif local == "meta":
            self.findings.extend(_meta(self._name, element))
        elif local == "style":
            self._css("".join(element.itertext()))
        elif local == "time" and _is_byline(element.getparent()):
            self._days.append(element.get("datetime", ""))
        elif local in _PICTURES:
            self._pictures += 1
            self._without_text += local == "img" and not _has_text(element)
        if local in _FEATURES:
            self._features.add(_FEATURES[local])

    def _attribute(self, element: etree._Element, local: str, key: str, value: str) -> None:
        is_css = key == "style" or ("(" in value and ("\\" in value or "url(" in value.lower()))
        if key == "id":
            self._ids[value] += 1
        elif key in _WITHOUT_PATHS and not is_css:
            return
        elif key in ("role", "type"):
            self._features.update(value.lower().replace("doc-", "").split()[:_MOST_ROLES])
        elif key.startswith("on") and _EVENT.match(key):
            self.findings.append(Finding(Code.ACTIVE, self._name, f"{key} on <{local}>"))
        elif is_css:
            self._css(value)
        elif key in _SETS:
            self._set(f"{key} of <{local}>", value)
        elif key in _ADDRESSES:
            self._address(element, local, key, bare(value))
        elif path := local_path(value):
            self.findings.append(warning(Code.TRACE, self._name, f"{key} of <{local}>: the path {path}"))

    def _css(self, css: str) -> None:
        self.findings.extend(css_findings(self._name, css))
        self._references.extend(map(Reference, css_references(css)))

    def _set(self, place: str, value: str) -> None:
        """The candidates of a `srcset`."""
        for address in candidates(value):
            self.findings.extend(loading_findings(self._name, place, address))
            if is_local(address) and "data:" not in value.lower():  # data is full of commas
                self._references.append(_reference(address))

    def _address(self, element: etree._Element, local: str, key: str, address: str) -> None:
        if key == "href" and local == "a" and _WEB.match(address) and not tracking_in(address):
            return  # most addresses are links to pages that nothing is wrong with
        place = f"{key} of <{local}>"
        if key == "ping":
            self.findings.append(Finding(Code.TRACKER, self._name, f"{place}: {shown(address)}"))
        elif key == "base" or local == "base":
            if is_remote(address):
                self.findings.append(Finding(Code.REMOTE, self._name, f"{place}: {shown(address)}"))
        elif key in _LINKING or (key == "href" and _is_link(element, local)):
            self.findings.extend(link_findings(self._name, place, address))
        else:
            unseen = local in _PICTURES and is_remote(address) and is_unseen(_plain(element))
            self.findings.extend(loading_findings(self._name, place, address, unseen=unseen))
        if key in _REFERRING and local != "base" and (is_local(address) or address.startswith("#")):
            self._references.append(_reference(address))

    def _instruction(self, node: etree._Element) -> Iterator[Finding]:
        """An `xml-stylesheet` instruction loads what its `href` names; one of XSLT would rewrite the page."""
        if "stylesheet" not in (node.target or "").lower():
            if path := local_path(node.text or ""):
                yield warning(Code.TRACE, self._name, f"an instruction with the path {path}")
            return
        attributes = dict(node.attrib)
        if any(kind in attributes.get("type", "").lower() for kind in _STYLE_TYPES):
            yield Finding(Code.ACTIVE, self._name, "xml-stylesheet instruction that rewrites the page")
        address = bare(attributes.get("href", ""))
        yield from loading_findings(self._name, "xml-stylesheet instruction", address)
        if is_local(address):
            self._references.append(_reference(address))


def _reference(address: str) -> Reference:
    path, _, fragment = address.partition("#")
    return Reference(path.partition("?")[0], fragment)


def _plain(element: etree._Element) -> dict[str, str]:
    return {local_name(key): value for key, value in element.attrib.items()}


def _is_byline(element: etree._Element | None) -> bool:
    """Whether this is the line of our own pages that holds an article's date."""
    return element is not None and element.get("class") == "about"


def _is_link(element: etree._Element, local: str) -> bool:
    """Whether `href` waits for its reader: `a`, `area`, MathML, and a `link` that only tells where something is."""
    if local == "link":
        relations = element.get("rel", "").lower().split()
        return bool(relations) and set(relations) <= _RELATIONS
    return local in ("a", "area") or element.tag.startswith(_MATHML)


def _has_text(image: etree._Element) -> bool:
    """Whether a picture has a text of its own, a caption, or a mark that it is decoration."""
    text = image.get("alt")
    if text is not None and text.strip():
        return True
    if image.get("role") in ("presentation", "none") or image.get("aria-hidden") == "true":
        return True
    figure = next(image.iterancestors("{*}figure"), None)
    return text is not None and figure is not None and figure.find("{*}figcaption") is not None


def _meta(name: str, element: etree._Element) -> Iterator[Finding]:
    kind = element.get("http-equiv", "").strip().lower()
    if kind and kind not in _HARMLESS_HTTP_EQUIV:
        code = (
            Code.REMOTE
            if kind == "refresh" and re.search(r"url\s*=", element.get("content", ""), re.IGNORECASE)
            else Code.ACTIVE
        )
        yield Finding(code, name, f"<meta http-equiv={kind[:30]}>")
    if element.get("name", "").lower().endswith("generator"):
        yield note(Code.MAKER, name, f"generator: {element.get('content', '')[:60]}")


def _comment(name: str, text: str) -> Iterator[Finding]:
    if path := local_path(text):
        yield warning(Code.TRACE, name, f"a comment with the path {path}")
    elif names_tool(text):
        yield note(Code.MAKER, name, f"a comment: {' '.join(text.split())[:60]}")
