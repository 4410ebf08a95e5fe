"""A page's bytes to text. The declared character set is believed only when the bytes agree and the text makes sense."""

from __future__ import annotations

import codecs
import re

from bundler.clean.likely_encoding import LIKELY, likelihoods

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
_HEAD = 4096
_SHIFT_IN = re.compile(rb"\x1b\$[@B]")
"""ISO-2022-JP's escape to two bytes a character; the rest of it is ASCII, so that it is valid UTF-8, too."""
_FAR = 0.5
"""A declared character set is doubted when it is less than half as likely as another."""

# The WHATWG Encoding Standard reads these labels as their larger relatives, as every browser does.
_READ_AS = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254",
    "iso-8859-7": "cp1253", "iso-8859-2": "iso8859-2", "tis-620": "cp874", "windows-874": "cp874",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "euc-jp": "euc_jp",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "utf8": "utf-8",
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
}  # fmt: skip


# Python knows more codecs than the web: these are no character sets, and a page in UTF-16 would have a byte order mark.
_NOT_BELIEVED = re.compile(
    r"utf-?(?:7|16|32)|unicode|idna|punycode|undefined|base64|hex|rot|zlib|bz2|quopri|uu|mbcs|oem"
)


def decode(content: bytes) -> str:
    """Text of a page.

    Order of evidence: a byte order mark; bytes that are valid UTF-8; the declared character set when the bytes are
    valid in it and no other one is far likelier; the likeliest; the most probable one by statistics; UTF-8 with
    replacement characters.

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
    japanese = _strictly(content, "iso2022_jp") if _SHIFT_IN.search(content) else None
    text = japanese if japanese is not None else _strictly(content, "utf-8")
    if text is not None:
        return text
    declared = _DECLARED.search(content[:_HEAD])
    label = declared[1].decode("ascii").lower() if declared else ""
    label = "" if _NOT_BELIEVED.match(label) else _READ_AS.get(label, label)
    if label in ("", "utf-8") and _nearly_utf8(content):
        return content.decode("utf-8", errors="replace")
    return _in_old_encoding(content, "" if label == "utf-8" else label)


def _in_old_encoding(content: bytes, label: str) -> str:
    """Text of bytes that are not UTF-8: as declared, if that is likely; as is likeliest; by statistics."""
    likely = likelihoods(content)
    best = next(iter(likely))
    if likely[best] >= LIKELY and likely.get(label, 0.0 if not label else LIKELY) < _FAR * likely[best]:
        text = _strictly(content, best)
        return content.decode(best, errors="replace") if text is None else text  # a character that was cut off
    text = _strictly(content, label) if label else None
    if text is not None:
        return text
    if _nearly_utf8(content):
        return content.decode("utf-8", errors="replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - nearly every page's text is had without it

    guess = from_bytes(content).best()
    return str(guess) if guess is not None else content.decode("utf-8", errors="replace")


def _strictly(content: bytes, encoding: str) -> str | None:
    """The text, or None when the bytes are not valid in the encoding or nobody knows it."""
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _nearly_utf8(content: bytes) -> bool:
    """Whether a few broken bytes, a cut-off character say, are all that keeps the page from being UTF-8."""
    text = content.decode("utf-8", errors="replace")
    wide = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * 20 < wide
