"""A page's bytes to text. The declared character set is believed only when the bytes agree with it."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
_HEAD = 4096

# The WHATWG Encoding Standard reads these labels as their larger relatives, as every browser does.
_READ_AS = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
}  # fmt: skip


# Python knows more codecs than the web: these are no character sets, and a page in UTF-16 would have a byte order mark.
_NOT_BELIEVED = re.compile(
    r"utf-?(?:7|16|32)|unicode|idna|punycode|undefined|base64|hex|rot|zlib|bz2|quopri|uu|mbcs|oem"
)


def decode(content: bytes) -> str:
    """Text of a page.

    Order of evidence: a byte order mark; bytes that are valid UTF-8; the declared character set when the bytes are
    valid in it; the most probable one by statistics; UTF-8 with replacement characters.

    Args:
        content: the page's bytes.

    Returns:
        text with unified line ends, without a byte order mark and without NUL characters.
    """
    return _decode(content).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    declared = _DECLARED.search(content[:_HEAD])
    label = declared[1].decode("ascii").lower() if declared else ""
    label = "" if _NOT_BELIEVED.match(label) else _READ_AS.get(label, label)
    for encoding in ("utf-8", label):
        if encoding:
            try:
                return content.decode(encoding)
            except (UnicodeError, LookupError):
                continue  # the next evidence
    if _nearly_utf8(content):
        return content.decode("utf-8", errors="replace")
    best = from_bytes(content).best()
    return str(best) if best is not None else content.decode("utf-8", errors="replace")


def _nearly_utf8(content: bytes) -> bool:
    """Whether a few broken bytes, a cut-off character say, are all that keeps the page from being UTF-8."""
    text = content.decode("utf-8", errors="replace")
    wide = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * 20 < wide
