"""EPUB as a source: our own books come back as they were, and anybody's give their chapters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bundler.model import DateSource
from tests.books import bundle, chosen, contents
from tests.collect.packing import collected, shown, zip_of
from tests.pages import mirror_page, plain_page, prose
from tests.pictures import encoded, jpeg, photograph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles: one with a picture and a link to the second, one with a byline, one of several pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "lake.jpg").write_bytes(jpeg(300, 200))
    first = mirror_page(
        "湖边的早晨",
        day="2020-09-01",
        address="https://example.org/2020/09/01/lake.html",
        paragraphs=[
            *prose(1),
            '<a href="https://example.org/b.html">the second</a> and <a href="https://example.com/">out</a>',
        ],
        pictures=["lake.jpg", "gone.jpg"],
    )
    (folder / "1.md").write_text(first, encoding="utf-8")
    second = plain_page("A second story", day="2020-09-02", address="https://example.org/b.html", paragraphs=prose(2))
    (folder / "2.md").write_text(
        second.replace("---\n", "---\nauthor: Ada Quay\nsite: The Post\n", 1), encoding="utf-8"
    )
    (folder / "3.md").write_text(plain_page("Long", day="2020-09-03", paragraphs=prose(3, 1500)), encoding="utf-8")
    return folder


def test_a_book_of_ours_gives_back_what_went_in(tmp_path: Path, folder: Path) -> None:
    """Title, day, site, byline, language, address and every word of each article; nothing of the book's own pages."""
    bundle([folder], tmp_path / "first.epub", title="Same")
    before, _ = chosen([folder])
    after, skipped = chosen([tmp_path / "first.epub"])
    assert skipped == []
    for old, new in zip(before, after, strict=True):
        for name in ("title", "byline", "site", "language", "source_url", "words", "fingerprint"):
            assert getattr(new, name) == getattr(old, name), name
        assert new.date is not None
        assert old.date is not None
        assert new.date.day == old.date.day
        assert new.date.source is (DateSource.ADDRESS if old.date.source is DateSource.ADDRESS else DateSource.FEED)
    assert [entry.pictures for entry in after] == [1, 0, 0]


def test_a_book_made_of_a_book_is_the_same_book(tmp_path: Path, folder: Path) -> None:
    """Pages, names and links are the same; a picture is fitted once more, and one that was missing is gone for good."""
    bundle([folder], tmp_path / "first.epub", title="Same")
    bundle([tmp_path / "first.epub"], tmp_path / "second.epub", title="Same")
    bundle([tmp_path / "second.epub"], tmp_path / "third.epub", title="Same")
    first, second, third = (contents(tmp_path / f"{name}.epub") for name in ("first", "second", "third"))
    articles = [name for name in first if name.startswith("EPUB/text/2020-09-0")]
    assert [name for name in second if name.startswith("EPUB/text/2020-09-0")] == articles
    assert all(first[name] == second[name] for name in articles if "2020-09-01" not in name)
    assert b'class="inside" href="2020-09-02-' in second[articles[0]]
    assert [name for name in second if "images" not in name] == [name for name in third if "images" not in name]


def test_notes_with_addresses_become_links_again(tmp_path: Path, folder: Path) -> None:
    """A book made with `--links notes` has no notes of the book's left in its articles."""
    bundle([folder], tmp_path / "notes.epub", title="Same", links="notes")
    pages, _ = collected(tmp_path / "notes.epub")
    assert '<a href="https://example.com/"' in re.sub(
        r' (?:epub:type|role|xmlns:epub)="[^"]*"', "", pages[0].content.decode()
    )
    assert b"<aside" not in pages[0].content
    assert pages[0].hints.source_url == "https://example.org/2020/09/01/lake.html"


def test_a_foreign_book_shows_its_pictures(tmp_path: Path) -> None:
    """Pictures are found beside their page, and nowhere else."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="a" href="t/a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="O/c.opf"/></rootfiles></container>'
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{prose(1)[0]}</p><img src='../i/p.jpg'/></body></html>"
    picture = encoded(photograph(300, 200), "JPEG")
    book = zip_of({"META-INF/container.xml": container, "O/c.opf": opf, "O/t/a.xhtml": page, "O/i/p.jpg": picture})
    (tmp_path / "b.epub").write_bytes(book)
    (found,), _ = collected(tmp_path / "b.epub")
    assert shown(found, "../i/p.jpg") == picture
    assert shown(found, "../../../i/p.jpg") == "lies outside the source"
    assert bundle([tmp_path / "b.epub"], tmp_path / "out.epub").pictures == 1


@pytest.mark.parametrize(
    "files",
    [
        {"META-INF/container.xml": "<container/>"},
        {"META-INF/container.xml": "no xml"},
        {"META-INF/container.xml": '<container><rootfile full-path="../../etc/passwd"/></container>'},
        {"META-INF/container.xml": '<c><rootfile full-path="c.opf"/></c>', "c.opf": "<package/>"},
        {"META-INF/container.xml": '<c><rootfile full-path="c.opf"/></c>', "c.opf": '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><package><spine>&x;</spine></package>'},
    ],
)  # fmt: skip
def test_a_damaged_book_costs_itself(tmp_path: Path, files: dict[str, bytes | str], pages: Path) -> None:
    """At most one line; the pages beside it are read."""
    (tmp_path / "b.epub").write_bytes(zip_of(files))
    found, skipped = collected(tmp_path / "b.epub", pages)
    assert len(found) == 3
    assert len(skipped) <= 1
    assert "passwd" not in "".join(item.reason for item in skipped).replace("etc/passwd is not in it", "")


def test_a_locked_book_is_told(tmp_path: Path) -> None:
    """Pages under a shop's lock are no text."""
    encryption = '<encryption><EncryptedData><CipherReference URI="O/a.xhtml"/></EncryptedData></encryption>'
    (tmp_path / "b.epub").write_bytes(zip_of({"META-INF/container.xml": "<c/>", "META-INF/encryption.xml": encryption}))
    _, (skipped,) = collected(tmp_path / "b.epub")
    assert "DRM" in skipped.reason
