"""The open elements of the block writer: each closes to a string that obeys its content model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bundler.clean.allowlist import LONGEST_HEADING
from bundler.clean.text import plain

_SINGLE_PARAGRAPH = re.compile(r"<p>((?:(?!</p>).)*)</p>", re.DOTALL)
_UNCAPTIONED = re.compile(r"<figure>(?:(?!<figcaption>).)*</figure>", re.DOTALL)
_HAS_PICTURE = re.compile(r"<img\b")


@dataclass(slots=True)
class Frame:
    """An open element that holds blocks or, where `inline` is set, one run of phrasing content.

    Attributes:
        tag: the element's name; empty for the body itself.
        attributes: its attributes, serialised with a leading space.
        inline: whether paragraphs in it are joined by line breaks instead.
        parts: what has been written into it so far.
        kinds: for a dl the sequence of `t` and `d`, for a table's parts what each is.
        strays: blocks that may not stand here and go before the element.
    """

    tag: str
    attributes: str = ""
    inline: bool = False
    parts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def close(self) -> list[str]:
        """The blocks this element becomes; none when nothing visible is in it."""
        closing = _CLOSING.get(self.tag, _close_flow)
        return self.strays + closing(self)


def join_caption(parent: Frame, content: str) -> bool:
    """Give a caption to the figure just before it, where that has none.

    Args:
        parent: the frame that both stand in; changed in place.
        content: the caption.

    Returns:
        whether there was such a figure.
    """
    if not parent.parts or not _UNCAPTIONED.fullmatch(parent.parts[-1]):
        return False
    figure = parent.parts[-1].removesuffix("</figure>")
    parent.parts[-1] = f"{figure}<figcaption>{content}</figcaption></figure>"
    return True


def _wrap(frame: Frame, content: str) -> list[str]:
    return [f"<{frame.tag}{frame.attributes}>{content}</{frame.tag}>"] if content else []


def _close_flow(frame: Frame) -> list[str]:
    return _wrap(frame, "".join(frame.parts))


def _close_inline(frame: Frame) -> list[str]:
    return _wrap(frame, "<br/>".join(frame.parts))


def _close_heading(frame: Frame) -> list[str]:
    content = "<br/>".join(frame.parts)
    if len(plain(content)) > LONGEST_HEADING:
        return [f"<p>{part}</p>" for part in frame.parts]
    return _wrap(frame, content)


def _close_item(frame: Frame) -> list[str]:
    """List items and cells: a single paragraph is unwrapped; an empty cell is still a cell."""
    content = "".join(frame.parts)
    if single := _SINGLE_PARAGRAPH.fullmatch(content):
        content = single[1]
    if not content and frame.tag in ("td", "th"):
        return [f"<{frame.tag}{frame.attributes}></{frame.tag}>"]
    return _wrap(frame, content)


def _close_definitions(frame: Frame) -> list[str]:
    """HTML Standard 4.4.9: groups of one or more dt followed by one or more dd; anything else becomes a list."""
    if re.fullmatch(r"(?:t+d+)+", "".join(frame.kinds)):
        return _close_flow(frame)
    items = "".join(re.sub(r"^<d[td]>(.*)</d[td]>$", r"<li>\1</li>", part, flags=re.DOTALL) for part in frame.parts)
    return [f"<ul>{items}</ul>"] if items else []


def _close_figure(frame: Frame) -> list[str]:
    """Pictures, then other blocks, then one caption; without a picture or table it is no figure."""
    captions = [part for part, kind in zip(frame.parts, frame.kinds, strict=True) if kind == "caption"]
    pictures = [part for part, kind in zip(frame.parts, frame.kinds, strict=True) if kind == "picture"]
    blocks = [part for part, kind in zip(frame.parts, frame.kinds, strict=True) if kind == "block"]
    if not pictures and not blocks:
        return [f'<p class="caption">{caption}</p>' for caption in captions]
    if not pictures and not captions:
        return blocks
    # Text in a figure beside its picture is its caption, whatever element the page used.
    beside = [m[1] for block in blocks if pictures and (m := _SINGLE_PARAGRAPH.fullmatch(block))]
    kept = [block for block in blocks if not (pictures and _SINGLE_PARAGRAPH.fullmatch(block))]
    unique = list(dict.fromkeys(beside + captions))
    caption = f"<figcaption>{'<br/>'.join(unique)}</figcaption>" if unique else ""
    return [f"<figure>{''.join(pictures)}{''.join(kept)}{caption}</figure>"]


def _close_table(frame: Frame) -> list[str]:
    parts: dict[str, list[str]] = {"caption": [], "head": [], "body": []}
    for part, kind in zip(frame.parts, frame.kinds, strict=True):
        parts[kind].append(part)
    captions = [part.removeprefix("<caption>").removesuffix("</caption>") for part in parts["caption"]]
    rows = "".join(parts["head"] + parts["body"])
    if not plain(rows) and not _HAS_PICTURE.search(rows):
        return [f'<p class="caption">{caption}</p>' for caption in captions]
    caption = f"<caption>{'<br/>'.join(captions)}</caption>" if captions else ""
    head = f"<thead>{''.join(parts['head'])}</thead>" if parts["head"] else ""
    body = f"<tbody>{''.join(parts['body'])}</tbody>" if parts["body"] else ""
    return [f"<table>{caption}{head}{body}</table>"]


_CLOSING = {
    "h2": _close_heading, "h3": _close_heading, "h4": _close_heading, "h5": _close_heading, "h6": _close_heading,
    "li": _close_item, "td": _close_item, "th": _close_item, "dd": _close_item,
    "dt": _close_inline, "caption": _close_inline, "pre": _close_inline,
    "dl": _close_definitions, "figure": _close_figure, "table": _close_table,
}  # fmt: skip
