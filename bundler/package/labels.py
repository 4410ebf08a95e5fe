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
    one: str
    previous: str
    next: str
    turns: str
    sources: str
    unknown_site: str
    colophon: str
    colophon_text: str
    rights: str
    description: str
    volume: str
    embed: str
    accessible: str
    accessible_text: str
    gone: str

    def count_of(self, number: int) -> str:
        """How many articles, in words."""
        return self.one if number == 1 else self.count.format(number)


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
    one="1 article",
    previous="Previous",
    next="Next",
    turns="Neighbouring articles",
    sources="Sources",
    unknown_site="Unknown source",
    colophon="About this book",
    colophon_text="This book is a collection of articles in the order of their dates. It is complete in itself: "
    "nothing in it is loaded from a network.",
    rights="Texts and pictures belong to their authors and publishers. Where the address of an original page is known, "
    "it stands at the end of its article.",
    description="{count}, {period}: {sites}",
    volume="volume {}",
    embed="Not in this book",
    accessible="Headings, contents and reading order are marked up; every picture has a text that describes it.",
    accessible_text="Headings, contents and reading order are marked up; not every picture has a text that describes "
    "it.",
    gone="Kept from an earlier edition of this book; its source does not list it any more.",
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
    one="共1篇",
    previous="上一篇",
    next="下一篇",
    turns="相邻文章",
    sources="文章来源",
    unknown_site="来源不详",
    colophon="关于本书",
    colophon_text="本书按日期先后汇编文章，内容完整，阅读时不从网络读取任何内容。",
    rights="文字与图片的权利属于其作者和出版者。凡知道原文网址的，均附在文末。",
    description="{count}，{period}：{sites}",
    volume="第{}册",
    embed="本书未收录",
    accessible="标题、目录和阅读顺序均有标记；每幅图片都有文字说明。",
    accessible_text="标题、目录和阅读顺序均有标记；并非每幅图片都有文字说明。",
    gone="保留自本书较早的版本；来源已不再列出此文。",
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
    one="共1篇",
    previous="上一篇",
    next="下一篇",
    turns="相鄰文章",
    sources="文章來源",
    unknown_site="來源不詳",
    colophon="關於本書",
    colophon_text="本書按日期先後彙編文章，內容完整，閱讀時不從網路讀取任何內容。",
    rights="文字與圖片的權利屬於其作者和出版者。凡知道原文網址的，均附在文末。",
    description="{count}，{period}：{sites}",
    volume="第{}冊",
    embed="本書未收錄",
    accessible="標題、目錄和閱讀順序均有標記；每幅圖片都有文字說明。",
    accessible_text="標題、目錄和閱讀順序均有標記；並非每幅圖片都有文字說明。",
    gone="保留自本書較早的版本；來源已不再列出此文。",
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
