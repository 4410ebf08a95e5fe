"""What the block writer makes of particular markup: one line a behaviour, the markup and the blocks."""

from __future__ import annotations

import pytest

from tests.clean.content_model import parsed, violations
from tests.clean.random_pages import MARKER
from tests.clean.test_blocks_properties import body, written

ORDINARY = {
    "paragraphs": ("<p>a</p><p>b</p>", ["<p>a</p>", "<p>b</p>"]),
    "bare text": ("a<div>b</div>c", ["<p>a</p>", "<p>b</p>", "<p>c</p>"]),
    "one line break": ("<p>a<br>b</p>", ["<p>a<br/>b</p>"]),
    "two line breaks end a paragraph": ("<p>a<br><br>b</p>", ["<p>a</p>", "<p>b</p>"]),
    "a break and an ideographic indent end a paragraph": (
        "<p>\u3000\u3000一<br>\u3000\u3000二</p>",
        ["<p>一</p>", "<p>二</p>"],
    ),
    "bold over a paragraph's end": ("<b>a<br><br>c</b>", ["<p><b>a</b></p>", "<p><b>c</b></p>"]),
    "a link around a heading": ('<a href="/x"><h3>a</h3></a>', ['<h2><a href="link:0">a</a></h2>']),
    "a link in a link": (
        '<a href="/x">a<a href="/y">b</a>c</a>',
        ['<p><a href="link:0">a</a><a href="link:1">b</a>c</p>'],
    ),
    "a picture is a figure": ('<img src="/a.jpg" alt="x">', ['<figure><img src="pic:0" alt="x"/></figure>']),
    "a picture in a sentence stays there": (
        '<p>a <img src="/a.jpg"> b</p>',
        ['<p>a <img src="pic:0" alt=""/> b</p>'],
    ),
    "a caption ends its figure": (
        '<figure><figcaption>c</figcaption><img src="/a.jpg"><br></figure>',
        ['<figure><img src="pic:0" alt=""/><figcaption>c</figcaption></figure>'],
    ),
    "a stray caption joins the figure before it": (
        '<img src="/a.jpg"><figcaption>c</figcaption>',
        ['<figure><img src="pic:0" alt=""/><figcaption>c</figcaption></figure>'],
    ),
    "a caption without a picture": ("<figcaption>c</figcaption>", ['<p class="caption">c</p>']),
    "items outside of a list": ("<li>a</li><li>b</li>", ["<p>a</p>", "<p>b</p>"]),
    "text in a list": ("<ul>a<li>b</li></ul>", ["<ul><li>a</li><li>b</li></ul>"]),
    "definitions out of order": ("<dl><dd>a</dd><dt>b</dt></dl>", ["<ul><li>a</li><li>b</li></ul>"]),
    "headings close ranks": ("<h1>a</h1><h4>b</h4><h1>c</h1>", ["<h2>a</h2>", "<h3>b</h3>", "<h2>c</h2>"]),
    "a heading as long as a paragraph is one": (f"<h2>{'a' * 301}</h2>", [f"<p>{'a' * 301}</p>"]),
    "a layout table": ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", ["<p>a</p>", "<p>b</p>"]),
    "preformatted text": ("<pre> a\n  b </pre>", ["<pre> a\n  b </pre>"]),
    "rules at the ends go": ("<hr><p>a</p><hr><hr><p>b</p><hr>", ["<p>a</p>", "<hr/>", "<p>b</p>"]),
    "active content goes": ("<p>a</p><script>b</script><form><input>c</form>", ["<p>a</p>", "<p>c</p>"]),
    "private use characters go": ("<p>a\ue000\u200bb</p>", ["<p>ab</p>"]),
    "escaped tags stay text": ("<p>&lt;img src=&quot;pic:0&quot;&gt;</p>", ['<p>&lt;img src="pic:0"&gt;</p>']),
}
INNER = '<figure><img src="pic:1" alt=""/></figure>'
# Found by the properties; each is one of them on its own.
HOSTILE = {
    "a paragraph of an em space": ("<p>\u2003</p><p>a</p>", ["<p>a</p>"]),
    "a form feed in preformatted text": ("<pre>a\x0cb</pre>", ["<pre>a b</pre>"]),
    "bold of nothing in preformatted text": ("<pre>a<b>\u200b</b>c</pre>", ["<pre>ac</pre>"]),
    "a heading under an empty one": ("<h1></h1><h2>a</h2>", ["<h2>a</h2>"]),
    "a heading under one with a picture only": (
        '<h1><img src="/a.jpg"></h1><h2>a</h2>',
        ['<figure><img src="pic:0" alt=""/></figure>', "<h2>a</h2>"],
    ),
    "a list that starts at a full-width digit": ('<ol start="３"><li>a</li></ol>', ["<ol><li>a</li></ol>"]),
    "a caption behind a figure in a figure": (
        '<figure><img src="a.jpg"><figure><img src="b.jpg"></figure></figure><figcaption>c</figcaption>',
        [f'<figure><img src="pic:0" alt=""/>{INNER}<figcaption>c</figcaption></figure>'],
    ),
}
VALID_ANYHOW = {
    "two captions of a table": "<table><caption>w1e</caption><caption>w2e</caption><tr><td>w3e<td>w4e</table>",
    "a list in a table's caption": "<table><caption><ul><li>w1e</ul></caption><tr><td>w2e<td>w3e</table>",
    "a caption of empty cells": "<table><caption>w1e</caption><tr><td></td></tr></table><p>w2e</p>",
    "a definition in a definition": "<dfn>w1e<dfn>w2e</dfn></dfn>",
    "ruby without a reading": "<p><ruby>w1e</ruby></p>",
    "ruby over a paragraph's end": "<p><ruby>w1e<rt>w2e<br><br>w3e</rt></ruby></p>",
    "a reading that is bold": "<p><ruby>w1e<b><rt>w2e</rt></b></ruby></p>",
}


@pytest.mark.parametrize(("markup", "blocks"), (ORDINARY | HOSTILE).values(), ids=(ORDINARY | HOSTILE).keys())
def test_markup_becomes_these_blocks(markup: str, blocks: list[str]) -> None:
    """The markup is written as exactly these blocks."""
    assert list(written(body(markup)).blocks) == blocks


@pytest.mark.parametrize("markup", VALID_ANYHOW.values(), ids=VALID_ANYHOW.keys())
def test_markup_without_a_right_answer_keeps_its_text_and_is_valid(markup: str) -> None:
    """However it is written, all of its text is there and the content model holds."""
    section = parsed(written(body(markup)).blocks)
    assert sorted(MARKER.findall(" ".join(section.itertext()))) == sorted(MARKER.findall(markup))
    assert violations(section) == []


def test_a_link_to_the_pages_empty_last_paragraph_leads_somewhere_or_is_none() -> None:
    """A place that no text follows is written, or the links to it are links to no place of this page."""
    page = written(body('<p><a href="#end">a</a></p><p id="end"></p>'))
    assert all(not link.anchor or f'<span id="{link.anchor}"></span>' in page.blocks[0] for link in page.links)
    assert len(page.links) == 1


def test_a_link_within_the_page_finds_its_place() -> None:
    """A footnote's number and its text point to each other."""
    page = written(body('<p id="up">a<a href="#note">1</a></p><p id="note"><a href="#up">1</a> b</p>'))
    assert page.blocks == (
        '<p><span id="n1"></span>a<a href="link:0">1</a></p>',
        '<p><a href="link:1"><span id="n2"></span>1</a> b</p>',
    )
    assert [link.anchor for link in page.links] == ["n2", "n1"]
