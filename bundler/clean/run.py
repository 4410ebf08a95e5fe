"""One run of phrasing content: the inside of the paragraph that is being written."""

from __future__ import annotations

import re

from bundler.characters import UNWANTED
from bundler.clean.text import escape, separator

_DEEPEST = 30
"""Phrasing elements within each other: XML parsers give up at 256 levels, and nobody sees more than a few."""
_IRREGULAR = re.compile(r"\s\s|[^\S ]")
"""White space that may become something else than itself: all but single spaces."""
_SPACES = " \t\n"
"""White space of which nothing is unwanted."""
_NOT_TWICE = frozenset(("b", "strong", "i", "em", "u", "s", "code", "kbd", "samp", "mark", "cite"))


class Run:
    """Collects text and phrasing elements; elements are opened when their first text comes, so none is ever empty."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[tuple[str, str, bool]] = []  # name, attributes, whether it is written at all
        self._written: list[str] = []  # the written elements that are open in this run, outermost first
        self._pending = ""
        self._last = ""
        self._anchors: list[str] = []
        self.breaks = 0
        """Line breaks since the last text."""

    @property
    def has_text(self) -> bool:
        """Whether anything visible stands in the run."""
        return bool(self._parts)

    @property
    def link(self) -> str:
        """The attributes of the link that is open around the current place; empty when none is."""
        return next((attributes for name, attributes, written in self._open if name == "a" and written), "")

    def within(self, name: str) -> bool:
        """Whether a written element of this name is open around the current place."""
        return any(opened == name and written for opened, _, written in self._open)

    def open(self, name: str, attributes: str, *, written: bool) -> None:
        """Enter a phrasing element; when it is not to be written, only its content counts."""
        useless = len(self._open) >= _DEEPEST or (name in _NOT_TWICE and self.within(name))
        self._open.append((name, attributes, written and not useless))

    def close(self, name: str) -> None:
        """Leave the phrasing element entered last."""
        opened, _, written = self._open.pop()
        if opened != name:
            raise AssertionError(f"closing {name} while {opened} is open")
        if written and len(self._written) > sum(written for _, _, written in self._open):
            self._parts.append(f"</{self._written.pop()}>")

    def end_outer(self, name: str) -> None:
        """End an element although its source goes on: a link that begins within a link ends the outer one."""
        self._open = [(opened, attributes, written and opened != name) for opened, attributes, written in self._open]
        self._parts.extend(f"</{opened}>" for opened in reversed(self._written))
        self._written.clear()

    def anchor(self, name: str) -> None:
        """Remember a place that links point to; it stands before the next text."""
        self._anchors.append(name)

    def line_break(self) -> None:
        """A line break; none at a paragraph's start, two or more end the paragraph (the writer's business)."""
        if self._parts:
            self.breaks += 1
            self._pending = ""

    def text(self, text: str) -> None:
        """Text of the source, white space and all."""
        if text.isspace():
            self._pending += text
            return
        core = text.strip()
        if core and core.isprintable() and "  " not in core:
            before, _, after = text.partition(core)
            if before.strip(_SPACES) or after.strip(_SPACES):
                before, after = UNWANTED.sub("", before), UNWANTED.sub("", after)
        else:
            text = UNWANTED.sub("", text)
            core = text.strip()
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            if not core:
                self._pending += text
                return
            core = _fold(core)
        self._pending += before
        self._before(core[0])
        self._parts.append(escape(core))
        self._last = core[-1]
        self._pending = after

    def raw_text(self, text: str) -> None:
        """Preformatted text: every space and line break counts."""
        text = UNWANTED.sub("", text).replace("\x0c", " ")  # XML allows no form feed
        if not text or (not self._parts and not text.strip()):
            return
        if not self._parts:
            text = text.lstrip("\n")
        self._open_elements()
        self._parts.append(escape(text))

    def inline_markup(self, markup: str) -> None:
        """A finished piece, a picture within a sentence."""
        self._before("\u25a1")
        self._parts.append(markup)
        self._last = "\u25a1"

    def take(self) -> str:
        """The run's markup; the run is empty afterwards, and what is open will be opened again in the next one."""
        if not self._parts:
            self._pending = self._last = ""
            self.breaks = 0
            return ""
        content = "".join([*self._parts, *(f"</{name}>" for name in reversed(self._written))]).rstrip("\n")
        self._parts.clear()
        self._written.clear()
        self._pending = self._last = ""
        self.breaks = 0
        return content

    def _before(self, first: str) -> None:
        """What stands between the last text and one that begins with `first`."""
        if self.breaks:
            self._parts.append("<br/>")
        elif self._pending:
            self._parts.append(separator(self._last, self._pending, first))
        self.breaks = 0
        self._pending = ""
        if self._open or self._anchors:
            self._open_elements()

    def _open_elements(self) -> None:
        written = [(name, attributes) for name, attributes, is_written in self._open if is_written]
        for name, attributes in written[len(self._written) :]:
            self._parts.append(f"<{name}{attributes}>")
            self._written.append(name)
        self._parts.extend(f'<span id="{name}"></span>' for name in self._anchors)
        self._anchors.clear()


def _fold(core: str) -> str:
    """Fold white space within a text; most texts have none and are given back as they are."""
    if not _IRREGULAR.search(core):
        return core
    words = core.split()
    folded, position = [words[0]], core.index(words[0]) + len(words[0])
    for word in words[1:]:
        start = core.index(word, position)
        folded.append(separator(folded[-1][-1], core[position:start], word[0]) + word)
        position = start + len(word)
    return "".join(folded)
