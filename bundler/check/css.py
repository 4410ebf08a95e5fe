"""Reading CSS for what it would load: style sheets, style elements and attributes, and `url()` in SVG attributes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from bundler.check.addresses import RUNNING, bare, is_local, is_remote, shown
from bundler.check.findings import Code, Finding, note, warning
from bundler.check.traces import local_path, names_tool
from bundler.check.trackers import counts_readers

# Every alternative ends by itself, closed or not, so that no text makes a search look twice at the same place.
_STRING_OR_COMMENT = re.compile(
    r"(?P<string>\"(?:\\[\s\S]|[^\"\\\n])*\"?|'(?:\\[\s\S]|[^'\\\n])*'?)|/\*(?P<comment>[\s\S]*?)(?:\*/|\Z)"
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|(\r\n|[\n\r\f])|(.))")
_NAMESPACE = re.compile(r"@namespace[^;{}]*", re.IGNORECASE)
_ACTIVE = re.compile(r"(?<![\w-])(?:expression\s*\(|-moz-binding\s*:|behavior\s*:)", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s*(?:url\(\s*)?[\"']?\s*(?P<address>[^\"')\s;]*)", re.IGNORECASE)
_FUNCTION = re.compile(
    r"\b(?:(?:url|src)\(|src\s*=)\s*(?:\"(?P<double>[^\"]*)|'(?P<single>[^']*)|(?P<bare>[^)\"'\s]*))", re.IGNORECASE
)
_SET = re.compile(r"\b(?:-webkit-)?(?:image-set|image|cross-fade)\((?P<inside>[^;{}]*)", re.IGNORECASE)
_STRING = re.compile(r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'")
_LARGEST_CODE_POINT = 0x10FFFF


def decoded_css(content: bytes) -> str:
    """A style sheet as text: UTF-8 as EPUB wants it, UTF-16 by its mark (EPUB 3.3, section 6.2)."""
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if utf16 else "utf-8", errors="replace")


def plain_css(text: str) -> str:
    """CSS without comments, with its escapes resolved (CSS Syntax 4.3.7), so that nothing hides behind them."""

    def character(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[3] or ""
        number = int(match[1], 16)
        return chr(number) if 0 < number <= _LARGEST_CODE_POINT else "\ufffd"

    bare_css = _STRING_OR_COMMENT.sub(lambda match: match["string"] or "", text)
    return _NAMESPACE.sub("", _ESCAPE.sub(character, bare_css))


def addresses(css: str) -> Iterator[str]:
    """Everything plain CSS would load: imports, `url()`, `src()`, and the strings of image sets."""
    for match in _IMPORT.finditer(css):
        yield match["address"]
    for match in _FUNCTION.finditer(css):
        yield match["double"] or match["single"] or match["bare"] or ""
    for match in _SET.finditer(css):
        for text in _STRING.finditer(match["inside"]):
            yield text["double"] or text["single"] or ""


def css_findings(name: str, text: str) -> Iterator[Finding]:
    """What in CSS could call out or run, and what its comments tell.

    Args:
        name: the entry it stands in.
        text: a style sheet, or the value of a style attribute.
    """
    css = plain_css(text)
    if _ACTIVE.search(css):
        yield Finding(Code.ACTIVE, name, "CSS that runs")
    for address in map(bare, addresses(css)):
        if is_remote(address):
            code = Code.TRACKER if counts_readers(address) else Code.REMOTE
            yield Finding(code, name, f"CSS loads {shown(address)}")
        elif RUNNING.match(address):
            yield Finding(Code.ACTIVE, name, f"CSS loads {shown(address)}")
    for match in _STRING_OR_COMMENT.finditer(text):
        comment = match["comment"] or ""
        if path := local_path(comment):
            yield warning(Code.TRACE, name, f"a comment with the path {path}")
        elif names_tool(comment):
            yield note(Code.MAKER, name, f"a comment: {' '.join(comment.split())[:60]}")


def css_references(text: str) -> Iterator[str]:
    """Files of the book that CSS refers to, fonts and pictures, as written, without query and fragment."""
    for address in map(bare, addresses(plain_css(text))):
        if is_local(address) and (path := re.split(r"[?#]", address, maxsplit=1)[0]):
            yield path
