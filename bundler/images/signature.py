"""Telling a picture by its first bytes: what a server calls it says little, and names say less."""

from __future__ import annotations

_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x1f\x8b")
_BRANDS = (b"avif", b"avis", b"mif1", b"miaf")
_HEAD = 4096


def is_svg(content: bytes) -> bool:
    """Whether bytes look like an SVG drawing, packed or not."""
    head = content[:_HEAD]
    return head.startswith(_MAGIC[-1]) or (b"<svg" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"))


def is_picture(content: bytes) -> bool:
    """Whether bytes begin like a picture of a kind that can be decoded; says nothing of whether it is whole."""
    if content.startswith(_MAGIC) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return True
    return (content[4:8] == b"ftyp" and content[8:12] in _BRANDS) or is_svg(content)


def what_it_is(content: bytes) -> str:
    """In words, for bytes that are no picture."""
    head = content[:512].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html")):
        return "is a web page, not a picture"
    return "is no picture" if content.strip() else "is empty"
