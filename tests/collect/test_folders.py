"""Folders as sources: what is read, in which order, and what is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bundler.collect import collect
from bundler.errors import SourceError
from bundler.model import Kind, Page, Skipped
from tests.pages import plain_page, prose, saved_page

_MARKDOWN = plain_page("A story", paragraphs=prose(1))
_HTML = saved_page("A story", paragraphs=prose(1))


def _lay(root: Path, *names: str, content: str = _MARKDOWN) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _origins(*sources: Path) -> list[str]:
    return [item.origin for item in collect(map(str, sources)) if isinstance(item, Page)]


def _skipped(*sources: Path) -> list[Skipped]:
    return [item for item in collect(map(str, sources)) if isinstance(item, Skipped)]


def test_folders_are_read_in_the_order_of_names(tmp_path: Path) -> None:
    """A folder's own files come first, then its folders, each in the order of names, however they were made."""
    _lay(tmp_path, "b/2.md", "b/10.md", "a/z/1.md", "a/1.md", "c.md", "B.md", "ä.md", "汉.md")
    assert _origins(tmp_path) == ["B.md", "c.md", "ä.md", "汉.md", "a/1.md", "a/z/1.md", "b/10.md", "b/2.md"]


def test_sources_are_read_in_the_order_typed(tmp_path: Path) -> None:
    """A file's origin is its path as typed, a folder's page is named relative to the folder."""
    _lay(tmp_path, "b/1.md", "a/1.md", "z.md")
    assert _origins(tmp_path / "z.md", tmp_path / "b", tmp_path / "a") == [
        (tmp_path / "z.md").as_posix(),
        "1.md",
        "1.md",
    ]


def test_hidden_folders_and_files_are_passed_over(tmp_path: Path) -> None:
    """What `.git` and its like hold is nobody's article."""
    _lay(tmp_path, ".git/1.md", ".obsidian/a/1.md", ".hidden.md", "a/.git/1.md", "a/1.md", ".git.md")
    assert _origins(tmp_path) == ["a/1.md"]
    assert _skipped(tmp_path) == []


def test_a_hidden_folder_that_is_typed_is_read(tmp_path: Path) -> None:
    """The user says that it is meant."""
    _lay(tmp_path / ".saved", "1.md")
    assert _origins(tmp_path / ".saved") == ["1.md"]


@pytest.mark.parametrize("ending", ["_files", ".files"])
def test_the_files_of_a_complete_page_are_passed_over(tmp_path: Path, ending: str) -> None:
    """`NAME_files` beside `NAME.html` holds frames and scripts; without the page it is a folder like any other."""
    _lay(tmp_path, "story.html", f"story{ending}/frame.html", content=_HTML)
    _lay(tmp_path, f"other{ending}/page.html", content=_HTML)
    assert _origins(tmp_path) == ["story.html", f"other{ending}/page.html"]


def test_files_that_are_no_pages_by_name_are_not_opened(tmp_path: Path) -> None:
    """Pictures, programs, archives and books beside the pages are neither articles nor gaps."""
    _lay(tmp_path, "a.jpg", "a.py", "a.css", "a.json", "a.zip", "a.epub", "A.PNG", "1.md")
    assert _origins(tmp_path) == ["1.md"]
    assert _skipped(tmp_path) == []


def test_text_without_a_telling_name_is_no_page_and_no_gap(tmp_path: Path) -> None:
    """A `Makefile` or `notes.txt` was not asked for, so it is not missed."""
    _lay(tmp_path, "Makefile", "notes.txt", content="plain words")
    (tmp_path / "blob").write_bytes(bytes(range(256)))
    assert list(collect([str(tmp_path)])) == []


def test_a_page_without_an_ending_is_found_by_its_content(tmp_path: Path) -> None:
    """Programs save pages as `index` or `article?id=7`."""
    _lay(tmp_path, "index", "article?id=7", "page.php.saved", content=_HTML)
    assert _origins(tmp_path) == ["article?id=7", "index", "page.php.saved"]


def test_a_link_within_the_source_is_read(tmp_path: Path) -> None:
    """Mirrors link one page into several channels."""
    _lay(tmp_path, "a/1.md")
    (tmp_path / "b.md").symlink_to("a/1.md")
    assert _origins(tmp_path) == ["b.md", "a/1.md"]


def test_a_link_out_of_the_source_is_left_out(tmp_path: Path) -> None:
    """A folder somebody sent must not read another folder of the disk, by no kind of link."""
    _lay(tmp_path, "source/1.md", "secret.md")
    (tmp_path / "source" / "2.md").symlink_to("../secret.md")
    (tmp_path / "source" / "3.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "source" / "step.md").symlink_to("2.md")
    assert _origins(tmp_path / "source") == ["1.md"]
    assert [(item.origin, item.kind) for item in _skipped(tmp_path / "source")] == [
        ("2.md", Kind.OUTSIDE_SOURCE),
        ("3.md", Kind.OUTSIDE_SOURCE),
        ("step.md", Kind.OUTSIDE_SOURCE),
    ]


def test_linked_folders_are_not_followed(tmp_path: Path) -> None:
    """A folder that links to its parent is not read for ever, one that links elsewhere is not read at all."""
    _lay(tmp_path, "source/a/1.md", "elsewhere/2.md")
    (tmp_path / "source" / "a" / "up").symlink_to(tmp_path / "source", target_is_directory=True)
    (tmp_path / "source" / "out").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert _origins(tmp_path / "source") == ["a/1.md"]


def test_a_source_that_is_a_link_to_a_folder_is_read(tmp_path: Path) -> None:
    """The user typed it."""
    _lay(tmp_path, "pages/1.md")
    (tmp_path / "link").symlink_to("pages", target_is_directory=True)
    assert _origins(tmp_path / "link") == ["1.md"]


@pytest.mark.parametrize("target", ["gone.md", "loop.md"])
def test_a_link_to_nothing_or_to_itself_is_a_gap(tmp_path: Path, target: str) -> None:
    """A broken link and a link in a circle cost one page, not the run."""
    _lay(tmp_path, "1.md")
    (tmp_path / "loop.md").symlink_to(target)
    assert _origins(tmp_path) == ["1.md"]
    assert [(item.origin, item.kind) for item in _skipped(tmp_path)] == [("loop.md", Kind.UNREADABLE)]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A FIFO named like a page is a gap in a folder and when typed; nobody writes to it, and nothing hangs."""
    _lay(tmp_path, "1.md")
    os.mkfifo(tmp_path / "pipe.md")
    for source in (tmp_path, tmp_path / "pipe.md"):
        (gap,) = _skipped(source)
        assert (gap.kind, gap.reason) == (Kind.UNREADABLE, "is no regular file")


def test_a_folder_that_cannot_be_listed_is_a_gap(tmp_path: Path, permissions_hold: None) -> None:
    """One forbidden folder is told and the others are read."""
    _lay(tmp_path, "1.md", "locked/2.md")
    (tmp_path / "locked").chmod(0)
    try:
        assert _origins(tmp_path) == ["1.md"]
        assert [(item.origin, item.kind) for item in _skipped(tmp_path)] == [("locked", Kind.UNREADABLE)]
    finally:
        (tmp_path / "locked").chmod(0o700)


@pytest.mark.parametrize("source", ["nothing-here", "a" * 5000, "nul\x00byte", "htp://example.org/1.html", ""])
def test_a_source_that_does_not_exist_is_told_before_anything_is_read(tmp_path: Path, source: str) -> None:
    """Of several sources the wrong one is found at once."""
    _lay(tmp_path, "1.md")
    with pytest.raises(SourceError):
        collect([str(tmp_path), str(tmp_path / source) if source.startswith("nothing") else source])
