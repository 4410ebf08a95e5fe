"""What an article's body may be made of, and how elements nest: the content model of XHTML as the writer applies it.

Everything that is not named here is passed through: its children count, the element itself does not. Attributes are
never copied; the writer sets the few that it knows. Source: HTML Standard, section 4 (elements) and 3.2.5 (content
models); EPUB 3.3, section 6.1 (XHTML content documents).
"""

from __future__ import annotations

DROPPED = frozenset(
    "applet area audio base basefont button canvas colgroup datalist dialog fieldset frame frameset head iframe input "
    "link map meta meter noembed noframes noscript object optgroup option output param progress script select style "
    "svg template textarea title video".split()
)
"""Dropped with all that is in them: active content, form controls, embeds, document furniture.

`source`, `track` and `embed` are not among them: libxml2 does not know that they are empty and puts what follows, a
picture's `img` for one, inside them.
"""

INLINE = {
    "a": "a", "abbr": "abbr", "acronym": "abbr", "b": "b", "bdi": "bdi", "cite": "cite", "code": "code", "del": "del",
    "dfn": "dfn", "em": "em", "i": "i", "ins": "ins", "kbd": "kbd", "mark": "mark", "q": "q", "rp": "rp", "rt": "rt",
    "ruby": "ruby", "s": "s", "samp": "samp", "small": "small", "strike": "s", "strong": "strong", "sub": "sub",
    "sup": "sup", "tt": "code", "u": "u", "var": "var",
}  # fmt: skip
"""Phrasing elements, with the name they get; presentational relatives are renamed."""

BOUNDARIES = frozenset(
    "address article aside body center details dir div footer form header hgroup html legend main menu nav p picture "
    "section summary".split()
)
"""Elements that end a paragraph and begin another, and are nothing else to a book."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

LISTS = frozenset(("ul", "ol"))

CELLS = frozenset(("td", "th"))

LONGEST_HEADING = 300
"""Characters. Longer headings are paragraphs that a page dressed up."""

LARGEST_SPAN = 1000
"""HTML Standard 4.9.11: a colspan above 1000 is 1000; rowspan is cut the same here."""
