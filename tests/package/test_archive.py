"""The ZIP container: the same content gives the same bytes."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from bundler.package.archive import DeterministicZip

_TEXT = b"<p>words and more words</p>" * 200


def _written(path: Path) -> Path:
    with DeterministicZip(path, "w") as archive:
        archive.writestr("mimetype", b"application/epub+zip")
        for name in ("EPUB/text/a.xhtml", "EPUB/images/a.jpg", "EPUB/images/b.png", "EPUB/styles/a.css"):
            archive.writestr(name, _TEXT)
    return path


def test_pictures_are_stored_and_text_is_deflated(tmp_path: Path) -> None:
    """What is compressed already is not compressed again, and `mimetype` never."""
    with zipfile.ZipFile(_written(tmp_path / "a.epub")) as archive:
        stored = {info.filename for info in archive.infolist() if info.compress_type == zipfile.ZIP_STORED}
        deflated = {info.filename for info in archive.infolist() if info.compress_type == zipfile.ZIP_DEFLATED}
    assert stored == {"mimetype", "EPUB/images/a.jpg", "EPUB/images/b.png"}
    assert deflated == {"EPUB/text/a.xhtml", "EPUB/styles/a.css"}


def test_entries_carry_neither_clock_nor_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Times, system and permissions are fixed, whatever the clock says."""
    early = _written(tmp_path / "early.epub").read_bytes()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    late = _written(tmp_path / "late.epub").read_bytes()
    assert early == late
    with zipfile.ZipFile(tmp_path / "late.epub") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {3}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100644}
        assert {info.extra for info in archive.infolist()} == {b""}


def test_what_the_caller_says_of_an_entry_is_not_believed(tmp_path: Path) -> None:
    """The library brings its own time and compression for an entry; only its name counts."""
    info = zipfile.ZipInfo("EPUB/text/a.xhtml", (2024, 5, 6, 7, 8, 10))
    info.compress_type = zipfile.ZIP_STORED
    with DeterministicZip(tmp_path / "a.epub", "w") as archive:
        archive.writestr(info, _TEXT, compress_type=zipfile.ZIP_STORED)
    with zipfile.ZipFile(tmp_path / "a.epub") as archive:
        (found,) = archive.infolist()
        assert (found.date_time, found.compress_type) == ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED)


def test_the_mimetype_can_be_read_at_its_fixed_place(tmp_path: Path) -> None:
    """OCF 3.3, 4.3: bytes 30 to 38 are the name and bytes 38 to 58 the media type, as `file` looks for them."""
    head = _written(tmp_path / "a.epub").read_bytes()[:58]
    assert head[:4] == b"PK\x03\x04"
    assert head[30:58] == b"mimetypeapplication/epub+zip"
