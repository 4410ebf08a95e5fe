"""Captions that the markup does not call so become `figcaption`, and what holds picture and caption `figure`."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import PageElement

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute, holds, text_of

_NAMED = re.compile(r"(?:.*[-_])?caption(?:[-_]?text)?$|headerimgcaption$|additionalimgcaption$", re.IGNORECASE)
_HOLDERS = re.compile(
    r"(?:wp-caption|headerimg|image-inline|captioned|additionalimg|featured_image|image-wrapper)$", re.IGNORECASE
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CREDIT = re.compile(
    r"[（(][^（）()]{0,60}(?:图|圖|摄|攝|来源|來源|截|社|Getty|AFP|AP|Reuters|Photo)[^（）()]{0,60}[)）]\s*$"
)
_LONGEST = 300
"""Characters of a caption; longer text beside a picture is a paragraph."""


def mark_captions(inventory: Inventory, context: Context) -> None:
    """Name captions by their class, by their place after a picture in a centred paragraph, or by their credit line."""
    illustrated = {id(parent) for picture in inventory.find("img") for parent in picture.parents}
    for tag in inventory.find("p", marked=("class", "id")):
        if _is_named_caption(tag):
            tag.name = "figcaption"
        elif _holds_picture_and_caption(tag):
            tag.name = "figure"
        elif tag.name == "p" and id(tag) in illustrated:
            _mark_text_after_pictures(tag, context)


def _is_named_caption(tag: Tag) -> bool:
    if tag.name not in ("div", "span", "p", "dd", "em", "small") or not _is_called(tag, _NAMED):
        return False
    return (
        len(text_of(tag)) <= _LONGEST * 2
        and not holds(tag, "img", "h2", "h3", "figcaption")
        and len(tag.find_all("p", limit=2)) <= 1
    )


def _holds_picture_and_caption(tag: Tag) -> bool:
    if tag.name not in ("div", "span") or not _is_called(tag, _HOLDERS):
        return False
    return (
        holds(tag, "img")
        and len(tag.find_all("p", limit=2)) <= 1
        and tag.find_parent("figure") is None
        and not holds(tag, "figure")
    )


def _is_called(tag: Tag, names: re.Pattern[str]) -> bool:
    return any(names.match(name) for name in (*attribute(tag, "class").split(), attribute(tag, "id")))


def _mark_text_after_pictures(paragraph: Tag, context: Context) -> None:
    """In a paragraph that begins with a picture, what follows each picture may be its caption."""
    if holds(paragraph, "figcaption"):
        return
    runs = _runs_after_pictures(paragraph)
    if runs is None:
        return
    centred = (
        _CENTRED.search(attribute(paragraph, "style")) is not None
        or attribute(paragraph, "align").lower() == "center"
        or (paragraph.parent is not None and paragraph.parent.name == "center")
    )
    for run in runs:
        text = "".join(node.get_text() for node in run).strip()
        if text and len(text) <= _LONGEST and (centred or _reads_like_a_caption(text, run, context)):
            caption = Tag(name="figcaption")
            run[0].insert_before(caption)
            for node in run:
                caption.append(node.extract())


def _runs_after_pictures(paragraph: Tag) -> list[list[PageElement]] | None:
    """The paragraph's children behind each of its pictures; None when it does not begin with a picture."""
    runs: list[list[PageElement]] = []
    for child in paragraph.contents:
        if isinstance(child, Tag) and (child.name == "img" or holds(child, "img")):
            if child.get_text(strip=True):
                return None  # picture and text in one inner element
            runs.append([])
        elif runs:
            runs[-1].append(child)
        elif child.get_text(strip=True):
            return None
    return runs


def _reads_like_a_caption(text: str, run: list[PageElement], context: Context) -> bool:
    rule = context.rule.caption
    if _CREDIT.search(text) or (rule is not None and rule.match(text)):
        return True
    printed = [node for node in run if node.get_text(strip=True)]
    return len(printed) == 1 and isinstance(printed[0], Tag) and printed[0].name in ("small", "font", "i", "em")
