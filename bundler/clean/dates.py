"""The article's day, by the first evidence that holds. Nothing is guessed: a wrong date silently mis-sorts a book.

Order: the address's path, metadata and `time` elements, front matter, the dateline. A day is taken as the source
prints it and never shifted by a time zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from bundler.model import Dated, DateSource

_FIRST_YEAR = 1990
_LAST_YEAR = 2099

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january,feb february,mar march,apr april,may,jun june,jul july,aug august,sep sept september,"
        "oct october,nov november,dec december".split(","),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "０": 0}
_CHINESE_NUMBER = "[0-9０-９零〇○一二三四五六七八九十廿卅]"
_CHINESE = re.compile(
    rf"(?P<year>{_CHINESE_NUMBER}{{4}})\s*年\s*(?P<month>{_CHINESE_NUMBER}{{1,3}})\s*月\s*"
    rf"(?P<day>{_CHINESE_NUMBER}{{1,3}})\s*[日号號]"
)
_ENGLISH = (
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
)
_NUMERIC = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_AMBIGUOUS = re.compile(r"(?<!\d)\d{1,2}[-/. ]{1,2}\d{1,2}[-/. ]{1,2}(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(r"[T\s]+(?P<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)")

_ADDRESS = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?=[/._-]|$)"),
    re.compile(r"/(?:gb|b5)/(?P<year>\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=/)"),
    re.compile(r"[/_-](?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=[/._-]|$)"),
    re.compile(r"-(?P<month>\d\d)(?P<day>\d\d)(?P<year>(?:19|20)\d\d)\d{0,6}(?=\.\w+$|/?$)"),
)

_LONGEST_DATE_LINE = 60
_LONGEST_HEAD_LINE = 160
_NOT_PUBLISHED = re.compile(
    r"今天是|今日是|现在是|現在是|修改|^\s*更新|today is|heute ist|©|copyright|版权|版權|"
    r"^\W*(?:last )?(?:updated?|modified|aktualisiert|stand|mis à jour|"
    r"modifié|actualizado|aggiornato|atualizado|bijgewerkt|обновлено|zaktualizowano)\b",
    re.IGNORECASE,
)
_AFTER_DATE = 12
"""Characters between a date and the end of its dateline: a clock, an agency's name."""
_SENTENCE_END = re.compile(r"[。！？!?]$|[a-z]\.$")
_DATELINE_REACH = 400
"""Characters from the body's start within which a date is a dateline and not part of the story."""


def from_address(address: str) -> Dated | None:
    """The day in an address's path: `/2020/09/01/`, `/gb/20/9/1/`, `/20200901-`, `-MMDDYYYYhhmmss` before the ending.

    Args:
        address: the original address; anything else gives None.
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    for pattern in _ADDRESS:
        for match in pattern.finditer(path):
            year = int(match["year"])
            if day := _day(year + 2000 if len(match["year"]) == 2 else year, match["month"], match["day"]):  # noqa: PLR2004
                return Dated(day, "", DateSource.ADDRESS)
    return None


def day_of_address(address: str) -> str:
    """The day in an address's path as `YYYY-MM-DD`, empty when there is none; see `from_address`."""
    found = from_address(address)
    return found.day if found else ""


def from_stamp(stamp: str, source: DateSource) -> Dated | None:
    """The day that a machine-readable or printed stamp begins with.

    Args:
        stamp: `2020-09-01T08:30:00+08:00`, `Tue, 01 Sep 2020`, `September 1, 2020`, `2020年9月1日` and their like.
        source: the evidence to record.
    """
    if not stamp:
        return None
    for pattern, reader in _readers():
        match = pattern.search(stamp)
        if match is not None and (day := reader(match)):
            clock = _CLOCK.match(stamp, match.end())
            return Dated(day, _full_clock(clock["time"]) if clock else "", source)
    from bundler.clean.date_forms import printed_days  # noqa: PLC0415 - months in thirty languages take a while to compile

    for year, end, month, number in printed_days(stamp):
        if day := _day(year, month, number):
            clock = _CLOCK.match(stamp, end)
            return Dated(day, _full_clock(clock["time"]) if clock else "", source)
    compact = re.fullmatch(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?\s*", stamp)
    if compact and (day := _day(int(compact[1]), compact[2], compact[3])):
        return Dated(day, "", source)
    return None


def looks_dated(text: str) -> bool:
    """Whether a date stands in a text, be it one whose day and month cannot be told apart (03/04/2015).

    Args:
        text: a short line.
    """
    return from_stamp(text, DateSource.DATELINE) is not None or _AMBIGUOUS.search(text) is not None


def from_dateline(paragraphs: Iterable[str]) -> Dated | None:
    """The day in an article's dateline.

    A date in brackets that open a paragraph counts first (【某某2020年9月1日讯】), then a paragraph that holds little
    else than a date, both near the body's start; then a dateline written out in English ("TAIPEI, September 1, 2020").

    Args:
        paragraphs: the body's first paragraphs as plain text.
    """
    read = 0
    near: list[str] = []
    for paragraph in paragraphs:
        near.append(paragraph.strip())
        read += len(paragraph)
        if read > _DATELINE_REACH:
            break
    for find in (_bracketed, _alone, _leading):
        for paragraph in near:
            if dated := find(paragraph):
                return dated
    return None


def from_head(lines: Iterable[str]) -> Dated | None:
    """The day in one of the lines between an article's title and its first paragraph: beside a source, an author.

    A line that says when the page was changed, or what day it is today, counts as little as a line with two dates.

    Args:
        lines: the lines, those next to the title first.
    """
    for line in lines:
        if len(line) > _LONGEST_HEAD_LINE or _NOT_PUBLISHED.search(line):
            continue
        if dated := from_stamp(line, DateSource.DATELINE):
            return dated
    return None


def _bracketed(paragraph: str) -> Dated | None:
    match = re.match(r"\s*[【\[（(［](?P<inside>[^】\]）)］]{4,60})[】\]）)］]", paragraph)
    return from_stamp(match["inside"], DateSource.DATELINE) if match else None


def _alone(paragraph: str) -> Dated | None:
    """A short paragraph that is no sentence and has a full date: "2020年9月1日", "Published on September 1, 2020"."""
    if len(paragraph) > _LONGEST_DATE_LINE or _SENTENCE_END.search(paragraph.strip()):
        return None
    return from_stamp(paragraph, DateSource.DATELINE)


def _leading(paragraph: str) -> Dated | None:
    """A date right before the dash, colon or bracket that ends a dateline within the first words."""
    head = re.match(r"(?P<head>.{0,80}?)(?:[—–:：)）】]|--|\s-\s)", paragraph)
    if head is None:
        return None
    behind = re.sub(r".*(?:[0-9]{4}|[日号號])", "", head["head"])
    return from_stamp(head["head"], DateSource.DATELINE) if len(behind.strip(" ,，(（")) <= _AFTER_DATE else None


def _readers() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    def numeric(match: re.Match[str]) -> str:
        return _day(int(match["year"]), match["month"], match["day"])

    def english(match: re.Match[str]) -> str:
        return _day(int(match["year"]), str(_MONTHS[match["month"].lower()]), match["day"])

    def chinese(match: re.Match[str]) -> str:
        year = "".join(str(_DIGITS.get(digit, digit)) for digit in match["year"])
        if not year.isdigit():
            return ""
        return _day(int(year), str(_chinese_number(match["month"])), str(_chinese_number(match["day"])))

    return ((_NUMERIC, numeric), (_CHINESE, chinese), *((pattern, english) for pattern in _ENGLISH))


def _chinese_number(text: str) -> int:
    """9, ９, 九, 十二, 二十一, 廿一, 三十 as a number; 0 for anything else."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _full_clock(clock: str) -> str:
    return clock if clock.count(":") == 2 else f"{clock}:00"  # noqa: PLR2004


def _day(year: int, month: str, day: str) -> str:
    """`YYYY-MM-DD`, or an empty string when there is no such day in the years that articles come from."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ""
    try:
        return dt.date(year, int(month), int(day)).isoformat()
    except ValueError:
        return ""
