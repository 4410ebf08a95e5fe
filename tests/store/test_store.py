"""What a run keeps on disk: it comes back as it was, once, and is gone when the run ends."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import pytest

from bundler.errors import DamagedError, WriteError
from bundler.model import Candidate, Dated, DateSource, Dropped, Link, PictureRef
from bundler.store import Store, pack, temporary_store, unpack, unpack_pictures
from tests.entries import article

_CONTENTS = [b"", b"x", bytes(range(256)) * 1000, "汉字".encode()]


@pytest.mark.parametrize("content", _CONTENTS)
def test_bytes_come_back_as_they_were(tmp_path: Path, content: bytes) -> None:
    """The key is the SHA-256 of the bytes and gives them back."""
    store = Store(tmp_path)
    key = store.put(content)
    assert key == hashlib.sha256(content).hexdigest()
    assert store.get(key) == content


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    """Putting what is there already writes nothing."""
    store = Store(tmp_path)
    keys = [store.put(content) for content in (*_CONTENTS, *_CONTENTS)]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(set(keys)) == len(files) == len(_CONTENTS)


def test_a_store_is_gone_when_the_run_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left in the folder for temporary files, after a good run and after a bad one."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary_store() as store:
        store.put(b"x")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []
    with contextlib.suppress(KeyboardInterrupt), temporary_store() as store:
        store.put(b"x")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_no_place_for_a_store_is_an_error_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to set."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(WriteError, match="TMPDIR"), temporary_store():
        pass


def test_a_store_that_cannot_write_is_an_error_in_words(tmp_path: Path) -> None:
    """A folder that is gone or full is told as one line, not as an OSError."""
    with pytest.raises(WriteError, match="free some disk space"):
        Store(tmp_path / "missing").put(b"x")


def test_an_article_comes_back_equal() -> None:
    """Every field survives, with any text in it, and equal articles give equal bytes."""
    candidate = Candidate("a b.jpg", "https://example.org/a b.jpg", 640)
    whole = article(
        title="<&>\"' 汉字 😀 \u2028",
        byline="Ann",
        site="Tea",
        date=Dated("2020-09-01", "07:30:00", DateSource.DATELINE),
        source_url="https://example.org/?a=1&b=2",
        blocks=("<p>one</p>", '<p>],"pictures":[</p>'),
        pictures=(PictureRef((candidate,), '],"links":[', candidate), PictureRef((candidate, candidate), "")),
        links=(Link("https://example.org/"), Link("#a", "n1")),
        dropped=(Dropped("advertising", 2, "buy"),),
    )
    assert unpack(pack(whole)) == whole
    assert unpack(pack(article())) == article()
    assert pack(whole) == pack(unpack(pack(whole)))
    assert unpack_pictures(pack(whole)) == whole.pictures
    assert unpack_pictures(pack(article())) == article().pictures


def test_a_file_with_other_bytes_is_never_given_back(tmp_path: Path) -> None:
    """What was damaged on the disk is told and deleted; put again it is whole again."""
    store = Store(tmp_path, lasting=True)
    key = store.put(b"a picture")
    assert store.holds(key)
    store.path(key).write_bytes(b"a pictur\0")
    assert not store.holds(key)
    with pytest.raises(DamagedError, match="damaged"):
        store.get(key)
    with pytest.raises(DamagedError, match="cannot be read"):
        store.get(key)
    assert store.put(b"a picture") == key
    assert store.get(key) == b"a picture"


def test_a_lasting_store_leaves_no_unfinished_file(tmp_path: Path) -> None:
    """After each file nothing but files under their keys is there."""
    store = Store(tmp_path, lasting=True)
    keys = {store.put(content) for content in (*_CONTENTS, *_CONTENTS)}
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == keys
