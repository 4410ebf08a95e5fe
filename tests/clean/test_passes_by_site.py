"""The passes that read a page's names and words: furniture, appeals, captions, the title once more."""

from __future__ import annotations

import pytest

from bundler.model import Dropped
from tests.clean.test_passes import LONG, SECRETCHINA, known, parsed, passed

# -- page furniture

FURNITURE = (
    "<nav>menu</nav>", "<aside>more</aside>", "<footer>imprint</footer>", "<dialog>cookies</dialog>",
    '<div role="navigation">menu</div>', '<div class="share-buttons">share</div>', '<ul class="breadcrumb"><li>a</ul>',
    '<div id="comments">first!</div>', '<section class="related-posts"><a href="/b">b</a></section>',
    "<header>Site</header>", '<p class="newsletter">subscribe</p>',
)  # fmt: skip


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_goes(furniture: str) -> None:
    """Menus, side bars, share buttons and comments are dropped by element, role or name."""
    context = known()
    assert passed("page furniture", f"<p>{LONG}</p>{furniture}", context) == f"<p>{LONG}</p>"
    assert [item.by for item in context.dropped] == ["page furniture"]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_nothing_is_furniture_in_a_known_container(furniture: str) -> None:
    """A container rule has already said where the article ends."""
    context = known(contained=True)
    assert (
        parsed(furniture).get_text()
        in parsed(passed("page furniture", f"<p>{LONG}</p>{furniture}", context)).get_text()
    )
    assert context.dropped == []


@pytest.mark.parametrize(
    "markup",
    [
        f"<aside><p>{LONG}</p></aside><p>short</p>",
        f'<div class="sidebar"><article><p>{LONG[:80]}</p></article></div><p>{LONG}</p>',
        f"<article><header><h1>Rain</h1></header><p>{LONG}</p></article>",
        f"<header><h1>Rain</h1><p>By the mill</p></header><p>{LONG}</p>",
        f'<section class="sharing"><h2>Sharing the water</h2><p>{LONG[:160]}</p></section><p>{LONG}</p>',
        f'<p>{LONG}</p><p class="shared">a</p><p class="unrelated">b</p>',
    ],
)
def test_the_article_is_not_taken_for_furniture(markup: str) -> None:
    """Two fifths of the text, an article, its own header and a chapter that a name fits by chance stay."""
    assert passed("page furniture", markup) == markup


# -- appeals

APPEAL = '<hr/><br/>【诚征荣誉会员】溪流能够汇成大海<center><img src="/kzgd/a.jpg"/></center>'


def test_an_appeal_goes_from_its_rule_to_the_next_paragraph() -> None:
    """The rule before it, the words and the picture are dropped; what follows as a paragraph stays."""
    context = known(rule=SECRETCHINA)
    markup = f"<div><p>a</p>{APPEAL}<p>b</p></div>"
    assert passed("appeals", markup, context) == "<div><p>a</p><p>b</p></div>"
    assert context.dropped[0].by == "appeals"
    assert context.dropped[0].sample.startswith("【诚征荣誉会员】")


def test_appeals_are_known_on_their_site_only() -> None:
    """Another site's article may quote the words."""
    markup = f"<div><p>a</p>{APPEAL}<p>b</p></div>"
    assert passed("appeals", markup) == markup


def test_an_appeal_of_one_paragraph_goes_without_its_neighbours() -> None:
    """A paragraph that begins with the rule's words is dropped."""
    markup = "<div><p>a</p><p> 看完这篇文章觉得有帮助吗？</p><p>b</p></div>"
    assert passed("appeals", markup, known(rule=SECRETCHINA)) == "<div><p>a</p><p>b</p></div>"


@pytest.mark.parametrize("around", ["div", "section", "blockquote"])
def test_an_appeal_at_the_head_does_not_take_the_article_along(around: str) -> None:
    """The element around the whole article begins with the same words; only the paragraph is the appeal."""
    markup = f"<{around}><p>本文为会员专享</p><p>{LONG}</p></{around}>"
    assert passed("appeals", markup, known(rule=SECRETCHINA)) == f"<{around}><p>{LONG}</p></{around}>"


def test_two_appeals_and_words_said_twice_are_no_trouble() -> None:
    """An appeal that says its words twice, and a second one, are dropped alike."""
    twice = APPEAL.replace("溪流", "【诚征荣誉会员】溪流")
    markup = f"<div><p>a</p>{twice}<p>b</p>{APPEAL}</div>"
    assert passed("appeals", markup, known(rule=SECRETCHINA)) == "<div><p>a</p><p>b</p></div>"


# -- captions


@pytest.mark.parametrize(
    "caption",
    [
        '<div class="wp-caption-text">c</div>', '<span class="caption">c</span>', '<p class="image_caption">c</p>',
        '<div class="headerimgcaption">c</div>', '<small class="photo-caption">c</small>', '<p id="caption">c</p>',
    ],
)  # fmt: skip
def test_a_caption_is_known_by_its_name(caption: str) -> None:
    """An element that a site calls a caption becomes one."""
    got = parsed(passed("captions", f'<div><img src="a.jpg"/>{caption}</div>'))
    assert [found.get_text() for found in got.find_all("figcaption")] == ["c"]


@pytest.mark.parametrize(
    "holder", ['class="wp-caption"', 'class="featured_image"', 'id="headerimg"', 'class="image-inline captioned"']
)
def test_what_holds_a_picture_and_its_caption_is_a_figure(holder: str) -> None:
    """An element that a site calls so becomes a figure."""
    got = parsed(passed("captions", f'<div {holder}><img src="a.jpg"/><p class="caption">c</p></div>'))
    assert len(got.select("figure > figcaption")) == 1


@pytest.mark.parametrize(
    ("paragraph", "captions"),
    [
        ('<p style="text-align: center;"><img src="a.jpg"/><br/>c</p>', ["c"]),
        ('<p align="center"><img src="a.jpg"/>c<img src="b.jpg"/>d</p>', ["c", "d"]),
        ('<center><p><img src="a.jpg"/>c</p></center>', ["c"]),
        ('<p><img src="a.jpg"/><br/>晒谷场。（图片来源：农场提供）</p>', ["晒谷场。（图片来源：农场提供）"]),
        ('<p><img src="a.jpg"/>The mill (Photo: J. Doe)</p>', ["The mill (Photo: J. Doe)"]),
        ('<p><img src="a.jpg"/><small>c</small></p>', ["c"]),
        ('<p><img src="a.jpg"/>It rained.</p>', []),
        (f'<p align="center"><img src="a.jpg"/>{LONG}</p>', []),
        ('<p align="center">a<img src="a.jpg"/>c</p>', []),
        ('<p align="center">c</p>', []),
        ('<p align="center"><img src="a.jpg"/></p>', []),
        (f'<div class="caption"><p>{LONG}</p></div>', []),
        ('<div class="caption"><img src="a.jpg"/>c</div>', []),
        ('<p class="captioned-story">c</p>', []),
    ],
)
def test_text_behind_a_picture_is_a_caption_by_place_or_words(paragraph: str, captions: list[str]) -> None:
    """Centred text, a credit line or small print behind a picture is its caption; prose is not."""
    got = parsed(passed("captions", paragraph))
    assert [found.get_text(strip=True) for found in got.find_all("figcaption")] == captions
    assert got.get_text() == parsed(paragraph).get_text()


def test_a_sites_rule_knows_its_captions_by_their_words() -> None:
    """A caption that ends with its source is known on the site whose rule says so."""
    markup = '<p><img src="a.jpg"/>傍晚的晒谷场（网络图片）</p>'
    assert parsed(passed("captions", markup, known(rule=SECRETCHINA))).find("figcaption") is not None


# -- title again


@pytest.mark.parametrize("heading", ["Rain in the hills", "  RAIN in the hills! ", "Rain, in the <b>hills</b>"])
def test_the_title_at_the_head_of_the_body_goes(heading: str) -> None:
    """A first heading that says the title, in other case or punctuation, is dropped."""
    context = known(title="Rain in the hills")
    assert passed("title again", f"<p>2020</p><h1>{heading}</h1><p>a</p>", context) == "<p>2020</p><p>a</p>"
    assert [(item.by, item.count) for item in context.dropped] == [("title again", 1)]


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>Rain in the hills again</h1><p>a</p>",
        f"<p>{LONG}</p><h2>Rain in the hills</h2><p>a</p>",
        '<h1>Rain in the hills<img src="a.jpg"/></h1><p>a</p>',
        "<h2>a</h2><h2>b</h2><h2>c</h2><h2>Rain in the hills</h2>",
        "<p>Rain in the hills</p>",
    ],
)
def test_other_headings_stay(markup: str) -> None:
    """Another text, a place far down, a picture in it, or no heading at all: nothing is dropped."""
    context = known(title="Rain in the hills")
    assert passed("title again", markup, context) == markup
    assert context.dropped == []


def test_what_several_passes_drop_is_counted_once() -> None:
    """An element within a dropped one is not counted again, and the sample is at most eighty characters."""
    context = known()
    passed("page furniture", f"<p>{LONG * 5}</p><nav>{LONG[:200]}<aside>b</aside></nav><nav>c</nav>", context)
    assert context.dropped == [Dropped("page furniture", 2, LONG[:80])]
