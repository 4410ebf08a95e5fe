"""Learning on the command line: what goes, what is told of it, and how to keep it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.clean.batches import markdown, text
from tests.pages import chinese_prose, mirror_page
from tests.program import run

_NOTICE = "This page belongs to the house of the seven lamps, which keeps it for whoever comes by and wants to read."
_PROMOTION = "[All films of the seven lamps](https://films.example.net/best/all.html)"


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Six pages that no rule knows, with a notice and a promotion, between two of a known mirror."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        blocks = text(number)
        page = markdown(f"m{number}", [*blocks[:2], _PROMOTION, *blocks[2:], _NOTICE])
        (folder / page.origin).write_bytes(page.content)
    for name in ("a", "z"):
        page_of_mirror = mirror_page(f"湖边的早晨 {name}", day="2020-09-01", paragraphs=chinese_prose(ord(name), 9))
        (folder / f"{name}.md").write_text(page_of_mirror, encoding="utf-8")
    return folder


def _extract(batch: Path, *options: str, debug: bool = True) -> list[dict[str, Any]]:
    done = run(*(["--debug"] if debug else []), "extract", "-q", *options, batch.name, folder=batch.parent)
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def test_pages_come_in_source_order_also_when_some_wait(batch: Path) -> None:
    """Pages that a rule knows do not overtake those that wait for the batch; workers change nothing."""
    rows = _extract(batch)
    assert [row["path"] for row in rows] == ["a.md", *(f"m{number}.md" for number in range(6)), "z.md"]
    assert _extract(batch, debug=False) == rows


def test_what_repeats_is_dropped_and_told(batch: Path) -> None:
    """Notice and promotion go from the unknown pages, and each says so."""
    for row in _extract(batch)[1:7]:
        assert "seven lamps" not in row["html"]
        assert [item["sample"][:20] for item in row["dropped"] if item["by"] == "boilerplate"] == [
            "All films of the sev",
            _NOTICE[:20],
        ]


def test_everything_can_be_kept(batch: Path) -> None:
    """`--keep-boilerplate` drops nothing, `--keep` what is named."""
    assert all(row["html"].count("seven lamps") == 2 for row in _extract(batch, "--keep-boilerplate")[1:7])
    kept = _extract(batch, "--keep", "whoever comes by")[1:7]
    assert all(_NOTICE in row["html"] and "films.example" not in row["html"] for row in kept)
    kept = _extract(batch, "--keep", "all films*", "--keep", "this page*read.")[1:7]
    assert all(row["html"].count("seven lamps") == 2 for row in kept)


def test_without_rules_a_known_mirrors_page_is_an_unknown_one(batch: Path) -> None:
    """Its footer stays, since two pages of the kind teach nothing."""
    with_rules, without = _extract(batch), _extract(batch, "--no-rules")
    assert "手机上长按" not in with_rules[0]["html"]
    assert "手机上长按" in without[0]["html"]
    assert without[1]["html"] == with_rules[1]["html"]


def test_list_tells_what_was_dropped_from_how_many(batch: Path) -> None:
    """Lines for people, objects for programs."""
    done = run("--debug", "list", batch.name, folder=batch.parent)
    assert "dropped   from 6 articles: All films of the seven lamps\n" in done.out
    found = json.loads(run("--debug", "list", "--json", batch.name, folder=batch.parent).out)
    assert found["boilerplate"] == [
        {"articles": 6, "sample": "All films of the seven lamps"},
        {"articles": 6, "sample": _NOTICE[:80]},
    ]


def test_a_report_tells_what_was_dropped(batch: Path) -> None:
    """`build --json` lists the same; the table has their number."""
    book = batch.parent / "book.epub"
    done = run("build", "--json", "--offline", "-o", book.name, batch.name, folder=batch.parent)
    assert [row["articles"] for row in json.loads(done.out)["boilerplate"]] == [6, 6]
    done = run("build", "--offline", "-o", book.name, batch.name, folder=batch.parent)
    assert "repeated blocks dropped" in done.err


def test_a_story_told_twice_is_one_article(batch: Path) -> None:
    """With a sentence changed it is a duplicate that is told; `--keep-duplicates` keeps it."""
    again = text(3)
    again[4] = again[4].rpartition(". ")[0] + ". Nobody knows what became of the others, who had left before."
    (batch / "again.md").write_bytes(markdown("again", [*again, _NOTICE]).content.replace(b"# again", b"# m3"))
    found = json.loads(run("--debug", "list", "--json", batch.name, folder=batch.parent).out)
    (duplicate,) = found["left_out"]
    assert duplicate["kind"] == "duplicate"
    assert {duplicate["path"], duplicate["reason"].split()[4].rstrip(",")} == {"again.md", "m3.md"}
    found = json.loads(run("--debug", "list", "--json", "--keep-duplicates", batch.name, folder=batch.parent).out)
    assert found["left_out"] == []
    assert len(found["articles"]) == 9
