"""The article's day: each form of evidence, their order, and what is no evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.clean.dates import from_address, from_dateline, from_stamp
from bundler.clean.extract import extract
from bundler.model import Dated, DateSource, Draft, Location, MediaType, Page

NOWHERE = Location(Path(), Path())
by_chance = settings(deadline=None, derandomize=True, max_examples=80)
days = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
ENGLISH_MONTHS = "January February March April May June July August September October November December".split()

ADDRESSES = {
    "https://n.example/2020/09/01/a.html": "2020-09-01",
    "https://n.example/2020/09/01": "2020-09-01",
    "https://n.example/gb/20/9/1/n12345678.htm": "2020-09-01",
    "https://n.example/b5/20/10/11/n12345678.htm": "2020-10-11",
    "https://n.example/2021/4/12/a": "2021-04-12",
    "https://n.example/2020-09-01/a.html": "2020-09-01",
    "https://n.example/2020-09-01-a-title.html": "2020-09-01",
    "https://n.example/mandarin/yataibaodao/gt-04122021093005.html": "2021-04-12",
    "https://n.example/mandarin/gt-04122021.html": "2021-04-12",
    "https://n.example/mandarin/gt-04122021093005/": "2021-04-12",
    "https://n.example/news/20200901-some-title": "2020-09-01",
    "https://n.example/news/20200901/a.html": "2020-09-01",
    "https://n.example/story_20200901.html": "2020-09-01",
    "https://n.example/2020/09/01/a.html?date=2021/02/02#2022/03/03": "2020-09-01",
}
NO_ADDRESSES = (
    "", "https://n.example/", "https://n.example/a-1234567890.html", "https://n.example/news/2020/09/", "no address",
    "https://n.example/2020/13/01/", "https://n.example/2020/02/30/", "https://n.example/gb/20/13/1/n1.htm",
    "https://n.example/gt-13012021093005.html", "https://n.example/1889/09/01/a.html", "https://[broken/2020/09/01/",
    "https://n.example/a/120200901.html", "https://n.example/?d=/2020/09/01/", "https://n.example/20201301-a",
)  # fmt: skip


@pytest.mark.parametrize(("address", "day"), ADDRESSES.items())
def test_the_day_in_an_address_is_read(address: str, day: str) -> None:
    """Each form of a path that holds a day gives that day."""
    assert from_address(address) == Dated(day, "", DateSource.ADDRESS)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_an_address_without_a_real_day_gives_none(address: str) -> None:
    """Numbers, months alone, impossible days and what is no address are no evidence."""
    assert from_address(address) is None


STAMPS = {
    "2020-09-01": ("2020-09-01", ""),
    "2020-09-01T23:30:00-08:00": ("2020-09-01", "23:30:00"),
    "2020-09-01T00:10:00+08:00": ("2020-09-01", "00:10:00"),
    "2020-09-01T23:59:59.999Z": ("2020-09-01", "23:59:59"),
    "2020-09-01 08:30": ("2020-09-01", "08:30:00"),
    "Tue, 01 Sep 2020 23:30:00 GMT": ("2020-09-01", "23:30:00"),
    "20200901": ("2020-09-01", ""),
    "20200901083000": ("2020-09-01", ""),
    "2020/9/1": ("2020-09-01", ""),
    "2020.09.01": ("2020-09-01", ""),
    "September 1, 2020": ("2020-09-01", ""),
    "Sept. 1, 2020": ("2020-09-01", ""),
    "SEP 1 2020": ("2020-09-01", ""),
    "September 1st, 2020": ("2020-09-01", ""),
    "1 September 2020": ("2020-09-01", ""),
    "2nd May 2020": ("2020-05-02", ""),
    "2020年9月1日": ("2020-09-01", ""),
    "2020年09月01日 08:30": ("2020-09-01", "08:30:00"),
    "2020 年 9 月 1 日": ("2020-09-01", ""),
    "2020年9月1號": ("2020-09-01", ""),
    "二零二一年四月十二日": ("2021-04-12", ""),
    "二〇二一年四月十二日": ("2021-04-12", ""),
    "二○二一年十月三十一日": ("2021-10-31", ""),
    "一九九九年十二月廿一日": ("1999-12-21", ""),
    "二〇二〇年一月卅一日": ("2020-01-31", ""),
    "二〇二〇年一月廿日": ("2020-01-20", ""),
    "２０２０年９月１日": ("2020-09-01", ""),
    "２０２０年１２月３１日": ("2020-12-31", ""),
}


@pytest.mark.parametrize(("stamp", "expected"), STAMPS.items())
def test_a_stamp_is_read_as_it_is_printed(stamp: str, expected: tuple[str, str]) -> None:
    """Day and time are what is printed; a time zone shifts nothing."""
    assert from_stamp(stamp, DateSource.METADATA) == Dated(*expected, DateSource.METADATA)


@pytest.mark.parametrize(
    "stamp",
    [
        "", "yesterday", "2020-02-30", "2021-02-29", "2020年2月30日", "2020-13-01", "February 30, 2020", "20201301",
        "1889-09-01", "2020-09", "September 2020", "民國109年13月1日", "二零二一年十三月一日", "120200901",
        "2020-00-10", "三月十二日",
    ],
)  # fmt: skip
def test_an_impossible_or_incomplete_day_is_refused(stamp: str) -> None:
    """What names no day of the calendar gives none, and nothing is filled in."""
    assert from_stamp(stamp, DateSource.METADATA) is None


DATELINES = {
    "【某某社2020年9月1日讯】山里下了雨。": "2020-09-01",
    "【某某社2020年09月01日訊】（記者某某綜合報導）山裡下了雨。": "2020-09-01",
    "（某某二〇二一年四月十二日讯）山里下了雨。": "2021-04-12",
    "[某某２０２０年９月１日訊] 山裡下了雨。": "2020-09-01",
    "【明慧网二零二一年四月十二日】山里下了雨。": "2021-04-12",
    "2020年9月1日": "2020-09-01",
    "更新時間：2020年9月1日 08:30": "2020-09-01",
    "二零二一年四月十二日": "2021-04-12",
    "TAIPEI, September 1, 2020 — Rain fell in the mountains all day long, and nobody was out.": "2020-09-01",
    "TAIPEI, Sept. 1, 2020 (Example News) -- Rain fell in the mountains, and nobody was out.": "2020-09-01",
    "Published on September 1, 2020": "2020-09-01",
    "September 1, 2020": "2020-09-01",
}


@pytest.mark.parametrize(("paragraph", "day"), DATELINES.items())
def test_a_dateline_is_read(paragraph: str, day: str) -> None:
    """The day in the brackets, the line or the words that open an article is its day."""
    assert from_dateline(["山村纪事", paragraph]) == Dated(day, from_dateline_time(paragraph), DateSource.DATELINE)


def from_dateline_time(paragraph: str) -> str:
    """The time that one of the examples prints."""
    return "08:30:00" if "08:30" in paragraph else ""


def test_brackets_come_before_a_line_with_a_date_before_them() -> None:
    """A dateline in brackets counts first, wherever it stands among the first paragraphs."""
    found = from_dateline(["2019年1月1日", "【某某社2020年9月1日讯】山里下了雨。"])
    assert found == Dated("2020-09-01", "", DateSource.DATELINE)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["山" * 30 + "2019年10月1日" + "雨" * 40],
        ["Rain fell. " * 50, "2019年10月1日"],
        ["The bridge over the river was opened on May 3, 2019 by the mayor and has carried trains ever since then."],
        ["【某某社讯】山里下了雨。", "他在文章里写道，老桥是2019年10月1日通车的" + "，那天全村的人都来了" * 4],
        ["老桥于2019年10月1日通车。", "现在没有人走了。"],
        ["Rain fell in the mountains.", "On May 3, 2019, he told reporters: the bridge is safe."],
    ],
)  # fmt: skip
def test_a_date_in_the_story_is_no_dateline(paragraphs: list[str]) -> None:
    """A day that the story tells of is not the day it was printed: better none than a wrong one."""
    assert from_dateline(paragraphs) is None


@by_chance
@given(day=days)
def test_any_day_in_any_form_of_address_is_read_back(day: dt.date) -> None:
    """No day of a hundred and ten years is misread in an address."""
    forms = [
        f"/{day:%Y/%m/%d}/a.html", f"/{day.year}/{day.month}/{day.day}/", f"/{day:%Y%m%d}-a",
        f"/gt-{day:%m%d%Y}093005.html",
        *([f"/gb/{day:%y}/{day.month}/{day.day}/n1.htm"] if day.year >= 2000 else []),
    ]  # fmt: skip
    found = [from_address(f"https://n.example{form}") for form in forms]
    assert found == [Dated(day.isoformat(), "", DateSource.ADDRESS)] * len(forms)


def chinese(number: int) -> str:
    """A number below one hundred in Chinese numerals."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")


@by_chance
@given(day=days)
def test_any_day_in_any_printed_form_is_read_back(day: dt.date) -> None:
    """No day of a hundred and ten years is misread in print."""
    month = ENGLISH_MONTHS[day.month - 1]
    plain = f"{day.year}年{day.month}月{day.day}日"
    year = "".join("零一二三四五六七八九"[int(digit)] for digit in str(day.year))
    forms = [
        f"{day:%Y-%m-%d}", f"{day:%Y-%m-%dT%H:%M:%SZ}", f"{day:%Y%m%d}", plain,
        plain.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日", f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
    ]  # fmt: skip
    found = [from_stamp(form, DateSource.FRONT_MATTER) for form in forms]
    assert [dated.day if dated else None for dated in found] == [day.isoformat()] * len(forms)


HTML = """<html><head><title>T</title>{head}</head><body><article>{body}<p>Rain fell in the mountains all day long.</p>
<p>Nobody was out, and the river rose to the bridge.</p></article></body></html>"""
ADDRESS = '<link rel="canonical" href="https://n.example/2020/01/01/a.html">'
JSON_LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-01-02T23:00:00-05:00"}</script>'
)
META = '<meta property="article:published_time" content="2020-01-03T01:00:00+08:00">'
TIME = '<time datetime="2020-01-04">yesterday</time>'
LINE = "<p>【某某社2020年1月5日讯】山里下了雨。</p>"


def dated(content: str, media_type: MediaType) -> tuple[str, DateSource] | None:
    """The day that a whole page gets."""
    draft = extract(Page("a", media_type, content.encode(), NOWHERE))
    assert isinstance(draft, Draft)
    return (draft.date.day, draft.date.source) if draft.date else None


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (META + JSON_LD + ADDRESS, TIME + LINE, ("2020-01-01", DateSource.ADDRESS)),
        (META + JSON_LD, TIME + LINE, ("2020-01-02", DateSource.METADATA)),
        (META, TIME + LINE, ("2020-01-03", DateSource.METADATA)),
        ("", TIME + LINE, ("2020-01-04", DateSource.METADATA)),
        ("", LINE, ("2020-01-05", DateSource.DATELINE)),
        ("", "", None),
    ],
)
def test_a_saved_pages_evidence_counts_in_this_order(
    head: str, body: str, expected: tuple[str, DateSource] | None
) -> None:
    """Address, JSON-LD, meta, time, dateline: the first that is there decides, and is named."""
    assert dated(HTML.format(head=head, body=body), MediaType.HTML) == expected


def test_front_matter_comes_after_the_address_and_before_the_dateline() -> None:
    """In a Markdown file the front matter's day counts unless the address holds one."""
    text = "---\ntitle: T\ndate: 2020-01-06T23:00:00-05:00\n{}---\n\n【某某社2020年1月5日讯】山里下了雨。\n"
    assert dated(text.format(""), MediaType.MARKDOWN) == ("2020-01-06", DateSource.FRONT_MATTER)
    address = "source_url: https://n.example/2020/01/01/a\n"
    assert dated(text.format(address), MediaType.MARKDOWN) == ("2020-01-01", DateSource.ADDRESS)
