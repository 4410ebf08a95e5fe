"""The made site is the same every time, nested, without repetition, and read by the program as a mirror's pages are."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.articles import article, pictures_of
from benchmarks.limits import picture
from benchmarks.make_site import lay_pages
from benchmarks.pages import mirror_page, saved_page
from benchmarks.photographs import KINDS, Kind, encoded, photograph
from bundler.clean import understand
from bundler.clean.rules import BUILT_IN
from bundler.collect import collect
from bundler.images import DEFAULT, DEVICES, Fitted, Recipe, Task, fit_picture
from bundler.model import Article, Page

HUNDREDS = 4


def read(folder: Path) -> list[Article]:
    """What the program makes of the pages of a folder."""
    pages = [page for page in collect([str(folder)]) if isinstance(page, Page)]
    results = [understand((page, BUILT_IN)) for page in pages]
    return [found for found in results if isinstance(found, Article)]


def test_no_two_paragraphs_are_alike() -> None:
    """Every paragraph and every headline of many articles stands once."""
    articles = [article(number) for number in range(HUNDREDS * 100)]
    paragraphs = Counter(text for one in articles for text in one.paragraphs)
    assert max(paragraphs.values()) == 1
    assert max(Counter(one.title for one in articles).values()) == 1


def test_every_hundred_pictures_are_of_the_same_kinds() -> None:
    """Shares are exact, so that sites of different sizes can be compared."""
    shown = [one for number in range(HUNDREDS * 100) for one in pictures_of(number)]
    assert [one.number for one in shown] == list(range(HUNDREDS * 175))
    kinds = Counter(one.kind for one in shown)
    assert kinds == {kind: kind.of_a_hundred * len(shown) // 100 for kind in KINDS}
    assert len({one.name for one in shown}) == len(shown)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_picture_is_the_same_every_time_and_no_other_is(kind: Kind) -> None:
    """A number and a kind make one file."""
    first, other = (encoded(photograph(number, kind)) for number in (1, 2))
    assert first == encoded(photograph(1, kind))
    assert first != other


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.format != "GIF"], ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", [DEFAULT, "kindle-paperwhite"])
def test_bare_pillow_does_the_same_work_as_the_program(kind: Kind, name: str, tmp_path: Path) -> None:
    """The limit that builds are compared with gives the same bytes, of pictures that lie on their side, too."""
    screen = DEVICES[name]
    photographs = [photograph(number, kind) for number in range(60)]
    turned = [one for one in photographs if one.turned][:1]
    for one in [photographs[0], *turned]:
        content = encoded(one)
        (tmp_path / one.name).write_bytes(content)
        ours = fit_picture(Task(content, Recipe(screen.width, screen.height, grey=screen.grey)))
        assert isinstance(ours, Fitted)
        assert ours.content == picture(tmp_path / one.name, (screen.width, screen.height), grey=screen.grey)


def test_the_mirror_is_read_whole_and_its_furniture_is_left_behind(tmp_path: Path) -> None:
    """Every paragraph and picture is in the article; trackers, QR pictures and advertisements are not."""
    numbers = [number for number in range(40) if pictures_of(number)][:8]
    lay_pages(tmp_path, numbers, "http://127.0.0.1:8000")
    for number, found in zip(numbers, read(tmp_path), strict=True):
        made = article(number)
        addresses = [f"http://127.0.0.1:8000/pictures/{one.name}" for one in made.pictures]
        assert found.date is not None
        assert (found.title, found.date.day, found.source_url) == (made.title, made.day, made.address)
        assert [shown.address for shown in found.pictures] == addresses
        assert found.words > 500
        assert all(word not in "".join(found.blocks) for word in ("读书会", "二维码", "/track/", "/qr/", "/ad/"))


def test_pages_of_all_forms_tell_of_the_same_article() -> None:
    """A saved page has all the text of the mirror's page."""
    one = article(3)
    for text in one.paragraphs:
        for start, page in itertools.product((0, 20), (mirror_page(one), saved_page(one))):
            assert text[start : start + 20] in page
