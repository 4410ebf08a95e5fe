"""Large feeds are parsed entry by entry: what comes of them is what comes of the whole, in whatever state they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.collect import feed_pieces, feeds
from bundler.collect.feed_pieces import pieces
from tests.collect.test_feeds import item, of_bytes, read_bytes, rss

_GOLDEN = Path(__file__).parents[1] / "golden" / "collect"


@pytest.mark.parametrize("size", [1, 1500, 10**6])
@pytest.mark.parametrize("case", ["feed-rss-1", "feed-rss-2", "feed-atom"])
def test_a_feed_in_pieces_says_what_the_whole_says(case: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, days, texts, bases and languages of every entry are the same."""
    content = next((_GOLDEN / case).glob("in.*")).read_bytes()
    whole = list(feeds.entries_of_feed(of_bytes(content)))
    monkeypatch.setattr(feeds, "_LARGE", 0)
    monkeypatch.setattr(feed_pieces, "_LARGE", size)
    assert list(feeds.entries_of_feed(of_bytes(content))) == whole
    assert whole


def test_each_piece_has_entries_between_head_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """CDATA sections and comments are text; an entry that is never closed ends where the next begins."""
    entries = b"<item>1<![CDATA[<item></item>]]></item><!-- <item> --><item>2<item>3</item>"
    feed = b"<rss><channel><title>T</title>" + entries + b"</channel></rss>"
    head, tail = b"<rss><channel><title>T</title>", b"</channel></rss>"
    assert list(pieces(feed)) == [feed]
    monkeypatch.setattr(feed_pieces, "_LARGE", 1)
    assert list(pieces(feed)) == [
        head + b"<item>1<![CDATA[<item></item>]]></item>" + tail,
        head + b"<!-- <item> --><item>2" + tail,
        head + b"<item>3</item>" + tail,
    ]


def test_a_large_feed_that_is_cut_off_gives_what_stands_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry that it breaks in is the only one that suffers."""
    monkeypatch.setattr(feeds, "_LARGE", 0)
    monkeypatch.setattr(feed_pieces, "_LARGE", 1)
    whole = rss("".join(item(number) for number in range(5))).encode()
    titles = [entry.hints.title for entry in feeds.entries_of_feed(of_bytes(whole[: whole.index(b"Story 3") + 20]))]
    assert titles[:3] == ["Story 0", "Story 1", "Story 2"]


_PARTS = st.sampled_from(
    [
        *(
            b"<item>",
            b"</item>",
            b"<entry>",
            b"</entry>",
            b"<![CDATA[",
            b"]]>",
            b"<!--",
            b"-->",
            b"<rss><channel>",
            b"<items>",
        ),
        *(
            b"</channel></rss>",
            b"<title>x</title>",
            b"<link>/1</link>",
            b"&xxe;",
            b"\xff\xfe",
            b"\x00",
            b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PARTS, max_size=30).map(b"".join))
def test_no_feed_in_pieces_is_an_exception(content: bytes) -> None:
    """Pieces of anything are feeds again, and reading them ends in entries or in one line."""
    assert b"".join(pieces(content)) or not content
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "_LARGE", 0)
        patch.setattr(feed_pieces, "_LARGE", 1)
        for found in read_bytes(b"<rss><channel>" + content):
            assert "Error" not in getattr(found, "reason", "")
