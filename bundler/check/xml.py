"""Parsing a document of a book: no network, no local file, no entity, no more memory than a page is worth."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from bundler.check.findings import Code, Finding

LARGEST_DOCUMENT = 16 * 1024 * 1024
"""Bytes; the longest novels in one file have four million."""
_MOST_MARKS = 1_000_000
"""`<` and `=` together: a tag or attribute takes 100 to 120 bytes of memory, so a document at most about 100 MB."""


def parse(name: str, content: bytes) -> etree._Element | Finding:
    """Parse a document without expanding anything.

    Args:
        name: its entry, for the finding.
        content: its bytes.

    Returns:
        the root element, or a finding when it is no XML or too large to be a page.
    """
    if len(content) > LARGEST_DOCUMENT or content.count(b"<") + content.count(b"=") > _MOST_MARKS:
        return Finding(Code.BROKEN, name, "is larger than any reader opens")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        return Finding(Code.BROKEN, name, f"is not well-formed XML ({str(error)[:200]})")
    return root


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
