"""An article's pictures: found beside the page and in it, never outside the source, kept once, gaps told."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from bundler.images.local import LARGEST_PICTURE
from bundler.model import Kind
from bundler.report import Report
from tests.books import article_pages, bundle, names, text
from tests.pages import prose, saved_page
from tests.pictures import encoded, gradient, jpeg

_ADDRESS = "https://example.org/2020/09/01/story.html"


def _build(folder: Path, references: Sequence[str], *, address: str = "", **settings: bool) -> Report:
    """A book of one page with these picture references, in `folder/pages`."""
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    page = saved_page("Story", address=address, paragraphs=prose(1), pictures=references)
    (pages / "story.html").write_text(page, encoding="utf-8")
    return bundle([pages], folder / "book.epub", **settings)


def _lay(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _in_book(folder: Path) -> list[str]:
    return [name for name in names(folder / "book.epub") if re.search(r"images/[0-9a-f]{64}\.", name)]


def _reasons(report: Report) -> list[tuple[Kind, str]]:
    return [(item.kind, item.reason) for item in report.skipped]


@pytest.mark.parametrize(
    ("reference", "file"),
    [
        ("lake.jpg", "lake.jpg"),
        ("./img/lake.jpg", "img/lake.jpg"),
        ("img/../lake.jpg", "lake.jpg"),
        ("/img/lake.jpg", "img/lake.jpg"),
        ("a%20lake.jpg", "a lake.jpg"),
        ("a%20lake.jpg", "a%20lake.jpg"),
        ("%E6%B9%96.jpg", "湖.jpg"),
        ("湖.jpg", "湖.jpg"),
        ("lake.jpg?width=600#top", "lake.jpg"),
        ("lake?id=7", "lake?id=7"),
    ],
)
@pytest.mark.parametrize("address", ["", _ADDRESS])
def test_a_file_beside_the_page_is_found(tmp_path: Path, reference: str, file: str, address: str) -> None:
    """Relative references are found on the disk first, encoded or not, with a query or not."""
    (tmp_path / "pages" / "img").mkdir(parents=True)
    _lay(tmp_path / "pages" / file, jpeg(300, 200))
    report = _build(tmp_path, [reference], address=address)
    assert report.skipped == ()
    assert len(_in_book(tmp_path)) == 1


def test_a_picture_in_the_page_itself_is_found(tmp_path: Path) -> None:
    """A `data:` address is decoded, with line breaks in it and without."""
    coded = base64.b64encode(jpeg(300, 200)).decode()
    broken_up = re.sub(r"(.{76})", "\\1\n", base64.b64encode(jpeg(310, 200)).decode())
    report = _build(tmp_path, [f"data:image/jpeg;base64,{coded}", f"data:image/jpeg;base64,{broken_up}"])
    assert report.skipped == ()
    assert len(_in_book(tmp_path)) == 2
    assert "data:" not in text(tmp_path / "book.epub", article_pages(tmp_path / "book.epub")[0])


def test_a_data_address_that_is_broken_is_a_gap(tmp_path: Path) -> None:
    """The gap does not print a megabyte of address, in the report or in the book."""
    report = _build(tmp_path, ["data:image/png;base64," + "!" * 5000])
    ((kind, _),) = _reasons(report)
    assert kind is Kind.PICTURE_MISSING
    assert "!!!!" not in text(tmp_path / "book.epub", "EPUB/text/gaps.xhtml")


@pytest.mark.parametrize(
    "reference",
    [
        "../secret.jpg",
        "../../secret.jpg",
        "%2e%2e/secret.jpg",
        "..%2fsecret.jpg",
        "img/../../secret.jpg",
        "link.jpg",
        "linked/secret.jpg",
        "{root}/secret.jpg",
        "file://{root}/secret.jpg",
        "FILE://{root}/secret.jpg",
        "..\\secret.jpg",
    ],
)
@pytest.mark.parametrize("address", ["", _ADDRESS])
def test_nothing_outside_the_source_is_read(tmp_path: Path, reference: str, address: str) -> None:
    """A page somebody sent cannot put a picture of the disk into a book that is passed on."""
    pages = tmp_path / "pages"
    (pages / "img").mkdir(parents=True)
    _lay(tmp_path / "secret.jpg", jpeg(300, 200))
    (pages / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (pages / "linked").symlink_to(tmp_path, target_is_directory=True)
    report = _build(tmp_path, [reference.format(root=tmp_path)], address=address)
    assert _in_book(tmp_path) == []
    assert report.pictures == 0


@pytest.mark.parametrize("reference", ["../secret.jpg", "link.jpg"])
def test_a_picture_outside_the_source_is_told(tmp_path: Path, reference: str) -> None:
    """The report says why the picture is not there; for a typed page its own folder is the source."""
    _lay(tmp_path / "secret.jpg", jpeg(300, 200))
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    assert _reasons(_build(tmp_path, [reference])) == [(Kind.PICTURE_MISSING, "lies outside the source")]
    typed = bundle([tmp_path / "pages" / "story.html"], tmp_path / "book.epub")
    assert _reasons(typed) == [(Kind.PICTURE_MISSING, "lies outside the source")]


def test_a_link_within_the_source_is_followed(tmp_path: Path) -> None:
    """Mirrors keep one picture under several names."""
    _lay(tmp_path / "pages" / "store" / "lake.jpg", jpeg(300, 200))
    (tmp_path / "pages" / "link.jpg").symlink_to("store/lake.jpg")
    assert _build(tmp_path, ["link.jpg"]).skipped == ()


@pytest.mark.parametrize(
    "name", ["pipe.jpg", "loop.jpg", "folder.jpg", ".", "gone.jpg", "x" * 300 + ".jpg", "nul%00.jpg"]
)
def test_what_is_no_file_is_a_gap_and_not_waited_for(tmp_path: Path, name: str) -> None:
    """A FIFO, a link to itself, a folder, a name too long and a name that cannot be cost one picture each."""
    pages = tmp_path / "pages"
    (pages / "folder.jpg").mkdir(parents=True)
    os.mkfifo(pages / "pipe.jpg")
    (pages / "loop.jpg").symlink_to("loop.jpg")
    _lay(pages / "lake.jpg", jpeg(300, 200))
    report = _build(tmp_path, [name, "lake.jpg"])
    assert [item.kind for item in report.skipped] == [Kind.PICTURE_MISSING]
    assert report.pictures == 1


def test_a_file_too_large_for_a_picture_is_a_gap(tmp_path: Path) -> None:
    """It is not read: here most of it is a hole."""
    _lay(tmp_path / "pages" / "lake.jpg", jpeg(300, 200))
    with (tmp_path / "pages" / "lake.jpg").open("r+b") as file:
        file.truncate(LARGEST_PICTURE + 1)
    assert _reasons(_build(tmp_path, ["lake.jpg"])) == [(Kind.PICTURE_MISSING, "is larger than 64 MiB")]


def test_a_web_page_called_jpg_is_a_gap_with_its_reason(tmp_path: Path) -> None:
    """The reason stands in the report and on the book's last page, and the place in the article is marked."""
    _lay(tmp_path / "pages" / "lake.jpg", b"<!DOCTYPE html><title>404</title>")
    assert _reasons(_build(tmp_path, ["lake.jpg"])) == [(Kind.PICTURE_MISSING, "is a web page, not a picture")]
    assert "lake.jpg: is a web page" in text(tmp_path / "book.epub", "EPUB/text/gaps.xhtml")
    assert 'class="missing"' in text(tmp_path / "book.epub", article_pages(tmp_path / "book.epub")[0])


def test_a_spacer_is_left_out_quietly(tmp_path: Path) -> None:
    """A picture of one pixel is no gap, leaves no mark, and the book is whole."""
    _lay(tmp_path / "pages" / "dot.gif", encoded(Image.new("RGB", (1, 1)), "GIF"))
    report = _build(tmp_path, ["dot.gif"])
    assert report.gaps == ()
    assert [item.kind.is_gap for item in report.skipped] == [False]
    assert _in_book(tmp_path) == []
    assert "EPUB/text/gaps.xhtml" not in names(tmp_path / "book.epub")


def test_the_same_picture_is_in_the_book_once(tmp_path: Path) -> None:
    """By another name, in another folder, in another article: the same bytes are one file."""
    for name in ("lake.jpg", "again.jpg", "deep/lake.jpg"):
        _lay(tmp_path / "pages" / name, jpeg(300, 200))
    _lay(tmp_path / "pages" / "other.jpg", jpeg(310, 200))
    more = saved_page("More", paragraphs=prose(2), pictures=["lake.jpg", "../other.jpg"])
    _lay(tmp_path / "pages" / "deep" / "more.html", more.encode())
    report = _build(tmp_path, ["lake.jpg", "again.jpg", "lake.jpg"])
    assert (report.pictures, report.skipped) == (2, ())
    assert len(_in_book(tmp_path)) == 2


@pytest.mark.parametrize(
    "reference", ["https://example.org/lake.jpg", "//example.org/lake.jpg", "HTTP://example.org/a.jpg"]
)
def test_offline_a_picture_on_the_network_is_left_out(tmp_path: Path, reference: str) -> None:
    """The user has switched the network off, so it is no gap; the reason says so."""
    report = _build(tmp_path, [reference], address=_ADDRESS, offline=True)
    assert report.gaps == ()
    ((kind, reason),) = _reasons(report)
    assert kind is Kind.SWITCHED_OFF
    assert "--offline" in reason


def test_a_picture_on_the_network_that_cannot_be_had_is_a_gap(tmp_path: Path) -> None:
    """An address of this very machine is refused by policy, and the picture is missed."""
    report = _build(tmp_path, ["http://127.0.0.1:9/lake.jpg"], address=_ADDRESS, offline=False)
    assert [item.kind for item in report.gaps] == [Kind.PICTURE_MISSING]
    assert report.gaps[0].subject == "http://127.0.0.1:9/lake.jpg"


def test_without_pictures_there_are_none(tmp_path: Path) -> None:
    """`--no-images`: no picture but the cover, nothing is opened, nothing counts as missing."""
    _lay(tmp_path / "pages" / "lake.jpg", jpeg(300, 200))
    os.mkfifo(tmp_path / "pages" / "pipe.jpg")
    report = _build(tmp_path, ["lake.jpg", "gone.jpg", "pipe.jpg", "https://example.org/a.jpg"], pictures=False)
    assert {kind for kind, _ in _reasons(report)} == {Kind.SWITCHED_OFF}
    assert len(report.skipped) == 4
    assert [name for name in names(tmp_path / "book.epub") if "/images/" in name] == ["EPUB/images/cover.jpg"]


def test_pictures_stand_where_the_page_has_them(tmp_path: Path) -> None:
    """Order and alternative text are the page's; each `img` leads to a file of the book."""
    for number in range(3):
        _lay(tmp_path / "pages" / f"{number}.png", encoded(gradient(200 + number, 100), "PNG"))
    report = _build(tmp_path, ["1.png", "0.png", "2.png", "0.png"])
    page = text(tmp_path / "book.epub", article_pages(tmp_path / "book.epub")[0])
    shown = re.findall(r'<img src="\.\./(images/[^"]+)"', page)
    assert [f"EPUB/{name}" for name in shown] == [
        f"EPUB/images/{picture.key}.{'png' if picture.media_type == 'image/png' else 'jpg'}"
        for picture in report.chapters[0].pictures
        if picture is not None
    ]
    assert [picture.width for picture in report.chapters[0].pictures if picture] == [201, 200, 202, 200]
    assert {f"EPUB/{name}" for name in shown} == set(_in_book(tmp_path))
