"""The few words that the book itself says, in the languages it can say them."""

from __future__ import annotations

from dataclasses import dataclass

_ENGLISH_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Labels:
    """The book's own words in one language.

    Attributes:
        language: the BCP 47 tag they are in.
        (the others: what stands at the place of that name; `{}` is filled in)
    """

    language: str
    articles: str
    contents: str
    cover: str
    landmarks: str
    title_page: str
    undated: str
    source: str
    gaps: str
    gaps_intro: str
    picture: str
    count: str


_ENGLISH = Labels(
    language="en",
    articles="Articles",
    contents="Contents",
    cover="Cover",
    landmarks="Landmarks",
    title_page="Title page",
    undated="Undated",
    source="Original page",
    gaps="What is missing",
    gaps_intro="These were asked for and could not be had when this book was made.",
    picture="Picture not included",
    count="{} articles",
)
_SIMPLIFIED = Labels(
    language="zh-Hans",
    articles="文章",
    contents="目录",
    cover="封面",
    landmarks="导航",
    title_page="书名页",
    undated="日期不详",
    source="原文",
    gaps="未能收录",
    gaps_intro="制作本书时，以下内容未能取得。",
    picture="图片未收录",
    count="共{}篇",
)
_TRADITIONAL = Labels(
    language="zh-Hant",
    articles="文章",
    contents="目錄",
    cover="封面",
    landmarks="導航",
    title_page="書名頁",
    undated="日期不詳",
    source="原文",
    gaps="未能收錄",
    gaps_intro="製作本書時，以下內容未能取得。",
    picture="圖片未收錄",
    count="共{}篇",
)


def labels_for(language: str) -> Labels:
    """The labels for a language; English where there are none.

    Args:
        language: a BCP 47 tag.
    """
    tag = language.lower()
    if not tag.startswith("zh"):
        return _ENGLISH
    traditional = ("hant", "-tw", "-hk", "-mo")
    return _TRADITIONAL if any(part in tag for part in traditional) else _SIMPLIFIED


def printed_date(stamp: str, language: str) -> str:
    """A day, month or year as it is printed in a language.

    Args:
        stamp: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
        language: a BCP 47 tag; ISO 8601 where the language's habit is not known here.
    """
    parts = [int(part) for part in stamp.split("-")]
    primary = language.split("-", maxsplit=1)[0].lower()
    if primary in ("zh", "ja"):
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    if primary == "en":
        words = [str(parts[0]), *(_ENGLISH_MONTHS[part - 1] for part in parts[1:2]), *(str(part) for part in parts[2:])]
        return " ".join(reversed(words))
    return stamp
