"""ZIP and TAR archives: read like folders, and never a way out of them or into more memory than a page needs."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from bundler.collect.budget import Budget, BudgetError
from bundler.collect.paths import safe_path
from bundler.model import Kind
from tests.books import bundle, chosen
from tests.collect.packing import collected, shown, tar_of, zip_of
from tests.pages import mirror_page, plain_page, prose, saved_page
from tests.pictures import jpeg

_PAGE = plain_page("A story", day="2020-09-01", paragraphs=prose(1))
_OTHER = plain_page("Another story", day="2020-09-02", paragraphs=prose(2))
_PACKINGS = ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"]


def _archive(folder: Path, packing: str, files: dict[str, bytes | str]) -> Path:
    path = folder / f"mirror.{packing}"
    path.write_bytes(zip_of(files) if packing == "zip" else tar_of(files, packing.partition(".")[2]))
    return path


@pytest.mark.parametrize("packing", _PACKINGS)
def test_an_archive_is_read_like_the_folder_it_was_made_of(tmp_path: Path, packing: str) -> None:
    """The same pages with the same pictures make the same book, byte for byte; only the origins differ."""
    lake = jpeg(300, 200)
    page = mirror_page("湖", day="2020-09-01", paragraphs=prose(1), pictures=["../pictures/a%20lake.jpg", "/b.jpg"])
    files: dict[str, bytes | str] = {
        "a.md": _OTHER, "b.jpg": jpeg(200, 300), "pages/1.md": page, "pictures/a lake.jpg": lake,
        "pages/.git/x.md": _PAGE, "pages/code.py": "x",
    }  # fmt: skip
    folder = tmp_path / "folder"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    archive = _archive(tmp_path, packing, files)
    pages, skipped = collected(archive)
    assert [page.origin for page in pages] == [f"mirror.{packing}/a.md", f"mirror.{packing}/pages/1.md"]
    assert skipped == []
    assert shown(pages[1], "../pictures/a%20lake.jpg") == lake
    report = bundle([archive], tmp_path / "archive.epub", title="Same")
    assert (report.pictures, report.gaps) == (2, ())
    bundle([folder], tmp_path / "folder.epub", title="Same")
    assert (tmp_path / "archive.epub").read_bytes() == (tmp_path / "folder.epub").read_bytes()


@pytest.mark.parametrize("packing", _PACKINGS)
def test_nothing_outside_an_archive_is_read_for_its_pages(tmp_path: Path, packing: str) -> None:
    """References that climb out, and files that lie beside the archive, find nothing."""
    (tmp_path / "secret.jpg").write_bytes(jpeg(30, 30))
    (page,), _ = collected(_archive(tmp_path, packing, {"deep/1.md": _PAGE}))
    outside = str(tmp_path / "secret.jpg")
    for reference in (
        "../../secret.jpg",
        "..%2F..%2Fsecret.jpg",
        outside,
        f"file://{outside}",
        "/secret.jpg",
        "secret.jpg",
    ):
        assert not isinstance(shown(page, reference), bytes)


@pytest.mark.parametrize(
    "name", ["../up.md", "/etc/up.md", "a/../../up.md", "C:\\up.md", "..\\up.md", "\\\\host\\up.md"]
)
@pytest.mark.parametrize("packing", ["zip", "tar"])
def test_a_name_that_leads_out_is_left_out_and_told(tmp_path: Path, packing: str, name: str) -> None:
    """The other pages are read; the name makes one line and no file."""
    before = sorted(tmp_path.iterdir())
    pages, (skipped,) = collected(_archive(tmp_path, packing, {name: _PAGE, "good.md": _OTHER}))
    assert [page.origin.rpartition("/")[2] for page in pages] == ["good.md"]
    assert skipped.kind is Kind.OUTSIDE_SOURCE
    assert len(sorted(tmp_path.iterdir())) == len(before) + 1


def test_links_and_devices_in_a_tar_archive_are_not_followed(tmp_path: Path) -> None:
    """Symbolic and hard links, devices and pipes are left out, each with a line."""
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(f"{number}.md")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("good.md")
        info.size = len(_PAGE.encode())
        archive.addfile(info, io.BytesIO(_PAGE.encode()))
    pages, skipped = collected(path)
    assert len(pages) == 1
    assert [item.kind for item in skipped] == [Kind.OUTSIDE_SOURCE] * 4


def test_a_symbolic_link_in_a_zip_archive_is_no_page(tmp_path: Path) -> None:
    """Its content is a path, not an article."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.md", _PAGE)
    pages, (skipped,) = collected(path)
    assert (len(pages), skipped.kind) == (1, Kind.OUTSIDE_SOURCE)


def test_encrypted_files_are_told_in_one_line(tmp_path: Path) -> None:
    """What is not encrypted is read."""
    content = bytearray(zip_of({"a.md": _PAGE, "b.md": _OTHER, "c.md": _OTHER}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = -1
        for number in range(3):
            position = content.index(signature, position + 1)
            content[position + place] |= int(number > 0)
    (tmp_path / "a.zip").write_bytes(content)
    pages, (skipped,) = collected(tmp_path / "a.zip")
    assert [page.origin for page in pages] == ["a.zip/a.md"]
    assert skipped.reason == "2 files in it are encrypted; unpack it with its password first"


@pytest.mark.parametrize("packing", _PACKINGS)
def test_pages_beside_a_complete_page_are_its_own_files(tmp_path: Path, packing: str) -> None:
    """`story_files` belongs to `story.html`; `my_files` without such a page is an ordinary folder."""
    page = saved_page("A story", paragraphs=prose(1), pictures=["story_files/a.jpg"])
    files: dict[str, bytes | str] = {
        "my_files/other.md": _OTHER, "story_files/frame.html": "<html><body>frame</body></html>",
        "story_files/a.jpg": b"picture", "story.html": page,
    }  # fmt: skip
    pages, skipped = collected(_archive(tmp_path, packing, files))
    assert sorted(page.origin.rpartition("/")[2] for page in pages) == ["other.md", "story.html"]
    assert skipped == []
    story = next(page for page in pages if page.origin.endswith("story.html"))
    assert shown(story, "story_files/a.jpg") == b"picture"


def test_an_archive_without_pages_is_a_box_of_sources(tmp_path: Path) -> None:
    """Archives, lists and feeds in it are read, archives within these are not."""
    inner = zip_of({"1.md": _PAGE})
    deepest = zip_of({"deep.zip": zip_of({"deepest.zip": inner})})
    box = zip_of(
        {
            "a.zip": inner,
            "b.tar.gz": tar_of({"2.md": _OTHER}, "gz"),
            "c.zip": deepest,
            "readme.txt": "words",
            "l.txt": "https://example.org/x\n",
        }
    )
    (tmp_path / "box.zip").write_bytes(box)
    pages, skipped = collected(tmp_path / "box.zip")
    assert [page.origin for page in pages] == ["box.zip/a.zip/1.md", "box.zip/b.tar.gz/2.md"]
    assert [(item.origin, item.kind) for item in skipped] == [
        ("box.zip/c.zip/deep.zip", Kind.UNREADABLE),
        ("box.zip/l.txt/0001", Kind.NOT_FETCHED),
    ]
    assert "three levels deep" in skipped[0].reason


def test_a_folder_without_pages_is_a_box_of_sources(tmp_path: Path) -> None:
    """A folder of archives needs no option; beside a page they are left alone, as a mirror's own downloads are."""
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "a.zip").write_bytes(zip_of({"1.md": _PAGE}))
    (tmp_path / "box" / "notes.txt").write_text("no page", encoding="utf-8")
    assert [page.origin for page in collected(tmp_path / "box")[0]] == ["a.zip/1.md"]
    (tmp_path / "box" / "page.md").write_text(_OTHER, encoding="utf-8")
    assert [page.origin for page in collected(tmp_path / "box")[0]] == ["page.md"]


@pytest.mark.parametrize("packing", ["zip", "tar.gz", "tar.xz"])
def test_a_bomb_is_told_before_it_fills_anything(tmp_path: Path, packing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a hundred times its size and a free allowance an archive is read no further; what came before is kept."""
    monkeypatch.setattr("bundler.collect.budget._FREE", 1024 * 1024)
    zeros = bytes(20 * 1024 * 1024)
    pages, skipped = collected(
        _archive(tmp_path, packing, {"a.md": _PAGE, "b.md": zeros, "c.md": zeros, "d.md": zeros})
    )
    assert [page.origin.rpartition("/")[2] for page in pages] == ["a.md"]
    assert "far more than it holds" in skipped[-1].reason


def test_a_picture_that_is_a_bomb_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are unpacked when they are asked for, and count too."""
    monkeypatch.setattr("bundler.collect.budget._FREE", 1024 * 1024)
    (page,), _ = collected(
        _archive(tmp_path, "zip", {"a.md": _PAGE, "a.jpg": bytes(60 * 1024 * 1024), "b.jpg": b"picture"})
    )
    assert "far more than it holds" in str(shown(page, "a.jpg"))


def test_an_archive_has_only_so_many_entries() -> None:
    """Half a million entries are a mirror, more are a bomb; the count includes archives within."""
    budget = Budget()
    for _ in range(500_000):
        budget.entry()
    with pytest.raises(BudgetError):
        budget.entry()


def test_a_long_name_in_a_tar_header_is_no_way_into_memory(tmp_path: Path) -> None:
    """A name of 8 MiB is damage; `tarfile` would read any size."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 8 * 1024 * 1024
    (tmp_path / "a.tar").write_bytes(info.tobuf() + bytes(info.size) + bytes(1024))
    pages, (skipped,) = collected(tmp_path / "a.tar")
    assert (pages, skipped.reason) == ([], "is damaged (a name or attribute of more than 1 MiB)")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b.md", "a/b.md"),
        ("./a//b.md", "a/b.md"),
        ("a\\b.md", "a/b.md"),
        ("", ""),
        ("..", ""),
        ("a\x00b", ""),
        ("x" * 2000, ""),
    ],
)
def test_paths_in_archives_are_made_safe(name: str, safe: str) -> None:
    """Backslashes part folders, empty parts go, and what leads out is no path."""
    assert safe_path(name) == safe


def test_utf8_names_without_the_flag_are_read_as_such(tmp_path: Path) -> None:
    """Archives made by macOS and many scripts; a reference to the picture finds it."""
    content = zip_of({"页.md": _PAGE, "图.jpg": b"picture"})
    names = zipfile.ZipFile(io.BytesIO(content)).infolist()
    plain = bytearray(content)
    for signature, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        position = -1
        for _ in names:
            position = plain.index(signature, position + 1)
            plain[position + place] &= ~0x08
    (tmp_path / "a.zip").write_bytes(plain)
    (page,), skipped = collected(tmp_path / "a.zip")
    assert (page.origin, skipped) == ("a.zip/页.md", [])
    assert shown(page, "%E5%9B%BE.jpg") == b"picture"


def test_many_archives_need_few_open_files(tmp_path: Path) -> None:
    """Pictures are asked for at the end; until then no archive stays open."""
    resource = pytest.importorskip("resource")
    box = tmp_path / "box"
    box.mkdir()
    for number in range(150):
        page = plain_page(f"Story {number}", paragraphs=[*prose(number), "![a](a.jpg)"])
        (box / f"{number:03}.zip").write_bytes(zip_of({"1.md": page, "a.jpg": b"picture"}))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        pages, skipped = collected(box)
        assert (len(pages), skipped) == (150, [])
        assert all(shown(page, "a.jpg") == b"picture" for page in pages)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_pocket_s_archive_is_a_list_of_links(tmp_path: Path) -> None:
    """Its file is called like a page and told by its content."""
    export = '<html><head><title>Pocket Export</title></head><body><ul><li><a href="https://example.org/a">A</a></ul>'
    (tmp_path / "pocket.zip").write_bytes(zip_of({"ril_export.html": export}))
    pages, (skipped,) = collected(tmp_path / "pocket.zip")
    assert (pages, skipped.origin, skipped.kind) == ([], "pocket.zip/ril_export.html/0001", Kind.NOT_FETCHED)


def test_a_page_in_a_text_file_is_a_page(tmp_path: Path) -> None:
    """In a folder and in an archive, HTML is a page whatever its name ends in."""
    page = saved_page("A story", paragraphs=prose(1))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(page, encoding="utf-8")
    (tmp_path / "a.zip").write_bytes(zip_of({"a.txt": page}))
    pages, skipped = collected(tmp_path / "folder", tmp_path / "a.zip")
    assert ([page.origin for page in pages], skipped) == (["a.txt", "a.zip/a.txt"], [])


def test_a_packed_page_is_a_page(tmp_path: Path) -> None:
    """`story.html.gz` is what many servers and crawlers keep."""
    (tmp_path / "story.html.gz").write_bytes(gzip.compress(saved_page("A story", paragraphs=prose(1)).encode()))
    ((entry,), skipped) = chosen([tmp_path / "story.html.gz"])
    assert (entry.title, skipped) == ("A story", [])
