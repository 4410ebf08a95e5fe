"""What ebooklib does by itself and a book of ours must not have; and canaries on the private hooks we rely on."""

from __future__ import annotations

import errno
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import ebooklib
import pytest
from ebooklib import epub
from lxml import etree

from bundler.package.epub import BookWriter, CoverItem, LazyItem
from tests.books import article_pages, bundle, contents, names, text
from tests.pages import plain_page, prose

_HOOKS = (
    "_get_nav",
    "_get_ncx",
    "_write_opf_manifest",
    "_write_opf_spine",
    "_write_opf_file",
    "_write_container",
    "_write_opf",
    "_write_items",
)
_NS = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _small_book() -> epub.EpubBook:
    book = epub.EpubBook()
    book.set_identifier("urn:uuid:1")
    book.set_title("Small")
    book.set_language("en")
    book.add_item(epub.EpubNav(uid="nav", file_name="nav.xhtml", media_type="application/xhtml+xml"))
    book.add_item(epub.EpubNcx())
    page = LazyItem("text/a.xhtml", "application/xhtml+xml", lambda: b"<html>before <p>after</p></html>")
    book.add_item(page)
    book.add_item(CoverItem("images/cover.jpg", b"picture"))
    book.spine.append(page)
    return book


def _package(book: Path) -> etree._Element:
    return etree.fromstring(contents(book)["EPUB/content.opf"])


@pytest.mark.parametrize("name", _HOOKS)
def test_the_private_hook_is_there(name: str) -> None:
    """A new ebooklib that renames a hook we override or call is found here, not in a reader's hands."""
    assert callable(getattr(epub.EpubWriter, name, None)), f"ebooklib {ebooklib.VERSION} has no {name}"


def test_every_hook_is_called_when_a_book_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook that exists and is no longer called would bring the generated navigation back."""
    called: list[str] = []

    def watch(name: str) -> None:
        original = getattr(BookWriter, name)

        def watched(self: BookWriter, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the hook takes and gives
            called.append(name)
            return original(self, *arguments)

        monkeypatch.setattr(BookWriter, name, watched)

    for name in _HOOKS:
        watch(name)
    BookWriter(tmp_path / "small.epub", _small_book(), b"nav", b"ncx", "2020-09-01T00:00:00Z").write()
    assert sorted(called) == sorted(_HOOKS)
    found = contents(tmp_path / "small.epub")
    assert (found["EPUB/nav.xhtml"], found["EPUB/toc.ncx"]) == (b"nav", b"ncx")


def test_items_are_asked_for_their_bytes_once_and_pass_untouched(tmp_path: Path) -> None:
    """A page is not parsed and written anew: what an item gives is what stands in the book."""
    asked: list[str] = []
    odd = b'<?xml version="1.0"?>\n<!-- first --><html  a = "1">text before <p>the first element</p>\r\n</html>'

    def content() -> bytes:
        asked.append("text/a.xhtml")
        return odd

    book = _small_book()
    book.add_item(LazyItem("text/b.xhtml", "application/xhtml+xml", content))
    BookWriter(tmp_path / "small.epub", book, b"nav", b"ncx", "2020-09-01T00:00:00Z").write()
    assert contents(tmp_path / "small.epub")["EPUB/text/b.xhtml"] == odd
    assert asked == ["text/a.xhtml"]


@pytest.mark.parametrize("together", [1, 2, 7, 8])
def test_the_package_document_is_the_same_however_many_items_are_a_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    """Lists written in pieces are byte for byte what they are in one; names may hold what XML must escape."""
    book = _small_book()
    for number in range(3):
        page = LazyItem(f"text/{number} & <é\r\n\t    <'\".xhtml", "application/xhtml+xml", bytes, ("mathml",))
        book.add_item(page)
        book.spine.append(page)
    BookWriter(tmp_path / "whole.epub", book, b"nav", b"ncx", "2020-09-01T00:00:00Z").write()
    monkeypatch.setattr("bundler.package.epub._TOGETHER", together)
    BookWriter(tmp_path / "pieces.epub", book, b"nav", b"ncx", "2020-09-01T00:00:00Z").write()
    assert contents(tmp_path / "pieces.epub") == contents(tmp_path / "whole.epub")
    package = _package(tmp_path / "pieces.epub")
    assert len(package.findall(".//o:manifest/o:item", _NS)) == 7
    ids = [item.get("id") for item in package.findall(".//o:manifest/o:item[@media-type='application/xhtml+xml']", _NS)]
    assert [item.get("idref") for item in package.findall(".//o:spine/o:itemref", _NS)] == ids[1:]


def test_a_book_names_no_generator_and_no_vocabulary(good_book: Path) -> None:
    """No `Ebook-lib`, no unused prefix; the package says its language."""
    package = _package(good_book)
    assert package.get("prefix") is None
    assert package.get(_XML_LANG)
    assert package.find(".//o:meta[@name='generator']", _NS) is None
    assert not [name for name, content in contents(good_book).items() if b"ebook-lib" in content.lower()]


def test_a_book_was_modified_on_its_newest_day(good_book: Path) -> None:
    """`dcterms:modified` is the newest article's day, once, and not the day of the run."""
    package = _package(good_book)
    assert [meta.text for meta in package.iterfind(".//o:meta[@property='dcterms:modified']", _NS)] == [
        "2020-09-02T00:00:00Z"
    ]
    assert package.findtext(".//dc:date", namespaces=_NS) == "2020-09-02"


def test_the_package_has_what_readers_sort_by(good_book: Path) -> None:
    """One identifier that `unique-identifier` names, one title, one language, a cover both readers' ways."""
    package = _package(good_book)
    (identifier,) = package.findall(".//dc:identifier", _NS)
    assert identifier.get("id") == package.get("unique-identifier")
    assert identifier.text.startswith("urn:uuid:")
    assert [item.text for item in package.iterfind(".//dc:title", _NS)] == ["Good"]
    assert len(package.findall(".//dc:language", _NS)) == 1
    cover = package.find(".//o:manifest/o:item[@properties='cover-image']", _NS)
    assert package.find(".//o:meta[@name='cover']", _NS).get("content") == cover.get("id")
    assert package.find(".//o:spine", _NS).get("toc") == "ncx"


def test_manifest_and_archive_name_the_same_files(good_book: Path) -> None:
    """Every file is an item once, and every id is given once."""
    items = _package(good_book).findall(".//o:manifest/o:item", _NS)
    files = sorted(f"EPUB/{item.get('href')}" for item in items)
    outside = {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}
    assert files == sorted(set(names(good_book)) - outside)
    assert len({item.get("id") for item in items}) == len(items)


def test_text_before_the_first_element_survives(tmp_path: Path) -> None:
    """Words that stand bare at the head of a page are in the book."""
    (tmp_path / "page.html").write_text("<!DOCTYPE html><body>Bare words first. <p>Then more.</p>", encoding="utf-8")
    bundle([tmp_path / "page.html"], tmp_path / "book.epub")
    page = text(tmp_path / "book.epub", article_pages(tmp_path / "book.epub")[0])
    assert "Bare words first." in page
    assert "Then more." in page


def test_anchors_make_no_print_pages(tmp_path: Path) -> None:
    """Elements with ids and roles are not taken for the pages of a printed book: there is no page list."""
    page = (
        "<!DOCTYPE html><body><h1>Notes</h1><p>Text<a href='#n1' epub:type='noteref'>1</a></p>"
        "<p id='n1' epub:type='pagebreak' role='doc-pagebreak'>A note.</p>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    bundle([tmp_path / "page.html"], tmp_path / "book.epub")
    for name in ("EPUB/nav.xhtml", "EPUB/toc.ncx"):
        assert "page-list" not in text(tmp_path / "book.epub", name)
        assert "pageList" not in text(tmp_path / "book.epub", name)


def test_every_style_sheet_that_a_page_names_is_in_the_book(tmp_path: Path, good_book: Path) -> None:
    """CSS links lead from each page to a file of the book, in a Chinese book and in an English one."""
    (tmp_path / "page.md").write_text(plain_page("English", paragraphs=prose(1)), encoding="utf-8")
    bundle([tmp_path / "page.md"], tmp_path / "english.epub")
    for book in (good_book, tmp_path / "english.epub"):
        found = contents(book)
        for name in (name for name in found if name.endswith(".xhtml")):
            links = re.findall(r'<link rel="stylesheet" [^>]*href="([^"]+)"', found[name].decode())
            assert links
            for link in links:
                folder = "EPUB/text" if name.startswith("EPUB/text") else "EPUB"
                target = f"{folder}/{link}".replace("EPUB/text/../", "EPUB/")
                assert target in found


class _FullDisk(io.FileIO):
    """A file on a disk that takes a thousand bytes."""

    def write(self, content: Any, /) -> int:  # noqa: ANN401 - as io.FileIO has it
        if self.tell() + len(content) > 1000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


def test_a_full_disk_is_raised_and_not_swallowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`epub.write_epub` would give False and leave half a book; our writer raises the error itself."""
    book = _small_book()
    book.add_item(LazyItem("images/large.jpg", "image/jpeg", lambda: bytes(100_000)))
    monkeypatch.setattr(zipfile, "io", _Opener)
    with pytest.raises(OSError, match="No space left on device"):
        BookWriter(tmp_path / "small.epub", book, b"nav", b"ncx", "2020-09-01T00:00:00Z").write()


class _Opener:
    """What `zipfile` uses of `io`, with files on the full disk."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else of io
        return getattr(io, name)

    @staticmethod
    def open(path: str, mode: str) -> io.FileIO:
        """Open a file where there is no space."""
        return _FullDisk(path, mode.replace("b", ""))


def test_an_error_of_an_item_is_raised(tmp_path: Path) -> None:
    """A page that cannot be made stops the book; it is not left out in silence."""

    def fail() -> bytes:
        raise KeyError("gone")

    book = _small_book()
    book.add_item(LazyItem("text/b.xhtml", "application/xhtml+xml", fail))
    with pytest.raises(KeyError, match="gone"):
        BookWriter(tmp_path / "small.epub", book, b"nav", b"ncx", "2020-09-01T00:00:00Z").write()
