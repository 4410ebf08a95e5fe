"""Pages as text, the way mirrors and browsers write them: a title, a day, an address, paragraphs, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WORDS = (
    "river lantern market harbour garden kettle letter winter orchard bridge paper window morning captain violin "
    "copper meadow station candle weather ladder basket island pepper mirror thread engine marble summer whistle"
).split()
_CHARACTERS = "山水风云花鸟鱼虫春夏秋冬东南西北灯桥船路茶米面盐书画琴棋早晚"


def prose(seed: int, count: int = 4) -> tuple[str, ...]:
    """English paragraphs of forty words; another seed gives another text.

    Args:
        seed: any number from 0.
        count: how many paragraphs.
    """
    return tuple(
        f"Paragraph {number} of text {seed}: "
        + " ".join(_WORDS[(seed * 7 + number * 5 + place * (seed % 4 + 1)) % len(_WORDS)] for place in range(35))
        + "."
        for number in range(count)
    )


def chinese_prose(seed: int, count: int = 4) -> tuple[str, ...]:
    """Chinese paragraphs of about sixty characters; another seed gives another text."""
    return tuple(
        f"第{seed}篇第{number}段："
        + "".join(_CHARACTERS[(seed * 11 + number * 3 + place * 7) % len(_CHARACTERS)] for place in range(55))
        + "。"
        for number in range(count)
    )


def plain_page(title: str, *, day: str = "", address: str = "", paragraphs: Sequence[str] = ()) -> str:
    """A Markdown page with front matter, the shortest that says what it is.

    Args:
        title: its title, plain text.
        day: `YYYY-MM-DD`, with a clock behind it where wanted, or empty.
        address: the original address, or empty.
        paragraphs: Markdown.
    """
    lines = [f'title: "{title}"', *([f"date: {day}"] if day else []), *([f"url: {address}"] if address else [])]
    return "---\n" + "\n".join(lines) + "\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def mirror_page(
    title: str, *, day: str = "", address: str = "", paragraphs: Sequence[str] = (), pictures: Sequence[str] = ()
) -> str:
    """A page of a mirror: heading, menu, promotion, the site's HTML, share footer with the original address.

    Args:
        title: its title.
        day: `YYYY-MM-DD` for the dateline, or empty.
        address: the original address; without one the share footer names none.
        paragraphs: HTML of the paragraphs.
        pictures: references, each shown in a figure behind the paragraphs.
    """
    dateline = "【本报{}年{}月{}日讯】".format(*(int(part) for part in day.split("-"))) if day else ""
    body = "".join(f" <p>\n  {text}\n </p>\n" for text in paragraphs).replace("<p>\n  ", f"<p>\n  {dateline}", 1)
    figures = "".join(f' <figure><img alt="" src="{escape(reference)}"/></figure>\n' for reference in pictures)
    source = f"原文地址（需翻墙访问）：{address}\n" if address else ""
    return (
        f"### {title}\n------------------------\n\n"
        "#### [首页](https://mirror.example.net/README.md) &nbsp;|&nbsp; [指南](https://mirror.example.net/guide.md)\n\n"
        "#### 🔥 [九月读书会](https://mirror.example.net/club.md)\n\n"
        f"<div>\n{body}{figures}</div>\n<hr/>\n"
        "手机上长按并复制下列链接或二维码分享本文章：<br/>\nhttps://mirror.example.net/pages/n1.md <br/>\n"
        f"{source}\n------------------------\n"
        "#### [首页](https://mirror.example.net/README.md) &nbsp;|&nbsp; [周报](https://mirror.example.net/weekly.md)\n"
    )


def saved_page(  # noqa: PLR0913 - the parts of a page's head and body
    title: str,
    *,
    day: str = "",
    address: str = "",
    paragraphs: Sequence[str] = (),
    pictures: Sequence[str] = (),
    charset: str = "utf-8",
    site: str = "",
) -> str:
    """A page as a browser saves it: head with metadata, navigation, one article, a footer.

    Args:
        title: its title, plain text.
        day: `article:published_time`, or empty.
        address: the canonical address, or empty.
        paragraphs: HTML of the paragraphs.
        pictures: references, each in a paragraph of its own behind the others.
        charset: what the page declares.
        site: `og:site_name`, or empty.
    """
    head = [f'<meta charset="{charset}">', f"<title>{escape(title)}</title>"]
    if day:
        head.append(f'<meta property="article:published_time" content="{day}">')
    if site:
        head.append(f'<meta property="og:site_name" content="{escape(site)}">')
    if address:
        head.append(f'<link rel="canonical" href="{escape(address)}">')
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs)
    figures = "".join(f'<p><img src="{escape(reference)}" alt=""></p>\n' for reference in pictures)
    return (
        f"<!DOCTYPE html>\n<html lang='en'>\n<head>\n{chr(10).join(head)}\n</head>\n<body>\n"
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>\n'
        f"<article>\n<h1>{escape(title)}</h1>\n{body}{figures}</article>\n"
        "<footer>© the paper</footer>\n</body>\n</html>\n"
    )
