"""Volumes on the command line: where they go, what is told, and what becomes of older ones when something fails."""

from __future__ import annotations

import json
import random
import resource
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from tests.books import article_pages, contents, names, text
from tests.pages import plain_page, prose
from tests.pictures import encoded, jpeg
from tests.program import environment, inside, one_line, run

_OLD = b"an older book"


def _lay(folder: Path, days: list[str], first: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    for number, day in enumerate(days, first):
        page = plain_page(
            f"Story {number}",
            day=day,
            address=f"https://example.org/{number}",
            paragraphs=[*prose(number), "![](a.jpg)"],
        )
        (folder / f"{number:03d}.md").write_text(page, encoding="utf-8")
    (folder / "a.jpg").write_bytes(jpeg(300, 200))
    return folder


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """Pages of two years and one without a date."""
    return _lay(tmp_path / "pages", ["2020-09-01", "2020-10-02", "2021-01-03", ""])


def test_volumes_are_named_after_the_output(tmp_path: Path, years: Path) -> None:
    """The year goes before the ending; every path is printed; each volume has its articles and its pictures."""
    done = run(
        "--debug", "build", years, "-q", "-o", "news.epub", "--split", "year", "--title", "News", folder=tmp_path
    )
    assert (done.code, done.err) == (0, "")
    assert done.out.split() == ["news_2020.epub", "news_2021.epub", "news_undated.epub"]
    assert [len(article_pages(tmp_path / name)) for name in done.out.split()] == [2, 1, 1]
    for name in done.out.split():
        assert sum(entry.startswith("EPUB/images/") for entry in names(tmp_path / name)) == 2


def test_volumes_have_made_up_names(tmp_path: Path, years: Path) -> None:
    """Without `-o` the title and the volume make the name; an older book of it stays without `--force`."""
    done = run("--debug", "build", years, "-q", "--split", "3", "--title", "News", folder=tmp_path)
    assert done.out.split() == ["News_v001.epub", "News_v002.epub"]
    (tmp_path / "News_v001.epub").unlink()
    (tmp_path / "News_v002.epub").write_bytes(_OLD)
    done = run("build", years, "-q", "--split", "3", "--title", "News", folder=tmp_path)
    assert done.code == 1
    assert "News_v002.epub: exists already" in one_line(done.err)
    assert inside(tmp_path) == ["News_v002.epub", "pages"]
    assert (tmp_path / "News_v002.epub").read_bytes() == _OLD


def test_the_report_names_every_volume(tmp_path: Path, years: Path) -> None:
    """Path, size and number of articles of each, and all articles in reading order."""
    done = run("--debug", "build", years, "--json", "-o", "n.epub", "--split", "month", folder=tmp_path)
    report = json.loads(done.out)
    assert [(book["path"], book["articles"]) for book in report["books"]] == [
        ("n_2020-09.epub", 1),
        ("n_2020-10.epub", 1),
        ("n_2021-01.epub", 1),
        ("n_undated.epub", 1),
    ]
    assert all(book["size"] == (tmp_path / book["path"]).stat().st_size for book in report["books"])
    assert len(report["articles"]) == 4


def _series(book: Path) -> dict[str, str]:
    package = etree.fromstring(contents(book)["EPUB/content.opf"])
    named = {meta.get("name"): meta.get("content") for meta in package.iterfind(".//{*}meta") if meta.get("name")}
    refined = {meta.get("property"): meta.text for meta in package.iterfind(".//{*}meta") if meta.get("property")}
    return {
        "title": package.findtext(".//{*}title"),
        "identifier": package.findtext(".//{*}identifier"),
        "series": named.get("calibre:series", ""),
        "index": named.get("calibre:series_index", ""),
        "collection": refined.get("belongs-to-collection", ""),
        "position": refined.get("group-position", ""),
        "type": refined.get("collection-type", ""),
    }


def test_volumes_say_to_which_series_they_belong(tmp_path: Path, years: Path) -> None:
    """In EPUB's notation and in calibre's, with the same name and place; a single book belongs to none."""
    run("--debug", "build", years, "-q", "-o", "n.epub", "--split", "year", "--title", "News & <more>", folder=tmp_path)
    for key, position, title in (("2020", "2020", "2020"), ("undated", "999999", "Undated")):
        found = _series(tmp_path / f"n_{key}.epub")
        assert (found["series"], found["collection"], found["type"]) == ("News & <more>", "News & <more>", "series")
        assert (found["index"], found["position"]) == (position, position)
        assert found["title"] == f"News & <more> – {title}"
    run("--debug", "build", years, "-q", "-o", "one.epub", "--title", "News", folder=tmp_path)
    assert (_series(tmp_path / "one.epub")["series"], _series(tmp_path / "one.epub")["collection"]) == ("", "")


def test_identity_stays_when_articles_are_added(tmp_path: Path, years: Path) -> None:
    """A volume that nothing was added to is the same file, the others keep identifier, file name and pages' names."""
    line = ["--debug", "build", str(years), "-q", "-o", "n.epub", "--split", "year", "--title", "News"]
    run(*line, folder=tmp_path)
    before = {path.name: (path.read_bytes(), _series(path), article_pages(path)) for path in tmp_path.glob("*.epub")}
    _lay(years, ["2021-01-01", "2021-02-03", "2022-01-01"], first=4)
    run(*line, folder=tmp_path)
    after = {path.name: (path.read_bytes(), _series(path), article_pages(path)) for path in tmp_path.glob("*.epub")}
    assert after.keys() - before.keys() == {"n_2022.epub"}
    assert after["n_2020.epub"] == before["n_2020.epub"]
    assert after["n_2021.epub"][1] == before["n_2021.epub"][1]
    assert set(before["n_2021.epub"][2]) < set(after["n_2021.epub"][2])
    assert len({series["identifier"] for _, series, _ in after.values()}) == 4


def test_older_volumes_are_untouched_when_one_has_no_place(tmp_path: Path, years: Path) -> None:
    """A folder in the way of the second volume is told before the first one is written."""
    (tmp_path / "n_2020.epub").write_bytes(_OLD)
    (tmp_path / "n_2021.epub").mkdir()
    done = run("build", years, "-q", "-o", "n.epub", "--split", "year", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "n_2021.epub: is a folder" in one_line(done.err)
    assert (tmp_path / "n_2020.epub").read_bytes() == _OLD
    assert inside(tmp_path) == ["n_2020.epub", "n_2021.epub", "pages"]


def test_volumes_that_are_new_although_a_later_one_failed_are_told(tmp_path: Path) -> None:
    """When the disk takes the first volume and not the second, it names both; the older second is whole."""
    pages = _lay(tmp_path / "pages", ["2020-09-01", "2021-01-01"])
    grain = random.Random(1)  # noqa: S311 - grain is no cryptography
    with (pages / "001.md").open("a", encoding="utf-8") as page:
        for number in range(8):
            noise = Image.frombytes("RGB", (300, 300), grain.randbytes(300 * 300 * 3))
            (pages / f"n{number}.jpg").write_bytes(encoded(noise, "JPEG", quality=90))
            page.write(f"\n\n![](n{number}.jpg)\n")
    books = tmp_path / "books"
    books.mkdir()
    (books / "n_2021.epub").write_bytes(_OLD)
    done = run(
        *("build", pages, "-q", "--no-store", "-o", books / "n.epub", "--split", "year"),
        folder=tmp_path,
        env=environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache")),
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)),
    )
    assert (done.code, done.out) == (1, "")
    message = one_line(done.err)
    assert f"{books / 'n_2021.epub'}: could not be written" in message
    assert f"{books / 'n_2020.epub'} is new" in message
    assert len(article_pages(books / "n_2020.epub")) == 1
    assert (books / "n_2021.epub").read_bytes() == _OLD
    assert inside(books) == ["n_2020.epub", "n_2021.epub"]


def test_a_size_that_cannot_be_kept_makes_volumes_under_it(tmp_path: Path) -> None:
    """Pictures that are as small as they may be are divided among books, each below the limit and whole."""
    pages = _lay(tmp_path / "pages", [f"2020-09-{number + 1:02d}" for number in range(8)])
    grain = random.Random(1)  # noqa: S311 - grain is no cryptography
    for number in range(8):
        noise = Image.frombytes("RGB", (700, 600), grain.randbytes(700 * 600 * 3))
        (pages / f"n{number}.jpg").write_bytes(encoded(noise, "JPEG", quality=90))
        with (pages / f"{number:03d}.md").open("a", encoding="utf-8") as page:
            page.write(f"\n\n![A picture](n{number}.jpg)\n")
    done = run("--debug", "build", pages, "-q", "-o", "n.epub", "--max-size", "700kB", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    books = [tmp_path / name for name in done.out.split()]
    assert [book.name for book in books] == [f"n_v{number:03d}.epub" for number in range(1, len(books) + 1)]
    assert len(books) > 1
    assert [book.name for book in books if book.stat().st_size > 700_000] == []
    assert sum(len(article_pages(book)) for book in books) == 8
    for book in books:
        shown = {picture for page in article_pages(book) for picture in _pictures(text(book, page))}
        assert shown == {name for name in names(book) if name.startswith("EPUB/images/")} - {"EPUB/images/cover.jpg"}


def _pictures(page: str) -> list[str]:
    root = etree.fromstring(page.encode())
    return [f"EPUB/{image.get('src').removeprefix('../')}" for image in root.iter("{*}img")]


def test_volumes_of_a_larger_run_are_named_and_stay(tmp_path: Path, years: Path) -> None:
    """A run that makes fewer volumes tells which files it has not made anew, in one line, and deletes none."""
    line = ["--debug", "build", str(years), "--offline", "-o", "n.epub", "--split"]
    assert "earlier run" not in run(*line, "1", folder=tmp_path).err
    done = run(*line, "3", folder=tmp_path)
    (told,) = (text for text in done.err.splitlines() if "earlier run" in text)
    assert told.startswith("epub-bundler: n_v003.epub, n_v004.epub: of an earlier run")
    assert inside(tmp_path) == [*(f"n_v00{number}.epub" for number in range(1, 5)), "pages"]
    assert run(*line, "3", "-q", folder=tmp_path).err == ""
