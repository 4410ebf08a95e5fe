"""Parsing a document of a book: no network, no local file, no entity, no more memory than a page is worth."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from lxml import etree

from bundler.check.findings import Code, Finding

LARGEST_DOCUMENT = 16 * 1024 * 1024
"""Bytes; the longest novels in one file have four million."""
_MOST_MARKS = 1_000_000
"""`<` and `=` together: a tag or attribute takes 100 to 120 bytes of memory, so a document at most about 100 MB."""
_MALFORMED = (etree.XMLSyntaxError, ValueError, LookupError)


def parse(name: str, content: bytes) -> etree._Element | Finding:
    """Parse a document without expanding anything.

    Args:
        name: its entry, for the finding.
        content: its bytes.

    Returns:
        the root element, or a finding when it is no XML or too large to be a page.
    """
    if _is_too_large(content):
        return Finding(Code.BROKEN, name, "is larger than any reader opens")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except _MALFORMED as error:
        return Finding(Code.BROKEN, name, f"is not well-formed XML ({str(error)[:200]})")
    return root


def parse_list(
    name: str, content: bytes, tags: Iterable[str], take: Callable[[etree._Element], bool]
) -> etree._Element | Finding:
    """Parse a document that is one long list: its elements are handed over when they are read, and need not be kept.

    A tree takes eight times the bytes of a package document: 4 kB an article (measured).

    Args:
        name: its entry, for the finding.
        content: its bytes.
        tags: of the elements that are handed over, with their namespaces.
        take: is given each at its end, in the order of the ends; says whether nobody wants it any more. In a document
            that turns out to be broken it has got those before the fault.

    Returns:
        the root element without what nobody wants, but for the last one; or a finding, as `parse` gives it.
    """
    if _is_too_large(content):
        return parse(name, content)
    elements = _events(content, ("end",), tuple(tags))
    done: etree._Element | None = None
    try:
        for _, element in elements:
            _drop(done)  # and not the one that has just ended: the parser may still be at work on it
            done = element if take(element) else None
    except _MALFORMED as error:
        whole = parse(name, content)  # which words it as for every other document
        return whole if isinstance(whole, Finding) else Finding(Code.BROKEN, name, f"cannot be read ({error})")
    return elements.root


class NotInPiecesError(Exception):
    """A document that must be parsed as a whole."""


def in_pieces(content: bytes, together: frozenset[str]) -> Iterator[etree._Element]:
    """The nodes of a long document in their order, each as soon as it can be looked at; what was looked at goes.

    Of an element that is given, its attributes and what it stands in are there. Of an NCX, a tree would take 1.6 kB an
    article (measured).

    Args:
        content: its bytes.
        together: local names of elements that are wanted with all that is in them.

    Raises:
        NotInPiecesError: it is broken or too large, or comments or instructions stand around its root element.
    """
    if _is_too_large(content):
        raise NotInPiecesError
    waiting: list[etree._Element] = []
    opened = 0
    done: etree._Element | None = None
    try:
        for event, node in _events(content, ("start", "end", "comment", "pi")):
            if event != "end":
                if event != "start" and node.getparent() is None:
                    raise NotInPiecesError
                opened += event == "start" and local_name(node.tag) in together
                waiting.append(node)
            else:
                opened -= local_name(node.tag) in together
            if opened:
                continue
            yield from waiting
            waiting.clear()
            if event == "end":
                _drop(done)  # and not the one that has just ended: the parser may still be at work on it
                done = node
    except _MALFORMED as error:
        raise NotInPiecesError from error


def _events(content: bytes, events: Sequence[str], tags: Sequence[str] | None = None) -> etree.iterparse:
    return etree.iterparse(
        io.BytesIO(content),
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def _drop(element: etree._Element | None) -> None:
    if element is not None and (parent := element.getparent()) is not None:
        parent.remove(element)


def _is_too_large(content: bytes) -> bool:
    return len(content) > LARGEST_DOCUMENT or content.count(b"<") + content.count(b"=") > _MOST_MARKS


def declares_markup(root: etree._Element) -> bool:
    """Whether a document declares entities or attributes of its own: what they hide, no allowlist sees."""
    declarations = root.getroottree().docinfo.internalDTD
    return declarations is not None and (any(declarations.iterentities()) or any(declarations.iterelements()))


@lru_cache(256)
def local_name(tag: str) -> str:
    """The name of an element or attribute without its namespace, in lower case."""
    return tag.rpartition("}")[2].lower()


def text_of(element: etree._Element) -> str:
    """All text within an element, white space folded."""
    return " ".join("".join(element.itertext()).split())
