"""An article as a mirror's repository, a browser and a feed hold it.

The mirror's form has all that a reader does not want: menus, promotions in mid-article, boxes of advertisements, a
share footer with a QR picture, a pixel that counts readers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from html import escape

from benchmarks import prose
from benchmarks.articles import Article, article

HOST = "http://pictures.invalid"
"""Where pictures lie when nobody says where; that name never leads anywhere (RFC 6761)."""
_ADS = "https://ads.example.com"
_MENU = "&nbsp;|&nbsp; ".join(
    f"[{word}](https://mirror.example.net/{page}.md)"
    for word, page in (("首页", "home"), ("使用指南", "guide"), ("周报", "weekly"))
)
_PROMOTION = """

---

#### 💥 [每月读书会](https://mirror.example.net/club.html)&nbsp; |&nbsp; [第{turn}期](https://mirror.example.net/{turn}.html)

#### [ 🎬  本周放映 ![]({host}/ad/film{turn}.png) ](https://mirror.example.net/films.md)

#### 网站代理：[甲站](http://mirror.example.net/a/) &nbsp;|&nbsp; [乙站](http://mirror.example.net/b/)


"""
_EMPTY_BOX = """  <center>
   <div id="ad-{number}">
    <ins class="box" data-slot="{number}" style="display:block">
    </ins>
   </div>
  </center>
"""
_SHELL = """ <div style="max-width: 632px; display: none; overflow: hidden">
  <div>
   <img src="{host}/ad/banner.png"/>
  </div>
{boxes} </div>
"""
_FIGURE = """ <p style="text-align:center">
  <img alt="{caption}" src="{address}" width="600"/>
  <br>
   {caption}
  </br>
 </p>
"""
_MIRROR = """### {title}
------------------------

#### {menu}



<div class="article_right" style="fone-color:#000">
{body}</div>

<hr/>
手机上长按并复制下列链接或二维码分享本文章：<br/>
{page} <br/>
<a href='{page}'><img src='{host}/qr/{name}.png'/></a> <br/>
原文地址（需翻墙访问）：{address}


------------------------
#### {menu}


<img src='{host}/track/{name}' width='0px' height='0px'/>
"""
_SAVED = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta property="article:published_time" content="{day}T08:00:00Z">
<link rel="canonical" href="{address}">
</head>
<body>
<nav><ul>
<li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/arts">Arts</a></li>
</ul></nav>
<main><article>
<h1>{title}</h1>
{body}</article>
<aside><h3>More</h3><ul>
{others}</ul></aside></main>
<footer><a href="/about">About</a> <a href="/imprint">Imprint</a></footer>
</body>
</html>
"""
_FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>The paper</title><id>https://news.example.org/feed</id><updated>2022-01-01T00:00:00Z</updated>
{entries}</feed>
"""
_ENTRY = """<entry>
<title>{title}</title><id>{address}</id><link href="{address}"/><updated>{day}T08:00:00Z</updated>
<content type="html">{body}</content>
</entry>
"""


def _figures(one: Article, host: str) -> Iterator[tuple[int, str, str]]:
    """Each picture's paragraph, address and caption."""
    chance = random.Random(f"figures {one.number}")  # noqa: S311 - the same site every time, no secrets
    for turn, picture in enumerate(one.pictures):
        caption = f"{prose.title(chance, chinese=one.chinese)} ({picture.number})"
        address = f"{host}/pictures/{picture.name}" if host else f"pictures/{picture.name}"
        yield turn * len(one.paragraphs) // len(one.pictures), address, caption


def _linked(one: Article, tag: str) -> list[str]:
    """The paragraphs as HTML, most with emphasis and a link to a subject, as news sites set them."""
    chance = random.Random(f"links {one.number}")  # noqa: S311
    found = []
    for turn, text in enumerate(one.paragraphs):
        subject = prose.name(chance, chinese=one.chinese)
        link = f'\n  <{tag} href="https://news.example.org/tag/{subject}">\n   {subject}\n  </{tag}>\n  '
        half = len(text) // 2 if one.chinese else text.find(" ", len(text) // 2) + 1
        second = escape(text[half:])
        if turn % 4 == 0:
            second = f"<strong>\n   {second[:9]}\n  </strong>\n  {second[9:]}"
        found.append(f"{escape(text[:half])}{link}{second}" if turn % 4 < 3 else escape(text))
    return found


def mirror_page(one: Article, host: str = HOST) -> str:
    """The article as a mirror's repository holds it: Markdown around the site's own HTML.

    Args:
        one: the article.
        host: what picture addresses begin with; empty for pictures beside the page, in `pictures/`.
    """
    year, month, day = (int(part) for part in one.day.split("-"))
    dateline = f"【本报{year}年{month}月{day}日讯】" if one.chinese else ""
    ads = host or _ADS
    figures = list(_figures(one, host))
    parts = []
    for turn, text in enumerate(_linked(one, "ok" if one.number % 2 else "span")):
        parts += [_FIGURE.format(address=address, caption=caption) for at, address, caption in figures if at == turn]
        if turn == 1:
            parts.append(f' <div id="mid1">{_PROMOTION.format(turn=one.number % 90, host=ads)} </div>\n')
        parts.append(f" <p>\n  {dateline if turn == 0 else ''}{text}\n </p>\n")
    boxes = "".join(_EMPTY_BOX.format(number=one.number * 5 + turn) for turn in range(5))
    parts.append(_SHELL.format(host=ads, boxes=boxes))
    return _MIRROR.format(
        title=one.title,
        menu=_MENU,
        body="".join(parts),
        page=f"https://mirror.example.net/pages/{one.name}.md",
        host=ads,
        name=one.name,
        address=one.address,
    )


def _html_body(one: Article, host: str) -> str:
    figures = list(_figures(one, host))
    parts = []
    for turn, text in enumerate(_linked(one, "a")):
        parts += [
            f'<figure><img src="{address}" alt="{caption}">\n<figcaption>{caption}</figcaption></figure>\n'
            for at, address, caption in figures
            if at == turn
        ]
        parts.append(f"<p>{text}</p>\n")
    return "".join(parts)


def saved_page(one: Article, host: str = HOST) -> str:
    """The article as a browser saves it: head, navigation, article, a list of others, a footer.

    Args:
        one: the article.
        host: as for `mirror_page`.
    """
    first = one.number // 10 * 10
    others = "".join(
        f'<li><a href="{other.address}">{escape(other.title)}</a></li>\n'
        for other in map(article, range(first, first + 5))
    )
    return _SAVED.format(
        language="zh-Hans" if one.chinese else "en",
        title=escape(one.title),
        day=one.day,
        address=one.address,
        body=_html_body(one, host),
        others=others,
    )


def feed(articles: Sequence[Article], host: str = HOST) -> str:
    """All articles as an Atom feed with their full texts.

    Args:
        articles: the articles.
        host: as for `mirror_page`.
    """
    entries = (
        _ENTRY.format(title=escape(one.title), address=one.address, day=one.day, body=escape(_html_body(one, host)))
        for one in articles
    )
    return _FEED.format(entries="".join(entries))
