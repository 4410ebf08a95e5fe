"""What the ZIP file itself hides, tells or does: names, bytes around entries, kinds of entries, bombs and locks."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bundler.check import Code, Finding, Level, audit
from tests.books import rewrite
from tests.check.anatomy import Anatomy, dissected, raw_entries

_ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:EncryptionMethod Algorithm="{}"/><e:CipherData><e:CipherReference URI="{}"/></e:CipherData>'
    "</e:EncryptedData></encryption>"
)


def _kinds(path: Path) -> set[tuple[Code, Level]]:
    return {(finding.code, finding.level) for finding in audit(path)}


def _written(anatomy: Anatomy, target: Path, change: Callable[[zipfile.ZipInfo], None], comment: bytes = b"") -> Path:
    """The book written anew, with a change to the header of its page."""
    with zipfile.ZipFile(target, "w") as archive:
        for info, content in raw_entries(anatomy.path):
            if info.filename == anatomy.page:
                change(info)
            archive.writestr(info, content)
        archive.comment = comment
    return target


@pytest.mark.parametrize(
    "name",
    [
        *("../x", "EPUB/../../x", "EPUB/..", "/etc/x", "//server/x", "EPUB\\x", "..\\x", "C:/x", "c:x"),
        *("EPUB/a\u202etxt.exe", "EPUB/a\x1b[2J", "a\u200bb"),
    ],
)
def test_a_dangerous_name_is_an_error(anatomy: Anatomy, tmp_path: Path, name: str) -> None:
    """Names that lead out of the book on any system, or that lie to the eye."""
    assert (Code.NAME, Level.ERROR) in _kinds(rewrite(anatomy.path, tmp_path / "planted.epub", {name: b"x"}))


@pytest.mark.parametrize(
    "name", ["EPUB/x.", "EPUB/x /y", "EPUB/nul", "EPUB/Con.txt", "a?b", 'a"b', "EPUB//x", "./x", "EPUB/" + "x" * 300]
)
def test_an_awkward_name_is_a_warning(anatomy: Anatomy, tmp_path: Path, name: str) -> None:
    """Names that some systems cannot write or read otherwise."""
    assert (Code.NAME, Level.WARNING) in _kinds(rewrite(anatomy.path, tmp_path / "planted.epub", {name: b"x"}))


@pytest.mark.parametrize("names", [("x/lake", "X/Lake"), ("caf\u00e9", "cafe\u0301"), ("stra\u00dfe", "STRASSE")])
def test_names_that_collide_are_an_error(anatomy: Anatomy, tmp_path: Path, names: tuple[str, str]) -> None:
    """Names that are one on file systems that fold case or compose characters."""
    book = rewrite(anatomy.path, tmp_path / "planted.epub", dict.fromkeys(names, b"x"))
    assert {finding.file for finding in audit(book) if "same as another" in finding.detail} == set(names)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_stands_twice_is_an_error(anatomy: Anatomy, tmp_path: Path) -> None:
    """One reader shows the first, another the last, and a checker only one of them."""
    book = rewrite(anatomy.path, tmp_path / "planted.epub", {})
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(zipfile.ZipInfo(anatomy.page), "<html/>")
    assert any("stands twice" in finding.detail for finding in audit(book))


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010666])
def test_an_entry_that_is_no_file_is_an_error(anatomy: Anatomy, tmp_path: Path, mode: int) -> None:
    """A symbolic link, a device, a pipe."""

    def change(info: zipfile.ZipInfo) -> None:
        info.create_system, info.external_attr = 3, mode << 16

    assert (Code.ARCHIVE, Level.ERROR) in _kinds(_written(anatomy, tmp_path / "planted.epub", change))


def _with_extra(extra: bytes) -> Callable[[zipfile.ZipInfo], None]:
    def change(info: zipfile.ZipInfo) -> None:
        info.extra = extra

    return change


def _with_comment(info: zipfile.ZipInfo) -> None:
    info.comment = b"by A. Writer"


def _at_noon(info: zipfile.ZipInfo) -> None:
    info.date_time = (2026, 11, 22, 12, 0, 0)


def _unchanged(_: zipfile.ZipInfo) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_with_extra(struct.pack("<HHBBIBI", 0x7875, 11, 1, 4, 1000, 4, 1000)), (Code.MAKER, Level.NOTE)),
        (_with_extra(struct.pack("<HHBI", 0x5455, 5, 1, 1_600_000_000)), (Code.MAKER, Level.NOTE)),
        (_with_extra(struct.pack("<HHI", 0x000A, 4, 0)), (Code.MAKER, Level.NOTE)),
        (_at_noon, (Code.MAKER, Level.NOTE)),
        (_with_comment, (Code.ARCHIVE, Level.WARNING)),
    ],
)
def test_what_headers_tell_is_found(
    anatomy: Anatomy, tmp_path: Path, change: Callable[[zipfile.ZipInfo], None], kind: tuple[Code, Level]
) -> None:
    """User ids, clocks and comments in the headers of entries."""
    clean = set(audit(_written(anatomy, tmp_path / "clean.epub", _unchanged)))
    planted = set(audit(_written(anatomy, tmp_path / "planted.epub", change)))
    assert {(finding.code, finding.level) for finding in planted - clean} == {kind}


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"#!/bin/sh\n" + content,
        lambda content: b"\xff\xd8\xff\xe0" + b"x" * 500 + content,
        lambda content: content + b"x",
        lambda content: content + b"\x00" * 4000,
        lambda content: content + b"<html></html>",
        lambda content: content[:-2] + b"\x04\x00abcd",
    ],
)
def test_bytes_that_belong_to_no_entry_are_found(
    anatomy: Anatomy, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    """Before the archive, behind it, or as its comment."""
    clean = rewrite(anatomy.path, tmp_path / "clean.epub", {})
    assert (Code.ARCHIVE, Level.WARNING) not in _kinds(clean)
    (tmp_path / "planted.epub").write_bytes(change(clean.read_bytes()))
    assert (Code.ARCHIVE, Level.WARNING) in _kinds(tmp_path / "planted.epub")


def test_bytes_between_entries_are_found(anatomy: Anatomy, tmp_path: Path) -> None:
    """A file that no directory lists can still be carried along."""
    with zipfile.ZipFile(tmp_path / "planted.epub", "w") as archive:
        for info, content in raw_entries(anatomy.path):
            archive.writestr(info, content)
        assert archive.fp is not None
        archive.fp.seek(archive.start_dir)
        archive.fp.write(b"hidden" * 50)
        archive.start_dir = archive.fp.tell()
    assert (Code.ARCHIVE, Level.WARNING) in _kinds(tmp_path / "planted.epub")


def test_a_header_with_another_name_is_an_error(anatomy: Anatomy, tmp_path: Path) -> None:
    """The directory says one name, the entry itself another: readers show different books."""
    clean = rewrite(anatomy.path, tmp_path / "clean.epub", {})
    content = clean.read_bytes().replace(anatomy.page.encode(), anatomy.page.encode().swapcase(), 1)
    (tmp_path / "planted.epub").write_bytes(content)
    assert (Code.ARCHIVE, Level.ERROR) in _kinds(tmp_path / "planted.epub")


@pytest.mark.parametrize("size", [9_000_000, 65 * 1024 * 1024])
def test_a_bomb_is_not_unpacked(good_book: Path, tmp_path: Path, size: int) -> None:
    """What unpacks to hundreds of times its size is an error, whatever it is called; nothing is read of it."""
    page = dissected(good_book).page
    bomb = rewrite(good_book, tmp_path / "bomb.epub", {page: b" " * size})
    assert bomb.stat().st_size < 1024 * 1024
    assert Finding(Code.ARCHIVE, page, f"unpacks to {size} bytes, {_ratio(bomb, page)} times its size") in audit(bomb)


def _ratio(book: Path, name: str) -> int:
    with zipfile.ZipFile(book) as archive:
        info = archive.getinfo(name)
    return info.file_size // info.compress_size


def test_a_page_larger_than_any_page_is_not_parsed(good_book: Path, tmp_path: Path) -> None:
    """Neither one of too many bytes nor one of too many tags."""
    page = dissected(good_book).page
    noise = b"".join(struct.pack(">I", number * 2_654_435_761 % 2**32) for number in range(4_500_000))
    for content in (noise, b"<a/>" * 1_100_000 + noise[:200_000]):
        book = rewrite(good_book, tmp_path / "large.epub", {page: content})
        assert any(finding.code is Code.BROKEN and "any reader opens" in finding.detail for finding in audit(book))


@pytest.mark.parametrize(
    ("algorithm", "level"),
    [
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", Level.ERROR),
        ("http://example.org/drm", Level.ERROR),
        ("http://www.idpf.org/2008/embedding", Level.NOTE),
        ("http://ns.adobe.com/pdf/enc#RC", Level.NOTE),
    ],
)
def test_a_lock_on_the_book_is_found(anatomy: Anatomy, tmp_path: Path, algorithm: str, level: Level) -> None:
    """DRM is an error, a font that only reading programs can use a note."""
    encryption = _ENCRYPTION.format(algorithm, anatomy.css).encode()
    book = rewrite(anatomy.path, tmp_path / "planted.epub", {"META-INF/encryption.xml": encryption})
    assert (Code.ARCHIVE, level) in _kinds(book)


def test_a_packed_mimetype_is_a_warning(anatomy: Anatomy, tmp_path: Path) -> None:
    """Then a file's type cannot be told by its first bytes."""
    with zipfile.ZipFile(tmp_path / "planted.epub", "w") as archive:
        for info, content in raw_entries(anatomy.path):
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    assert (Code.ARCHIVE, Level.WARNING) in _kinds(tmp_path / "planted.epub")
