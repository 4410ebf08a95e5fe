"""Golden pages of our own, one folder a case: tests/golden/clean/<case>/in.*, why.txt, must.json, expected.*."""

from __future__ import annotations

import html
import re

import pytest

from tests.golden.cases import Case, all_cases


def squeezed(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def visible(markup: str) -> str:
    """The visible text of markup without white space."""
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", markup)))


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.folder.name)
def test_a_page_becomes_what_a_person_asked_for(case: Case) -> None:
    """Title, date, address, kept and dropped text, pictures and links are as must.json says."""
    must, got = case.must(), case.clean()
    text = visible(got["html"])
    assert squeezed(got["title"]) == squeezed(must["title"])
    assert (got["date"], got["date_source"]) == (must["date"], must["date_source"])
    assert got["source_url"] == must["source_url"]
    assert [piece for piece in must["keep"] if squeezed(piece) not in text] == []
    assert [piece for piece in must["drop"] if squeezed(piece) in text] == []
    assert got["images"] == must["pictures"]
    assert [address for address in must["no_pictures"] if address in got["images"]] == []
    links = {html.unescape(address) for address in re.findall(r'<a href="([^"]*)"', got["html"])}
    assert [address for address in must["links"] if address not in links] == []


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.folder.name)
def test_a_page_becomes_exactly_what_was_read_and_accepted(case: Case) -> None:
    """The cleaned page equals expected.xhtml and expected.json, which a person has read."""
    assert case.clean() == case.expected()
