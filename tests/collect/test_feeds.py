"""Feeds in files, in whatever state they are: full texts are articles, the rest is told, and nothing active is kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.clean.extract import extract
from bundler.collect import document, feeds
from bundler.collect.document import Desk, Document
from bundler.collect.registry import read
from bundler.collect.spool import Spool, open_view
from bundler.model import Draft, Hints, Kind, Page, Skipped
from tests.books import chosen
from tests.collect.packing import collected
from tests.pages import chinese_prose, prose

_TEXT = "".join(f"<p>{text}</p>" for text in prose(1))
_ACTIVE = re.compile(r"<script|<iframe|<object|<embed|<form|javascript:|\son\w+=|<style|data:text", re.IGNORECASE)


def rss(
    items: str,
    head: str = '<?xml version="1.0"?>',
    channel: str = "<title>The Post</title><link>https://example.org/</link>",
) -> str:
    """An RSS 2.0 feed."""
    return f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{channel}{items}</channel></rss>'


def item(number: int, text: str = _TEXT, more: str = "") -> str:
    """An entry with its full text."""
    return (
        f"<item><title>Story {number}</title><link>https://example.org/{number}</link>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded>{more}</item>"
    )


def of_bytes(content: bytes, origin: str = "feed.xml") -> Document:
    """Bytes as a document."""
    return Document(
        origin, lambda: open_view(lambda offset, count: content[offset : offset + count], len(content)), len(content)
    )


def read_bytes(content: bytes) -> list[document.Found]:
    """What comes of bytes of any kind."""
    return list(read(of_bytes(content), Desk(Spool(), read)))


def _write(folder: Path, content: str | bytes) -> Path:
    path = folder / "feed.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_feed_that_is_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    """A download that broke off costs the entry that it broke in at most."""
    whole = rss("".join(item(number) for number in range(5)))
    pages, _ = collected(_write(tmp_path, whole[: whole.index("Story 3") + 20]))
    assert [page.hints.title for page in pages][:3] == ["Story 0", "Story 1", "Story 2"]


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "gb2312", "x-unknown", "utf-16"])
@pytest.mark.parametrize("actual", ["utf-8", "utf-16", "gb18030"])
def test_a_feed_with_a_wrong_character_set_is_no_exception(tmp_path: Path, declared: str, actual: str) -> None:
    """Text in UTF-8 and UTF-16 arrives whole where the declaration does not contradict it, and never as an error."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in chinese_prose(1))
    feed = rss(item(1, text), f'<?xml version="1.0" encoding="{declared}"?>')
    pages, skipped = collected(_write(tmp_path, feed.encode(actual)))
    assert len(pages) + len(skipped) >= 1
    if actual in ("utf-16", declared):
        assert chinese_prose(1)[0] in pages[0].content.decode()


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "' + "x" * 10_000 + '">]>',
        '<!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)  # fmt: skip
def test_entities_of_a_feed_are_never_resolved(tmp_path: Path, doctype: str) -> None:
    """Neither texts that grow, nor files, nor addresses: the document type is gone before anybody reads it."""
    feed = rss(
        item(1, _TEXT, f"<author>{'&a;&b;&c;' * 2000}</author>"), f'<?xml version="1.0"?>\n<!-- x -->\n{doctype}'
    )
    pages, _ = collected(_write(tmp_path, feed))
    assert all(len(page.hints.byline) < 20_000 and "root:" not in page.hints.byline for page in pages)
    assert all("x" * 100 not in page.hints.byline for page in pages)


def test_named_entities_of_html_are_characters(tmp_path: Path) -> None:
    """Many feeds use them without declaring them, which is no XML at all."""
    (page,), _ = collected(_write(tmp_path, rss(item(1).replace("Story 1", "Caf&eacute;&nbsp;&mdash; here"))))
    assert page.hints.title == "Café — here"


def test_links_are_resolved_against_the_feed(tmp_path: Path) -> None:
    """Relative addresses of entries, links and pictures start from the site that the feed names."""
    text = _TEXT + '<p><a href="/about">about</a><img src="pictures/a.jpg" alt="a"></p>'
    feed = rss(item(1, text).replace("https://example.org/1", "/2020/09/01/one"))
    (page,), _ = collected(_write(tmp_path, feed))
    draft = extract(page)
    assert isinstance(draft, Draft)
    assert (draft.source_url, draft.date.day if draft.date else "") == (
        "https://example.org/2020/09/01/one",
        "2020-09-01",
    )
    assert [picture.address for picture in draft.pictures] == ["https://example.org/pictures/a.jpg"]
    assert [link.address for link in draft.links] == ["https://example.org/about"]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://[", "  ", "JAVASCRIPT:x"]
)
def test_an_address_that_is_none_is_not_kept(tmp_path: Path, link: str) -> None:
    """The text is an article all the same."""
    (page,), _ = collected(_write(tmp_path, rss(item(1).replace("https://example.org/1", link))))
    assert page.hints.source_url in ("", "https://example.org/")


def test_future_and_strange_days_are_no_exception(tmp_path: Path) -> None:
    """A day that exists is taken as printed, one that does not is none."""
    days = ["Fri, 01 Jan 2038 00:00:00 GMT", "Tue, 32 Sep 2020", "yesterday", "2020-09-01T24:61:61Z", "1 Sep 20"]
    feed = rss(
        "".join(item(number, prose(number)[0], more=f"<pubDate>{day}</pubDate>") for number, day in enumerate(days))
    )
    entries, _ = chosen([_write(tmp_path, feed)])
    found = {entry.title: entry.date.day if entry.date else "" for entry in entries}
    assert found["Story 0"] == "2038-01-01"
    assert found["Story 2"] == ""


def test_a_feed_without_entries_is_told(tmp_path: Path) -> None:
    """Damage is one line; an empty feed is none."""
    assert collected(_write(tmp_path, rss(""))) == ([], [])
    _, (skipped,) = collected(_write(tmp_path, b"<rss><channel><title>\xff\xfe"))
    assert skipped.kind is Kind.UNREADABLE
    assert skipped.reason.startswith("is a damaged feed")


@pytest.mark.parametrize(
    ("words", "ending", "told_as", "full"),
    [
        (40, ".", "content", True),
        (40, ".", "description", False),
        (160, ".", "description", True),
        (160, " [&#8230;]", "description", False),
        (160, " <a href='x'>Continue reading</a>", "content", False),
        (160, "……阅读全文", "content", False),
        (20, ".", "note", True),
        (0, "", "content", False),
    ],
)
def test_what_a_feed_holds_in_full(words: int, ending: str, told_as: str, *, full: bool) -> None:
    """Content that does not end in an invitation, long descriptions, and notes without a title."""
    text = "word " * words + ending
    entry = feeds.Entry("https://example.org/1", text, told_as == "content", told_as != "note", Hints())
    assert feeds.is_full(entry) is full


_LINKS = st.sampled_from(
    ["https://example.org/a", "/a", "javascript:alert(1)", "", "https://[", "tag:x,2020:1", "data:text/html,<script>"]
)
_PIECES = st.sampled_from(
    [
        "<p>words and words</p>", "<script>x()</script>", '<p onclick="x()">w</p>', '<a href="javascript:x()">j</a>',
        "<iframe src='https://example.com'></iframe>", "<img src=x onerror=x()>", "<style>@import 'x'</style>",
        "&lt;script&gt;", "<form><input></form>", "]]>", "<![CDATA[", "&nbsp;", "&undefined;", "\x00", "\ud7ff",
        "<svg><script>x()</script></svg>", "<!--", "<object data=x>",
    ]
)  # fmt: skip
_DAYS = st.sampled_from(["Tue, 01 Sep 2020 08:00:00 GMT", "", "x", "2099-12-31", "0000-00-00", "９９９９"])


@st.composite
def ill_formed(draw: st.DrawFn) -> bytes:
    """A feed with everything that goes wrong in feeds."""
    items = []
    for number in range(draw(st.integers(1, 4))):
        text = "".join(draw(st.lists(_PIECES, min_size=1, max_size=8)))
        tag = draw(st.sampled_from(["content:encoded", "description", "content"]))
        wrapped = f"<![CDATA[{text}]]>" if draw(st.booleans()) else text
        about = (
            f"<title>Story {number}{draw(_PIECES)}</title><link>{draw(_LINKS)}</link><pubDate>{draw(_DAYS)}</pubDate>"
        )
        items.append(f"<item>{about}<{tag}>{wrapped}</{tag}></item>")
    feed = rss(
        "".join(items),
        draw(st.sampled_from(["", '<?xml version="1.0" encoding="gb2312"?>', "<!DOCTYPE rss [<!ENTITY x 'y'>]>"])),
    )
    if draw(st.booleans()):
        feed = (
            feed.replace("<item>", "<entry>")
            .replace("</item>", "</entry>")
            .replace("<rss", "<feed")
            .replace("</rss>", "</feed>")
        )
    content = feed.encode(draw(st.sampled_from(["utf-8", "utf-16", "gb18030"])), errors="replace")
    return content[: draw(st.integers(len(content) // 2, len(content)))]


@settings(max_examples=150, deadline=None)
@given(ill_formed())
def test_an_ill_formed_feed_is_no_exception_and_nothing_active_is_kept(content: bytes) -> None:
    """Cut off, in a wrong character set, with entities, relative and active links, without ids: articles or lines."""
    for found in read_bytes(content):
        result = extract(found) if isinstance(found, Page) else found
        if isinstance(result, Draft):
            tags = "".join(re.findall(r"<[^>]*>", "".join(result.blocks)))  # what stands between them is text
            assert not _ACTIVE.search(tags), tags
            assert all(
                link.address.startswith(("http:", "https:", "mailto:", "ftp:", "tel:", "/", "#"))
                or ":" not in link.address
                for link in result.links
            )
        if isinstance(result, Skipped):
            assert "Error:" not in result.reason


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["items", "title", "url", "content_html", "authors", "author", "name", "id", "date_published", "x"]
                ),
                inner,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_feed_is_no_exception(value: object) -> None:
    """Values of any kind at any place."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": value if isinstance(value, list) else [value]}
    for found in read_bytes(json.dumps(feed).encode()):
        if isinstance(found, Page):
            extract(found)
        if isinstance(found, Skipped):
            assert "Error:" not in found.reason
