"""Reading the package document: what a book says it holds, in which order, and about itself (EPUB 3.3, section 5)."""

from __future__ import annotations

import posixpath
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from bundler.check.addresses import bare, link_findings, loading_findings
from bundler.check.findings import Code, Finding, note, warning
from bundler.check.traces import local_path, names_tool
from bundler.check.xml import declares_markup, local_name, parse, parse_list, text_of
from bundler.once import Shared, remembering

NCX = "application/x-dtbncx+xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_FETCHED = frozenset("record onix-record marc21xml-record mods-record xmp-record xml-signature voicing".split())
_READING_STATE = ("calibre:annotation", "calibre:bookmark")
_NAMING = frozenset(("name", "property", "id", "refines", "scheme"))
_SCHEMES = ("urn:uuid:", "uuid:")
_ITEM, _ITEMREF = f"{_OPF}item", f"{_OPF}itemref"


@dataclass(frozen=True, slots=True)
class Item:
    """A manifest item.

    Attributes:
        identifier: its id.
        name: the archive entry it names, or a remote address.
        media_type: as written.
        properties: its properties.
        helps: ids of items that it needs: fallback and media overlay.
    """

    identifier: str
    name: str
    media_type: str
    properties: frozenset[str] = frozenset()
    helps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A package document.

    Attributes:
        name: its entry.
        version: 2 or 3.
        identifier: the book's unique identifier, or empty.
        items: of the manifest, in its order.
        spine: items in reading order, with whether they are part of it (`linear`).
        ncx: id of the NCX that the spine names, or empty.
        guide: types and targets of the EPUB 2 guide.
        metas: names and values of `meta` and `link` in the metadata.
        cover: id of the cover picture, or empty.
        findings: what is worth telling about it.
    """

    name: str
    version: int
    identifier: str
    items: tuple[Item, ...]
    spine: tuple[tuple[Item, bool], ...]
    ncx: str
    guide: tuple[tuple[str, str], ...]
    metas: tuple[tuple[str, str], ...]
    cover: str
    findings: tuple[Finding, ...]

    @property
    def folder(self) -> str:
        """The folder that its references start from."""
        return posixpath.dirname(self.name)

    def item(self, identifier: str) -> Item | None:
        """An item by its id."""
        return next((item for item in self.items if item.identifier == identifier), None)

    @property
    def nav(self) -> Item | None:
        """The navigation document's item."""
        return next((item for item in self.items if "nav" in item.properties), None)


def package_name(container: bytes) -> str:
    """The entry of the package document that `META-INF/container.xml` names; empty when it names none."""
    root = parse("", container)
    rootfile = None if isinstance(root, Finding) else root.find(f".//{_CONTAINER}rootfile")
    return rootfile.get("full-path", "") if rootfile is not None else ""


def read_package(name: str, content: bytes, entries: Mapping[str, zipfile.ZipInfo] | None = None) -> Package | Finding:
    """Read a package document.

    Args:
        name: its entry.
        content: its bytes.
        entries: of the archive by their names, which then lie in memory once.

    Returns:
        what it says, or a finding when it says nothing that can be read.
    """
    lists = _Lists(posixpath.dirname(name), entries or {})
    root = parse_list(name, content, (_ITEM, _ITEMREF), lists.take)
    if isinstance(root, Finding):
        return root
    items = tuple(lists.items)
    by_id = {item.identifier: item for item in items}
    spine = root.find(f".//{_OPF}spine")
    metas = tuple(_metas(root))
    unique = root.get("unique-identifier", "")
    identifier = next((text_of(element) for element in root.iter("{*}identifier") if element.get("id") == unique), "")
    return Package(
        name=name,
        version=2 if root.get("version", "").startswith("2") else 3,
        identifier=identifier,
        items=items,
        spine=tuple((by_id[idref], is_linear) for idref, is_linear in lists.refs if idref in by_id),
        ncx=spine.get("toc", "") if spine is not None else "",
        guide=tuple(
            (ref.get("type", ""), ref.get("href", "")) for ref in root.iterfind(f".//{_OPF}guide/{_OPF}reference")
        ),
        metas=metas,
        cover=dict(metas).get("cover", ""),
        findings=(*_findings(name, root, items, [idref or "" for idref, _ in lists.refs]),),
    )


class _Lists:
    """Manifest and spine, whose elements nobody wants when they are read.

    Args:
        folder: that references start from.
        entries: of the archive by their names.
    """

    def __init__(self, folder: str, entries: Mapping[str, zipfile.ZipInfo]) -> None:
        self.items: list[Item] = []
        self.refs: list[tuple[str | None, bool]] = []
        """Ids that the spine names, with whether they are part of the reading order."""
        self._folder = folder
        self._entries = entries
        self._once = Shared()

    def take(self, element: etree._Element) -> bool:
        """Take in an `item` or `itemref` of the lists; comments within one are for others to see."""
        parent = element.getparent()
        if parent is None or parent.getparent() is None:
            return False
        if element.tag == _ITEM and parent.tag == f"{_OPF}manifest":
            self.items.append(self._item(element))
        elif element.tag == _ITEMREF and parent.tag == f"{_OPF}spine":
            self.refs.append((element.get("idref"), element.get("linear") != "no"))
        else:
            return False
        return not len(element)

    def _item(self, element: etree._Element) -> Item:
        href = element.get("href", "")
        name = href if "://" in href or href.startswith("//") else resolve(self._folder, href.partition("#")[0])
        entry = self._entries.get(name)
        helps = filter(None, (element.get("fallback"), element.get("media-overlay"), element.get("fallback-style")))
        return Item(
            identifier=element.get("id", ""),
            name=name if entry is None else entry.filename,
            media_type=self._once(element.get("media-type", "")),
            properties=self._once(frozenset(element.get("properties", "").split())),
            helps=tuple(helps),
        )


@remembering(128)  # all pages of a book refer to the same style sheets
def resolve(folder: str, address: str) -> str:
    """The entry that a relative address names; it may lead out of the book."""
    return posixpath.normpath(posixpath.join(folder, unquote(address)))


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    """`meta` in both notations, and `link` by its relation."""
    for element in root.iterfind(f".//{_OPF}metadata//{_OPF}meta"):
        if element.get("name"):
            yield element.get("name", ""), element.get("content", "")
        elif element.get("property") and not element.get("refines"):
            yield element.get("property", ""), text_of(element)
    for element in root.iterfind(f".//{_OPF}metadata/{_OPF}link"):
        if not element.get("refines"):
            yield element.get("rel", ""), element.get("href", "")


def _findings(name: str, root: etree._Element, items: tuple[Item, ...], idrefs: list[str]) -> Iterator[Finding]:
    if declares_markup(root):
        yield Finding(Code.ACTIVE, name, "declares XML entities or attributes")
    yield from _item_findings(name, items)
    known = {item.identifier for item in items}
    for idref, count in Counter(idrefs).items():
        if idref not in known:
            yield Finding(Code.MISSING, name, f"the spine names {idref[:60]}, which is not in the manifest")
        elif count > 1:
            yield warning(Code.DUPLICATE, name, f"{idref[:60]} stands {count} times in the spine")
    if not idrefs:
        yield Finding(Code.BROKEN, name, "the spine is empty")
    yield from _trace_findings(name, root)


def _item_findings(name: str, items: tuple[Item, ...]) -> Iterator[Finding]:
    for item in items:
        if "://" in item.name or item.name.startswith("//"):
            yield Finding(Code.REMOTE, name, f"manifest item {item.identifier[:60]}: {item.name[:120]}")
        for said in sorted(item.properties & {"scripted", "remote-resources"}):
            code = Code.ACTIVE if said == "scripted" else Code.REMOTE
            yield Finding(code, name, f"manifest item {item.identifier[:60]} says it is {said}")
    for what, values in (("id", [item.identifier for item in items]), ("file", [item.name for item in items])):
        for value, count in Counter(values).items():
            if count > 1:
                yield warning(Code.DUPLICATE, name, f"the {what} {value[:60]} stands {count} times in the manifest")


def _trace_findings(name: str, root: etree._Element) -> Iterator[Finding]:
    """What texts, attributes and comments of the package document tell."""
    for node in (*root.itersiblings(preceding=True), *root.iter()):
        if node.tag is etree.Comment:
            yield from _text_findings(name, "a comment", node.text or "")
        elif isinstance(node.tag, str) and (local := local_name(node.tag)) not in ("item", "itemref"):
            yield from _metadata_findings(name, node, local)


def _metadata_findings(name: str, element: etree._Element, local: str) -> Iterator[Finding]:
    what = element.get("name") or element.get("property") or local
    text = element.text or ""
    for value in (text, *(value for key, value in element.attrib.items() if key not in _NAMING)):
        yield from _text_findings(name, what[:40], value.strip())
    if local == "link":
        is_fetched = _FETCHED & set(element.get("rel", "").split())
        check = loading_findings if is_fetched else link_findings
        yield from check(name, f"link of {element.get('rel', '')[:30]}", bare(element.get("href", "")))
    elif local == "meta" and what.startswith(_READING_STATE):
        yield warning(Code.TRACE, name, "a reader's bookmarks or highlights")
    elif local in ("source", "identifier", "relation") and "://" in text:
        yield from link_findings(name, local, bare(text))
    if local == "identifier":
        yield from _uuid_findings(name, text_of(element))


def _text_findings(name: str, what: str, value: str) -> Iterator[Finding]:
    if path := local_path(value):
        yield warning(Code.TRACE, name, f"{what}: the path {path}")
    if value and (what == "generator" or (what in ("contributor", "a comment", "Sigil version") and names_tool(value))):
        yield note(Code.MAKER, name, f"{what}: {value[:60]}")


def _uuid_findings(name: str, identifier: str) -> Iterator[Finding]:
    """A UUID of version 1 is made of the clock and the network card's address (RFC 9562, section 5.1)."""
    for scheme in _SCHEMES:
        identifier = identifier.removeprefix(scheme)
    try:
        value = uuid.UUID(identifier)
    except ValueError:
        return
    is_random_node = value.node >> 40 & 1
    if value.version == 1 and not is_random_node:
        yield warning(Code.TRACE, name, "the identifier holds the address of the maker's network card (UUID version 1)")
