"""Books that bring only what earlier ones had not: told by the store, by books, by a day."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bundler.delta import Delta
from bundler.errors import BundlerError, SettingsError, SourceError
from bundler.model import Kind, News
from bundler.report import Report
from bundler.store import BundleStore, bundle_key
from tests.books import bundle, chosen, contents, rewrite, text
from tests.daily import run_of_the_day, story, told
from tests.pages import plain_page

NEW = Delta(new=True)
EDITED = (*story(2)[:3], story(2)[3].replace("Part", "The part"))


def write(folder: Path, name: str, *paragraphs: str, title: str = "", day: str = "", address: str = "") -> None:
    """Lay a page."""
    folder.mkdir(exist_ok=True)
    page = plain_page(title or f"Title of {name}", day=day, address=address, paragraphs=paragraphs)
    (folder / f"{name}.md").write_text(page, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles of the first three days of September 2020, the first without a date."""
    folder = tmp_path / "pages"
    for number in (1, 2, 3):
        day = f"2020-09-0{number}" if number > 1 else ""
        write(folder, str(number), *story(number), day=day, address=f"https://example.org/{number}")
    return folder


def new(tmp_path: Path, *sources: Path, delta: Delta = NEW, **settings: object) -> Report:
    """The next book of a bundle, called week.epub where that name is free."""
    (tmp_path / "books").mkdir(exist_ok=True)
    book = tmp_path / "books" / "week.epub"
    return asyncio.run(run_of_the_day(tmp_path / "cache", book, *sources, delta=delta, offline=True, **settings))


def test_each_article_comes_once(tmp_path: Path, folder: Path) -> None:
    """A second book has what came between, under a name of its own; a third run makes none."""
    first = new(tmp_path, folder)
    write(folder, "4", *story(4), day="2020-09-04")
    second = new(tmp_path, folder)
    third = new(tmp_path, folder)
    assert [book.path.name for report in (first, second, third) for book in report.books] == [
        "week.epub",
        "week_2.epub",
    ]
    assert [entry.title for entry in second.entries] == ["Title of 4"]
    assert third.is_nothing_new
    assert set(told((tmp_path / "books").iterdir()).values()) == {1}


def test_two_books_of_one_title_are_two_books(tmp_path: Path, folder: Path) -> None:
    """A reader that knows books by their identifier keeps both; also when only a text has changed."""
    (first,) = new(tmp_path, folder, title="News").books
    write(folder, "2", *story(2), *story(92), day="2020-09-02", address="https://example.org/2")
    report = new(tmp_path, folder, title="News")
    identifiers = {text(book.path, "EPUB/content.opf").split("urn:uuid:")[1][:36] for book in (first, *report.books)}
    assert [entry.news for entry in report.entries] == [News.CHANGED]
    assert len(identifiers) == 2


@pytest.mark.parametrize(
    ("change", "news"),
    [
        ({"address": "https://example.net/elsewhere"}, None),
        ({"day": "2021-01-01"}, None),
        ({"title": "Another title"}, None),
        ({"address": "https://example.net/elsewhere", "day": "2021-01-01", "title": "Another title"}, None),
        ({"paragraphs": EDITED}, None),
        ({"paragraphs": EDITED, "address": "https://example.net/elsewhere"}, None),
        ({"paragraphs": story(2)[:1]}, None),
        ({"paragraphs": (*story(2), *story(90))}, News.CHANGED),
        ({"paragraphs": (*story(2, 8),)}, News.CHANGED),
        ({"paragraphs": story(91)}, News.NEW),
    ],
    ids="moved dated retitled all-but-the-text edited edited-and-moved teaser extended doubled another".split(),
)  # fmt: skip
def test_what_is_new_is_told_by_the_text(
    tmp_path: Path, folder: Path, change: dict[str, str], news: News | None
) -> None:
    """Addresses, days and titles may change; what counts is the text."""
    new(tmp_path, folder)
    given = {"day": "2020-09-02", "address": "https://example.org/2"} | change
    paragraphs = given.pop("paragraphs", story(2))
    write(folder, "2", *paragraphs, **{"title": "Title of 2"} | given)
    assert [entry.news for entry in new(tmp_path, folder).entries] == ([news] if news else [])


def test_what_was_away_is_not_new_when_it_is_back(tmp_path: Path, folder: Path) -> None:
    """An article that is deleted and brought back is not told again, nor is a text that returns to what it was."""
    new(tmp_path, folder)
    page = (folder / "3.md").read_text(encoding="utf-8")
    (folder / "3.md").unlink()
    assert new(tmp_path, folder).is_nothing_new
    write(folder, "3", *story(3), *story(93), day="2020-09-03", address="https://example.org/3")
    assert len(new(tmp_path, folder).entries) == 1
    (folder / "3.md").write_text(page, encoding="utf-8")
    assert new(tmp_path, folder).is_nothing_new


def test_what_a_limit_leaves_out_comes_later(tmp_path: Path, folder: Path) -> None:
    """Nothing is lost between two books, whatever the options of selection."""
    for _ in range(3):
        assert len(new(tmp_path, folder, limit=1).entries) == 1
    assert new(tmp_path, folder, limit=1).is_nothing_new
    assert set(told((tmp_path / "books").iterdir()).values()) == {1}


def test_a_bundle_goes_by_its_title_or_its_sources(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another title is another bundle; the same folder is the same one, however it is typed and from where."""
    new(tmp_path, folder, title="One")
    assert len(new(tmp_path, folder, title="Two").entries) == 3
    assert new(tmp_path, folder, folder, title="One").is_nothing_new
    new(tmp_path, folder)
    monkeypatch.chdir(tmp_path)
    assert new(tmp_path, Path("pages")).is_nothing_new
    assert new(tmp_path, folder.parent / "pages" / ".." / "pages").is_nothing_new


def test_volumes_are_remembered_one_by_one(tmp_path: Path, folder: Path) -> None:
    """With volumes the record has them all, and the book of the next day is a volume of its own."""
    assert len(new(tmp_path, folder, split="1").books) == 3
    write(folder, "4", *story(4), day="2020-09-04")
    report = new(tmp_path, folder, split="1")
    assert [book.path.name for book in report.books] == ["week_v001_2.epub"]
    assert set(told((tmp_path / "books").iterdir()).values()) == {1}


def test_a_source_that_is_dead_is_no_lack_of_news(tmp_path: Path, folder: Path) -> None:
    """With gaps and not one article the run fails; with gaps and nothing new it says both."""
    (tmp_path / "bad.epub").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(BundlerError, match="no article is left"):
        new(tmp_path, tmp_path / "bad.epub")
    new(tmp_path, folder, tmp_path / "bad.epub", title="T")
    report = new(tmp_path, folder, tmp_path / "bad.epub", title="T")
    assert report.is_nothing_new
    assert len(report.gaps) == 1


def test_two_runs_of_one_bundle_do_not_meet(tmp_path: Path, folder: Path) -> None:
    """The second of two is told to wait; it would bring the same articles."""
    bundles = BundleStore(tmp_path / "cache")
    with bundles.locked(bundle_key("T", ())), pytest.raises(BundlerError, match="another run"):
        new(tmp_path, folder, title="T")
    assert len(new(tmp_path, folder, title="T").entries) == 3


def test_without_a_store_there_is_nothing_to_remember_by(tmp_path: Path, folder: Path) -> None:
    """The error says what to use instead."""
    with pytest.raises(SettingsError, match="--since"):
        chosen([folder], delta=NEW)


def test_a_book_is_its_own_state(tmp_path: Path, folder: Path) -> None:
    """`--since BOOK` knows what several books have, without any store."""
    books = [tmp_path / "1.epub", tmp_path / "2.epub"]
    bundle([folder / "1.md"], books[0])
    bundle([folder / "2.md"], books[1])
    write(folder, "2", *story(2), *story(92), day="2020-09-02", address="https://example.org/2")
    entries, skipped = chosen([folder], delta=Delta(books=tuple(map(str, books))))
    assert [(entry.title, entry.news) for entry in entries] == [("Title of 2", News.CHANGED), ("Title of 3", News.NEW)]
    assert [item.kind for item in skipped] == [Kind.NOT_NEW]


def test_a_book_of_an_earlier_version_does_as_well(tmp_path: Path, folder: Path) -> None:
    """Where the pages say nothing of themselves, address and likeness of the text do."""
    bundle([folder], tmp_path / "new.epub")
    pages = {name: content for name, content in contents(tmp_path / "new.epub").items() if b'name="article"' in content}
    bare = {name: content.replace(b'<meta name="article"', b'<meta name="other"') for name, content in pages.items()}
    assert len(bare) == 3
    old = rewrite(tmp_path / "new.epub", tmp_path / "old.epub", bare)
    write(folder, "4", *story(4), day="2020-09-04")
    entries, _ = chosen([folder], delta=Delta(books=(str(old),)))
    assert [entry.title for entry in entries] == ["Title of 4"]


def test_the_way_of_links_does_not_change_what_a_book_knows(tmp_path: Path, folder: Path) -> None:
    """With notes instead of links, and addresses that are no ASCII, articles are known again."""
    write(folder, "5", *story(5), day="2020-09-05", address="https://example.org/新闻/文章.html?utm_source=x#top")
    for links in ("keep", "notes", "strip"):
        bundle([folder], tmp_path / f"{links}.epub", links=links)
        write(folder, "5", *story(5), *story(6), day="2020-09-05", address="https://example.org/新闻/文章.html")
        entries, _ = chosen([folder], delta=Delta(books=(str(tmp_path / f"{links}.epub"),)))
        assert [entry.news for entry in entries] == [News.CHANGED]
        write(folder, "5", *story(5), day="2020-09-05", address="https://example.org/新闻/文章.html")


def test_a_day_keeps_what_has_none(tmp_path: Path, folder: Path) -> None:
    """`--since DATE` leaves out what is older; nobody knows that an undated article is."""
    entries, skipped = chosen([folder], delta=Delta(since=dt.date(2020, 9, 3)))
    assert [entry.title for entry in entries] == ["Title of 3", "Title of 1"]
    assert [item.reason for item in skipped] == ["2020-09-02 is before 2020-09-03"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"no book", "no EPUB"), (b"PK\x03\x04", "damaged"), (None, "no book of epub-bundler")],
)
def test_a_book_that_cannot_say_it_is_an_error(
    tmp_path: Path, folder: Path, content: bytes | None, reason: str
) -> None:
    """What is no whole book of ours cannot tell what is new; it is not taken for an empty one."""
    book = tmp_path / "book.epub"
    if content is None:
        bundle([folder], tmp_path / "ours.epub")
        opf = contents(tmp_path / "ours.epub")["EPUB/content.opf"].replace(b"i-text-colophon", b"i-colophon")
        rewrite(tmp_path / "ours.epub", book, {"EPUB/content.opf": opf})
    else:
        book.write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        chosen([folder], delta=Delta(books=(str(book),)))


def test_a_book_that_lacks_a_page_is_an_error(tmp_path: Path, folder: Path) -> None:
    """Else what stood on that page would come again."""
    bundle([folder], tmp_path / "ours.epub")
    page = next(name for name, content in contents(tmp_path / "ours.epub").items() if b"Title of 2</h1>" in content)
    for content in (b"", b"<html", None):
        rewrite(tmp_path / "ours.epub", tmp_path / "book.epub", {page: content})
        with pytest.raises(SourceError):
            chosen([folder], delta=Delta(books=(str(tmp_path / "book.epub"),)))
