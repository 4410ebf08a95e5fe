"""Damage of every kind of source: one clear line, and the sources beside it are read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bundler.collect.document import Linked
from bundler.collect.registry import KINDS, ZIPPED
from bundler.model import Kind, Page, Skipped
from tests.collect.packing import collected, tar_of, warc_of, zip_of
from tests.collect.test_feeds import read_bytes
from tests.golden.sources import SourceCase, all_source_cases
from tests.pages import plain_page, prose
from tests.program import one_line, run

_BEGINNINGS = (
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip",
    b"\x1f\x8b\x08\x00", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", tar_of({"a.md": "x"})[:600],
    b"WARC/1.0\r\n", b"WARC/1.1\r\nWARC-Type: response\r\n",
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n",
    b"<!DOCTYPE NETSCAPE-Bookmark-file-1>", b"<opml>", b"<urlset>",
    b'<rss version="2.0">', b"<feed>", b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
    b'{"version": "https://jsonfeed.org/version/1", "items": [', b'[{"is_archived": 0, "url": "',
    b"title,url,time_added,tags,status\n", b"URL,Title,Selection,Folder,Timestamp\n", b"https://example.org/\n",
)  # fmt: skip
"""What files of each kind begin with."""


def _samples() -> list[tuple[str, bytes]]:
    samples = [(case.folder.name, next(case.folder.glob("in.*")).read_bytes()) for case in _file_cases()]
    page = plain_page("A story", paragraphs=prose(1))
    answers = [("https://example.org/a", "text/html", b"<html><body><p>words</p></body></html>")] * 5
    return [
        *samples,
        ("zip", zip_of({"a.md": page, "b.md": page})),
        *(
            (f"tar {packing}", tar_of({"a.md": page, "b.jpg": page * 9}, packing))
            for packing in ("", "gz", "bz2", "xz")
        ),
        ("warc", warc_of(answers, packed=False)),
        ("warc.gz", warc_of(answers, packed=True)),
    ]


def _file_cases() -> list[SourceCase]:
    return [case for case in all_source_cases() if not (case.folder / "in").is_dir()]


@pytest.mark.parametrize(("name", "content"), _samples(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_source_cut_off_or_with_a_changed_byte_does_not_stop_the_rest(
    tmp_path: Path, pages: Path, name: str, content: bytes
) -> None:
    """Whatever is lost, it is never an exception, and the folder that comes behind it is whole."""
    chance = random.Random(name)  # noqa: S311 - damage is no cryptography
    for _ in range(12):
        broken = bytearray(content[: chance.randrange(len(content) // 3, len(content))])
        for _ in range(chance.randrange(3)):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        (tmp_path / "source").write_bytes(broken)
        found, skipped = collected(tmp_path / "source", pages)
        assert [page.origin for page in found][-3:] == ["1.md", "2.md", "3.md"]
        assert all("\n" not in item.reason and len(item.reason) < 400 for item in skipped)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(_BEGINNINGS), st.binary(max_size=2000))
@example(b"PK\x05\x06", bytes(18))
def test_any_bytes_behind_a_kind_s_beginning_are_no_exception(beginning: bytes, rest: bytes) -> None:
    """Every reader gives values, whatever it reads; none needs the border that catches the unforeseen."""
    for found in read_bytes(beginning + rest):
        assert not isinstance(found, Skipped) or "Error:" not in found.reason, found


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=9000))
def test_any_bytes_at_all_are_no_exception(content: bytes) -> None:
    """What is no kind of source is a page, a gap, or an address."""
    assert all(isinstance(found, Page | Skipped | Linked) for found in read_bytes(content))


def test_a_damaged_source_is_one_line_for_the_user(tmp_path: Path) -> None:
    """The command says what is wrong with which file, without a traceback, and exits with 1."""
    (tmp_path / "mirror.zip").write_bytes(zip_of({"a.md": plain_page("A story", paragraphs=prose(1))})[:-30])
    done = run("build", "mirror.zip", folder=tmp_path)
    assert done.code == 1
    assert "mirror.zip: is a damaged ZIP archive (cut off" in one_line(done.err)


def test_a_list_says_what_it_holds_and_why_there_is_no_book(tmp_path: Path) -> None:
    """`list` has a line for each address; `build` one that says what is needed."""
    (tmp_path / "list.txt").write_text("https://example.org/a\nhttps://example.org/b\n", encoding="utf-8")
    off = "is on the network, which is switched off; leave out --offline"
    listed = run("--debug", "list", "list.txt", "--offline", folder=tmp_path)
    assert listed.code == 0
    assert listed.out.splitlines() == [
        f"left out  list.txt/0001: switched off: https://example.org/a: {off}",
        f"left out  list.txt/0002: switched off: https://example.org/b: {off}",
    ]
    built = run("build", "list.txt", "--offline", folder=tmp_path)
    assert built.code == 1
    assert off in one_line(built.err)


def test_every_kind_stands_in_the_registry_once() -> None:
    """Names are what the reference lists, and an ordinary page is of no kind."""
    names = [*(kind.name for kind in KINDS), *(kind.name for kind in ZIPPED)]
    assert len(names) == len(set(names))
    assert Kind.NOT_FETCHED.is_gap
    assert not any(kind.takes(b"<!DOCTYPE html><html><body>") or kind.takes(b"# A story\n\nwords") for kind in KINDS)
