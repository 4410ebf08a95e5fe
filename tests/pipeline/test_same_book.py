"""A book that lies in its place already is left as it is; whatever else lies there, the book is written."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bundler import check
from bundler.errors import DefectError
from bundler.model import Chapter, Entry, Kind, Location, Picture, Skipped, Stage
from bundler.package import Bundle, Linking, Series, Style, Target
from bundler.pipeline import Tools, build, same_book
from bundler.pipeline.same_book import book_task
from bundler.report import BookMade
from bundler.settings import Settings
from bundler.store import Forgetful, open_bodies, open_cleaned, open_pictures
from bundler.workers import SerialWorkers
from tests.books import tools, volume_path
from tests.pages import plain_page, prose
from tests.pipeline.listening import Listening

_LONG_AGO = 1_600_000_000


def _built(folder: Path, *, book: str = "book.epub", keeps: bool = True, **settings: Any) -> list[bool]:  # noqa: ANN401
    """Make the books of `folder/pages`, and make them look old; gives of each whether it was left as it is."""
    wanted = Settings((str(folder / "pages"),), **({"offline": True} | settings))
    (folder / "articles").mkdir(exist_ok=True)
    heard = Listening()

    def target(_: str, volume: str) -> Target:
        return Target(volume_path(folder / book, volume), may_replace=True)

    with (
        open_pictures(folder / "cache") as pictures,
        open_cleaned(folder / "cache") as cleaned,
        open_bodies(folder / "articles") as bodies,
    ):
        kit = Tools(SerialWorkers(), bodies, pictures, heard, cleaned=cleaned if keeps else Forgetful())
        report = asyncio.run(build(wanted, kit, target))
    told = [event.is_unchanged for event in heard.events if isinstance(event, BookMade)]
    assert told == [made.is_unchanged for made in report.books]
    for made in report.books:
        assert (made.path.stat().st_mtime == _LONG_AGO) == made.is_unchanged
        os.utime(made.path, (_LONG_AGO, _LONG_AGO))
    return told


def test_the_same_book_is_left_as_it_is(tmp_path: Path, pages: Path) -> None:
    """Its time of change, too; and the report is that of a book that was written."""
    del pages
    assert _built(tmp_path) == [False]
    assert _built(tmp_path) == [True]


@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        lambda book: book.write_bytes(b"another book"),
        lambda book: book.write_bytes(book.read_bytes()[:-1]),
        lambda book: book.write_bytes(book.read_bytes()[:-1] + b"!"),
        lambda book: book.write_bytes(b""),
    ],
    ids=["deleted", "another", "cut off", "edited", "empty"],
)
def test_what_is_not_the_book_is_replaced(tmp_path: Path, pages: Path, spoil: Callable[[Path], object]) -> None:
    """As if nothing were known of it."""
    del pages
    _built(tmp_path)
    book = (tmp_path / "book.epub").read_bytes()
    spoil(tmp_path / "book.epub")
    assert _built(tmp_path) == [False]
    assert (tmp_path / "book.epub").read_bytes() == book


@pytest.mark.parametrize(
    "changed",
    [{"title": "Other"}, {"theme": "large"}, {"own_style": b"p { margin: 1em }"}, {"author": "A. Author"}],
    ids=str,
)
def test_another_option_is_another_book(tmp_path: Path, pages: Path, changed: dict[str, Any]) -> None:
    """And back again another one."""
    del pages
    _built(tmp_path)
    assert _built(tmp_path, **changed) == [False]
    assert _built(tmp_path, **changed) == [True]
    assert _built(tmp_path) == [False]


def test_a_changed_page_is_another_book(tmp_path: Path, pages: Path) -> None:
    """One more article, too."""
    _built(tmp_path)
    for number, name in enumerate(("3.md", "4.md"), 7):
        page = plain_page(f"Story {number}", day="2020-09-03", paragraphs=prose(number))
        (pages / name).write_text(page, encoding="utf-8")
        assert _built(tmp_path) == [False]
        assert _built(tmp_path) == [True]


def test_a_gap_that_is_filled_is_another_book(tmp_path: Path, pages: Path) -> None:
    """What is missing stands in the book."""
    (pages / "4.md").symlink_to("nowhere.md")
    assert _built(tmp_path) == [False]
    assert _built(tmp_path) == [True]
    (pages / "4.md").unlink()
    assert _built(tmp_path) == [False]


def test_another_version_writes_the_book_anew(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the code, of a library, of a theme's style sheet."""
    del pages
    _built(tmp_path)
    changes: list[tuple[str, Callable[..., object]]] = [
        ("code_version", lambda *_: "other"),
        ("library_versions", lambda *_: ("0.1",)),
        ("style_sheet", lambda _: b"p { margin: 0 }"),
    ]
    for name, other in changes:
        with monkeypatch.context() as patch:
            patch.setattr(same_book, name, other)
            assert _built(tmp_path) == [False]
            assert _built(tmp_path) == [True]


def test_another_place_gets_its_book(tmp_path: Path, pages: Path) -> None:
    """What lies in one place is of no use in another; a copy that somebody made is."""
    del pages
    _built(tmp_path)
    assert _built(tmp_path, book="other.epub") == [False]
    (tmp_path / "copy.epub").write_bytes((tmp_path / "book.epub").read_bytes())
    os.utime(tmp_path / "copy.epub", (_LONG_AGO, _LONG_AGO))
    assert _built(tmp_path, book="copy.epub") == [True]


def test_what_keeps_nothing_writes_every_time(tmp_path: Path, pages: Path) -> None:
    """Without a store there is nothing that could tell."""
    del pages
    assert _built(tmp_path, keeps=False) == _built(tmp_path, keeps=False) == [False]


def test_of_volumes_only_those_that_changed_are_written(tmp_path: Path, pages: Path) -> None:
    """A series grows by its last volume."""
    for number, month in ((1, "01"), (2, "02")):
        page = plain_page(f"Story {number}", day=f"2021-{month}-01", paragraphs=prose(number))
        (pages / f"{number}.md").write_text(page, encoding="utf-8")
    assert _built(tmp_path, title="Series", split="month") == [False, False, False]
    page = plain_page("Story 9", day="2021-02-02", paragraphs=prose(9))
    (pages / "9.md").write_text(page, encoding="utf-8")
    assert _built(tmp_path, title="Series", split="month") == [True, True, False]


def test_a_volume_that_was_left_as_it_is_is_not_called_new(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a later volume fails, only those before it are told that were written."""
    assert _built(tmp_path, title="Series", split="month") == [False]
    page = plain_page("Late", day="2031-02-02", paragraphs=prose(9))
    (pages / "9.md").write_text(page, encoding="utf-8")
    monkeypatch.setattr(check, "audit", lambda _: [check.Finding(check.Code.BROKEN, "a.xhtml", "planted")])
    with pytest.raises(DefectError) as failed:
        _built(tmp_path, title="Series", split="month")
    assert "new" not in failed.value.reason


def test_a_book_that_failed_its_audit_is_not_known(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what was found good is left as it is."""
    del pages
    finding = check.Finding(check.Code.BROKEN, "a.xhtml", "planted")
    with monkeypatch.context() as patch:
        patch.setattr(check, "audit", lambda _: [finding])
        with pytest.raises(DefectError):
            _built(tmp_path)
    assert _built(tmp_path) == [False]


def _entry(body: str, location: Location) -> Entry:
    return Entry(0, "1.md", "Story", "", "", None, "en", "", 9, 0, "f" * 64, b"sketch", body, location)


def test_every_field_of_a_bundle_counts(tmp_path: Path) -> None:
    """Also of one that has more fields than today's: they are taken as they come."""
    with tools() as kit:
        entry = _entry(kit.store.put(b"body"), Location(tmp_path, tmp_path))
        bundle = Bundle("name", "Title", "", "en", [Chapter(entry, (None,))], [])
        whole = book_task(bundle, b"cover", kit)
        picture = Picture("a" * 64, "image/jpeg", 1, 2, 3)
        gap = Skipped("2.md", Stage.COLLECT, Kind.UNREADABLE, "reason")
        other: dict[str, Any] = {
            "name": "other",
            "title": "Other",
            "author": "A. Author",
            "language": "zh",
            "chapters": [Chapter(entry, (picture,))],
            "gaps": [gap],
            "series": Series("Series", "1"),
            "subjects": ("subject",),
            "style": Style(own=b"p {}"),
            "linking": next(item for item in Linking if item is not bundle.linking),
            "group": "source",
            "identifier": "urn:uuid:1",
        }
        assert other.keys() == {field.name for field in dataclasses.fields(Bundle)}
        tasks = {book_task(replace(bundle, **{name: value}), b"cover", kit) for name, value in other.items()}
        assert len(tasks | {whole, book_task(bundle, b"other", kit)}) == len(other) + 2

        @dataclasses.dataclass(frozen=True)
        class Later(Bundle):
            more: str = ""

        later = Later(**{field.name: getattr(bundle, field.name) for field in dataclasses.fields(Bundle)})
        assert book_task(replace(later, more="more"), b"cover", kit) != book_task(later, b"cover", kit)


def test_where_things_lie_does_not_count(tmp_path: Path) -> None:
    """Neither the place of a page on this machine, nor that of its body in the store."""
    with tools() as kit:
        first = Chapter(_entry(kit.store.put(b"body"), Location(tmp_path, tmp_path)), ())
        kit.store.put(b"between")
        again = Chapter(_entry(kit.store.put(b"body"), Location(tmp_path / "moved", tmp_path)), ())
        other = Chapter(_entry(kit.store.put(b"Body"), Location(tmp_path, tmp_path)), ())
        keys = [book_task(Bundle("", "T", "", "en", [chapter], []), b"", kit) for chapter in (first, again, other)]
    assert keys[0] == keys[1] != keys[2]


def test_what_has_no_order_of_its_own_is_refused(tmp_path: Path) -> None:
    """A set would give another key in every process."""
    with tools() as kit:
        chapter = Chapter(_entry(kit.store.put(b""), Location(tmp_path, tmp_path)), ())
        bundle = Bundle("", "T", "", "en", [chapter], [], subjects={"a", "b"})  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="set"):
            book_task(bundle, b"", kit)
