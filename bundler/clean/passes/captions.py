"""Captions that the markup does not call so become `figcaption`, and what holds picture and caption `figure`."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute

_NAMED = re.compile(r"(?:.*[-_])?caption(?:[-_]?text)?$|headerimgcaption$|additionalimgcaption$", re.IGNORECASE)
_HOLDERS = re.compile(r"(?:wp-caption|headerimg|image-inline|captioned|additionalimg|featured_image|image-wrapper)$", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CREDIT = re.compile(r"[（(][^（）()]{0,60}(?:图|圖|摄|攝|来源|來源|截|社|Getty|AFP|AP|Reuters|Photo)[^（）()]{0,60}[)）]\s*$")
_LONGEST = 300
"""Characters of a caption; longer text beside a picture is a paragraph."""


def mark_captions(tree: Tag, context: Context) -> None:
    """Name captions by their class, by their place after a picture in a centred paragraph, or by their credit line."""
    for tag in tree.find_all(_is_named_caption):
        if len(tag.get_text()) <= _LONGEST * 2 and not tag.find("figcaption"):
            tag.name = "figcaption"
    for tag in tree.find_all(("div", "span"), class_=_HOLDERS) + tree.find_all("div", id=_HOLDERS):
        if tag.find("img") and len(tag.find_all("p")) <= 1 and tag.find_parent("figure") is None and not tag.find("figure"):
            tag.name = "figure"
    for tag in tree.find_all("p"):
        _mark_text_after_picture(tag, context)


def _is_named_caption(tag: Tag) -> bool:
    if tag.name not in ("div", "span", "p", "dd", "em", "small"):
        return False
    names = (*attribute(tag, "class").split(), attribute(tag, "id"))
    return any(_NAMED.match(name) for name in names if name) and tag.find(("img", "p", "h2", "h3")) is None


def _mark_text_after_picture(paragraph: Tag, context: Context) -> None:
    """In a paragraph that begins with a picture, what follows the last picture may be its caption."""
    pictures = paragraph.find_all("img")
    if not pictures or paragraph.find("figcaption") is not None:
        return
    last: PageElement = pictures[-1]
    while last.parent is not None and last.parent is not paragraph:
        last = last.parent
    after = list(last.next_siblings)
    text = "".join(node.get_text() for node in after).strip()
    before = "".join(node.get_text() for node in last.previous_siblings).strip()
    if not text or before or len(text) > _LONGEST or "\n\n\n" in text:
        return
    rule = context.rule.caption
    if not (
        _CENTRED.search(attribute(paragraph, "style"))
        or attribute(paragraph, "align").lower() == "center"
        or _CREDIT.search(text)
        or (rule is not None and rule.match(text))
    ):
        return
    caption = Tag(name="figcaption")
    for node in after:
        if isinstance(node, (Tag, NavigableString)):
            caption.append(node.extract())
    paragraph.append(caption)
