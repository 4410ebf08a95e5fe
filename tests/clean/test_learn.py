"""What repeats over a batch: the boilerplate goes, and what an author repeats stays."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bundler.model import Article, Draft, Page
from tests.clean.batches import drafts, html, learned, lost, markdown, text, texts

_OVEN = (
    "Heat the oven for a quarter of an hour before you begin, with the stone in it, and leave its door shut while the "
    "loaf is rising."
)
_LAW = (
    "Everyone may say, write and print what he thinks; whoever abuses this freedom answers for it in the cases which a "
    "law names."
)
_DISCLAIMER = (
    "The views of this author are not those of the journal, which takes no part in any dispute about them and answers "
    "no letters."
)
_PROMOTION = "[Our seven best films of the year, free of charge](https://films.example.net/best/seven.html)"


def _batch(pages: Sequence[Page]) -> tuple[list[Draft], list[Article]]:
    found = drafts(pages)
    return found, learned(found)


def _lost(pages: Sequence[Page], *keep: str) -> list[list[str]]:
    """What each page of a batch loses."""
    found = drafts(pages)
    return [lost(draft, article) for draft, article in zip(found, learned(found, *keep), strict=True)]


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_standing_paragraph_in_the_main_flow_stays(place: int) -> None:
    """A series of recipes tells in each how to heat the oven; the cook needs it each time."""
    pages = []
    for number in range(12):
        steps = text(number, 4)
        pages.append(markdown(f"Bread {number}", [*steps[:place], _OVEN, *steps[place:]]))
    assert _lost(pages) == [[]] * 12


def test_a_refrain_stays() -> None:
    """A poem says its refrain after every verse, and ten poems of a cycle share it."""
    refrain = "And the river runs on to the sea, to the sea, and nobody asks it what it has seen of us."
    pages = []
    for number in range(10):
        verses = text(number, 4)
        lines = [line for verse in verses[:3] for line in (verse, refrain)]
        pages.append(markdown(f"Song {number}", [*lines, verses[3]]))
    assert _lost(pages) == [[]] * 10


def test_questions_of_interviews_stay() -> None:
    """Every guest is asked the same; the first question opens the article and is no edge to cut off."""
    asked = [
        "Where did you learn your trade, and who taught you?",
        "**What would you do with another ten years of it**",
    ]
    pages = []
    for number in range(10):
        answers = text(number, 4)
        pages.append(markdown(f"Guest {number}", [asked[0], answers[0], asked[1], *answers[1:]]))
    assert _lost(pages) == [[]] * 10


def test_a_law_that_many_quote_stays() -> None:
    """Two paragraphs of a law stand in the main flow of twenty comments, as a run."""
    second = "There is no censorship, neither before printing nor behind it, and no press may be taken away as a tool."
    pages = []
    for number in range(20):
        comment = text(number, 6)
        place = 1 + number % 4
        pages.append(markdown(f"Comment {number}", [*comment[:place], f"> {_LAW}", second, *comment[place:]]))
    assert _lost(pages) == [[]] * 20


def test_a_disclaimer_at_the_end_goes() -> None:
    """It says nothing about the article that it stands under."""
    pages = [markdown(f"Column {number}", [*text(number), _DISCLAIMER]) for number in range(5)]
    assert _lost(pages) == [[_DISCLAIMER]] * 5


def test_on_four_articles_nothing_is_boilerplate() -> None:
    """Four articles are too few to tell a habit from chance."""
    pages = [markdown(f"Column {number}", [*text(number), _DISCLAIMER, _PROMOTION]) for number in range(4)]
    assert _lost(pages) == [[]] * 4


def test_a_promotion_in_mid_article_goes() -> None:
    """A line that is nothing but a link, on many pages, leads away from each of them."""
    pages = []
    for number in range(8):
        blocks = text(number)
        pages.append(markdown(f"Story {number}", [*blocks[:3], _PROMOTION, *blocks[3:]]))
    assert _lost(pages) == [["Our seven best films of the year, free of charge"]] * 8


def test_a_promotion_that_says_something_else_each_day_goes() -> None:
    """Every title is on one page only, but all lead to one place, and no sentence of an article does."""
    pages = []
    for number in range(12):
        blocks = text(number)
        standing = "[All our films](https://films.example.net/best/all.html)"
        title = f"[Today: {text(1000 + number, 1)[0][:40]}](https://films.example.net/best/{number}.html)"
        pages.append(markdown(f"Story {number}", [*blocks[:2], standing, blocks[2], title, *blocks[3:]]))
    assert [len(gone) for gone in _lost(pages)] == [2] * 12


def test_a_list_of_sources_stays() -> None:
    """Links to one library under all articles, each to another book, are no promotion."""
    pages = []
    for number in range(12):
        sources = [
            f"[{text(1000 + 10 * number + place, 1)[0][:40]}](https://library.example.org/books/{number}-{place})"
            for place in range(3)
        ]
        pages.append(markdown(f"Essay {number}", [*text(number), *sources]))
    assert _lost(pages) == [[]] * 12


def test_a_line_that_differs_in_numbers_and_addresses_only_is_the_same() -> None:
    """A share footer gives every page's own address and date."""
    pages = []
    for number in range(6):
        footer = (
            f"Printed on {number + 1}.9.2020 from https://paper.example.org/story/{number}.html for private use only"
        )
        pages.append(markdown(f"Story {number}", [*text(number), footer]))
    assert [len(gone) for gone in _lost(pages)] == [1] * 6


def test_numbers_alone_are_not_the_same() -> None:
    """The third part is not the fourth, nor 1984 the year after."""
    pages = [markdown(f"Story {number}", [f"Part {number}.", *text(number), f"{1900 + number}"]) for number in range(9)]
    assert _lost(pages) == [[]] * 9


def test_a_code_to_scan_goes_with_the_footer_around_it() -> None:
    """It is another picture on every page, between two lines that are the same; the lead picture stays."""
    pages = []
    for number in range(6):
        blocks = text(number)
        blocks[1:1] = [f"![](https://pictures.example.org/{number}/lead.jpg)"]
        footer = [
            "Copy this address or scan the code to share the article:",
            f"![](https://mirror.example.net/codes/{number}.png)",
            f"You read the original at this address: https://paper.example.org/{number}.html",
        ]
        pages.append(markdown(f"Story {number}", [*blocks, *footer]))
    found, articles = _batch(pages)
    assert [[picture.address.rsplit("/", 1)[1] for picture in article.pictures] for article in articles] == [
        ["lead.jpg"]
    ] * 6
    assert [len(article.blocks) for article in articles] == [len(draft.blocks) - 3 for draft in found]


def test_headings_alone_stay() -> None:
    """Every report has its "Summary" and "Sources"; a heading goes only with what always stands below it."""
    pages = []
    for number in range(10):
        blocks = text(number)
        flow = ["## Summary of it all", blocks[0], "## More from us", _PROMOTION, *blocks[1:], "## What to read next"]
        pages.append(markdown(f"Report {number}", flow))
    for gone in _lost(pages):
        assert gone == ["More from us", "Our seven best films of the year, free of charge"]


def test_two_copies_of_an_article_are_one() -> None:
    """Three articles in three channels are three, whatever the channels print around them."""
    pages = []
    for number in range(3):
        for channel in range(3):
            blocks = [*text(number), _DISCLAIMER]
            blocks[2] += f" Read in channel {channel}."
            pages.append(markdown(f"Story {number}, channel {channel}", blocks))
    assert _lost(pages) == [[]] * 9


def test_copies_are_told_by_their_address_too() -> None:
    """Short notes are too short to compare; one address is one article."""
    pages = [
        html(f"Note {number}", [f"<p>{text(number, 1)[0]}</p><p>{text(number + 50, 1)[0]}</p><p>{_DISCLAIMER}</p>"])
        for number in range(5)
    ]
    link = b'<head><link rel="canonical" href="https://paper.example.org/notes/1"/>'
    pages = [Page(page.origin, page.media_type, page.content.replace(b"<head>", link), page.location) for page in pages]
    assert _lost(pages) == [[]] * 5


def test_saved_pages_of_one_site_lose_what_the_site_put_around_them() -> None:
    """Share links above the text, a newsletter's form and a notice below it."""
    share = (
        '<p><a href="https://social.example.com/share?u=1">Share</a> <a href="https://chat.example.com/">Chat</a></p>'
    )
    letter = "<p>Every Friday our editors choose the five stories of the week that you should not miss.</p>"
    notice = "<p>All rights reserved; no part of this page may be printed without the consent of the house.</p>"
    pages = [
        html(f"Story {number}", [share, *(f"<p>{block}</p>" for block in text(number)), letter, notice])
        for number in range(7)
    ]
    assert [len(gone) for gone in _lost(pages)] == [2] * 7  # the share links are no part of what the engine finds


def test_a_page_that_would_lose_too_much_keeps_the_rest() -> None:
    """Of a note of one line under a long notice no more than three tenths go."""
    notice = " ".join(text(777, 2))
    pages = [markdown(f"Story {number}", [*text(number), notice]) for number in range(8)]
    short = markdown("A note", ["Nothing has happened at the lake today.", notice])
    gone = _lost([*pages, short])
    assert gone == [[notice]] * 8 + [[]]


def test_a_kept_block_stays() -> None:
    """Plain text anywhere in it, in any case; with `*` its whole text."""
    pages = [markdown(f"Column {number}", [*text(number), _PROMOTION, _DISCLAIMER]) for number in range(5)]
    label = "Our seven best films of the year, free of charge"
    assert _lost(pages) == [[label, _DISCLAIMER]] * 5
    assert _lost(pages, "THE JOURNAL, which") == [[label]] * 5
    assert _lost(pages, "our seven*", "the views*letters.") == [[]] * 5
    assert _lost(pages, "seven*", "views of") == [[label]] * 5


def test_what_was_dropped_is_told() -> None:
    """Each block with its first words, addresses left out."""
    pages = [markdown(f"Column {number}", [*text(number), _PROMOTION, _DISCLAIMER]) for number in range(5)]
    _, articles = _batch(pages)
    assert [(item.by, item.count, item.sample) for item in articles[0].dropped] == [
        ("boilerplate", 1, "Our seven best films of the year, free of charge"),
        ("boilerplate", 1, _DISCLAIMER[:80]),
    ]


def test_links_and_pictures_get_their_numbers_anew() -> None:
    """What only dropped blocks referred to is not in the article any more, and the rest still leads where it led."""
    pages = []
    for number in range(5):
        blocks = text(number)
        blocks[2] += f" See [the map](https://maps.example.org/{number})."
        pages.append(markdown(f"Story {number}", [_PROMOTION, *blocks, "![](https://p.example.org/x.jpg)", blocks[3]]))
    _, articles = _batch(pages)
    for number, article in enumerate(articles):
        assert [link.address for link in article.links] == [f"https://maps.example.org/{number}"]
        assert sum('<a href="link:0">' in block for block in article.blocks) == 1
        assert sum('<img src="pic:0"' in block for block in article.blocks) == len(article.pictures) == 1
    assert texts(articles[0])[0] == text(0)[0]


def test_films_of_one_platform_stay() -> None:
    """A film on each of many pages is another film each time, however alike the notes in their places look."""
    frame = '<iframe src="https://www.youtube.com/embed/film{}" title="YouTube video player"></iframe>'
    pages = [
        html(f"Story {number}", [*(f"<p>{block}</p>" for block in text(number)), frame.format(number)])
        for number in range(7)
    ]
    found = learned(drafts(pages))
    assert ["youtube.com" in texts(article) for article in found] == [True] * 7
