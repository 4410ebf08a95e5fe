"""Reading one entry of a book: once, to its end, and by what it is. No more than one entry lies in memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from bundler.check.archive import UNREADABLE
from bundler.check.css import css_findings, css_references, decoded_css
from bundler.check.findings import Code, Finding, note, warning
from bundler.check.limits import NOT_ON_KINDLE, PICTURE_BYTES, PICTURE_PIXELS, SEVERAL_FRAMES, STYLE_BYTES
from bundler.check.page import Document, Reference, read_document
from bundler.check.pictures import read_picture
from bundler.check.signature import told_by_bytes, type_findings, usual
from bundler.check.traces import given_away
from bundler.check.xml import LARGEST_DOCUMENT

_DOCUMENTS = frozenset(("application/xhtml+xml", "image/svg+xml"))
_PACKAGE = "application/oebps-package+xml"
"""The package document is read by itself."""
_HEAD = 1024
_SCRIPTS = frozenset(("text/javascript", "text/vbscript", "application/x-shockwave-flash", "application/java-archive"))
_CSS = "text/css"
_PICTURES = "image/"
_LARGEST_PICTURE = 64 * 1024 * 1024
"""Bytes; twelve times what any shop takes."""
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry holds.

    Attributes:
        findings: what is worth telling about it.
        document: what later checks need of a document or style sheet; None for everything else.
    """

    findings: tuple[Finding, ...]
    document: Document | None = None


def read_entry(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    media_type: str,
    names: tuple[tuple[str, str], ...],
    *,
    is_obscured: bool = False,
) -> Entry:
    """Read an entry.

    Args:
        archive: the open archive.
        info: the entry, one that may be unpacked.
        media_type: as the manifest has it; empty for what it does not list.
        names: what no entry may hold (`traces.given_away`).
        is_obscured: whether its bytes are encrypted within the archive, so that only its checksum can be looked at.
    """
    name = info.filename
    try:
        kind = _kind(archive, info, media_type)
        content, given = _content(archive, info, names, 0 if is_obscured else _most(kind))
    except UNREADABLE as error:
        return Entry((Finding(Code.BROKEN, name, f"is damaged ({error})"),))
    findings = [warning(Code.TRACE, name, f"{what} of this machine stands in it") for what in given]
    document = None
    if not is_obscured:
        findings.extend(_type_findings(name, media_type, info.file_size, content))
        if info.file_size and _is_text(kind):
            document = _read_text(name, kind, content, info.file_size)
            findings.extend(document.findings)
        elif info.file_size and kind.startswith(_PICTURES):
            findings.extend(_picture_findings(name, info.file_size, content))
    return Entry(tuple(findings), document)


def _kind(archive: zipfile.ZipFile, info: zipfile.ZipInfo, media_type: str) -> str:
    """What an entry is looked at as: its media type, or what its bytes tell when that says little."""
    kind = usual(media_type)
    if _is_text(kind) or kind.startswith(_PICTURES):
        return kind
    with archive.open(info) as file:
        found = usual(told_by_bytes(file.read(_HEAD)))
    return found if _is_text(found) or found.startswith(_PICTURES) else kind


def _is_text(kind: str) -> bool:
    return kind == _CSS or kind in _DOCUMENTS or (kind.endswith(("+xml", "/xml")) and kind != _PACKAGE)


def _most(kind: str) -> int:
    """Bytes up to which an entry is looked at as a whole; of what is not looked into, only the beginning is."""
    if _is_text(kind):
        return LARGEST_DOCUMENT
    return _LARGEST_PICTURE if kind.startswith(_PICTURES) else 0


def _read_text(name: str, kind: str, content: bytes, size: int) -> Document:
    """A document or a style sheet; `content` is only its beginning when it is too large."""
    if size > LARGEST_DOCUMENT:
        return Document((Finding(Code.BROKEN, name, f"unpacks to {size} bytes, more than any reader opens"),))
    if kind != _CSS:
        return read_document(name, content)
    css = decoded_css(content)
    findings = (*css_findings(name, css), *STYLE_BYTES.findings(name, size))
    return Document(findings, tuple(map(Reference, css_references(css))))


def _type_findings(name: str, media_type: str, size: int, head: bytes) -> Iterator[Finding]:
    """What an entry is, whether it is anything at all, and whether it could run."""
    kind = usual(media_type)
    if not size:
        if kind and kind != _CSS:
            yield Finding(Code.EMPTY, name, "is empty")
        else:
            yield note(Code.EMPTY, name, "is empty")
    elif media_type:
        yield from type_findings(name, media_type, head)
    if kind in _SCRIPTS:
        yield Finding(Code.ACTIVE, name, f"is a program ({kind})")


def _content(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, names: tuple[tuple[str, str], ...], most: int
) -> tuple[bytes, list[str]]:
    """An entry's bytes, or its beginning when they are more than `most`, and which of the names stand in them.

    It is read to its end all the same, for its checksum.
    """
    if info.file_size <= most:
        content = archive.read(info)
        return content, list(dict.fromkeys(given_away(content, names)))
    head = b""
    given: dict[str, None] = {}
    with archive.open(info) as file:
        while piece := file.read(_PIECE):
            head = head or piece
            given |= dict.fromkeys(given_away(piece, names))
    return head, list(given)


def _picture_findings(name: str, size: int, content: bytes) -> Iterator[Finding]:
    media_type = told_by_bytes(content)
    yield from PICTURE_BYTES.findings(name, size)
    if media_type in NOT_ON_KINDLE:
        yield note(Code.LIMIT, name, NOT_ON_KINDLE[media_type])
    if not media_type.startswith(_PICTURES):
        return
    facts = read_picture(media_type, content)
    yield from PICTURE_PIXELS.findings(name, facts.width * facts.height)
    if facts.frames > 1 and media_type == "image/gif":
        yield note(Code.LIMIT, name, SEVERAL_FRAMES)
    for tell in facts.tells:
        yield Finding(tell.code, name, tell.text, tell.level)
