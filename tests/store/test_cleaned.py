"""What is known of cleaned pages between runs: found again, bounded, and never worse than not known."""

from __future__ import annotations

import contextlib
import sqlite3
import time
import zlib
from pathlib import Path

import pytest

from bundler.errors import DamagedError
from bundler.store import Forgetful, open_bodies, open_cleaned
from bundler.store import cleaned as module

_TASK, _OTHER = bytes(32), b"\x01" * 32


def _damage(path: Path) -> None:
    """Other bytes from the second page of the file on."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def test_a_result_is_found_by_the_next_run(tmp_path: Path) -> None:
    """By its task alone, as it was."""
    with open_cleaned(tmp_path) as store:
        store.keep(_TASK, "汉字".encode() * 100)
        store.keep(_OTHER, b"")
    with open_cleaned(tmp_path) as store:
        assert store.find(_TASK) == "汉字".encode() * 100
        assert store.find(_OTHER) == b""
        assert store.find(b"\x02" * 32) is None
        assert store.count() == 2


def test_a_result_of_an_interrupted_run_is_kept(tmp_path: Path) -> None:
    """What was cleaned before Ctrl-C need not be cleaned again."""
    with contextlib.suppress(KeyboardInterrupt), open_cleaned(tmp_path) as store:
        store.keep(_TASK, b"x")
        raise KeyboardInterrupt
    with open_cleaned(tmp_path) as store:
        assert store.find(_TASK) == b"x"


def test_a_broken_file_gives_way_to_an_empty_one(tmp_path: Path) -> None:
    """Whether it is no index at all or broken in its middle; results are kept again in the same run."""
    for broken in (b"no index" * 1000, None):
        with open_cleaned(tmp_path) as store:
            for number in range(300):
                store.keep(number.to_bytes(32), bytes(range(256)) * 9)
        path = tmp_path / module.FILE
        if broken is None:
            _damage(path)
        else:
            path.write_bytes(broken)
        with open_cleaned(tmp_path) as store:
            found = [store.find(number.to_bytes(32)) for number in range(300)]
            assert set(found) <= {None, bytes(range(256)) * 9}
            assert None in found
            store.keep(_OTHER, b"new")
        with open_cleaned(tmp_path) as store:
            assert store.find(_OTHER) == b"new"


def test_a_damaged_result_is_none(tmp_path: Path) -> None:
    """A result with other bytes than were kept is as good as not known."""
    with open_cleaned(tmp_path) as store:
        store.keep(_TASK, b"a result")
    index = sqlite3.connect(tmp_path / module.FILE)
    with index:
        index.execute("UPDATE cleaned SET result = CAST(substr(result, 1, length(result) - 1) || x'00' AS BLOB)")
    index.close()
    with open_cleaned(tmp_path) as store:
        assert store.find(_TASK) is None


def test_what_is_not_used_for_long_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that is found stays; one that nobody asked for is gone after some months."""
    with open_cleaned(tmp_path) as store:
        store.keep(_TASK, b"used")
        store.keep(_OTHER, b"never")
    begin = time.time()
    for months in (2, 4):
        monkeypatch.setattr("time.time", lambda days=months * 30: begin + days * 86400)
        with open_cleaned(tmp_path) as store:
            assert store.find(_TASK) == b"used"
    with open_cleaned(tmp_path) as store:
        assert store.find(_OTHER) is None


def test_the_file_stays_below_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is too large the half goes that was not used for the longest time, and the room with it."""
    monkeypatch.setattr(module, "_LARGEST", 200_000)
    with open_cleaned(tmp_path) as store:
        for number in range(400):
            store.keep(number.to_bytes(32), number.to_bytes(2) + _noise(number))
    assert 200_000 < (tmp_path / module.FILE).stat().st_size < 350_000


def _noise(number: int) -> bytes:
    """A kilobyte that cannot be packed."""
    return b"".join(zlib.crc32(bytes((number % 256, step))).to_bytes(4) for step in range(250))


def test_nothing_is_remembered_without_a_store() -> None:
    """`--no-store`: what is kept is gone at once."""
    store = Forgetful()
    store.keep(_TASK, b"x")
    assert store.find(_TASK) is None


def test_bodies_come_back_as_they_were(tmp_path: Path) -> None:
    """In any order; and nothing of them has a name in the folder."""
    contents = [b"", b"x", bytes(range(256)) * 1000, "汉字".encode()]
    with open_bodies(tmp_path) as bodies:
        keys = [bodies.put(content) for content in contents]
        assert [bodies.get(key) for key in reversed(keys)] == contents[::-1]
        assert bodies.weight(keys[2]) < 5000
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(DamagedError, match="run again"):
            bodies.get("0+3")
