"""Films, sounds and players: a note with title and address in their place, and nothing for what only counts."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from bundler.clean.blocks import write_blocks
from bundler.clean.inventory import Inventory
from bundler.clean.passes import PASSES, Context
from bundler.clean.references import PageReferences
from bundler.clean.rules import NO_RULE
from tests.clean.content_model import parsed

_BASE = "https://news.example/2020/a.html"


def _embeds(markup: str) -> list[tuple[str, str]]:
    """Title and address of every note that a page's embedded works leave."""
    body = BeautifulSoup(f"<html><body>{markup}</body></html>", "lxml").body
    assert body is not None
    dict(PASSES)["embeds"](Inventory(body), Context("Title", NO_RULE, contained=False))
    references = PageReferences(Inventory(body), _BASE)
    blocks = write_blocks(body, references.for_writer())
    links = references.links(blocks)
    notes = [element for element in parsed(blocks).iter("p") if element.get("class") == "embed"]
    return [(note[0].text, links[int(note[0].get("href").removeprefix("link:"))].address) for note in notes]


@pytest.mark.parametrize(
    ("markup", "title", "address"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/a1" title="A storm"></iframe>',
            "A storm",
            "https://www.youtube.com/embed/a1",
        ),
        (
            '<iframe src="//www.youtube-nocookie.com/embed/a1" title="YouTube video player"></iframe>',
            "youtube-nocookie.com",
            "https://www.youtube-nocookie.com/embed/a1",
        ),
        (
            '<iframe data-src="https://player.vimeo.com/video/1" src="about:blank"></iframe>',
            "player.vimeo.com",
            "https://player.vimeo.com/video/1",
        ),
        ('<video src="https://cdn.example/a.mp4"></video>', "cdn.example", "https://cdn.example/a.mp4"),
        ('<video src="/film.mp4#t=1"></video>', "film.mp4", "https://news.example/film.mp4#t=1"),
        ('<video><source src="a%20b.webm"></video>', "a b.webm", "https://news.example/2020/a%20b.webm"),
        ('<audio controls src="s.mp3" aria-label="The song"></audio>', "The song", "https://news.example/2020/s.mp3"),
        (
            '<object data="https://www.youtube.com/v/1"><embed src="https://www.youtube.com/v/1"></object>',
            "youtube.com",
            "https://www.youtube.com/v/1",
        ),
        (
            '<object><embed src="https://www.youtube.com/v/2"></object>',
            "youtube.com",
            "https://www.youtube.com/v/2",
        ),
        ('<embed src="https://www.youtube.com/v/3">', "youtube.com", "https://www.youtube.com/v/3"),
        (
            '<iframe src="https://www.youtube.com/embed/a" title="&lt;b&gt; &amp; c"></iframe>',
            "<b> & c",
            "https://www.youtube.com/embed/a",
        ),
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "<p>a</p>{}<p>b</p>",
        "<p>a {} b</p>",
        "<figure>{}<figcaption>c</figcaption></figure>",
        "<ul><li>a {}</li></ul>",
        "<blockquote>{}</blockquote>",
        "<table><tr><th>a</th><td>{}</td></tr></table>",
    ],
)
def test_an_embedded_work_leaves_its_title_and_address(around: str, markup: str, title: str, address: str) -> None:
    """Wherever it stands; without a title by its host, without a host by its file's name."""
    assert _embeds(around.format(markup)) == [(title, address)]


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="https://ads.example/frame"></iframe>',
        '<iframe src="https://www.googletagmanager.com/ns.html?id=1"></iframe>',
        '<iframe src="https://www.facebook.com/plugins/like.php?href=x"></iframe>',
        '<iframe src="https://platform.twitter.com/widgets/follow_button.html"></iframe>',
        '<iframe src="https://notyoutube.com/embed/1"></iframe>',
        '<iframe src="https://youtube.com.evil.example/embed/1"></iframe>',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<iframe src="data:text/html,youtube.com"></iframe>',
        '<iframe src="https://[youtube.com"></iframe>',
        '<video src="blob:https://a.example/1"></video>',
        "<video></video>",
        '<object data="movie.swf"></object>',
    ],
)
def test_counters_and_buttons_leave_nothing(markup: str) -> None:
    """Frames of hosts that show no works, and works without an address of their own."""
    assert _embeds(f"<p>a</p>{markup}") == []


def test_what_stands_behind_an_embed_stays() -> None:
    """The parser puts a page's rest inside `embed`; it is not lost."""
    body = BeautifulSoup('<body><p>a</p><embed src="https://www.youtube.com/v/3"><p>rest</p></body>', "lxml").body
    assert body is not None
    dict(PASSES)["embeds"](Inventory(body), Context("Title", NO_RULE, contained=False))
    references = PageReferences(Inventory(body), _BASE)
    assert write_blocks(body, references.for_writer())[-1] == "<p>rest</p>"
