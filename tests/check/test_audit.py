"""The audit: a good book is clean, and a book broken on purpose is found out with the right code."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

import pytest

from bundler.check import Code, audit
from tests.books import FIRST_PAGE, contents, names, rewrite, text

_PAGE = f"EPUB/text/{FIRST_PAGE}"
_OPF = "EPUB/content.opf"
_CSS = "EPUB/styles/default.css"


def _codes(path: Path) -> set[Code]:
    return {finding.code for finding in audit(path)}


def _with_body(book: Path, target: Path, markup: str) -> Path:
    """The book with markup at the end of its first article."""
    page = text(book, _PAGE).replace("</section>", f"{markup}</section>")
    return rewrite(book, target, {_PAGE: page.encode()})


def _with_style(book: Path, target: Path, css: str) -> Path:
    return rewrite(book, target, {_CSS: (text(book, _CSS) + css).encode()})


def test_a_good_book_is_clean(good_book: Path, tmp_path: Path) -> None:
    """Our own book has no findings, and none comes from taking it apart and packing it again."""
    assert audit(good_book) == []
    assert audit(rewrite(good_book, tmp_path / "again.epub", {})) == []


@pytest.mark.parametrize(
    "css", ["/* @import url(https://example.org/a.css) */", "p { color: #123456; content: 'url' }"]
)
def test_what_loads_nothing_is_no_finding(good_book: Path, tmp_path: Path, css: str) -> None:
    """A comment and a colour are harmless."""
    assert audit(_with_style(good_book, tmp_path / "fine.epub", css)) == []


def test_a_book_may_bring_its_own_font(good_book: Path, tmp_path: Path) -> None:
    """A style sheet of any maker may load a file of the book: that needs no network, and the file is referred to."""
    opf = text(good_book, _OPF).replace(
        "</manifest>", '<item href="fonts/a.otf" id="font" media-type="font/otf"/></manifest>'
    )
    css = text(good_book, _CSS) + "@font-face { font-family: a; src: url(../fonts/a.otf) }"
    changes: dict[str, bytes | None] = {_OPF: opf.encode(), _CSS: css.encode(), "EPUB/fonts/a.otf": b"OTTO"}
    assert audit(rewrite(good_book, tmp_path / "font.epub", changes)) == []


def test_an_entity_declaration_is_found_and_not_expanded(good_book: Path, tmp_path: Path) -> None:
    """A billion laughs are one finding, and a local file is not read into the book."""
    entities = "<!DOCTYPE html [" + '<!ENTITY a "haha"><!ENTITY f SYSTEM "file:///etc/passwd">' + "]>"
    page = text(good_book, _PAGE).replace("<!DOCTYPE html>", entities).replace("</section>", "&a;&f;</section>")
    assert Code.ACTIVE in _codes(rewrite(good_book, tmp_path / "broken.epub", {_PAGE: page.encode()}))


def test_a_missing_picture_is_found(good_book: Path, tmp_path: Path) -> None:
    """A file that the manifest and a page name must be there; both places are told."""
    picture = next(name for name in names(good_book) if re.search(r"images/[0-9a-f]{64}", name))
    findings = audit(rewrite(good_book, tmp_path / "broken.epub", {picture: None}))
    assert {(finding.code, finding.file) for finding in findings} == {(Code.MISSING, picture), (Code.MISSING, _PAGE)}


def test_a_missing_style_sheet_is_found(good_book: Path, tmp_path: Path) -> None:
    """What a style sheet of the book imports must be in the book."""
    assert Code.MISSING in _codes(_with_style(good_book, tmp_path / "broken.epub", '@import "other.css";'))


def test_a_missing_page_is_found(good_book: Path, tmp_path: Path) -> None:
    """A page that contents and spine lead to must be there."""
    assert _codes(rewrite(good_book, tmp_path / "broken.epub", {_PAGE: None})) >= {Code.MISSING}


@pytest.mark.parametrize("markup", ["<p>", "<p>&nbsp;</p>", "<p>\x01</p>", "& x"])
def test_a_page_that_is_no_xml_is_found(good_book: Path, tmp_path: Path, markup: str) -> None:
    """A reader may refuse the whole book for one page that is not well-formed."""
    findings = audit(_with_body(good_book, tmp_path / "broken.epub", markup))
    assert (Code.BROKEN, _PAGE) in {(finding.code, finding.file) for finding in findings}


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 100, b"<html></html>"])
def test_a_file_that_is_no_archive_is_one_finding(tmp_path: Path, content: bytes) -> None:
    """What is no ZIP at all is told as one thing, without an exception."""
    path = tmp_path / "book.epub"
    path.write_bytes(content)
    (finding,) = audit(path)
    assert (finding.code, finding.file) == (Code.BROKEN, "")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_book_is_found(good_book: Path, tmp_path: Path, share: float) -> None:
    """A download that broke off is no book, wherever it broke off."""
    content = good_book.read_bytes()
    (tmp_path / "cut.epub").write_bytes(content[: int(len(content) * share)])
    assert _codes(tmp_path / "cut.epub") == {Code.BROKEN}


def _damaged(book: Path, target: Path, name: str) -> Path:
    """The book with forty bytes of one entry's data overwritten."""
    content = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        offset = archive.getinfo(name).header_offset
    start = offset + 30 + sum(struct.unpack("<HH", content[offset + 26 : offset + 30]))
    content[start + 20 : start + 60] = b"\xff" * 40
    target.write_bytes(content)
    return target


@pytest.mark.parametrize("name", [_PAGE, _OPF, _CSS, "EPUB/images/cover.jpg"])
def test_a_damaged_entry_is_found(good_book: Path, tmp_path: Path, name: str) -> None:
    """A flipped byte in a picture, a page or the package document is a finding and no exception."""
    assert Code.BROKEN in _codes(_damaged(good_book, tmp_path / "broken.epub", name))


def test_an_encrypted_archive_is_a_finding(good_book: Path, tmp_path: Path) -> None:
    """A ZIP with a password cannot be read by any reader; each entry is told, and that nothing can be looked into."""
    content = bytearray(good_book.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(signature), bytes(content)):
            content[match.start() + flags] |= 1
    (tmp_path / "locked.epub").write_bytes(content)
    assert _codes(tmp_path / "locked.epub") == {Code.BROKEN, Code.ARCHIVE}


@pytest.mark.parametrize("name", ["mimetype", "META-INF/container.xml", _OPF])
def test_a_book_without_its_frame_is_found(good_book: Path, tmp_path: Path, name: str) -> None:
    """Without media type, container or package document it is no EPUB."""
    assert Code.BROKEN in _codes(rewrite(good_book, tmp_path / "broken.epub", {name: None}))


@pytest.mark.parametrize("name", ["META-INF/container.xml", _OPF])
@pytest.mark.parametrize("content", [b"", b"<", b"<a/>", b"\xff\xfe\x00"])
def test_a_book_with_a_senseless_frame_is_found(good_book: Path, tmp_path: Path, name: str, content: bytes) -> None:
    """Container or package document that say nothing are findings and no exceptions."""
    findings = audit(rewrite(good_book, tmp_path / "broken.epub", {name: content}))
    assert findings != []


def test_the_audit_only_reads(good_book: Path) -> None:
    """The same bytes and the same time stamp before and after, and every entry is still there."""
    before = (good_book.read_bytes(), good_book.stat().st_mtime_ns)
    audit(good_book)
    assert (good_book.read_bytes(), good_book.stat().st_mtime_ns) == before
    assert len(contents(good_book)) == len(names(good_book))
