"""An inventory tells what a tree holds, by name and by attribute."""

from __future__ import annotations

from bundler.clean.inventory import Inventory
from bundler.clean.tree import body_of, parse


def inventory(markup: str) -> Inventory:
    """Of a body."""
    return Inventory(body_of(parse(markup)))


def test_elements_are_told_in_document_order() -> None:
    """Of several names and attributes, each element once."""
    found = inventory('<p id="1">a</p><h2 id="2">b</h2><p class="x" id="3">c</p><div class="y" title="4">d</div>')
    assert [tag.get_text() for tag in found.find("h2", "p")] == ["a", "b", "c"]
    assert [tag.get_text() for tag in found.find("h2", marked=("class", "id"))] == ["a", "b", "c", "d"]
    assert [tag.get_text() for tag in found.all()] == ["a", "b", "c", "d"]
    assert list(found.find("table", marked=("style",))) == []


def test_what_was_decomposed_is_not_told_of() -> None:
    """Not even when it happens while its like are gone through."""
    found = inventory("<div><p>a<b>c</b></p></div><p>b</p>")
    told = []
    for tag in found.find("div", "p"):
        told.append(tag.name)
        if tag.name == "div":
            tag.decompose()
    assert told == ["div", "p"]
    assert [tag.get_text() for tag in found.all()] == ["b"]
    assert list(found.find("b")) == []
