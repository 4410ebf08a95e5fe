"""A character set told beside a page, by a server or in a message's header, goes into the page itself."""

from __future__ import annotations

import codecs

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
"""Labels that the WHATWG Encoding Standard reads as a larger relative."""


def with_charset(content: bytes, charset: str) -> bytes:
    """A page's bytes such that nobody has to know the character set told beside it.

    Args:
        content: a page.
        charset: the label, or an empty string; believed when the bytes are no UTF-8 and agree with it.

    Returns:
        the bytes as they are; or the text in UTF-8 behind a byte order mark, which counts before what a page declares.
    """
    label = charset.strip("\"' ").lower()
    if not label or content.startswith(_MARKS) or _decoded(content, "utf-8") is not None:
        return content
    text = _decoded(content, _READ_AS.get(label, label))
    return content if text is None else codecs.BOM_UTF8 + text.encode(errors="replace")


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None
