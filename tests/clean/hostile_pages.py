"""Pages made to be expensive: each small enough to send, and each more than a careless parser can bear."""

from __future__ import annotations

from collections.abc import Callable

from bundler.model import MediaType

_BODY = "<html><head><title>A page</title></head><body>{}</body></html>"

_STORY = "<p>" + "A sentence of some words, and another one of more words. " * 8 + "</p>"


def _html(body: str) -> bytes:
    return _BODY.format(body).encode()


HTML: dict[str, Callable[[], bytes]] = {
    "80 kB of comment starts": lambda: b"<!--" * 20_000,
    "comment starts before words": lambda: _html("<!--" * 20_000 + "<p>A few words of a page.</p>"),
    "20,000 div within each other": lambda: _html("<div>" * 20_000 + "deep words" + "</div>" * 20_000),
    "20,000 tables within each other": lambda: _html("<table><tr><td>" * 20_000 + "deep words"),
    "20,000 lists within each other": lambda: _html("<ul><li>" * 20_000 + "deep words"),
    "20,000 links within each other": lambda: _html('<a href="/x"><i>' * 20_000 + "deep words"),
    "20,000 fonts and paragraphs": lambda: _html("<font><p>" * 20_000 + "deep words"),
    "20,000 quotations": lambda: _html("<blockquote><p>x" * 20_000),
    "20,000 annotations": lambda: _html("<ruby>x<rt>" * 20_000 + "deep words"),
    "20,000 noscript": lambda: _html("<noscript>" * 20_000 + "<p>deep words</p>"),
    "20,000 tags with a tag in an attribute": lambda: _html('<b title="<">w' * 20_000),
    "100,000 unclosed b": lambda: _html("<b>word " * 100_000),
    "100,000 unclosed paragraphs and b": lambda: _html("<p><b>word " * 100_000),
    "an attribute of 3 MB": lambda: _html('<p title="' + "a" * 3_000_000 + '">A few words of a page.</p>'),
    "1,500,000 class names": lambda: _html('<p class="' + "a " * 1_500_000 + '">A few words of a page.</p>'),
    "200,000 attributes": lambda: _html("<p " + " ".join(f"a{number}" for number in range(200_000)) + ">A few words."),
    "500,000 picture candidates": lambda: _html('<p>Words<img srcset="' + "a 1w," * 500_000 + '">'),
    "a million NUL": lambda: _html("<p>A few words of a page." + "\0" * 1_000_000),
    "nothing but NUL": lambda: b"\0" * 1_000_000,
    "nothing but script": lambda: _html("<script>" + "var a = 1;" * 200_000 + "</script>"),
    "a script without an end": lambda: _html("<script>" + 'var a = "<p>x</p>";' * 100_000),
    "a paragraph of 5 MB": lambda: _html("<p>" + "word and more words " * 250_000),
    "a Chinese paragraph of 5 MB": lambda: _html("<p>" + "中文的字" * 420_000),
    "a word of 5 MB": lambda: _html("<p>" + "a" * 5_000_000),
    "a million line breaks": lambda: _html("words" + "<br>" * 1_000_000 + "more words"),
    "a million lines": lambda: _html("<p>" + "w<br>" * 1_000_000),
    "300,000 paragraphs": lambda: _html("<p>one paragraph</p>" * 300_000),
    "a table of 300,000 cells": lambda: _html("<table>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 3000 + "</table>"),
    "16,000 links": lambda: _html("".join(f'<p>words and <a href="/{number}">a link</a>' for number in range(16_000))),
    "a million <": lambda: _html("<" * 1_000_000),
    "200,000 comments between words": lambda: _html("<p>" + "words and, more<!-- c -->" * 200_000),
    "45,000 b in a paragraph of 4 MB": lambda: _html("<p>" + ("<b>" + "word, " * 14 + "</b>") * 45_000),
    "25,000 lines and a note": lambda: _html(_STORY + '<p><a href="#x">1</a> text</p><p>' + "w<br>" * 25_000),
    "20,000 pictures before 10,000 texts": lambda: _html('<img src="a.jpg">' * 20_000 + "<p>w</p>" * 10_000 + _STORY),
    "a figure of 14,000 captions": lambda: _html(
        _STORY + "<figure>" + '<img src="a.jpg"><figcaption>w</figcaption>' * 14_000 + "</figure>" + _STORY
    ),
    "10,000 paragraphs and as many links": lambda: _html(
        "<p>A sentence, and the next one of the story that is long enough to stand in an article. It ends.</p>" * 10_000
        + '<p><a href="/x">link elsewhere</a></p>' * 10_000
    ),
    "JSON-LD 100,000 deep": lambda: _html('<script type="application/ld+json">' + "[" * 100_000 + "</script><p>Words."),
}

MARKDOWN: dict[str, Callable[[], bytes]] = {
    "50,000 [": lambda: b"[" * 50_000,
    "50,000 [a](": lambda: b"[a](" * 50_000,
    "50,000 ![[": lambda: b"![[" * 50_000,
    "50,000 [a][b]": lambda: b"[a][b]" * 50_000 + b"\n\n[b]: x",
    "50,000 *": lambda: b"*" * 50_000,
    "50,000 **a*": lambda: b"**a*" * 50_000,
    "50,000 _a__": lambda: b"_a__" * 50_000,
    "50,000 ~~a~": lambda: b"~~a~" * 50_000,
    "5,000 quotations": lambda: b">" * 5_000 + b" a",
    "5,000 items within each other": lambda: b"- " * 5_000 + b"a",
    "backticks of every number": lambda: b"".join(b"`" * number + b" " for number in range(1, 700)),
    "50,000 backticks": lambda: b"`" * 50_000,
    "50,000 `a``b": lambda: b"`a``b" * 50_000,
    "50,000 fences": lambda: b"```\n" * 50_000,
    "20,000 comment starts": lambda: b"<!--\n" * 20_000,
    "20,000 div": lambda: b"<div>\n\n" * 20_000,
    "20,000 open attributes": lambda: b'<div a="\n' * 20_000,
    "100,000 rows of a table": lambda: b"|a|b|\n|-|-|\n" + b"|c|d|\n" * 100_000,
    "a row of 5,000 cells": lambda: b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n" + (b"|b" * 5_000 + b"|\n") * 20,
    "100,000 headings": lambda: b"# a\n" * 100_000,
    "a menu of 50,000 links": lambda: b"#### " + b"[a](b) " * 50_000,
    "a heading of brackets in HTML": lambda: b"<div>\n#### " + b"[" * 50_000 + b"](x\n</div>",
    "2 MB of spaces": lambda: b" " * 2_000_000 + b"x",
    "2 MB of line ends": lambda: b"\n" * 2_000_000 + b"x",
    "front matter 20,000 deep": lambda: b"---\na: " + b"[" * 20_000 + b"\n---\n\nA few words.",
    "front matter of aliases": lambda: (
        b"---\n"
        + b"".join(
            b"%c: &%c [%s]\n" % (code + 1, code + 1, b",".join([b"*%c" % code if code > 97 else b"x"] * 9))
            for code in range(97, 110)
        )
        + b"title: *m\n---\n\nA few words."
    ),
    "TOML 20,000 deep": lambda: b"+++\na = " + b"[" * 20_000 + b"\n+++\n\nA few words.",
    "a mirror's page of footers": lambda: b"### t\n---\n" + "手机上长按\n".encode() * 20_000,
}

PAGES: dict[str, tuple[MediaType, Callable[[], bytes]]] = {
    **{name: (MediaType.HTML, make) for name, make in HTML.items()},
    **{name: (MediaType.MARKDOWN, make) for name, make in MARKDOWN.items()},
}
