"""Single pages: what a file is taken for, by its content more than by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundler.collect import collect
from bundler.collect.tree import LARGEST_PAGE
from bundler.model import Kind, MediaType, Page, Skipped
from tests.books import chosen
from tests.pages import chinese_prose, plain_page, prose, saved_page

_HTML = saved_page("A story", paragraphs=prose(1))
_MARKDOWN = plain_page("A story", paragraphs=prose(1))


def _read(path: Path) -> Page | Skipped:
    (item,) = collect([str(path)])
    return item


def _media_type(path: Path) -> MediaType | None:
    item = _read(path)
    return item.media_type if isinstance(item, Page) else None


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.md", _MARKDOWN, MediaType.MARKDOWN),
        ("a.markdown", _MARKDOWN, MediaType.MARKDOWN),
        ("a.html", _HTML, MediaType.HTML),
        ("a.HTM", _HTML, MediaType.HTML),
        ("a.xhtml", '<?xml version="1.0"?>\n' + _HTML, MediaType.HTML),
        ("a.md", _HTML, MediaType.HTML),
        ("a.md", "\n\n  " + _HTML, MediaType.HTML),
        ("a.md", "<p>embedded</p>\n\nwords", MediaType.MARKDOWN),
        ("a.md", "# On markup\n\nEvery page has `<html>` and `<body>`.\n", MediaType.MARKDOWN),
        ("a.html", "<p>no doctype at all</p>", MediaType.HTML),
        ("a", _HTML, MediaType.HTML),
        ("a.txt", "typed by the user, so it is a page", MediaType.MARKDOWN),
    ],
)
def test_a_page_is_what_its_content_says(tmp_path: Path, name: str, content: str, expected: MediaType) -> None:
    """A document with doctype or html element is HTML whatever its name is; else the name counts."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert _media_type(tmp_path / name) is expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("name", ["a.html", "a"])
def test_a_page_with_a_byte_order_mark_is_read(tmp_path: Path, encoding: str, name: str) -> None:
    """UTF-16 has NUL bytes and is still text; its words arrive whole."""
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    page = saved_page("湖边的早晨", day="2020-09-01", paragraphs=chinese_prose(1), charset="utf-16")
    (tmp_path / name).write_bytes((mark + page).encode(encoding))
    assert _media_type(tmp_path / name) is MediaType.HTML
    ((entry,), skipped) = chosen([tmp_path])
    assert (entry.title, entry.date.day if entry.date else None, skipped) == ("湖边的早晨", "2020-09-01", [])


@pytest.mark.parametrize("content", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + b"\x00" * 500])
def test_binary_data_named_like_a_page_is_a_gap(tmp_path: Path, content: bytes) -> None:
    """A picture called `story.md` was asked for and cannot be had."""
    (tmp_path / "story.md").write_bytes(content)
    result = _read(tmp_path / "story.md")
    assert isinstance(result, Skipped)
    assert (result.kind, result.reason) == (Kind.UNREADABLE, "holds binary data, not a page")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n "])
def test_an_empty_page_is_a_gap(tmp_path: Path, content: bytes) -> None:
    """A download that failed leaves a file without anything in it."""
    (tmp_path / "story.md").write_bytes(content)
    result = _read(tmp_path / "story.md")
    assert isinstance(result, Skipped)
    assert (result.kind, result.reason) == (Kind.UNREADABLE, "is empty")


def test_a_page_over_the_limit_is_a_gap(tmp_path: Path) -> None:
    """A file larger than any article is told, and not read: here most of it is a hole."""
    path = tmp_path / "story.md"
    path.write_text(_MARKDOWN, encoding="utf-8")
    with path.open("r+b") as file:
        file.truncate(LARGEST_PAGE + 1)
    result = _read(path)
    assert isinstance(result, Skipped)
    assert (result.kind, result.reason) == (Kind.UNREADABLE, "is larger than 32 MiB")


def test_a_page_at_the_limit_is_read(tmp_path: Path) -> None:
    """The limit itself is still a page."""
    path = tmp_path / "story.md"
    path.write_bytes(_MARKDOWN.encode().ljust(LARGEST_PAGE, b"\n"))
    result = _read(path)
    assert isinstance(result, Page)
    assert len(result.content) == LARGEST_PAGE


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "x-unknown", "gb2312"])
@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
def test_a_wrong_character_set_loses_no_text(tmp_path: Path, declared: str, actual: str) -> None:
    """Whatever a page declares, Chinese text in UTF-8 or GB 18030 arrives as it was written."""
    page = saved_page("湖边的早晨", paragraphs=chinese_prose(1, 12), charset=declared)
    (tmp_path / "story.html").write_bytes(page.encode(actual))
    ((entry,), _) = chosen([tmp_path])
    assert (entry.title, entry.language) == ("湖边的早晨", "zh-Hans")
