"""Articles on several pages, print and AMP versions: one article, whole, from the network and from the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bundler.clean import GivenRules, read_rules
from bundler.cli.progress import Silent
from bundler.model import Article, Kind, Skipped
from bundler.pipeline import Tools, survey
from bundler.settings import Settings
from bundler.store import open_bodies, open_pictures, unpack
from bundler.workers import SerialWorkers
from tests.fetch.servers import Server, serving
from tests.pages import prose, saved_page

_NO_RULES = GivenRules()


@dataclass(frozen=True)
class _Found:
    """What became of the sources: the articles whole, and what is told of the rest."""

    articles: list[Article]
    skipped: list[Skipped]

    @property
    def texts(self) -> list[str]:
        """The articles' bodies."""
        return ["\n".join(article.blocks) for article in self.articles]


def _survey(folder: Path, rules: GivenRules = _NO_RULES, **settings: object) -> _Found:
    store = folder / "articles"
    store.mkdir(exist_ok=True)

    async def run() -> _Found:
        with open_pictures(folder / "cache") as pictures, open_bodies(store) as bodies:
            tools = Tools(SerialWorkers(), bodies, pictures, Silent(), rules)
            found = await survey(Settings(**settings), tools)  # type: ignore[arg-type]
            return _Found([unpack(tools.store.get(entry.body)) for entry in found.entries], found.skipped)

    return asyncio.run(run())


async def _answering(pages: Mapping[str, str], request: web.Request) -> web.Response:
    text = pages.get(request.path_qs)
    return web.Response(status=404) if text is None else web.Response(text=text, content_type="text/html")


def _fetched(
    folder: Path, pages: Mapping[str, str], *paths: str, rules: GivenRules = _NO_RULES
) -> tuple[_Found, list[str]]:
    """What becomes of the pages of a site, and what it was asked for."""

    async def run() -> tuple[_Found, Server]:
        async def answer(request: web.Request) -> web.Response:
            return await _answering(pages, request)

        async with serving(answer) as server:
            settings = {
                "sources": tuple(server.address(path) for path in paths),
                "allow_private": frozenset({server.place}),
            }
            return await asyncio.to_thread(_survey, folder, rules, **settings), server

    found, server = asyncio.run(run())
    return found, [asked.path for asked in server.asked if asked.path != "/robots.txt"]


def _page(number: int, following: str = "", *, title: str = "The well", canonical: str = "", head: str = "") -> str:
    """A page of an article; its head names the next one."""
    if following:
        head += f'<link rel="next" href="{following}">'
    text = saved_page(title, address=canonical, day="2020-09-01", paragraphs=prose(number, 6))
    return text.replace("</head>", head + "</head>")


def _is_in(number: int, text: str) -> bool:
    return f"of text {number}:" in text


@pytest.mark.parametrize("form", ["/story/{}", "/story?page={}", "/story_{}.html", "/story/page/{}/"])
def test_the_pages_of_an_article_are_fetched_and_joined(tmp_path: Path, form: str) -> None:
    """One article in the order of its pages, known by the first; the others are told as its pages."""
    first = "/story.html" if form.endswith("html") else "/story"
    pages = {
        first: _page(1, form.format(2)),
        form.format(2): _page(2, form.format(3)),
        form.format(3): _page(3, "/other-story"),
        "/other-story": _page(9, title="Another"),
    }
    found, asked = _fetched(tmp_path, pages, first)
    (text,) = found.texts
    assert [number for number in range(1, 10) if _is_in(number, text)] == [1, 2, 3]
    assert text.index("of text 1:") < text.index("of text 2:") < text.index("of text 3:")
    assert asked == [first, form.format(2), form.format(3)]
    assert [item.kind for item in found.skipped] == [Kind.PART] * 2
    assert found.articles[0].words > 6 * 35 * 3
    assert found.articles[0].source_url.endswith(first)


def test_a_canonical_address_that_is_the_first_pages_loses_no_page(tmp_path: Path) -> None:
    """All pages may name the first one as canonical: they are no copies of it."""
    canonical = "https://news.example/story"
    pages = {
        "/story": _page(1, "/story/2", canonical=canonical),
        "/story/2": _page(2, "/story/3", canonical=canonical),
        "/story/3": _page(3, canonical=canonical),
    }
    found, _ = _fetched(tmp_path, pages, "/story")
    (text,) = found.texts
    assert all(_is_in(number, text) for number in (1, 2, 3))
    assert found.articles[0].source_url == canonical


def test_the_next_article_is_not_a_next_page(tmp_path: Path) -> None:
    """Blogs link their posts by the same word; none is fetched that nobody asked for."""
    pages = {"/2020/09/a": _page(1, "/2020/09/b"), "/post-7": _page(2, "/post-8", title="Seven")}
    found, asked = _fetched(tmp_path, pages, "/2020/09/a", "/post-7")
    assert len(found.articles) == 2
    assert sorted(asked) == ["/2020/09/a", "/post-7"]


def test_another_headline_is_another_article(tmp_path: Path) -> None:
    """What looked like a next page and is none is left out, and told."""
    pages = {"/story": _page(1, "/story/2"), "/story/2": _page(2, title="Copper prices in spring")}
    found, _ = _fetched(tmp_path, pages, "/story")
    (text,) = found.texts
    assert not _is_in(2, text)
    assert [(item.kind, item.reason) for item in found.skipped] == [
        (Kind.NOT_AN_ARTICLE, "was fetched as a further page of an article, and is another one")
    ]


def test_a_page_that_cannot_be_had_is_a_gap(tmp_path: Path) -> None:
    """What came before it is in the book, and the line names page and reason."""
    found, _ = _fetched(tmp_path, {"/story": _page(1, "/story/2"), "/story/2": _page(2, "/story/3")}, "/story")
    (text,) = found.texts
    assert _is_in(2, text)
    (gap,) = (item for item in found.skipped if item.kind.is_gap)
    assert gap.reason.startswith("page 3, ")
    assert "the server answers 404" in gap.reason


def test_pages_without_end_are_cut(tmp_path: Path) -> None:
    """Thirty pages at most; a page that names itself or an earlier one ends the way."""
    pages = {"/story": _page(1, "/story/2")} | {f"/story/{n}": _page(n, f"/story/{n + 1}") for n in range(2, 60)}
    found, asked = _fetched(tmp_path, pages, "/story")
    assert len(found.articles) == 1
    assert len(asked) == 30
    circle = {"/s?page=1": _page(1, "/s?page=2"), "/s?page=2": _page(2, "/s?page=2")}
    assert len(_fetched(tmp_path, circle, "/s?page=1")[1]) == 2


def test_pages_that_are_named_themselves_are_not_taken_twice(tmp_path: Path) -> None:
    """A list that names an article's every page brings the article once."""
    pages = {"/story": _page(1, "/story/2"), "/story/2": _page(2, "/story/3"), "/story/3": _page(3)}
    found, asked = _fetched(tmp_path, pages, "/story/3", "/story/2", "/story")
    (text,) = found.texts
    assert all(_is_in(number, text) for number in (1, 2, 3))
    assert len(asked) == 3


def test_a_rule_tells_what_addresses_do_not(tmp_path: Path) -> None:
    """A site's rule names the next page, whatever its address, or the one page that has all of it."""
    (tmp_path / "rules").mkdir()
    rule = 'name = "Site"\nhosts = ["127.0.0.1"]\nnext_page = ["a.more"]\nsingle_page = ["a.all"]\n'
    (tmp_path / "rules" / "site.toml").write_text(rule, encoding="utf-8")
    rules = read_rules([tmp_path / "rules"])
    more, every = '<a class="more" href="/qq7">on</a>', '<a class="all" href="/print/x">all</a>'
    pages = {
        "/x": _page(1).replace("</article>", f"</article>{more}"),
        "/qq7": _page(2),
        "/y": _page(3, title="Whole").replace("</article>", f"</article>{every}"),
        "/print/x": _page(4, title="Whole"),
    }
    found, _ = _fetched(tmp_path, pages, "/x", "/y", rules=rules)
    assert [[number for number in range(1, 5) if _is_in(number, text)] for text in found.texts] == [[1, 2], [4]]


def test_saved_pages_of_one_article_are_joined(tmp_path: Path) -> None:
    """In a folder, in any order of names, with their pictures; without a network nothing else is needed."""
    folder = tmp_path / "saved"
    folder.mkdir()
    address = "https://news.example/story"
    for name, number, own, further in (("c", 1, "", "/2"), ("a", 2, "/2", "/3"), ("b", 3, "/3", "")):
        text = _page(number, address + further if further else "", canonical=address + own)
        shown = f'<p><img src="{name}.jpg" alt="of page {number}"></p></article>'
        (folder / f"{name}.html").write_text(text.replace("</article>", shown), encoding="utf-8")
    found = _survey(tmp_path, sources=(str(folder),), offline=True)
    (text,) = found.texts
    assert text.index("of text 1:") < text.index("of text 2:") < text.index("of text 3:")
    (article,) = found.articles
    assert [picture.candidates[0].reference for picture in article.pictures] == ["c.jpg", "a.jpg", "b.jpg"]
    for number, picture in enumerate(article.pictures):
        assert f'<img src="pic:{number}" alt="{picture.alt}"/>' in text


def test_what_every_page_begins_with_is_taken_once(tmp_path: Path) -> None:
    """The standfirst and lead picture of the first page are not repeated in the middle of the article."""
    lead = '<p>A long dry summer brought it to light, and nobody knew why.</p><p><img src="/lead.jpg" alt=""></p>'
    pages = {
        "/story": _page(1, "/story/2").replace("</h1>", "</h1>" + lead),
        "/story/2": _page(2).replace("</h1>", "</h1>" + lead),
    }
    found, _ = _fetched(tmp_path, pages, "/story")
    (text,) = found.texts
    assert text.count("A long dry summer") == 1
    assert text.count("<img ") == 1


@pytest.mark.parametrize("order", [("/story", "/amp/story", "/print/story"), ("/amp/story", "/print/story", "/story")])
def test_versions_of_a_page_are_one_article(tmp_path: Path, order: tuple[str, ...]) -> None:
    """AMP and print versions that name the article's address are the article, whichever comes first."""
    pages = {path: _page(1, canonical="https://news.example/story") for path in order}
    found, _ = _fetched(tmp_path, pages, *order)
    (article,) = found.articles
    assert article.source_url == "https://news.example/story"
    assert [item.kind for item in found.skipped] == [Kind.DUPLICATE] * 2


def test_a_front_page_as_canonical_merges_nothing(tmp_path: Path) -> None:
    """Sites that name their home as every page's address have many articles all the same."""
    titles = ("The well", "Copper prices", "A captain's letter")
    pages = {f"/{n}": _page(n, title=title, canonical="https://news.example/") for n, title in enumerate(titles)}
    found, _ = _fetched(tmp_path, pages, *pages)
    assert len(found.articles) == 3
