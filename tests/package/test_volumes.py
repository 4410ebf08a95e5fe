"""Volumes: what is in each, what they are called, and that neither changes when articles are added."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.model import Chapter, Picture
from bundler.package import Volume, divide, older_volumes, split
from tests.entries import entry


def _chapters(days: Sequence[str], pictures: Sequence[tuple[Picture | None, ...]] = ()) -> list[Chapter]:
    shown = itertools.chain(pictures, itertools.repeat(()))
    return [Chapter(entry(number, day), found) for number, (day, found) in enumerate(zip(days, shown, strict=False))]


def _picture(name: str, size: int) -> Picture:
    return Picture(name, "image/jpeg", 100, 100, size)


def _days(volumes: Sequence[Volume]) -> dict[str, list[str]]:
    return {
        volume.key: [chapter.entry.date.day if chapter.entry.date else "" for chapter in volume.chapters]
        for volume in volumes
    }


_DAYS = ("2019-12-31", "2020-01-01", "2020-01-31", "2020-02-01", "", "")


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("none", {"": 6}),
        ("year", {"2019": 1, "2020": 3, "undated": 2}),
        ("month", {"2019-12": 1, "2020-01": 2, "2020-02": 1, "undated": 2}),
        ("4", {"v001": 4, "v002": 2}),
        ("6", {"v001": 6}),
        ("1", {f"v00{number}": 1 for number in range(1, 7)}),
        ("999999", {"v001": 6}),
    ],
)
def test_a_bundle_is_divided_as_asked(by: str, keys: dict[str, int]) -> None:
    """By year, by month or by number; undated articles are a volume of their own."""
    volumes = split(_chapters(_DAYS), by)
    assert {volume.key: len(volume.chapters) for volume in volumes} == keys
    assert [chapter for volume in volumes for chapter in volume.chapters] == _chapters(_DAYS)


def test_with_a_number_later_articles_change_the_last_volume_only() -> None:
    """The oldest come first, so that what was given away stays as it is."""
    before, after = split(_chapters(["2020-01-01"] * 5), "2"), split(_chapters(["2020-01-01"] * 8), "2")
    assert [volume.key for volume in after] == ["v001", "v002", "v003", "v004"]
    assert before[:2] == after[:2]


def _sorting(position: str) -> list[int]:
    return [int(number) for number in position.split(".")]


def _calibre(position: str) -> float:
    return float(position)


@pytest.mark.parametrize(
    "keys",
    [
        ["2019", "2020", "2021", "undated"],
        ["2019-12", "2020-01", "2020-12", "undated"],
        ["v001", "v002", "v010", "v100"],
        ["2020_001", "2020_002", "2020_010", "2020_100", "2021", "undated_001", "undated_002"],
        ["2020-09_009", "2020-09_011", "2020-09_099", "2020-09_100", "2020-10", "undated"],
    ],
)
def test_places_in_the_series_are_in_reading_order(keys: list[str]) -> None:
    """EPUB's numbers joined by points and calibre's decimal fraction sort the volumes alike, the undated last."""
    positions = [Volume(key, ()).position for key in keys]
    assert sorted(positions, key=_sorting) == positions
    assert sorted(positions, key=_calibre) == positions
    assert len(set(map(_calibre, positions))) == len(keys)


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("", "B", "B"),
        ("2020", "B – 2020", "B – 2020年"),
        ("2020-09", "B – September 2020", "B – 2020年9月"),
        ("v012", "B – volume 12", "B – 第12册"),
        ("undated", "B – Undated", "B – 日期不详"),
        ("2020_002", "B – 2020 (2)", "B – 2020年 (2)"),
    ],
)
def test_a_volume_says_what_it_is_in_the_books_language(key: str, english: str, chinese: str) -> None:
    """Its title is the bundle's with the year, the month or the number."""
    assert Volume(key, ()).title("B", "en") == english
    assert Volume(key, ()).title("B", "zh-Hans") == chinese


def test_a_picture_that_two_articles_show_weighs_once_a_volume() -> None:
    """It is in a book once, however many articles show it; in the next volume it weighs again."""
    shared = _picture("a", 60)
    chapters = _chapters(["2020-01-01"] * 4, [(shared,)] * 4)
    volumes = divide(Volume("", tuple(chapters)), [10] * 4, 80)
    assert [len(volume.chapters) for volume in volumes] == [2, 2]
    assert [volume.key for volume in volumes] == ["v001", "v002"]


def test_a_volume_that_fits_keeps_its_key() -> None:
    """Only what is too large gets parts."""
    whole = Volume("2020", tuple(_chapters(["2020-01-01"] * 3)))
    assert divide(whole, [10] * 3, 30) == [whole]
    assert [part.key for part in divide(whole, [10] * 3, 29)] == ["2020_001", "2020_002"]


_SIZES = st.lists(st.tuples(st.integers(0, 50), st.lists(st.sampled_from("abcdef"), max_size=3)), min_size=1)


@settings(deadline=None, derandomize=True)
@given(articles=_SIZES, most=st.integers(-10, 120))
def test_every_part_is_under_the_limit_or_a_single_article(articles: list[tuple[int, list[str]]], most: int) -> None:
    """Texts and pictures together; no article is lost or moved."""
    weights = {name: 10 * number for number, name in enumerate("abcdef")}
    shown = [tuple(_picture(name, weights[name]) for name in names) for _, names in articles]
    chapters = _chapters(["2020-01-01"] * len(articles), shown)
    texts = [text for text, _ in articles]
    parts = divide(Volume("2020", tuple(chapters)), texts, most)
    assert [chapter for part in parts for chapter in part.chapters] == chapters
    for part in parts:
        text = sum(texts[chapter.entry.position] for chapter in part.chapters)
        pictures = {picture.key: picture.size for chapter in part.chapters for picture in chapter.pictures if picture}
        assert len(part.chapters) == 1 or text + sum(pictures.values()) <= most


def test_articles_added_behind_change_no_part_before() -> None:
    """Parts are filled from the oldest article on."""
    few = divide(Volume("2020", tuple(_chapters(["2020-01-01"] * 5))), [10] * 5, 20)
    more = divide(Volume("2020", tuple(_chapters(["2020-01-01"] * 9))), [10] * 9, 20)
    assert few[:2] == more[:2]
    assert _days(few).keys() < _days(more).keys()


@pytest.mark.parametrize(
    ("made", "there", "older"),
    [
        (["v001", "v002"], ["v001", "v002", "v003", "v010"], ["v003", "v010"]),
        ([""], ["v001", "v002_001"], ["v001", "v002_001"]),
        (["2020"], ["2020", "2019", "2020_001", "2020_002"], ["2020_001", "2020_002"]),
        (["2020_001", "2020_002"], ["2020", "2020_003", "2021_001"], ["2020", "2020_003"]),
        (["2020-09"], ["2020-08", "undated", "2020-09_001"], ["2020-09_001"]),
        (["v001"], ["final", "v1", "2020-09-01_2020-10-01", "v002-mine"], []),
    ],
)
def test_volumes_of_an_earlier_run_are_known_by_their_names(
    made: list[str], there: list[str], older: list[str]
) -> None:
    """Higher numbers and parts that are none any more; a year that was not asked for, or another book, is none."""
    names = [f"news_{key}.epub" for key in there] + ["news.epub", "other_v009.epub", "news_v009.txt"]
    assert older_volumes(names, "news", made) == [f"news_{key}.epub" for key in older]
