"""Who wrote an article: named by its markup, in brackets behind a Chinese dateline, in a line that begins "By"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import Tag

from bundler.clean.dates import looks_dated
from bundler.clean.engine.names import is_furniture
from bundler.clean.text import tidy
from bundler.clean.walk import attribute

_REPORTER = re.compile(
    r"[（(【][^（）()【】]{0,16}?(?:记者|記者|撰稿人|评论员|評論員|作者|编译|編譯)[:：]?\s*"
    r"(?P<names>[一-鿿·‧、，,和/／ ]{2,40}?)"
    r"\s*(?:[）)】;；]|责任编辑|責任編輯|编辑|編輯)"
)
# What follows a name within the brackets: places and the verbs of reporting.
_VERBS = re.compile(
    r"(?:(?:香港|台北|台灣|台湾|北京|上海|华盛顿|華盛頓|纽约|紐約|东京|東京|首尔|旧金山|洛杉矶|曼谷|特稿|专题|專題|综合|綜合|"
    r"采访|採訪|采訪|电话|編譯|编译|整理|撰文|撰稿|连线|连线报导|报导|报道|報導|報道|编辑|編輯)\s*)+$"
)
_ENGLISH = re.compile(r"^By\s+(?P<names>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,4}(?:\s+and\s+[A-Z][\w.'’ -]+)?)$")
_WORDS = frozenset(("author", "authors", "byline", "writer"))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PREFIX = re.compile(
    r"^(?:(?:written|posted|published|story|words|reported|text)\s+by|by|von|par|por|di|door|av|af|autor(?:in|es)?|auteur|author|"
    r"автор|作者|记者|記者|撰文|文|編集|글)(?:\s*[:：/／]\s*|\s+)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*(?:[|•●—]|\s[-–]\s|\n).*", re.DOTALL)
_LABELLED = re.compile(
    r"(?:作者|撰文|编辑整理|記者|记者)\s*[:：]\s*(?P<name>[一-鿿·]{2,10}|[A-Z][\w.]+(?: [A-Z][\w.]+){0,3})(?![一-鿿])"
    r"|(?:記者|记者)\s*(?P<reporter>[一-鿿]{2,4})(?=\s*[／/]|$)"
    r"|(?P<korean>[가-힣]{2,4})\s*기자(?![가-힣])"
)
_BY = re.compile(
    r"(?:By|Von|Par|Por|Di|Door|Av|Af)\s+(?P<name>[^\W\d_a-z][\w.'’-]+(?:\s+(?:(?:de|van|von|der|da|dos|del|bin|al)\s+)*[^\W\d_a-z][\w.'’-]+){1,3})"
    r"(?=\s*(?:[,|•·–—-]|$|\d))"
)
_LONGEST_LINE = 120
_ABOUT = frozenset(
    "avatar bio box card date description image img info photo pic picture social thumb time title".split()
)
_LONGEST = 100
_SHORTEST_NAME, _LONGEST_NAME = 2, 6
_REACH = 3
"""Paragraphs from the body's start."""


def from_head(lines: Iterable[str]) -> str:
    """The name in a line between an article's title and its text: "Par Jean Exemple, publié le …", "作者：海生".

    Args:
        lines: the lines, those next to the title first.
    """
    for line in lines:
        if match := _LABELLED.search(line):
            return str(next(filter(None, match.groups())))
        if len(line) <= _LONGEST_LINE and (match := _BY.match(line)):
            return match["name"]
    return ""


def from_text(paragraphs: Iterable[str]) -> str:
    """The names in a byline at the head of an article.

    Args:
        paragraphs: the body's paragraphs as plain text; only the first three are read.

    Returns:
        the names as printed, or an empty string.
    """
    for number, paragraph in enumerate(paragraphs):
        if number == _REACH:
            break
        text = paragraph.strip()
        match = _REPORTER.search(text[:120]) or _ENGLISH.match(text[:120])
        if match:
            return _without_verbs(match["names"])
    return ""


def from_elements(tags: Iterable[Tag]) -> str:
    """The name in an element that its markup calls the author.

    Args:
        tags: elements marked or called author, in document order; those of side bars, comments and menus do not count.
    """
    for tag in tags:
        if not _is_called_author(tag) or any(is_furniture(parent) for parent in (tag, *tag.parents)):
            continue
        inner = tag.select_one("[itemprop~=name], a[rel~=author]")
        if name := cleaned(attribute(tag, "content") or (inner or tag).get_text("\n", strip=True)):
            return name
    return ""


def cleaned(text: str) -> str:
    """A name as it stands in a byline, without "By", a date or what follows it; empty when it is no name.

    Args:
        text: what the page has there.
    """
    text = "\n".join(filter(None, (tidy(line) for line in text.split("\n"))))
    text = tidy(_BREAK.sub("", _PREFIX.sub("", text)))
    if (
        not text
        or len(text) > _LONGEST
        or "://" in text
        or "@" in text
        or text.endswith((":", "："))
        or looks_dated(text)
    ):
        return ""
    return text if re.search(r"[^\W\d_]{2}", text) else ""


def _is_called_author(tag: Tag) -> bool:
    """Names count as whole words: `author-bio` is about the author, `byline__name` is one."""
    if attribute(tag, "itemprop") or "author" in attribute(tag, "rel").split():
        return True
    names = (*attribute(tag, "class").split(), attribute(tag, "id"))
    words = [[word.lower() for word in _WORD.findall(name)] for name in names]
    return any(_WORDS.intersection(each) and not _ABOUT.intersection(each) for each in words)


def _without_verbs(names: str) -> str:
    """The names without the verbs behind them; nothing when what is left is no list of Chinese names."""
    bare = _VERBS.sub("", names.strip("、，,/／ ")).strip("、，,/／ ")
    if not re.search(r"[一-鿿]", bare):
        return bare
    parts = re.split(r"[、，,/／ 和]+", bare)
    return bare if all(_SHORTEST_NAME <= len(part) <= _LONGEST_NAME for part in parts) else ""
