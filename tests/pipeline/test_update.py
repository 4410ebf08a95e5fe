"""Bringing a book up to date: it stays the book it was, takes what is new, and loses nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from bundler.check import audit
from bundler.collect import read_printed
from bundler.delta import Delta
from bundler.errors import SettingsError, SourceError
from bundler.model import News
from bundler.report import Report
from bundler.settings import Settings
from tests.books import article_pages, bundle, contents, rewrite, text
from tests.daily import run_of_the_day, story, told
from tests.pages import mirror_page
from tests.pictures import encoded, jpeg, photograph
from tests.pipeline.test_only_new import write


def lay(folder: Path, number: int, *paragraphs: str, pictures: tuple[str, ...] = (), name: str = "") -> None:
    """A page of a mirror with an address."""
    folder.mkdir(exist_ok=True)
    page = mirror_page(
        f"Title of {number}",
        day=f"2020-09-{number:02}",
        address=f"https://example.org/2020/09/{number:02}/a.html",
        paragraphs=paragraphs or story(number),
        pictures=pictures,
    )
    (folder / f"{name or number}.md").write_text(page, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles; the second has a photograph."""
    folder = tmp_path / "pages"
    lay(folder, 1)
    lay(folder, 2, pictures=("lake.jpg",))
    lay(folder, 3)
    (folder / "lake.jpg").write_bytes(encoded(photograph(500, 300), "JPEG"))
    return folder


@pytest.fixture
def book(tmp_path: Path, folder: Path) -> Path:
    """A book of them with everything that can be given."""
    book = tmp_path / "book.epub"
    bundle([folder], book, title="Mine", author="Ada Quay", language="en-GB", subjects=("rivers",))
    return book


def update(book: Path, *sources: Path, **settings: object) -> Report:
    """Bring it up to date."""
    delta = Delta(update=str(book))
    cache = book.parent / "cache"
    return asyncio.run(run_of_the_day(cache, book, *sources, **({"delta": delta, "offline": True} | settings)))


def said(book: Path, name: str) -> list[str]:
    """The values of an element of the package document."""
    return re.findall(rf"<{name}[^>]*>([^<]*)<", text(book, "EPUB/content.opf"))


def gone(book: Path) -> list[str]:
    """Titles of articles that are marked as gone."""
    return [article.title for article in read_printed(str(book))[1] if article.is_gone]


def test_it_stays_the_same_book(folder: Path, book: Path) -> None:
    """Identifier, title, author, language and subjects stay, the articles' order is that of their days."""
    names = ("dc:identifier", "dc:title", "dc:creator", "dc:language", "dc:subject")
    before = {name: said(book, name) for name in names}
    lay(folder, 4)
    report = update(book, folder)
    assert {name: said(book, name) for name in names} == before
    assert before["dc:subject"] == ["rivers"]
    assert [(entry.title[-1], entry.news) for entry in report.entries] == [
        ("1", News.UNCHANGED),
        ("2", News.UNCHANGED),
        ("3", News.UNCHANGED),
        ("4", News.NEW),
    ]
    assert audit(book) == []


def test_what_is_given_anew_counts(folder: Path, book: Path) -> None:
    """A new title is printed; the book is the same to a reader."""
    identifier = said(book, "dc:identifier")
    lay(folder, 4)
    update(book, folder, title="Another", author="Ben", subjects=("lakes",))
    assert said(book, "dc:title") == ["Another"]
    assert said(book, "dc:creator") == ["Ben"]
    assert said(book, "dc:subject") == ["lakes"]
    assert said(book, "dc:identifier") == identifier


def test_authors_that_are_the_sites_follow_the_articles(tmp_path: Path, folder: Path) -> None:
    """Who gave no author gets the sites that the book has now."""
    bundle([folder], tmp_path / "book.epub", title="T")
    page = (folder / "1.md").read_text(encoding="utf-8").replace("example.org", "example.net")
    (folder / "9.md").write_text(page.replace("story 1:", "story 9:").replace("/01/a", "/09/a"), encoding="utf-8")
    write(folder, "8", *story(8), day="2020-09-08", address="https://example.net/8")
    update(tmp_path / "book.epub", folder)
    assert "example.net" in said(tmp_path / "book.epub", "dc:creator")


def test_pages_and_pictures_of_what_is_unchanged_stay_byte_for_byte(tmp_path: Path, folder: Path, book: Path) -> None:
    """Also when the sources have them no more: a photograph is not encoded a second time, a page is the same page."""
    before = contents(book)
    shutil.rmtree(folder)
    lay(folder, 9)
    update(book, folder)
    after = contents(book)
    assert [
        name for name in before if name.startswith("EPUB/images/") and "cover" not in name and name not in after
    ] == []
    first = article_pages(book)[0]
    line = re.compile(rb'<p class="about gone">.*?</p>\n')
    assert line.sub(b"", after[first]) == before[first]


def test_what_is_gone_at_the_source_stays_and_is_marked(folder: Path, book: Path) -> None:
    """In the book's language, once; and the mark goes when the article is back."""
    (folder / "1.md").unlink()
    report = update(book, folder)
    assert [entry.news for entry in report.entries] == [News.GONE, News.UNCHANGED, News.UNCHANGED]
    assert gone(book) == ["Title of 1"]
    assert "Kept from an earlier edition" in text(book, article_pages(book)[0])
    assert audit(book) == []
    assert update(book, folder).is_nothing_new
    lay(folder, 1)
    update(book, folder)
    assert gone(book) == []


def test_nothing_new_does_not_touch_the_book(folder: Path, book: Path) -> None:
    """Neither its bytes nor its file, and the run says so."""
    before = (book.read_bytes(), book.stat().st_mtime_ns, book.stat().st_ino)
    report = update(book, folder)
    assert report.is_nothing_new
    assert report.books == ()
    assert (book.read_bytes(), book.stat().st_mtime_ns, book.stat().st_ino) == before


def test_the_newest_version_wins_with_its_pictures(folder: Path, book: Path) -> None:
    """A changed text replaces the old one, and so do other pictures under the same text."""
    (folder / "new.jpg").write_bytes(jpeg(310, 200))
    lay(folder, 1, *story(1), *story(91))
    lay(folder, 2, pictures=("new.jpg",))
    report = update(book, folder)
    assert [entry.news for entry in report.entries] == [News.CHANGED, News.CHANGED, News.UNCHANGED]
    assert told([book]) == {f"{number}.{part}": 1 for number in (1, 2, 3, 91) for part in range(1, 5)}
    assert len([name for name in contents(book) if name.startswith("EPUB/images/")]) == 2
    assert update(book, folder).is_nothing_new


@pytest.mark.parametrize("paragraphs", [story(1)[:1], ("This page needs a subscription.",), story(77)])
def test_a_text_of_the_book_is_never_lost_to_another(folder: Path, book: Path, paragraphs: tuple[str, ...]) -> None:
    """A teaser, a notice or another article under an old address does not take the old text's place."""
    before = told([book])
    lay(folder, 1, *paragraphs)
    lay(folder, 4)
    update(book, folder)
    after = told([book])
    assert before.keys() <= after.keys()
    assert gone(book) in ([], ["Title of 1"])


def test_a_dead_source_takes_nothing_and_marks_nothing(tmp_path: Path, folder: Path, book: Path) -> None:
    """What a source cannot tell of may still be there: it stays, without a mark, and the gap is told."""
    before = told([book])
    (folder / "1.md").unlink()
    lay(folder, 4)
    (tmp_path / "dead.epub").write_bytes(b"PK\x03\x04")
    report = update(book, folder, tmp_path / "dead.epub")
    assert len(report.gaps) == 1
    assert before.keys() <= told([book]).keys()
    assert gone(book) == []


def test_period_and_number_choose_among_what_comes_in(folder: Path, book: Path) -> None:
    """Nothing leaves the book because of them, and what they hold back is not in it."""
    lay(folder, 1, *story(1), *story(91))
    for number in (4, 5, 6):
        lay(folder, number)
    update(book, folder, first=dt.date(2020, 9, 4), limit=2)
    assert [article.title[-1] for article in read_printed(str(book))[1]] == ["1", "2", "3", "5", "6"]
    assert "91.1" not in told([book])


def test_a_volume_stays_in_its_series(tmp_path: Path, folder: Path) -> None:
    """A volume is updated like any book, and says what it said of its series."""
    bundle([folder], tmp_path / "book.epub", title="T", split="month", language="en")
    volume = tmp_path / "book_2020-09.epub"
    before = [
        line for line in text(volume, "EPUB/content.opf").splitlines() if "series" in line or "collection" in line
    ]
    lay(folder, 4)
    update(volume, folder)
    after = [line for line in text(volume, "EPUB/content.opf").splitlines() if "series" in line or "collection" in line]
    assert before
    assert after == before
    assert said(volume, "dc:title") == ["T – September 2020"]


def test_notes_places_and_long_articles_survive(tmp_path: Path) -> None:
    """Footnotes, links within an article, films and articles of several pages come through two updates."""
    folder = tmp_path / "pages"
    note = '<p>Word<a href="#fn1" id="r1"><sup>1</sup></a> and more.</p>'
    film = '<iframe src="https://www.youtube.com/embed/abc" title="A film"></iframe>'
    lay(folder, 1, *story(1), note, film, '<div id="fn1"><a href="#r1">1</a> The note itself.</div>')
    lay(folder, 2, *(line for number in range(200, 400) for line in story(number)))
    book = tmp_path / "book.epub"
    bundle([folder], book)
    before = {name: content for name, content in contents(book).items() if name in article_pages(book)}
    assert len(before) > 2
    shutil.rmtree(folder)
    for number in (8, 9):
        lay(folder, number)
        update(book, folder)
    after = contents(book)
    assert before.keys() <= after.keys()
    page = after[article_pages(book)[0]].decode()
    assert "The note itself." in page
    assert 'role="doc-noteref"' in page
    assert "youtube.com" in page
    assert told([book]).total() == 4 + 4 * 200 + 4 + 4


def test_a_book_that_cannot_be_read_back_stays_as_it_is(tmp_path: Path, folder: Path, book: Path) -> None:
    """With a page missing nothing can be kept of it, so nothing is written."""
    page = article_pages(book)[1]
    broken = rewrite(book, tmp_path / "broken.epub", {page: None})
    before = broken.read_bytes()
    lay(folder, 4)
    with pytest.raises(SourceError):
        update(broken, folder)
    assert broken.read_bytes() == before


def test_what_cannot_be_meant_is_refused(folder: Path, book: Path) -> None:
    """An update is no book of news, and one book is not divided."""
    with pytest.raises(SettingsError, match="--new"):
        Delta(update=str(book), new=True)
    with pytest.raises(SettingsError, match="--since"):
        Delta(update=str(book), books=("other.epub",))
    with pytest.raises(SettingsError, match="--split"):
        Settings((str(folder),), split="year", delta=Delta(update=str(book)))
