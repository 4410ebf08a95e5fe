"""Undoing the mirror's container, in all its versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bundler.clean.container import Contained, undo_container
from bundler.clean.extract import extract
from bundler.clean.text import plain
from bundler.model import Draft, Location, MediaType, Page

ADDRESS = "https://news.example/gb/2020/09/01/a1.html"
MENU = "#### [首页](https://mirror.example/README.md) &nbsp;&nbsp;|&nbsp;&nbsp; [教程](https://mirror.example/wiki)\n"
OLDER_MENUS = (
    "#### [首页](https://mirror.example/README.md) | [教程](https://mirror.example/wiki) \n",
    "##### &nbsp; [首页](https://mirror.example/README.md)\n",
    "### [首页](https://mirror.example/README.md)\n",
    "## [教程](https://mirror.example/wiki)\n",
)
PROMOTIONS = (
    "#### [ 🎬  《河谷的记忆》](http://192.0.2.119:10000/a.html)",
    " #### [ 🎬  《河谷的记忆》](http://192.0.2.119:10000/a.html)",
    "#### [《河谷的记忆》](192.0.2.119:10000/a.html)",
    "#### 💥 《河谷的记忆》](192.0.2.119...",
    "#### 网站代理：[《河谷的记忆》](http://198.51.100.89:10080/gb/) &nbsp;|&nbsp; [b](http://198.51.100.89:8808/)",
    "\t####  💥 [《河谷的记忆》](http://192.0.2.119:10000/a/) &nbsp; |&nbsp; [《b》](http://192.0.2.119:10000/b/) ",
)
FOOTER = f"""<hr/>
手机上长按并复制下列链接或二维码分享本文章：<br/>
https://mirror.example/pages/a1.md <br/>
<a href='https://mirror.example/pages/a1.md'><img src='https://mirror.example/pages/a1.md.png'/></a> <br/>
原文地址（需翻墙访问）：{ADDRESS}


------------------------
{MENU}
"""
TRADITIONAL_FOOTER = FOOTER.replace(
    "手机上长按并复制下列链接或二维码分享本文章", "手機上長按並複製下列鏈接或二維碼分享本文章"
).replace("原文地址（需翻墙访问）", "原文鏈接（需翻牆訪問）")
ADDRESS_LINE = f"\n原文地址：{ADDRESS}\n"
TRACKER = "<img src='http://tracker.example/pages/a1.md' width='0px' height='0px'/>"
BODY = '<div class="post">\n <p>\n  山里下了雨。\n </p>\n <p>\n  河水涨到了桥边。\n </p>\n</div>\n'


def mirrored(body: str = BODY, menu: str = MENU, footer: str = FOOTER + TRACKER) -> str:
    """A page as the mirror writes it."""
    return f"### 雨&nbsp;(组图)\n------------------------\n\n{menu}\n\n\n{body}{footer}"


def contained(text: str) -> Contained:
    """What is in the container."""
    found = undo_container(text)
    assert found is not None
    return found


def draft_of(text: str) -> Draft:
    """The page as extract understands it."""
    draft = extract(Page("a1.md", MediaType.MARKDOWN, text.encode(), Location(Path(), Path())))
    assert isinstance(draft, Draft), draft
    return draft


def texts(text: str) -> list[str]:
    """The text of each block of a page."""
    return [plain(block) for block in draft_of(text).blocks]


@pytest.mark.parametrize("footer", [FOOTER + TRACKER, FOOTER, TRADITIONAL_FOOTER, ADDRESS_LINE], ids=range(4))
@pytest.mark.parametrize("menu", [MENU, *OLDER_MENUS, ""], ids=range(6))
def test_every_version_of_menu_and_footer_is_undone(menu: str, footer: str) -> None:
    """Title and address are found and the body alone is left, with or without a tracker."""
    text = mirrored(menu=menu, footer=footer)
    found = contained(text)
    assert (found.title, found.source_url) == ("雨 (组图)", ADDRESS)
    assert texts(text) == ["山里下了雨。", "河水涨到了桥边。"]
    assert draft_of(text).pictures == ()


@pytest.mark.parametrize("promotion", PROMOTIONS)
@pytest.mark.parametrize("pattern", ["\n{}\n\n", "\n---\n\n{}\n\n{}\n\n", "\n  {}\n", "{}\n"])
def test_every_form_of_promotion_goes(promotion: str, pattern: str) -> None:
    """Promotions go with the rules around them, indented or not, with whole links or mangled ones."""
    lines = pattern.format(*[promotion] * pattern.count("{}"))
    body = BODY.replace(" <p>\n  河", f"{lines} <p>\n  河")
    assert texts(mirrored(body)) == ["山里下了雨。", "河水涨到了桥边。"]
    assert any("河谷的记忆" in item.sample or item.count > 1 for item in draft_of(mirrored(body)).dropped)


def test_an_end_tag_too_many_behind_a_promotion_is_paired() -> None:
    """A promotion that replaced a start tag leaves an end tag behind; what follows it still belongs to the article."""
    body = (
        '<div class="article">\n <p>山里下了雨。</p>\n <div id="txt-mid">\n\n---\n\n'
        f"{PROMOTIONS[0]}\n\n  </div>\n </div>\n <p>河水涨到了桥边。</p>\n</div>\n"
    )
    found = contained(mirrored(body))
    assert found.body.count("<div") == found.body.count("</div>")
    assert texts(mirrored(body)) == ["山里下了雨。", "河水涨到了桥边。"]


def test_what_was_taken_out_is_told() -> None:
    """Menus, promotions and the footer are named with their number and their words."""
    dropped = {
        item.by: (item.count, item.sample) for item in contained(mirrored(PROMOTIONS[0] + "\n\n" + BODY)).dropped
    }
    assert dropped["mirror: menus and promotions"][0] == 2
    assert "首页" in dropped["mirror: menus and promotions"][1]
    assert "手机上长按" in dropped["mirror: share footer"][1]


def test_lines_of_hash_signs_that_hold_no_link_are_the_articles() -> None:
    """A line of text that begins with hash signs stays; a link makes it a promotion."""
    body = BODY.replace("河水", "#### 河水")
    assert "河水涨到了桥边" in "".join(texts(mirrored(body)))


@pytest.mark.parametrize(
    "sentence",
    [
        "手机上长按图标，就能看到水位。",
        "原文地址：https://other.example/2019/01/01/b.html",
        "原文链接: https://other.example/b",
    ],
)
def test_an_article_that_uses_the_footers_words_is_not_cut_off(sentence: str) -> None:
    """The footer stands at the end; its words in mid-article are the article's own."""
    body = BODY.replace("河水", f"{sentence}\n </p>\n <p>\n  河水")
    assert contained(mirrored(body)).source_url == ADDRESS
    got = "".join(texts(mirrored(body)))
    assert "河水涨到了桥边" in got
    assert sentence[:5] in got


@pytest.mark.parametrize(
    "text",
    [
        "# 雨\n\n山里下了雨。\n\n## [下游](https://other.example/a)\n\n河水涨到了桥边。\n",
        "# Rain\n\nIt rained.\n\n#### See [the bridge](https://other.example/a)\n\nThe river rose.\n",
        "### 雨\n\n#### [目录](#a)\n\n山里下了雨。\n\n河水涨到了桥边。\n",
    ],
)
def test_an_ordinary_page_keeps_its_headings_with_links(text: str) -> None:
    """Without the mirror's footer a heading that holds a link is a heading."""
    assert undo_container(text) is None
    headings = [
        line.strip("# ").split("](")[0].replace("[", "") for line in text.split("\n")[1:] if line.startswith("##")
    ]
    got = "".join(texts(text))
    assert all(heading in got for heading in headings)


def test_a_page_whose_footer_holds_no_address_is_known_by_its_words() -> None:
    """An older version without the original address is still undone, and has no address."""
    found = contained(
        mirrored(footer="<hr/>\n手机上长按并复制下列链接或二维码分享本文章：<br/>\nhttps://mirror.example/a.md\n")
    )
    assert found.source_url == ""
    assert "mirror.example/a.md" not in found.body
