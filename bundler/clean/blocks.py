"""A cleaned tree to blocks of valid XHTML, whatever the page's own nesting was.

The writer walks the tree once and writes as it goes. Phrasing elements are opened when their first text comes and are
closed and reopened around every block boundary, so `<b>one<br><br>two</b>` and `<a><h3>..</h3></a>` end as well-formed
paragraphs and headings; block elements are frames that close to what their content model allows (`frames`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import Tag

from bundler.clean.allowlist import BOUNDARIES, CELLS, DROPPED, HEADINGS, INLINE, LARGEST_SPAN, LISTS
from bundler.clean.frames import Frame, join_caption
from bundler.clean.mathematics import MATH, formula
from bundler.clean.numbering import References
from bundler.clean.passes.embeds import EMBED
from bundler.clean.ruby import whole_annotations
from bundler.clean.run import Run
from bundler.clean.tables import is_layout
from bundler.clean.text import escape
from bundler.clean.walk import Event, attribute, walk

_DEEPEST = 40
"""Blocks within each other that are written; deeper ones are paragraphs. XML parsers give up at 256 levels."""


def write_blocks(root: Tag, references: References) -> tuple[str, ...]:
    """Serialise the children of an element.

    Args:
        root: the article's container after the passes; it is not changed.
        references: what links, pictures and ids become.

    Returns:
        blocks, each a string that is valid as a child of `section` in XHTML.
    """
    writer = _Writer(references, whole_annotations(root))
    entered, _, told = Event
    for event, tag, text in walk(root, DROPPED, MATH | {EMBED}):
        if event is told:
            writer.text(text)
        elif event is entered:
            writer.enter(tag)
        else:
            writer.leave(tag)
    return writer.finish()


class _Writer:
    def __init__(self, references: References, annotations: frozenset[int]) -> None:
        self._references = references
        self._annotations = annotations
        self._frames = [Frame("")]
        self._opened: list[bool] = []  # for each open source element: whether it opened a frame
        self._layout: list[bool] = []  # for each open table: whether it is only there for layout
        self._levels: list[int] = []  # the source levels of the headings above the current place
        self._levels_before: list[int] = []
        self._run = Run()
        self._preformatted = 0

    # -- events ------------------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        if self._preformatted:
            self._run.raw_text(text)
            return
        breaks = self._run.breaks
        # Two line breaks are a paragraph's end; one and an indent of two ideographic spaces begin a Chinese one.
        if breaks and (text.lstrip("\n\r\t ").startswith("\u3000\u3000") if breaks == 1 else text.strip()):
            self._flush()
        self._run.text(text)

    def enter(self, tag: Tag) -> None:
        if tag.attrs:
            place = attribute(tag, "id") or (attribute(tag, "name") if tag.name == "a" else "")
            if name := self._references.anchor(place):
                self._run.anchor(name)
        frames_before = len(self._frames)
        if tag.name in INLINE:
            self._enter_inline(tag)
        elif tag.name in _EMPTY:
            _EMPTY[tag.name](self, tag)
        elif tag.name == "table":
            self._enter_table(tag)
        elif tag.name in _BLOCK_FRAMES:
            self._flush()
            if len(self._frames) < _DEEPEST or tag.name == "pre":
                _BLOCK_FRAMES[tag.name](self, tag)
        elif tag.name in BOUNDARIES or tag.name in ("thead", "tbody", "tfoot"):
            self._flush()
        self._opened.append(len(self._frames) > frames_before)

    def leave(self, tag: Tag) -> None:
        opened = self._opened.pop()
        if tag.name in INLINE:
            self._run.close(INLINE[tag.name])
        elif opened:
            self._flush()
            self._close_frame()
        elif tag.name in BOUNDARIES or tag.name in _BLOCK_FRAMES or tag.name == "table":
            self._flush()
        if tag.name == "table":
            self._layout.pop()
        if tag.name == "pre":
            self._preformatted -= 1

    def finish(self) -> tuple[str, ...]:
        self._flush()
        blocks = self._frames[0].parts
        while blocks and blocks[-1] == "<hr/>":
            blocks.pop()
        while blocks and blocks[0] == "<hr/>":
            blocks.pop(0)
        return tuple(blocks)

    # -- inline ------------------------------------------------------------------------------------------------

    def _enter_inline(self, tag: Tag) -> None:
        name = INLINE[tag.name]
        if name == "dfn" and self._run.within("dfn"):
            self._run.open(name, "", written=False)
        elif name == "a":
            number = self._references.link(tag)
            if number is not None and self._run.within("a"):
                self._run.end_outer("a")
            self._run.open(name, f' href="link:{number}"', written=number is not None)
        elif name in ("ruby", "rt", "rp"):
            annotation = tag if name == "ruby" else tag.parent
            self._run.open(name, "", written=id(annotation) in self._annotations)
        elif name == "bdo":
            self._run.open(name, "", written=False)
        else:
            self._run.open(name, "", written=True)

    def _break(self, _: Tag) -> None:
        if self._preformatted:
            self._run.raw_text("\n")
        else:
            self._run.line_break()

    def _picture(self, tag: Tag) -> None:
        found = self._references.picture(tag)
        if found is None:
            return
        number, alt = found
        markup = f'<img src="pic:{number}" alt="{alt}"/>'
        frame = self._frames[-1]
        if self._run.has_text and not self._run.breaks and frame.tag != "figure":
            self._run.inline_markup(markup)  # a small picture within a sentence
            return
        if link := self._run.link:
            markup = f"<a{link}>{markup}</a>"
        self._flush()
        if frame.tag == "figure":
            self._append(markup, "picture")
        else:
            self._append(f"<figure>{markup}</figure>", "block")

    def _formula(self, tag: Tag) -> None:
        if markup := formula(tag):
            self._run.inline_markup(markup)

    # -- blocks ------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """End the paragraph that is being written."""
        content = self._run.take()
        if not content:
            return
        frame = self._frames[-1]
        if frame.inline:
            frame.parts.append(content)
        else:
            is_item = frame.tag in LISTS or frame.tag == "dl"  # an item of its own, which needs no paragraph
            self._append(content if is_item else f"<p>{content}</p>", "block")

    def _append(self, block: str, kind: str) -> None:
        """Put a block into the innermost frame that may hold it."""
        frame = self._frames[-1]
        if frame.inline or frame.tag in ("table", "tr"):
            frame.strays.append(block)
        elif frame.tag in LISTS:
            frame.parts.append(f"<li>{block}</li>")
        elif frame.tag == "dl":
            frame.parts.append(f"<dd>{block}</dd>")
            frame.kinds.append("d")
        else:
            frame.parts.append(block)
            if frame.tag == "figure":
                frame.kinds.append(kind)

    def _embed(self, tag: Tag) -> None:
        number = self._references.link(tag)
        title = escape(attribute(tag, "title"))
        if number is not None and title:
            self._flush()
            self._append(f'<p class="embed"><a href="link:{number}">{title}</a></p>', "block")

    def _rule(self, _: Tag) -> None:
        self._flush()
        frame = self._frames[-1]
        if frame.tag in ("", "blockquote", "li", "dd") and frame.parts[-1:] != ["<hr/>"]:
            frame.parts.append("<hr/>")

    def _close_frame(self) -> None:
        frame = self._frames.pop()
        parent = self._frames[-1]
        if frame.tag == "figcaption":
            self._caption(frame, parent)
            return
        blocks = frame.close()
        if frame.tag in HEADINGS and not any(block.startswith(f"<{frame.tag}>") for block in blocks):
            self._levels = self._levels_before  # nothing came of the heading: it does not count
        direct = {"li": LISTS, "dt": ("dl",), "dd": ("dl",), "tr": ("table",), "td": ("tr",), "th": ("tr",)}
        if frame.tag in direct and parent.tag in direct[frame.tag]:
            strays, blocks = blocks[: len(frame.strays)], blocks[len(frame.strays) :]
            parent.strays.extend(strays)
            parent.parts.extend(blocks)
            kind = {"dt": "t", "dd": "d", "tr": "head" if "head" in frame.kinds else "body"}.get(frame.tag)
            if kind:
                parent.kinds.extend(kind for _ in blocks)
        elif frame.tag == "caption" and parent.tag == "table":
            parent.strays.extend(blocks[: len(frame.strays)])
            parent.parts.extend(blocks[len(frame.strays) :])
            parent.kinds.extend("caption" for _ in blocks[len(frame.strays) :])
        else:
            for block in blocks:
                self._append(block, "block")

    def _caption(self, frame: Frame, parent: Frame) -> None:
        """A caption joins its figure, the one around it or the one just before it; alone it is a paragraph."""
        content = "<br/>".join(frame.parts)
        for stray in frame.strays:
            self._append(stray, "block")
        if not content:
            return
        if parent.tag == "figure":
            parent.parts.append(content)
            parent.kinds.append("caption")
        elif not join_caption(parent, content):
            self._append(f'<p class="caption">{content}</p>', "block")

    # -- frames ------------------------------------------------------------------------------------------------

    def _enter_table(self, tag: Tag) -> None:
        self._flush()
        layout = len(self._frames) >= _DEEPEST or is_layout(tag) or any(frame.tag == "table" for frame in self._frames)
        self._layout.append(layout)
        if not layout:
            self._frames.append(Frame("table"))

    def _enter_heading(self, tag: Tag) -> None:
        if any(frame.tag not in ("", "blockquote", "li", "dd") for frame in self._frames):
            return  # in a cell, a caption or a definition a heading is a paragraph
        self._levels_before = list(self._levels)
        level = HEADINGS[tag.name]
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        self._frames.append(Frame(f"h{min(len(self._levels) + 1, 6)}", inline=True))

    def _enter_list(self, tag: Tag) -> None:
        start = attribute(tag, "start")
        plain_number = tag.name == "ol" and re.fullmatch(r"-?[0-9]{1,6}", start) is not None
        self._frames.append(Frame(tag.name, f' start="{start}"' if plain_number else ""))

    def _enter_item(self, tag: Tag) -> None:
        needed = LISTS if tag.name == "li" else ("dl",)
        if self._frames[-1].tag in needed:
            self._frames.append(Frame(tag.name, inline=tag.name == "dt"))

    def _enter_row(self, tag: Tag) -> None:
        if self._layout and not self._layout[-1] and self._frames[-1].tag == "table":
            in_head = tag.parent is not None and tag.parent.name == "thead"
            self._frames.append(Frame("tr", kinds=["head" if in_head else "body"]))

    def _enter_cell(self, tag: Tag) -> None:
        if self._layout and not self._layout[-1] and self._frames[-1].tag == "tr":
            spans = ""
            for name in ("colspan", "rowspan"):
                value = attribute(tag, name)
                if value.isascii() and value.isdigit() and 1 < int(value) <= LARGEST_SPAN:
                    spans += f' {name}="{int(value)}"'
            self._frames.append(Frame(tag.name, spans))

    def _enter_caption(self, tag: Tag) -> None:
        if tag.name == "figcaption" or self._frames[-1].tag == "table":
            self._frames.append(Frame(tag.name, inline=True))

    def _enter_plain(self, tag: Tag) -> None:
        if self._frames[-1].inline:
            return
        self._frames.append(Frame(tag.name))

    def _enter_preformatted(self, tag: Tag) -> None:
        self._preformatted += 1
        if not self._frames[-1].inline:
            self._frames.append(Frame(tag.name, inline=True))


_EMPTY: dict[str, Callable[[_Writer, Tag], None]] = {
    "br": _Writer._break,  # noqa: SLF001 - the table of this class's own elements
    "hr": _Writer._rule,  # noqa: SLF001
    "img": _Writer._picture,  # noqa: SLF001
    **dict.fromkeys(MATH, _Writer._formula),  # noqa: SLF001
    EMBED: _Writer._embed,  # noqa: SLF001
}
_BLOCK_FRAMES: dict[str, Callable[[_Writer, Tag], None]] = {
    **dict.fromkeys(HEADINGS, _Writer._enter_heading),  # noqa: SLF001 - the table of this class's own frames
    **dict.fromkeys(LISTS, _Writer._enter_list),  # noqa: SLF001
    **dict.fromkeys(("li", "dt", "dd"), _Writer._enter_item),  # noqa: SLF001
    **dict.fromkeys(CELLS, _Writer._enter_cell),  # noqa: SLF001
    **dict.fromkeys(("figcaption", "caption"), _Writer._enter_caption),  # noqa: SLF001
    **dict.fromkeys(("blockquote", "figure", "dl"), _Writer._enter_plain),  # noqa: SLF001
    "tr": _Writer._enter_row,  # noqa: SLF001
    "pre": _Writer._enter_preformatted,  # noqa: SLF001
}
