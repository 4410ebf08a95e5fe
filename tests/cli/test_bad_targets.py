"""Bad places for a book: told before any work where that is possible, and never at the cost of an older book."""

from __future__ import annotations

import contextlib
import random
import resource
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.books import article_pages, names
from tests.program import environment, inside, one_line, run

_OLD = b"an older book"
_NAME = "Articles_2020-09-01_2020-09-03.epub"


def test_a_missing_folder_is_told_before_any_work(tmp_path: Path) -> None:
    """The place is looked at first: not even the source has to be there for it."""
    done = run("build", tmp_path / "no-source", "-o", tmp_path / "missing" / "book.epub", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert f"{tmp_path / 'missing'}: there is no such folder" in one_line(done.err)
    assert inside(tmp_path) == []


def test_a_folder_in_the_way_is_told_before_any_work(tmp_path: Path) -> None:
    """`-o books/` is no file name."""
    (tmp_path / "books").mkdir()
    done = run("build", tmp_path / "no-source", "-o", tmp_path / "books", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "is a folder" in one_line(done.err)
    assert inside(tmp_path / "books") == []


def test_a_folder_nobody_may_write_to_is_told_before_any_work(tmp_path: Path, permissions_hold: None) -> None:
    """A read-only folder keeps its older book."""
    books = tmp_path / "books"
    books.mkdir()
    (books / "week.epub").write_bytes(_OLD)
    books.chmod(0o500)
    try:
        done = run("build", tmp_path / "no-source", "-o", books / "week.epub", folder=tmp_path)
    finally:
        books.chmod(0o700)
    assert (done.code, done.out) == (1, "")
    assert "cannot be written to (Permission denied)" in one_line(done.err)
    assert (books / "week.epub").read_bytes() == _OLD
    assert inside(books) == ["week.epub"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc, which nobody can write to")
def test_a_file_system_that_takes_no_files_is_told_before_any_work(tmp_path: Path) -> None:
    """Where even root can make no file the reason is told in one line."""
    done = run("build", tmp_path / "no-source", "-o", "/proc/book.epub", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "/proc: cannot be written to" in one_line(done.err)


def test_a_made_up_name_never_replaces_a_book(tmp_path: Path, pages: Path) -> None:
    """Without `-o` an older book of the same name stays, and `--force` replaces it."""
    (tmp_path / _NAME).write_bytes(_OLD)
    refused = run("--debug", "build", pages, "-q", folder=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    refused = run("build", pages, "-q", folder=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert f"{_NAME}: exists already; use --force" in one_line(refused.err)
    assert (tmp_path / _NAME).read_bytes() == _OLD
    forced = run("--debug", "build", pages, "-q", "--force", folder=tmp_path)
    assert (forced.code, forced.out) == (0, f"{_NAME}\n")
    assert len(article_pages(tmp_path / _NAME)) == 3
    assert inside(tmp_path) == sorted([_NAME, "pages"])


def test_a_made_up_name_that_is_taken_is_told_before_the_downloads(tmp_path: Path, pages: Path) -> None:
    """Title and dates are known when the articles are: no picture is asked for in vain."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
        with (pages / "1.md").open("a", encoding="utf-8") as page:
            page.write(f"\n![](http://{place}/a.jpg)\n")
        (tmp_path / _NAME).write_bytes(_OLD)
        done = run("build", pages, "-q", "--allow-private", place, folder=tmp_path)
        assert (done.code, done.out) == (1, "")
        assert "exists already; use --force" in one_line(done.err)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc, which nobody can write to")
def test_a_current_folder_nobody_can_write_to_is_told_before_any_work(tmp_path: Path) -> None:
    """Without `-o` the book goes into the current folder; not even the source has to be there to see that it cannot."""
    done = run("build", tmp_path / "no-source", folder=Path("/proc"))
    assert (done.code, done.out) == (1, "")
    assert ".: cannot be written to" in one_line(done.err)


def test_a_name_that_was_given_replaces_a_book_as_a_whole(tmp_path: Path, pages: Path) -> None:
    """With `-o` the book is replaced, and nothing of the older one is left behind it."""
    book = tmp_path / "book.epub"
    book.write_bytes(_OLD * 100_000)
    done = run("--debug", "build", pages, "-q", "-o", "book.epub", folder=tmp_path)
    assert (done.code, done.out, done.err) == (0, "book.epub\n", "")
    assert names(book)[0] == "mimetype"
    assert inside(tmp_path) == ["book.epub", "pages"]


def test_a_book_may_lie_among_its_own_pages(tmp_path: Path, pages: Path) -> None:
    """Built into its own source folder twice, the book does not become an article of itself."""
    for _ in range(2):
        done = run("--debug", "build", ".", "-q", "-o", "book.epub", folder=pages)
        assert (done.code, done.out, done.err) == (0, "book.epub\n", "")
    assert len(article_pages(pages / "book.epub")) == 3
    assert inside(tmp_path) == ["pages"]


def _only_files_up_to(size: int) -> Callable[[], None]:
    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return set_limit


@pytest.mark.parametrize("size", [100, 60_000, 90_000])
@pytest.mark.parametrize("options", [[], ["--no-store"]])
def test_a_write_that_fails_keeps_the_older_book(tmp_path: Path, pages: Path, size: int, options: list[str]) -> None:
    """When a file cannot grow, a working file or the book, the run ends with one line and the old book whole."""
    books = tmp_path / "books"
    books.mkdir()
    (books / "week.epub").write_bytes(_OLD)
    env = environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache"))
    line = ["build", "-q", "-o", str(books / "week.epub"), *options, str(pages)]
    done = run(*line, folder=tmp_path, env=env, before=_only_files_up_to(size))
    assert (done.code, done.out) == (1, "")
    assert not [option for option in options if option in one_line(done.err)], "advises what was done already"
    assert (books / "week.epub").read_bytes() == _OLD
    assert inside(books) == ["week.epub"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB, less than a cover."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    umount = shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("this system has no mount command")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("file systems can be mounted by root only")
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: subprocess.run([umount, folder], check=True))
        yield folder


def test_a_full_disk_keeps_the_older_book(tmp_path: Path, pages: Path, small_disk: Path) -> None:
    """No space left on the book's disk: one line, the old book whole, the unfinished one gone."""
    (small_disk / "week.epub").write_bytes(_OLD)
    done = run("build", pages, "-q", "-o", small_disk / "week.epub", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "No space left on device" in one_line(done.err)
    assert (small_disk / "week.epub").read_bytes() == _OLD
    assert inside(small_disk) == ["week.epub"]


def test_a_full_disk_behind_the_store_keeps_the_older_book(tmp_path: Path, pages: Path, small_disk: Path) -> None:
    """No space left for the pictures kept: one line, the old book whole, and the store is as good as before."""
    noise = random.Random(1).randbytes(900 * 700 * 3)  # noqa: S311 - a picture that takes its room
    Image.frombytes("RGB", (900, 700), noise).save(pages / "noise.png")
    with (pages / "1.md").open("a", encoding="utf-8") as page:
        page.write("\n![](noise.png)\n")
    (tmp_path / "week.epub").write_bytes(_OLD)
    env = environment(EPUB_BUNDLER_CACHE=str(small_disk / "cache"))
    subprocess.run(["mount", "-o", "remount,size=500k", small_disk], check=True)  # noqa: S607 - the indexes fit
    for _ in range(2):
        done = run("build", pages, "-q", "-o", "week.epub", folder=tmp_path, env=env)
        assert (done.code, done.out) == (1, "")
        assert "free some disk space" in one_line(done.err)
        assert (tmp_path / "week.epub").read_bytes() == _OLD
        assert inside(tmp_path) == ["disk", "pages", "week.epub"]
        assert list((small_disk / "cache").glob("files/.epub-bundler-*")) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_report_that_cannot_be_written_is_told_in_one_line(tmp_path: Path, pages: Path) -> None:
    """A full disk behind stdout is the disk's fault, not a defect to report."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run("list", pages, "-q", folder=tmp_path, out=full)
    assert done.code == 1
    assert "No space left on device" in one_line(done.err)
