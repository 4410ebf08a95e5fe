"""Parsing a document of a book: no network, no local file, no entity, no more memory than a page is worth."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
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
    elements = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=tuple(tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    done: etree._Element | None = None
    try:
        for _, element in elements:
            # The parser may still be at work on the element that has just ended, so it goes when the next one has.
            if done is not None and (above := done.getparent()) is not None:
                above.remove(done)
            done = element if take(element) else None
    except _MALFORMED as error:
        whole = parse(name, content)  # which words it as for every other document
        return whole if isinstance(whole, Finding) else Finding(Code.BROKEN, name, f"cannot be read ({error})")
    return elements.root


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
