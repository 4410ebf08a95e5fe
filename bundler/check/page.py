"""Reading one content document of a book: what it refers to, and what in it could call out or run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bundler.check.css import addresses, is_active, plain_css
from bundler.check.findings import Code, Finding

_ACTIVE = frozenset(
    "script iframe frame frameset object embed applet form input button select textarea canvas audio video source "
    "track portal base animate set handler listener foreignobject".split()
)
_LOADING = frozenset(
    (
        "src",
        "srcset",
        "poster",
        "data",
        "background",
        "lowsrc",
        "dynsrc",
        "action",
        "formaction",
        "ping",
        "icon",
        "manifest",
    )
)
_LINKING = frozenset(("href", "cite", "longdesc"))
_LOADING_LINKS = frozenset(("link", "image", "use", "item", "feimage", "mpath", "lineargradient", "pattern", "filter"))
_REMOTE = re.compile(r"(?:https?:|ftp:|wss?:|file:|//)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HARMLESS_LINKS = frozenset(("http", "https", "ftp", "mailto", "tel"))
_EVENT = re.compile(r"on[a-z]+$", re.IGNORECASE)
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20]+")
"""Browsers drop these characters from addresses before they look at the scheme (URL Standard 4.4)."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a content document holds.

    Attributes:
        findings: what is wrong with it.
        references: local files it refers to, as written, without fragments.
        days: the `datetime` of the article's date, in document order; one or none in our own books.
    """

    findings: tuple[Finding, ...]
    references: tuple[str, ...]
    days: tuple[str, ...]


def read_document(name: str, content: bytes) -> Document:
    """Read an XHTML, SVG, NCX or package document.

    Args:
        name: the entry's name, for findings.
        content: its bytes.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        return Document((Finding(Code.BROKEN, name, f"is not well-formed XML ({error.msg})"),), (), ())
    findings: list[Finding] = []
    references: list[str] = []
    days: list[str] = []
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in content:
        findings.append(Finding(Code.ACTIVE, name, "declares XML entities"))
    for element in root.iter():
        if not isinstance(element.tag, str):
            if element.tag is etree.ProcessingInstruction and "stylesheet" in (element.target or ""):
                findings.append(Finding(Code.REMOTE, name, "xml-stylesheet instruction"))
            continue
        local = etree.QName(element).localname.lower()
        findings.extend(_element_findings(name, local, element))
        references.extend(_local_references(element))
        if local == "time" and (parent := element.getparent()) is not None and parent.get("class") == "about":
            days.append(element.get("datetime", ""))
    return Document(tuple(findings), tuple(references), tuple(days))


def _element_findings(name: str, local: str, element: etree._Element) -> Iterator[Finding]:
    if local in _ACTIVE:
        yield Finding(Code.ACTIVE, name, f"<{local}>")
    if local == "meta" and element.get("http-equiv", "").strip().lower() not in ("", "content-type"):
        yield Finding(Code.ACTIVE, name, f"<meta http-equiv={element.get('http-equiv')}>")
    if local == "style":
        yield from css_findings(name, "".join(element.itertext()))
    for attribute, value in element.attrib.items():
        key = etree.QName(attribute).localname.lower()
        if _EVENT.match(key):
            yield Finding(Code.ACTIVE, name, f"{key} on <{local}>")
        elif key == "style" or "url(" in value.lower():
            yield from css_findings(name, value)
        else:
            yield from _address_findings(name, local, key, _IGNORED_IN_ADDRESSES.sub("", value))


def _address_findings(name: str, local: str, key: str, address: str) -> Iterator[Finding]:
    if key in _LOADING or (key == "href" and local in _LOADING_LINKS):
        remote = any(_REMOTE.match(part) for part in (address.split(",") if "srcset" in key else (address,)))
        if remote or (local != "item" and address.lower().startswith(("data:", "javascript:"))):
            yield Finding(Code.REMOTE, name, f"{key} of <{local}>: {address[:120]}")
    elif key in _LINKING and (scheme := _SCHEME.match(address)) and scheme[1].lower() not in _HARMLESS_LINKS:
        yield Finding(Code.ACTIVE, name, f"{key} of <{local}>: {address[:120]}")


def _local_references(element: etree._Element) -> Iterator[str]:
    for attribute, value in element.attrib.items():
        key = etree.QName(attribute).localname.lower()
        if key in ("src", "href", "poster", "data") and not _SCHEME.match(value) and not value.startswith(("#", "//")):
            yield value.split("#")[0]


def css_findings(name: str, text: str) -> Iterator[Finding]:
    """What in CSS could call out or run.

    Args:
        name: the entry it stands in, for findings.
        text: a style sheet, or the value of a style attribute.
    """
    css = plain_css(text)
    if is_active(css):
        yield Finding(Code.ACTIVE, name, "CSS that runs")
    for address in addresses(css):
        if _REMOTE.match(address):
            yield Finding(Code.REMOTE, name, f"CSS loads {address[:120]}")


def css_references(content: bytes) -> Iterator[str]:
    """Local files that a style sheet refers to, fonts and pictures, as written."""
    for address in addresses(plain_css(content.decode("utf-8", errors="replace"))):
        if not _SCHEME.match(address) and not address.startswith(("#", "//")):
            yield address.split("#")[0].split("?")[0]
