"""Pictures beside their page: read once, and again as soon as anything tells that they were changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundler.images.seen import hashed
from bundler.store import PictureStore, open_pictures
from tests.books import bundle, contents
from tests.pages import mirror_page, prose
from tests.pictures import jpeg


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PictureStore]:
    """A store that lasts."""
    with open_pictures(tmp_path / "cache") as pictures:
        yield pictures


@pytest.fixture
def picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was changed long ago, as far as the clock says."""
    path = tmp_path / "a.jpg"
    path.write_bytes(b"picture")
    later = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: later)
    return path


def test_a_file_that_was_not_changed_is_read_once(store: PictureStore, picture: Path) -> None:
    """The digest is known the second time, and the bytes are not needed."""
    first = hashed(picture, store)
    assert isinstance(first, tuple)
    assert first[1] == b"picture"
    assert hashed(picture, store) == (first[0], None)


def test_a_changed_file_is_read_again(store: PictureStore, picture: Path) -> None:
    """Also one of the same size, and one that says it was not changed."""
    hashed(picture, store)
    status = picture.stat()
    picture.write_bytes(b"PICTURE")
    os.utime(picture, ns=(status.st_atime_ns, status.st_mtime_ns))
    found = hashed(picture, store)
    assert isinstance(found, tuple)
    assert found[1] == b"PICTURE"


def test_a_file_in_the_place_of_another_is_read(store: PictureStore, picture: Path) -> None:
    """A renamed one keeps its own times."""
    other = picture.with_name("b.jpg")
    other.write_bytes(b"PICTURE")
    status = picture.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    hashed(picture, store)
    other.rename(picture)
    found = hashed(picture, store)
    assert isinstance(found, tuple)
    assert found[1] == b"PICTURE"


def test_what_was_changed_a_moment_ago_is_not_believed(store: PictureStore, tmp_path: Path) -> None:
    """A second change within the grain of the clock would leave no trace."""
    path = tmp_path / "a.jpg"
    path.write_bytes(b"picture")
    assert hashed(path, store) == hashed(path, store)
    found = hashed(path, store)
    assert isinstance(found, tuple)
    assert found[1] == b"picture"


def test_a_file_that_cannot_be_read_says_why(store: PictureStore, tmp_path: Path) -> None:
    """As before."""
    assert hashed(tmp_path / "none.jpg", store) == "cannot be read (No such file or directory)"


def test_a_wrong_digest_in_the_index_spoils_no_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody has made is made of the file as it is, whatever the index says of it."""
    (tmp_path / "pages").mkdir()
    page = mirror_page("Story", day="2020-09-01", paragraphs=prose(1), pictures=["a.jpg"])
    (tmp_path / "pages" / "1.md").write_text(page, encoding="utf-8")
    (tmp_path / "pages" / "a.jpg").write_bytes(jpeg(640, 480))
    bundle([tmp_path / "pages"], tmp_path / "first.epub")
    monkeypatch.setattr(PictureStore, "seen", lambda *_: "0" * 64)
    assert bundle([tmp_path / "pages"], tmp_path / "second.epub").gaps == ()
    assert contents(tmp_path / "first.epub") == contents(tmp_path / "second.epub")
