"""The byline in an article's text: in the brackets behind a Chinese dateline, or in a line that begins "By"."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
_SHORTEST_NAME, _LONGEST_NAME = 2, 6
_REACH = 3
"""Paragraphs from the body's start."""


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


def _without_verbs(names: str) -> str:
    """The names without the verbs behind them; nothing when what is left is no list of Chinese names."""
    bare = _VERBS.sub("", names.strip("、，,/／ ")).strip("、，,/／ ")
    if not re.search(r"[一-鿿]", bare):
        return bare
    parts = re.split(r"[、，,/／ 和]+", bare)
    return bare if all(_SHORTEST_NAME <= len(part) <= _LONGEST_NAME for part in parts) else ""
