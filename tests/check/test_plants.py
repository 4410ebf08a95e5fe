"""The audit finds what is planted in a book of any maker, and finds nothing wrong with a clean one."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bundler.check import Code, Level, audit
from tests.check.anatomy import Anatomy, planted
from tests.check.plants import PLANTS, Plant


def test_every_class_is_planted_in_three_spellings() -> None:
    """The list of plants itself holds three or more of each kind that can be planted in an entry."""
    elsewhere = {Code.NAME, Code.ARCHIVE, Code.ORDER, Code.NAVIGATION, Code.EPUBCHECK}
    spellings = defaultdict(set)
    for plant in PLANTS:
        spellings[plant.code].add(plant.name)
    assert {code for code in Code if len(spellings[code]) < 3} == elsewhere


def test_a_clean_book_of_any_maker_has_no_problem(anatomy: Anatomy) -> None:
    """No errors and no warnings; the notes say nothing that the maker did not write."""
    problems = [finding for finding in audit(anatomy.path) if finding.level.is_problem]
    assert problems == []


def test_our_own_book_has_not_even_a_note(good_book: Path) -> None:
    """Nothing tells who made it, when and with what."""
    assert audit(good_book) == []


_TRUE = (
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessibilityHazard", "none"),
    ("accessibilityHazard", "noFlashingHazard"),
)


def test_true_claims_are_no_finding(anatomy: Anatomy, tmp_path: Path) -> None:
    """What a book claims and holds, whoever made it, in either notation."""
    for form in ('property="schema:{}">{}</meta>', 'name="schema:{}" content="{}"/>'):
        metas = "".join(f'<meta xmlns="http://www.idpf.org/2007/opf" {form.format(*claim)}' for claim in _TRUE)
        book = planted(anatomy, anatomy.metadata(metas), tmp_path / "claims.epub")
        assert Code.CLAIM not in {finding.code for finding in audit(book)}


_FINE = (
    '<p class="about">See /home/user/notes, C:\\Users\\x, file:///etc/fstab, utm_source, javascript:alert(1).</p>',
    "<pre><code>&lt;script src='https://example.org/a.js'&gt; @import url(https://example.org/)</code></pre>",
    '<p><a href="https://example.org/home/user/a?ref=x&amp;id=1#part">x</a> <a href="mailto:a@example.org">y</a></p>',
    '<p title="at 10:30, on/off, and/or, 1:/2">a < b</p>'.replace("a < b", "a &lt; b"),
    '<blockquote cite="https://example.org/a"><p>x</p></blockquote><p id="one">x</p><p id="One">y</p>',
    "<p style=\"scroll-behavior: smooth; content: 'url'\">x</p><style>@namespace svg url(http://www.w3.org/2000/svg);</style>",
    "<!-- a comment about nothing -->",
)


@pytest.mark.parametrize("markup", _FINE)
def test_what_only_looks_like_it_is_no_finding(anatomy: Anatomy, markup: str, tmp_path: Path) -> None:
    """An article may write about paths, scripts and trackers; a style sheet may name a vocabulary."""
    changed = _told(planted(anatomy, anatomy.body(markup), tmp_path / "fine.epub"))
    assert changed - _told_of_clean(anatomy, tmp_path) == Counter()


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.code.value}: {plant.name}"[:90])
def test_what_is_planted_is_found(anatomy: Anatomy, plant: Plant, tmp_path: Path) -> None:
    """In every spelling, in the books of every maker, of the right kind and level."""
    before = _told_of_clean(anatomy, tmp_path)
    after = _told(planted(anatomy, plant.change(anatomy), tmp_path / "planted.epub"))
    assert (plant.code, plant.level) in {(code, level) for code, level, _ in after - before}


def _told(book: Path) -> Counter[tuple[Code, Level, str]]:
    return Counter((finding.code, finding.level, finding.detail) for finding in audit(book))


_CLEAN: dict[Path, Counter[tuple[Code, Level, str]]] = {}


def _told_of_clean(anatomy: Anatomy, folder: Path) -> Counter[tuple[Code, Level, str]]:
    """What is told of the book when it is taken apart and packed again; looked at once."""
    if anatomy.path not in _CLEAN:
        _CLEAN[anatomy.path] = _told(planted(anatomy, {}, folder / "clean.epub"))
    return _CLEAN[anatomy.path]
