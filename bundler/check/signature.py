"""What a file is by its first bytes, against what the manifest and its name say it is."""

from __future__ import annotations

from collections.abc import Iterator

from bundler.check.findings import Code, Finding, warning

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"OTTO", "font/otf"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"true\x00", "font/ttf"),
    (b"ttcf", "font/collection"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_BRANDS = {b"avif": "image/avif", b"avis": "image/avif", b"heic": "image/heic", b"mif1": "image/heic"}
_HEAD = 1024
_BY_EXTENSION = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "css": "text/css",
    "xhtml": "application/xhtml+xml",
    "ncx": "application/x-dtbncx+xml",
    "js": "text/javascript",
    "otf": "font/otf",
    "ttf": "font/ttf",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "smil": "application/smil+xml",
}
_ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/javascript": "text/javascript",
    "application/ecmascript": "text/javascript",
    "application/x-javascript": "text/javascript",
    "application/vnd.ms-opentype": "font/otf",
    "application/font-sfnt": "font/otf",
    "application/x-font-opentype": "font/otf",
    "application/x-font-otf": "font/otf",
    "application/x-font-truetype": "font/otf",
    "application/x-font-ttf": "font/otf",
    "application/font-woff": "font/woff",
    "application/x-font-woff": "font/woff",
    "application/font-woff2": "font/woff2",
    "font/ttf": "font/otf",
    "font/sfnt": "font/otf",
    "audio/mp3": "audio/mpeg",
    "audio/mp4": "video/mp4",
    "text/x-oeb1-document": "application/xhtml+xml",
    "text/html": "application/xhtml+xml",
    "text/x-oeb1-css": "text/css",
}
"""Other names of the same types; OpenType and TrueType fonts share a container and are one here."""
_SPELLED = frozenset(("image/bmp", "image/gif", "audio/mpeg", "audio/ogg", "application/x-msdownload"))
"""Types whose first bytes are letters, so that a text may begin with them."""
_READ_AS_TEXT = ("text/", "application/xhtml+xml", "image/svg+xml", "application/x-dtbncx+xml", "application/smil+xml")


def usual(media_type: str) -> str:
    """A media type without parameters, under its usual name."""
    bare = media_type.partition(";")[0].strip().lower()
    return _ALIASES.get(bare, bare)


def told_by_bytes(head: bytes) -> str:
    """The media type that first bytes tell, or an empty string.

    Args:
        head: the file's beginning, a thousand bytes are enough.
    """
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return _told_by_markup(head[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower())


def _told_by_markup(head: bytes) -> str:
    if not head.startswith(b"<"):
        return ""
    marks = ((b"<svg", "image/svg+xml"), (b"<html", "application/xhtml+xml"), (b"<!doctype html", "text/html"))
    found = [(position, media_type) for mark, media_type in marks if (position := head.find(mark)) >= 0]
    return min(found)[1] if found else ""


def type_findings(name: str, media_type: str, head: bytes) -> Iterator[Finding]:
    """Where a file's bytes, its media type and the ending of its name contradict each other.

    Args:
        name: the entry's name.
        media_type: as the manifest has it.
        head: the file's first bytes, at least one.
    """
    declared = usual(media_type)
    found = usual(told_by_bytes(head))
    is_picture = declared.startswith("image/") and declared != "image/svg+xml"
    if found and found != declared and (is_picture or not _may_be(declared, found)):
        if is_picture and not found.startswith("image/"):
            yield Finding(Code.TYPE, name, f"is said to be {declared} and is no picture but {found}")
        else:
            yield warning(Code.TYPE, name, f"is said to be {declared} and is {found}")
    elif is_picture and not found:
        yield Finding(Code.TYPE, name, f"is said to be {declared} and is no picture")
    by_name = usual(_BY_EXTENSION.get(name.rpartition(".")[2].lower(), ""))
    if by_name and by_name != declared:
        yield warning(Code.TYPE, name, f"is named like {by_name} and said to be {declared}")


def _may_be(declared: str, found: str) -> bool:
    """Whether bytes that begin like one type may well be another: texts begin with anything, containers hold much."""
    if declared.startswith(_READ_AS_TEXT) or declared.endswith(("+xml", "/xml")):
        return found in _SPELLED or found in ("application/xhtml+xml", "image/svg+xml")
    return found.partition("/")[0] in ("video", "audio") and declared.startswith(("video/", "audio/"))
