"""Contents, landmarks, guide and spine: do they lead somewhere, in the book's order, and do they agree?"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from bundler.check.addresses import bare, is_local
from bundler.check.findings import Code, Finding, note, warning
from bundler.check.package_document import Package, resolve
from bundler.check.xml import NotInPiecesError, in_pieces, parse

_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_DEEPEST = 2
_BY_SOURCE = "by-source"
"""The class of contents that our own books group by source."""
_SAME = {"toc": "toc", "cover": "cover", "text": "bodymatter"}
"""Types of the guide and the landmarks that mean the same."""


@dataclass(frozen=True, slots=True)
class Menu:
    """A reader's menu.

    Attributes:
        name: the entry it stands in.
        targets: entries of the archive with their fragments, in its order.
        landmarks: targets by type, of a navigation document.
        findings: what is worth telling about it.
        starts: entries with which a source begins, in books of epub-bundler whose contents are grouped by source.
    """

    name: str
    targets: tuple[str, ...]
    landmarks: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    starts: frozenset[str] = frozenset()


def read_nav(name: str, content: bytes) -> Menu:
    """Read a navigation document (EPUB 3.3, section 7)."""
    root = parse(name, content)
    if isinstance(root, Finding):
        return Menu(name, ())
    navs = [element for element in root.iter("{*}nav") if element.get(_TYPE)]
    toc = next((nav for nav in navs if "toc" in nav.get(_TYPE, "").split()), None)
    if toc is None:
        return Menu(name, (), findings=(warning(Code.NAVIGATION, name, "holds no contents (nav of type toc)"),))
    links = list(toc.iter("{*}a"))
    marks = tuple(
        (kind, _target(name, link.get("href", "")))
        for nav in navs
        if "landmarks" in nav.get(_TYPE, "").split()
        for link in nav.iter("{*}a")
        for kind in link.get(_TYPE, "").split()
    )
    targets = tuple(_target(name, link.get("href", "")) for link in links)
    heads = toc.iterfind("{*}ol/{*}li/{*}a") if _BY_SOURCE in toc.get("class", "").split() else ()
    starts = frozenset(_target(name, link.get("href", "")) for link in heads)
    return Menu(name, targets, marks, tuple(_nav_findings(name, toc, links)), starts)


def _nav_findings(name: str, toc: etree._Element, links: Sequence[etree._Element]) -> Iterator[Finding]:
    for link in links:
        if not _target(name, link.get("href", "")):
            yield warning(Code.NAVIGATION, name, f"an entry leads out of the book: {link.get('href', '')[:120]}")
        if not any(map(str.strip, link.itertext())) and link.find(".//{*}img[@alt]") is None:
            yield warning(Code.NAVIGATION, name, f"an entry without words leads to {link.get('href', '')[:120]}")
    unlinked = sum(item.find("{*}a") is None for item in toc.iter("{*}li"))
    if unlinked:
        yield note(Code.NAVIGATION, name, f"{unlinked} entries are no links; Kindle wants a link in each")
    if any(sum(1 for _ in item.iterancestors("{*}ol")) > _DEEPEST for item in toc.iter("{*}li")):
        yield note(Code.LIMIT, name, "contents deeper than two levels: Kindle shows two (KPG 2019.2)")


def read_ncx(name: str, content: bytes, identifier: str) -> Menu:
    """Read an NCX (OPF 2.0.1, section 2.4.1).

    Args:
        name: its entry.
        content: its bytes.
        identifier: the book's, which the NCX repeats; empty when it has none.
    """
    try:
        places, uid = _places(name, in_pieces(content, frozenset()))
    except NotInPiecesError:
        root = parse(name, content)
        if isinstance(root, Finding):
            return Menu(name, ())
        places, uid = _places(name, root.iter())
    findings = list(_play_order_findings(name, places))
    if not places:
        findings.append(warning(Code.NAVIGATION, name, "holds no contents"))
    if uid and identifier and uid.strip() != identifier.strip():
        findings.append(warning(Code.NAVIGATION, name, "names another book (dtb:uid) than the package document"))
    return Menu(name, tuple(target for _, target in places), findings=tuple(findings))


def _places(name: str, nodes: Iterable[etree._Element]) -> tuple[list[tuple[str, str]], str]:
    """The `playOrder` and target of each point of an NCX, and the book's identifier.

    Args:
        name: its entry.
        nodes: of the NCX, in their order.
    """
    orders: list[str] = []
    targets: list[str | None] = []
    opened: list[tuple[etree._Element, int]] = []
    """Points around the node, and closed ones that no other has followed, with their numbers."""
    uids: list[str] = []
    for node in nodes:
        if node.tag == f"{_NCX}navPoint":
            around = next(node.iterancestors(f"{_NCX}navPoint"), None)
            while opened and opened[-1][0] is not around:
                opened.pop()
            opened.append((node, len(orders)))
            orders.append(node.get("playOrder", ""))
            targets.append(None)
        elif node.tag == f"{_NCX}meta" and node.get("name") == "dtb:uid":
            uids.append(node.get("content", ""))
        elif (
            node.tag == f"{_NCX}content" and (point := node.getparent()) is not None and point.tag == f"{_NCX}navPoint"
        ):
            while opened and opened[-1][0] is not point:
                opened.pop()
            if opened and targets[opened[-1][1]] is None:
                targets[opened[-1][1]] = _target(name, node.get("src", ""))
    return [(order, target or "") for order, target in zip(orders, targets, strict=True)], uids[0] if uids else ""


def _play_order_findings(name: str, places: list[tuple[str, str]]) -> Iterator[Finding]:
    """From 1 without a gap, one number for one place; Kindle refuses gaps (E999). None at all is fine."""
    if not any(order for order, _ in places):
        return
    numbers = [int(order) if order.isdecimal() and len(order) < 10 else 0 for order, _ in places]  # noqa: PLR2004
    if sorted(set(numbers)) != list(range(1, len(set(numbers)) + 1)):
        yield warning(Code.NAVIGATION, name, "playOrder has a gap, or is no number")
    elif numbers != sorted(numbers):
        yield warning(Code.NAVIGATION, name, "playOrder does not go forwards")
    targets: dict[int, str] = {}
    for number, (_, target) in zip(numbers, places, strict=True):
        if targets.setdefault(number, target) != target:
            yield warning(Code.NAVIGATION, name, f"playOrder {number} stands for two places")
            break


def menu_findings(package: Package, nav: Menu | None, ncx: Menu | None) -> Iterator[Finding]:
    """How the menus agree with the spine and with each other.

    Args:
        package: the package document.
        nav: the navigation document, or None.
        ncx: the NCX, or None.
    """
    menus = [menu for menu in (nav, ncx) if menu is not None]
    for menu in menus:
        yield from menu.findings
    if package.version > 2 and nav is None:  # noqa: PLR2004 - EPUB 3
        yield warning(Code.NAVIGATION, package.name, "has no navigation document, as EPUB 3 wants")
    elif not menus:
        yield warning(Code.NAVIGATION, package.name, "has no contents at all")
    spine = [item.name for item, _ in package.spine]
    for menu in menus:
        yield from _order_findings(menu, spine)
    yield from _reach_findings(package, menus)
    if nav is not None and ncx is not None and nav.targets != ncx.targets:
        if sorted(set(nav.targets)) == sorted(set(ncx.targets)) and _distinct(nav) != _distinct(ncx):
            yield warning(Code.NAVIGATION, ncx.name, "has another order than the navigation document")
        elif set(nav.targets) != set(ncx.targets):
            counts = f"{len(set(nav.targets))} and {len(set(ncx.targets))}"
            yield note(Code.NAVIGATION, ncx.name, f"leads to other places than the navigation document ({counts})")
    if nav is not None:
        yield from _landmark_findings(package, nav)


def _order_findings(menu: Menu, spine: list[str]) -> Iterator[Finding]:
    position = {name: number for number, name in reversed(list(enumerate(spine)))}
    last = -1
    for target in menu.targets:
        number = position.get(target.partition("#")[0])
        if number is None:
            if target:
                yield warning(Code.NAVIGATION, menu.name, f"leads to {target[:120]}, which is not in the spine")
            continue
        if number < last:
            yield warning(Code.NAVIGATION, menu.name, f"{target[:120]} stands behind later pages")
        last = max(last, number)


def _reach_findings(package: Package, menus: list[Menu]) -> Iterator[Finding]:
    """Pages of the reading order that no menu leads to; those before the first entry are cover and front matter."""
    reached = {target.partition("#")[0] for menu in menus for target in menu.targets}
    pages = [item.name for item, linear in package.spine if linear]
    first = next((number for number, name in enumerate(pages) if name in reached), 0)
    known = reached | {target.partition("#")[0] for menu in menus for _, target in menu.landmarks}
    known |= {menu.name for menu in menus}
    lost = [name for name in pages[first:] if name not in known]
    if lost and menus:
        total = len(package.spine)
        yield note(
            Code.NAVIGATION, menus[0].name, f"leads to no place in {len(lost)} of {total} pages, first {lost[0][:80]}"
        )


def _landmark_findings(package: Package, nav: Menu) -> Iterator[Finding]:
    marks = dict(reversed(nav.landmarks))
    for kind, href in package.guide:
        target = _target(package.name, href)
        other = marks.get(_SAME.get(kind.lower(), kind.lower()))
        if other is not None and other.partition("#")[0] != target.partition("#")[0]:
            yield note(Code.NAVIGATION, package.name, f"guide and landmarks disagree about {kind[:30]}")


def _distinct(menu: Menu) -> list[str]:
    return list(dict.fromkeys(menu.targets))


def _target(name: str, href: str) -> str:
    """The entry that a menu or guide leads to, with its fragment; empty for an address that is none of the book's."""
    address = bare(href)
    if address.startswith("#"):
        return name + address
    path, mark, fragment = address.partition("#")
    return resolve(posixpath.dirname(name), path) + mark + fragment if is_local(address) else ""
