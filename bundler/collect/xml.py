"""XML from anywhere: without document types, entities or a network, and damaged as it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bundler.collect.unreadable import UnreadableError

if TYPE_CHECKING:  # it is loaded where something is parsed
    from lxml import etree

_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:[A-Za-z][\w.-]*:)?(?P<root>[A-Za-z][\w.-]*)(?P<rest>[^>]{0,2000})",
    re.DOTALL | re.IGNORECASE,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def root_of(head: bytes) -> tuple[str, str]:
    """The first element of an XML document.

    Args:
        head: its first bytes.

    Returns:
        the element's name without prefix in small letters, and its attributes as they stand there; empty texts for
        what is no XML.
    """
    if head.startswith(_UTF16):
        head = head[: len(head) // 2 * 2].decode("utf-16", errors="ignore").encode()
    found = _PROLOGUE.match(head)
    if found is None:
        return "", ""
    return found["root"].decode("ascii").lower(), found["rest"].decode("utf-8", errors="replace")


def parse(content: bytes) -> etree._Element:
    """Parse a document as far as it can be read.

    Args:
        content: the whole document.

    Raises:
        UnreadableError: nothing of it can be read.
    """
    from lxml import etree  # noqa: PLC0415 - loaded where something is parsed

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"is damaged XML ({' '.join(str(error).split())})") from error
    if root is None:
        raise UnreadableError("is damaged XML (nothing of it can be read)")
    return root


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace, in small letters; empty for comments and entities."""
    tag = element.tag  # not QName: what libxml2 saves of damaged XML may have names that are none
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element | None) -> str:
    """All text in an element, white space folded."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
