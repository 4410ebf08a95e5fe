"""Bodies of pages to test with: sane, misnested and plain tag soup, with numbered text markers.

A marker is `w7e`: unique in its page, so that a test can tell what became of every piece of text.
"""

from __future__ import annotations

import random
import re
from itertools import count

from hypothesis import strategies as st

MARKER = re.compile(r"w[0-9]+e")
_SLOT = "\x1a"  # stands for a marker until the page is whole; no page holds it

DROPPED = tuple("button fieldset iframe noscript script select style svg template textarea video".split())
_INLINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strike "
    "strong sub sup time tt u var".split()
)
_BLOCK = (
    "address article aside blockquote caption center dd details dir div dl dt figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup label legend li main menu nav ol p picture pre section summary table tbody td "
    "tfoot th thead tr ul".split()
)
_UNKNOWN = ("ok", "x-box", "o:p", "blink", "embed", "source", "marquee")
ALL = (*_INLINE, *_BLOCK, *_UNKNOWN, *DROPPED)

_HOLDS = {
    "table": ("tr", "tr", "tr", "thead", "tbody", "caption", "td", "table", "figure"),
    "thead": ("tr", "tr", "th"),
    "tbody": ("tr", "tr", "td"),
    "tr": ("td", "td", "td", "th", "tr", "img"),
    "td": ("p", "ul", "h2", "table", "figure", "figcaption", "td", "b"),
    "caption": ("b", "ul", "caption"),
    "figure": ("img", "img", "figcaption", "figcaption", "p", "table", "figure", "a", "br"),
    "figcaption": ("a", "br", "p", "ul", "figcaption", "h3"),
    "dl": ("dt", "dt", "dd", "dd", "dd", "div", "dl", "p"),
    "ul": ("li", "li", "li", "ul", "p", "hr", "figure"),
    "ol": ("li", "li", "li", "ol"),
    "li": ("p", "ul", "h3", "figure", "blockquote", "hr", "b"),
    "ruby": ("rt", "rp", "rt", "rt", "ruby", "br", "img"),
    "a": ("a", "b", "img", "h2", "p", "ul"),
    "dfn": ("dfn", "a"),
    "h2": ("a", "br", "ul", "figure", "h3", "img"),
    "pre": ("b", "br", "p", "ul", "pre", "code"),
    "blockquote": ("p", "hr", "h2", "blockquote", "figure"),
}
"""What is drawn more often inside of an element: its proper children, and those that trouble its content model."""
_OFTEN = (*_HOLDS, "p", "b", "h1", "h3", "h4", "div", "span", "img", "br", "figcaption", "figure", "table")

_TEXTS = (
    *[_SLOT] * 14, f" {_SLOT} ", f"\n  {_SLOT}\n", f"{_SLOT} {_SLOT}", f"\u3000\u3000{_SLOT}", f"&emsp;{_SLOT}&nbsp;",
    f"&lt;{_SLOT}&gt; &amp;", f"{_SLOT}\u200b", f"{_SLOT}\x0c{_SLOT}", " ", "\n", "&ensp;", "\u3000", "&nbsp;",
    "\u200b", "\ufeff", "\ue000", "\x0c", "<!-- w0e -->",
)  # fmt: skip
_VOIDS = {
    "br": ("<br>", "<br/><br/>"),
    "hr": ("<hr>",),
    "img": (
        '<img src="/a.jpg">', '<img src="b.png" alt="a &lt; &quot;b&quot;">', '<img alt="x">', '<img src="file:x">',
        '<img src="c.png" id="one">', '<img src="/a.jpg" width="1">',
    ),
    "wbr": ("<wbr>",),
}  # fmt: skip
_ADDRESSES = (
    "", ' href="#one"', ' href="#two"', ' href="/x"', " href=''", ' href="https://other.example/?a=1&amp;b=2#c"',
    ' href="javascript:alert(1)"', ' href="/x" id="two"',
)  # fmt: skip
_ATTRIBUTES = {
    "a": _ADDRESSES,
    "ol": ("", ' start="3"', ' start="-2"', ' start="&#xff13;"', ' start="x"'),
    "td": ("", ' colspan="2" rowspan="&#xff12;"', ' colspan="99999999999"', ' rowspan="3"'),
}
_ANY_ATTRIBUTES = (
    *[""] * 8, ' id="one"', ' id="two"', ' name="two"', ' title=">"', ' style="x" onclick="x"', ' href="/x"'
)  # fmt: skip


def _numbered(page: str) -> str:
    numbers = count(1)
    return re.sub(_SLOT, lambda _: f"w{next(numbers)}e", page)


class _Author:
    """Writes a page by chance; the same seed writes the same page."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no cryptography

    def page(self, size: int, depth: int) -> str:
        return _numbered("".join(self._piece(self._any_tag(), depth) for _ in range(size)))

    def _any_tag(self) -> str:
        return self._chance.choice(self._chance.choice((_OFTEN, _OFTEN, ALL)))

    def _piece(self, tag: str, depth: int) -> str:
        if depth == 0 or self._chance.random() < 0.25:
            return self._chance.choice(_TEXTS)  # a quarter of all pieces
        if tag in _VOIDS:
            return self._chance.choice(_VOIDS[tag])
        attributes = self._chance.choice(_ATTRIBUTES.get(tag, _ANY_ATTRIBUTES))
        inside = "".join(self._piece(self._child_of(tag), depth - 1) for _ in range(self._chance.randint(0, 4)))
        end = "" if self._chance.random() < 0.03 else f"</{tag}>"  # few authors forget an end tag
        return f"<{tag}{attributes}>{inside}{end}"

    def _child_of(self, tag: str) -> str:
        usual = tag in _HOLDS and self._chance.random() < 0.8
        return self._chance.choice(_HOLDS[tag]) if usual else self._any_tag()


@st.composite
def trees(draw: st.DrawFn) -> str:
    """Any element in any other; a seed instead of a drawn tree, because it reaches more shapes in less time."""
    size, depth, seed = draw(st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(0, 10**6)))
    return _Author(seed).page(size, depth)


def tag_soup() -> st.SearchStrategy[str]:
    """Start and end tags, texts and void elements in any order: what was never closed, or closed twice."""
    tag = st.one_of(st.sampled_from(_OFTEN), st.sampled_from(ALL))
    start = st.builds("<{}{}>".format, tag, st.sampled_from(_ANY_ATTRIBUTES))
    void = st.sampled_from([markup for alternatives in _VOIDS.values() for markup in alternatives])
    piece = st.one_of(st.sampled_from(_TEXTS), start, start, void, st.builds("</{}>".format, tag))
    return st.lists(piece, min_size=1, max_size=40).map(lambda pieces: _numbered("".join(pieces)))


def _join(tag: str, items: st.SearchStrategy[str], least: int = 1) -> st.SearchStrategy[str]:
    return st.lists(items, min_size=least, max_size=3).map(lambda parts: f"<{tag}>{''.join(parts)}</{tag}>")


def sane_pages() -> st.SearchStrategy[str]:
    """Pages that nest as the standard asks: nothing in them may move."""
    words = st.sampled_from((f"{_SLOT} ", f"<b>{_SLOT}</b>", f'<a href="/x">{_SLOT} <i>{_SLOT}</i></a>', "<br>"))
    ruby = st.just(f"<ruby>{_SLOT}<rp>(</rp><rt>{_SLOT}</rt><rp>)</rp></ruby>")
    line = st.lists(st.one_of(words, ruby), min_size=1, max_size=4).map("".join)
    item = st.one_of(line, _join("p", line))
    row = _join("tr", st.one_of(_join("td", item), _join("th", line)), least=2)
    flat = st.one_of(
        _join("p", line), _join("h2", line), _join("h3", line), _join("pre", line), _join("ul", _join("li", item)),
        _join("ol", _join("li", item)), st.builds("<dl>{}{}</dl>".format, _join("dt", line), _join("dd", item)),
        st.builds("<table><thead>{}</thead><tbody>{}</tbody></table>".format, row, row),
        _join("figcaption", line).map(lambda caption: f'<figure><img src="a.jpg">{caption}</figure>'),
    )  # fmt: skip
    block = st.recursive(
        flat, lambda inner: st.one_of(*(_join(tag, inner) for tag in ("div", "blockquote", "section")))
    )
    return st.lists(block, min_size=1, max_size=8).map(lambda blocks: _numbered("".join(blocks)))
