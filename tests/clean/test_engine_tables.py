"""Tables of facts above an article's text: their cells are dates and links, and belong to the article."""

from __future__ import annotations

from pathlib import Path

from bundler.clean.extract import extract
from bundler.clean.text import plain
from bundler.model import Draft, Location, MediaType, Page
from tests.pages import prose


def test_a_table_of_facts_above_the_text_keeps_its_cells() -> None:
    """Dates and links in cells beside a heading are no date line and no menu."""
    table = (
        "<table><tr><th>Founded</th><td>28 February 1998</td></tr>"
        '<tr><th>Products</th><td><a href="/mill">The mill</a></td></tr></table>'
    )
    paragraphs = "".join(f"<p>{text}</p>" for text in prose(3))
    html = f"<html><head><title>The mill</title></head><body><h1>The mill</h1>{table}{paragraphs}</body></html>"
    draft = extract(Page("a.html", MediaType.HTML, html.encode(), Location(Path(), Path())))
    assert isinstance(draft, Draft)
    text = " ".join(plain(block) for block in draft.blocks)
    assert "28 February 1998" in text
    assert "The mill" in text
