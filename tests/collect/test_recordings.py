"""WARC and WACZ: pages out of recordings, with the pictures that were recorded with them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from bundler.model import Kind
from tests.books import bundle, chosen
from tests.collect.packing import collected, shown, warc_of, zip_of
from tests.pages import chinese_prose, prose, saved_page
from tests.pictures import jpeg
from tests.program import PROJECT

_ADDRESS = "https://example.org/2020/09/01/ferry.html"
_PAGE = saved_page(
    "The ferry", paragraphs=prose(1), pictures=["../pictures/f.jpg", "https://cdn.example.org/g.jpg?w=2"]
)
_LAKE = jpeg(300, 200)
_ANSWERS = [
    ("https://example.org/2020/09/pictures/f.jpg", "image/jpeg", _LAKE),
    (_ADDRESS, "text/html; charset=utf-8", _PAGE.encode()),
    ("https://example.org/style.css", "text/css", b"p {}"),
    ("https://cdn.example.org/g.jpg?w=2", "image/jpeg", jpeg(200, 300)),
    ("https://ads.example.org/frame", "text/html", b"<html><body><p>An advertisement in a frame.</p></body></html>"),
]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_a_recording_have_their_addresses_and_pictures(tmp_path: Path, *, packed: bool) -> None:
    """Only pages that a server gave are read; what they show comes out of the recording, without a network."""
    path = tmp_path / "r.warc.gz"
    path.write_bytes(warc_of(_ANSWERS, packed=packed))
    pages, skipped = collected(path)
    assert [page.hints.source_url for page in pages] == [_ADDRESS, "https://ads.example.org/frame"]
    assert skipped == []
    assert shown(pages[0], "../pictures/f.jpg", "https://example.org/2020/09/pictures/f.jpg") == _LAKE
    assert shown(pages[0], "x.jpg", "https://example.org/x.jpg") is None  # the network may have it
    report = bundle([path], tmp_path / "book.epub")
    assert (report.pictures, [entry.date.day for entry in report.entries if entry.date]) == (2, ["2020-09-01"])


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("gzip", bytes),
        ("identity", bytes),
    ],
)
def test_codings_of_answers_are_undone(tmp_path: Path, coding: str, pack: type[bytes]) -> None:
    """As the server said, or as the recording program left it when it undid them itself."""
    answers = [(_ADDRESS, "text/html", pack(_PAGE.encode()))]
    (tmp_path / "r.warc").write_bytes(warc_of(answers, packed=False, headers=[("Content-Encoding", coding)]))
    (page,), _ = collected(tmp_path / "r.warc")
    assert page.content == _PAGE.encode()


def test_chunks_are_joined(tmp_path: Path) -> None:
    """RFC 9112, 7.1: recordings keep what came over the line."""
    content = _PAGE.encode()
    chunked = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (500, content[:500], len(content) - 500, content[500:])
    answers = [(_ADDRESS, "text/html", chunked)]
    (tmp_path / "r.warc").write_bytes(warc_of(answers, packed=True, headers=[("Transfer-Encoding", "chunked")]))
    (page,), _ = collected(tmp_path / "r.warc")
    assert page.content == content


def test_a_character_set_told_by_the_server_counts(tmp_path: Path) -> None:
    """Chinese pages in GB 18030 that say so only in the header are read right."""
    page = saved_page("湖", paragraphs=chinese_prose(1)).replace('<meta charset="utf-8">\n', "")
    answers = [(_ADDRESS, "text/html; charset=GB2312", page.encode("gb18030"))]
    (tmp_path / "r.warc").write_bytes(warc_of(answers, packed=True))
    ((entry,), _) = chosen([tmp_path / "r.warc"])
    assert entry.title == "湖"


def test_a_recording_that_is_cut_off_gives_what_stands_before(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One line tells of the rest, and warcio says nothing on stderr."""
    whole = warc_of([*_ANSWERS, (_ADDRESS + "2", "text/html", _PAGE.encode() * 40)], packed=False)
    at_second = whole.index(b"WARC-Type: response", whole.index(_ADDRESS.encode()))
    lies = whole[:at_second] + whole[at_second:].replace(b"Content-Length: ", b"Content-Length: 9", 1)
    packed = warc_of(_ANSWERS, packed=True)
    flipped = bytearray(packed)
    flipped[-300] ^= 0xFF
    for content, fewest in ((lies, 0), (whole[:-50_000], 2), (packed[:-200], 1), (bytes(flipped), 1), (whole[:100], 0)):
        (tmp_path / "r.warc").write_bytes(content)
        pages, skipped = collected(tmp_path / "r.warc")
        assert len(pages) >= fewest
        assert len(skipped) <= 1
    assert capfd.readouterr().err == ""


def test_headers_without_end_are_damage(tmp_path: Path) -> None:
    """A record whose headers never end is not read into memory."""
    content = b"WARC/1.0\r\n" + b"X-Long: " + b"x" * 3_000_000
    (tmp_path / "r.warc.gz").write_bytes(gzip.compress(content))
    _, (skipped,) = collected(tmp_path / "r.warc.gz")
    assert skipped.reason == "is damaged (a record's headers never end)"


def test_the_limit_of_headers_is_one_of_a_record_and_not_of_a_file(tmp_path: Path) -> None:
    """A file of thousands of records is read to its end."""
    answers = [(f"https://example.org/{number}", "text/html", b"<html><body>words") for number in range(4000)]
    (tmp_path / "r.warc").write_bytes(warc_of(answers, packed=False))
    pages, skipped = collected(tmp_path / "r.warc")
    assert (len(pages), skipped) == (4000, [])


def test_records_packed_together_are_told(tmp_path: Path) -> None:
    """`gzip r.warc` makes a file that nobody can look something up in; the line says what to do."""
    (tmp_path / "r.warc.gz").write_bytes(gzip.compress(warc_of(_ANSWERS, packed=False)))
    _, skipped = collected(tmp_path / "r.warc.gz")
    assert skipped[-1].reason == "has its records packed all together; unpack it first (gunzip)"


def _wacz(path: Path, *, packing: int = zipfile.ZIP_STORED, pages: str | None = None) -> Path:
    files: dict[str, bytes | str] = {
        "datapackage.json": json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}),
        "archive/a.warc.gz": warc_of(_ANSWERS[:1], packed=True),
        "archive/b.warc.gz": warc_of(_ANSWERS[1:], packed=True),
    }
    if pages is not None:
        files["pages/pages.jsonl"] = pages
    path.write_bytes(zip_of(files, packing))
    return path


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_gives_the_pages_of_its_list(tmp_path: Path, packing: int) -> None:
    """Frames are pages to a server only; pictures may lie in another of its recordings."""
    listed = '{"format": "json-pages-1.0"}\n' + json.dumps({"url": _ADDRESS, "title": "x"}) + "\nno json\n"
    pages, skipped = collected(_wacz(tmp_path / "r.wacz", packing=packing, pages=listed))
    assert [page.hints.source_url for page in pages] == [_ADDRESS]
    assert skipped == []
    assert shown(pages[0], "../pictures/f.jpg") == _LAKE


def test_a_wacz_without_a_list_gives_all_pages(tmp_path: Path) -> None:
    """Then nothing tells pages from frames."""
    assert len(collected(_wacz(tmp_path / "r.wacz"))[0]) == 2


def test_a_wacz_with_a_damaged_recording_gives_the_others(tmp_path: Path) -> None:
    """One recording costs one line."""
    path = tmp_path / "r.wacz"
    path.write_bytes(
        zip_of(
            {
                "datapackage.json": "{}",
                "archive/a.warc.gz": b"\x1f\x8b\x08 no",
                "archive/b.warc.gz": warc_of(_ANSWERS, packed=True),
            }
        )
    )
    pages, skipped = collected(path)
    assert len(pages) == 2
    assert [item.kind for item in skipped] == [Kind.UNREADABLE]


def test_other_sources_do_not_wait_for_the_libraries_of_feeds_and_recordings(tmp_path: Path) -> None:
    """Reading a folder imports neither feedparser nor warcio."""
    (tmp_path / "a.html").write_text(_PAGE, encoding="utf-8")
    code = (
        "import sys; from bundler.collect import collect; "
        f"assert len(list(collect([{str(tmp_path)!r}]))) == 1; "
        "print(*sorted({'feedparser', 'warcio', 'PIL', 'aiohttp'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
