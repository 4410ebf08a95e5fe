"""The same pages give the same bytes, on another machine, in another folder, at another time."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.books import article_pages, contents
from tests.package.everything import lay_everything
from tests.pages import mirror_page, plain_page, prose, saved_page
from tests.pictures import encoded, gradient, jpeg
from tests.program import PROJECT, environment, run


def _lay_pages(folder: Path) -> None:
    """Pages of every kind, some with the same day, one undated, one missing, with pictures of every way."""
    folder.mkdir(parents=True)
    for number in range(8):
        page = mirror_page(
            f"第{number}篇 <&>",
            day=f"2020-09-{number // 2 + 1:02}",
            address=f"https://example.org/2020/09/{number // 2 + 1:02}/{number}.html",
            paragraphs=prose(number),
            pictures=[f"{number % 3}.jpg", "gone.jpg"],
        )
        (folder / f"m{number}.md").write_text(page, encoding="utf-8")
    (folder / "saved.html").write_text(
        saved_page("Saved", day="2020-09-02T08:00:00", paragraphs=prose(20), pictures=["c.png", "away.png"]),
        encoding="utf-8",
    )
    (folder / "undated.md").write_text(plain_page("Undated", paragraphs=prose(21)), encoding="utf-8")
    (folder / "zero.md").touch()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(jpeg(1200 + number, 900))
    (folder / "c.png").write_bytes(encoded(gradient(300, 200), "PNG"))


def _umask(mask: int) -> Callable[[], None]:
    def set_umask() -> None:
        os.umask(mask)

    return set_umask


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """Two books of the same pages made in different surroundings; and every word of those surroundings."""
    books: list[Path] = []
    words: list[str] = []
    for number, (zone, locale, seed, mask) in enumerate(
        (("Asia/Shanghai", "C", "0", 0o022), ("America/Lima", "de_DE.UTF-8", "4711", 0o077))
    ):
        root = tmp_path_factory.mktemp(f"surroundings{number}")
        home, source, temporary = (root / f"{name}-{seed}" for name in ("home", "source", "temporary"))
        for folder in (home, temporary):
            folder.mkdir()
        _lay_pages(source / "pages")
        env = environment(
            HOME=str(home), USER=f"user-{seed}", LOGNAME=f"user-{seed}", TZ=zone, LC_ALL=locale, LANG=locale,
            PYTHONHASHSEED=seed, TMPDIR=str(temporary), EPUB_BUNDLER_CACHE=str(home / "cache"),
        )  # fmt: skip
        book = root / f"book{number}.epub"
        options = ["-q", "--offline", "-o", str(book)]
        line = ["build", "pages", *options] if number else ["build", str(source / "pages"), *options]
        done = run(*line, folder=source, env=env, before=_umask(mask))
        assert (done.code, done.out, done.err) == (3, f"{book}\n", "")
        books.append(book)
        words += [str(root), root.name, home.name, source.name, temporary.name, f"user-{seed}"]
        shutil.rmtree(source)
    return books[0], books[1], words


def test_the_same_pages_give_the_same_bytes(built: tuple[Path, Path, list[str]]) -> None:
    """Folder, home, user, time zone, locale, hash seed, umask and the way the source was typed change nothing."""
    one, other, _ = built
    first, second = contents(one), contents(other)
    assert [name for name in first if first[name] != second.get(name)] == []
    assert one.read_bytes() == other.read_bytes()


def test_a_book_tells_nothing_of_where_it_was_made(built: tuple[Path, Path, list[str]]) -> None:
    """No path, user, host or library name stands in any file of the book, nor in the archive around them."""
    book, _, words = built
    machine = [getpass.getuser(), socket.gethostname(), f"{Path.home()}/", str(PROJECT), "/tmp/", "Ebook-lib"]  # noqa: S108
    suspects = [word for word in (*words, *machine) if len(word) > 4]
    files = {"": book.read_bytes()} | contents(book)
    found = [(name, word) for name, content in files.items() for word in suspects if word.encode() in content]
    assert found == []
    with zipfile.ZipFile(book) as archive:
        assert (archive.comment, {info.comment for info in archive.infolist()}) == (b"", {b""})


def test_a_typed_file_that_is_missing_does_not_tell_its_folder(tmp_path: Path, pages: Path) -> None:
    """A gap goes by the file's name in the book, although the user typed its whole path."""
    (pages / "zero.md").touch()
    book = tmp_path / "book.epub"
    done = run("--debug", "build", pages / "1.md", pages / "zero.md", "-q", "-o", book, folder=tmp_path)
    assert done.code == 3
    assert [name for name, content in contents(book).items() if str(tmp_path).encode() in content] == []
    assert b"zero.md" in contents(book)["EPUB/text/gaps.xhtml"]


def test_entries_stand_in_a_fixed_order(built: tuple[Path, Path, list[str]]) -> None:
    """Media type, container, package, menus, style sheets, pages as they are read, cover, pictures by hash."""
    with zipfile.ZipFile(built[0]) as archive:
        found = archive.namelist()
    assert found[:5] == ["mimetype", "META-INF/container.xml", "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx"]
    pages = [name for name in found if name.startswith("EPUB/text/")]
    assert [name.removeprefix("EPUB/text/") for name in pages] == [
        "cover.xhtml",
        "title.xhtml",
        "contents.xhtml",
        *(name.removeprefix("EPUB/text/") for name in article_pages(built[0])),
        "gaps.xhtml",
        "sources.xhtml",
        "colophon.xhtml",
    ]
    assert len(article_pages(built[0])) == 10
    pictures = [name for name in found if name.startswith("EPUB/images/")]
    assert pictures[0] == "EPUB/images/cover.jpg"
    assert pictures[1:] == sorted(pictures[1:])
    assert len(pictures) == 5


def test_every_option_gives_the_same_bytes_again(tmp_path: Path) -> None:
    """With volumes, notes, a style of one's own and pictures made smaller, in other surroundings and another order."""
    made: list[dict[str, bytes]] = []
    for zone, locale, seed in (("Asia/Shanghai", "C", "1"), ("America/Lima", "de_DE.UTF-8", "2")):
        root = tmp_path / seed / f"folder-{seed}"
        lay_everything(root / "pages")
        (root / "own.css").write_bytes(b"p.about { margin: 0 }")
        env = environment(
            HOME=str(root), TZ=zone, LC_ALL=locale, LANG=locale, PYTHONHASHSEED=seed, TMPDIR=str(root),
            EPUB_BUNDLER_CACHE=str(root / "cache"),
        )  # fmt: skip
        done = run(
            *"build pages -q --offline -o b.epub --title Łódź,汉 --author A --language zh-Hant --from 2019".split(),
            *"--limit 26 --split year --links notes --style own.css --subject s --subject t --max-size 600kB".split(),
            *"--device kindle --quality 60 --grey".split(),
            folder=root,
            env=env,
        )
        assert done.code in (0, 3), done.err
        assert len(done.out.split()) >= 3
        made.append({name: (root / name).read_bytes() for name in done.out.split()})
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
