"""The byline in an article's text."""

from __future__ import annotations

import pytest

from bundler.clean.byline import from_text

FOUND = {
    "【某某社2020年9月1日讯】（记者张三综合报导）山里下了雨。": "张三",
    "【某某社2020年9月1日訊】（記者李四香港採訪報導）山裡下了雨。": "李四",
    "（某某电台记者张三、李四报道）山里下了雨。": "张三、李四",
    "（撰稿人：王小五）山里下了雨。": "王小五",
    "【某某记者张三报导】山里下了雨。": "张三",
    "(记者张三报道 责任编辑：李四)": "张三",
    "By Jane Doe": "Jane Doe",
    "By Jane Q. Doe and John O'Neill": "Jane Q. Doe and John O'Neill",
}
NOT_FOUND = [
    "山里下了雨。记者张三站在桥边。",
    "（图片来源：某某）",
    "（记者综合报导）山里下了雨。",
    "By the river it rained all day long.",
    "by jane doe",
    "Bystanders Jane Doe",
    "",
]


@pytest.mark.parametrize(("paragraph", "names"), FOUND.items())
def test_the_names_are_read(paragraph: str, names: str) -> None:
    """The names stand as printed, without places and the verbs of reporting."""
    assert from_text(["山村纪事", paragraph]) == names


@pytest.mark.parametrize("paragraph", NOT_FOUND)
def test_what_is_no_byline_gives_no_name(paragraph: str) -> None:
    """Reporters in the story, credits and sentences that begin with "By" are none."""
    assert from_text([paragraph]) == ""


def test_only_the_first_three_paragraphs_count() -> None:
    """A name further down belongs to the story."""
    assert from_text(["一", "二", "三", "By Jane Doe"]) == ""
    assert from_text(["一", "二", "By Jane Doe"]) == "Jane Doe"
