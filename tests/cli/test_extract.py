"""The contract of `extract`: one JSON object a line, these keys and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pages import chinese_prose, mirror_page, plain_page, prose, saved_page
from tests.program import environment, run

_KEYS = "path title byline site date date_source language source_url html images words duplicate_of dropped".split()
_ADDRESS = "https://paper.example.org/2020/09/01/lake.html"


def _extract(*sources: str | Path, folder: Path, code: int = 0) -> list[dict[str, Any]]:
    done = run("--debug", "extract", "-q", *sources, folder=folder)
    assert (done.code, done.err) == (code, "")
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """A folder of pages, extracted: by path."""
    folder = tmp_path_factory.mktemp("extract")
    (folder / "pages" / "deep").mkdir(parents=True)
    lake = mirror_page(
        "湖边的早晨",
        day="2020-09-03",
        address=_ADDRESS,
        paragraphs=[*chinese_prose(1), '<a href="/tag/lake">lake</a> and <a href="../02/next.html#end">next</a>'],
        pictures=["../../a b.jpg", "//cdn.example.org/b.jpg", "https://cdn.example.org/c.jpg?w=1&h=2"],
    )
    saved = saved_page(
        "A walk | Tea Weekly",
        day="2020-09-02T07:30:00+08:00",
        address="https://tea.example.org/walk",
        paragraphs=[*prose(2), "<script>alert(1)</script>last words"],
        pictures=["img/walk.jpg"],
        site="Tea Weekly",
    ).replace("</head>", '<meta name="author" content="Ann Leaf"></head>')
    for name, content in (
        ("deep/lake.md", lake),
        ("again.md", lake.replace("湖边的早晨", "另一个标题")),
        ("walk.html", saved),
        ("bare.md", "Only a few words.\n"),
        ("README.md", "# A mirror\n\nHow to use it.\n"),
    ):
        (folder / "pages" / name).write_text(content, encoding="utf-8")
    return {row["path"]: row for row in _extract("pages", folder=folder)}


def test_every_line_has_exactly_the_keys_of_the_contract(rows: dict[str, dict[str, Any]]) -> None:
    """Always all of them, in the same order, so that programs can rely on it."""
    assert rows
    assert {tuple(row) for row in rows.values()} == {tuple(_KEYS)}


def test_paths_are_relative_to_the_folder(rows: dict[str, dict[str, Any]]) -> None:
    """POSIX paths in source order; what is no article has no line."""
    assert list(rows) == ["again.md", "bare.md", "walk.html", "deep/lake.md"]


def test_a_files_path_is_as_typed(tmp_path: Path, pages: Path) -> None:
    """A typed file keeps its path, absolute or relative."""
    assert [row["path"] for row in _extract(pages / "2.md", "pages/1.md", folder=tmp_path)] == [
        f"{pages}/2.md",
        "pages/1.md",
    ]


def test_what_is_known_has_its_evidence(rows: dict[str, dict[str, Any]]) -> None:
    """Title without the site's name, byline, site, day as printed, language, address."""
    row = rows["walk.html"]
    assert {key: row[key] for key in ("title", "byline", "site", "date", "date_source", "language", "source_url")} == {
        "title": "A walk",
        "byline": "Ann Leaf",
        "site": "Tea Weekly",
        "date": "2020-09-02",
        "date_source": "metadata",
        "language": "en",
        "source_url": "https://tea.example.org/walk",
    }


def test_what_is_not_known_is_null(rows: dict[str, dict[str, Any]]) -> None:
    """Never an empty string in its place."""
    row = rows["bare.md"]
    unknown = ("byline", "site", "date", "date_source", "source_url", "duplicate_of")
    assert {row[key] for key in unknown} == {None}
    assert (row["title"], row["images"], row["dropped"], row["words"]) == ("bare", [], [], 4)


def test_the_address_is_a_stronger_evidence_than_the_dateline(rows: dict[str, dict[str, Any]]) -> None:
    """The day in the address's path counts first."""
    assert (rows["deep/lake.md"]["date"], rows["deep/lake.md"]["date_source"]) == ("2020-09-01", "address")


def test_picture_addresses_are_absolute_and_in_order(rows: dict[str, dict[str, Any]]) -> None:
    """`images` and the `src` in `html` are the same addresses, resolved against the article's own."""
    assert rows["walk.html"]["images"] == ["https://tea.example.org/img/walk.jpg"]
    lake = rows["deep/lake.md"]
    assert lake["images"] == [
        "https://paper.example.org/2020/a b.jpg",
        "https://cdn.example.org/b.jpg",
        "https://cdn.example.org/c.jpg?w=1&h=2",
    ]
    assert '<img src="https://cdn.example.org/c.jpg?w=1&amp;h=2" alt=""/>' in lake["html"]


def test_links_are_absolute(rows: dict[str, dict[str, Any]]) -> None:
    """No token and no relative address is left in `html`."""
    html = rows["deep/lake.md"]["html"]
    assert '<a href="https://paper.example.org/tag/lake">lake</a>' in html
    assert '<a href="https://paper.example.org/2020/09/02/next.html#end">next</a>' in html
    assert "link:" not in html
    assert "pic:" not in html


def test_the_body_is_the_article_and_nothing_else(rows: dict[str, dict[str, Any]]) -> None:
    """Text is kept to the last word; navigation, scripts and promotions are gone, and named where a pass took them."""
    walk, lake = rows["walk.html"], rows["deep/lake.md"]
    assert all(paragraph in walk["html"] for paragraph in prose(2))
    assert "last words" in walk["html"]
    assert not [word for word in ("Home", "alert", "© the paper") if word in walk["html"]]
    assert not [word for word in ("读书会", "手机上长按", "首页") if word in lake["html"]]
    assert all(set(item) == {"by", "count", "sample"} for item in lake["dropped"])
    assert "mirror: menus and promotions" in [item["by"] for item in lake["dropped"]]


def test_a_repetition_names_the_first_and_is_not_merged(rows: dict[str, dict[str, Any]]) -> None:
    """The same address a second time: the line is there and says whose repetition it is."""
    assert rows["again.md"]["duplicate_of"] is None
    assert rows["deep/lake.md"]["duplicate_of"] == "again.md"


def test_pages_that_are_no_articles_are_told_on_stderr(tmp_path: Path, pages: Path) -> None:
    """Every line of stdout is an article; a gap makes exit code 3."""
    (pages / "zero.md").touch()
    (pages / "README.md").write_text("# A mirror\n\nHow to use it.\n", encoding="utf-8")
    done = run("--debug", "extract", pages, folder=tmp_path)
    assert done.code == 3
    assert [json.loads(line)["path"] for line in done.out.splitlines()] == ["1.md", "2.md", "3.md"]
    assert done.err.splitlines() == [
        "README.md: not an article: a repository's readme",
        "zero.md: unreadable: is empty",
    ]


@pytest.mark.parametrize(("declared", "actual"), [("utf-8", "gb18030"), ("iso-8859-1", "utf-8"), ("big5", "utf-8")])
def test_a_wrong_character_set_loses_no_text(tmp_path: Path, declared: str, actual: str) -> None:
    """Every paragraph of a page that declares the wrong character set arrives as it was written."""
    page = saved_page("湖边的早晨", paragraphs=chinese_prose(3, 12), charset=declared)
    (tmp_path / "page.html").write_bytes(page.encode(actual))
    (row,) = _extract("page.html", folder=tmp_path)
    assert [paragraph for paragraph in chinese_prose(3, 12) if paragraph not in row["html"]] == []


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    """Programs that read the lines need not know the machine's settings."""
    (tmp_path / "page.md").write_text(plain_page("汉字 😀", paragraphs=chinese_prose(1)), encoding="utf-8")
    env = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    done = run("--debug", "extract", "-q", "page.md", folder=tmp_path, env=env)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["title"] == "汉字 😀"
