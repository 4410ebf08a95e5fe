"""Attacks by elements and attributes: handlers, addresses, scripts, drawings, formulas."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator

from tests.hostile.words import CARRIERS, HANDLERS, LOADING, REMOTE, RUN, SCHEMES, element, spellings


def handlers(chance: random.Random) -> Iterator[str]:
    """Every handler on several elements, in the ways an attribute can be written."""
    forms: tuple[Callable[[str], str], ...] = (
        lambda name: f"{name}={RUN}",
        lambda name: f'{name}="{RUN}"',
        lambda name: f"{name}='{RUN}'",
        lambda name: f"{name.upper()} = {RUN}",
        lambda name: f"src=x/{name}={RUN}",
        lambda name: f'alt="x"{name}="{RUN}"',
        lambda name: f"\t{name}\t=\n{RUN}\r",
        lambda name: f"\x0c{name}\x0c={RUN}",
        lambda name: f'x="`" {name}="`{RUN}`"',
        lambda name: f'"{name}="{RUN}"',
        lambda name: f"title=\"</p><img src=x {name}='{RUN}'>\"",
        lambda name: f'{name}="&#97;lert(1)"',
        lambda name: f'xml:{name}="{RUN}"',
        lambda name: f'autofocus tabindex=1 {name}="{RUN}"',
    )
    for place, name in enumerate(HANDLERS):
        for turn in range(3):
            tag = CARRIERS[(place * 3 + turn) % len(CARRIERS)]
            yield element(tag, forms[(place + turn) % len(forms)](name))
    for tag in CARRIERS:
        yield f"<{tag}/{chance.choice(HANDLERS)}={RUN}/>"


def addresses() -> Iterator[str]:
    """Schemes that run or reach out, in every spelling, wherever an address can stand."""
    bodies = (
        RUN,
        f"//evil.example/%0a{RUN}",
        "text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "///etc/passwd",
    )
    spelled = [spelling for scheme in SCHEMES for spelling in spellings(scheme)]
    for place, spelling in enumerate(spelled):
        for turn in range(2):
            tag, attribute = LOADING[(place * 2 + turn) % len(LOADING)]
            quote = ('"', "'", "")[place % 3]
            address = f"{spelling}{bodies[(place + turn) % len(bodies)]}"
            address = address if quote else re.sub(r"\s", "", address)
            yield element(tag, f"{attribute}={quote}{address}{quote}")
    for (tag, attribute), address in itertools.product(
        LOADING, (REMOTE, "//evil.example/x", "\\\\evil.example\\x", "https:evil.example", "/\\evil.example/x")
    ):
        yield element(tag, f'{attribute}="{address}"')


def scripts() -> Iterator[str]:
    """Script elements, whole, broken, nested and hidden."""
    names = (
        "script",
        "SCRIPT",
        "ScRiPt",
        "script/x",
        "script\t",
        "script\n",
        "script\x0c",
        "svg:script",
        "html:script",
    )
    ends = ("</script>", "</SCRIPT >", "</script/>", "</script\n>", "</script x=y>", "", "</scr\0ipt>", "</ script>")
    for name, end in itertools.product(names, ends):
        yield f"<{name}>{RUN}{end}"
        yield f"<{name} src={REMOTE}.js>{end}"
    for inner in ("<script>", "</script>", "<!--<script>", "<![CDATA[", "<b>", "\0"):
        yield f"<scr{inner}ipt>{RUN}</scr{inner}ipt>"
        yield f"<scr{inner}ipt>{RUN}</script>"
    for open_, close in (
        ("<!--", "-->"),
        ("<!--[if IE]>", "<![endif]-->"),
        ("<![CDATA[", "]]>"),
        ("<?", "?>"),
        ("<%", "%>"),
    ):
        yield f"{open_}<script>{RUN}</script>{close}"
        yield f"{open_}{close}<script>{RUN}</script>"
        yield f"{open_}<script>{RUN}</script>"
    for kind in ("module", "text/vbscript", "importmap", "speculationrules", "text/babel", "application/ld+json"):
        yield f'<script type="{kind}">{RUN}</script>'
        yield f'<script type="{kind}" src="{REMOTE}"></script>'


def drawings() -> Iterator[str]:
    """SVG: scripts, animation of addresses, foreign content, references, integration points."""
    insides = [
        f"<script>{RUN}</script>",
        f"<script href='{REMOTE}'/>",
        f"<script xlink:href='data:,{RUN}'></script>",
    ]
    names = "a animate set animateMotion animateTransform image use feImage mpath pattern".split()
    targets = (f"javascript:{RUN}", REMOTE, f"data:image/svg+xml,<svg onload={RUN}>", "//evil.example/#a")
    insides += [
        f"<{name} {attribute}='{target}'><text>x</text></{name}>"
        for name, attribute, target in itertools.product(names, ("href", "xlink:href", "XLINK:HREF", "x:href"), targets)
    ]
    insides += [
        f"<a><{name} attributeName='{attribute}' values='javascript:{RUN}' to='javascript:{RUN}'/></a>"
        for name, attribute in itertools.product(("animate", "set"), ("href", "xlink:href", "onclick", "src", "style"))
    ]
    for name in ("title", "desc", "foreignObject", "metadata", "defs", "switch", "g", "style", "text", "mask"):
        insides.append(f"<{name}><img src=x onerror={RUN}></{name}>")
        insides.append(f"<{name}><iframe src='javascript:{RUN}'></iframe></{name}>")
        insides.append(f"<{name}><![CDATA[</{name}><script>{RUN}</script>]]></{name}>")
    for inside in insides:
        yield f"<svg>{inside}</svg>"
        uris = 'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
        yield f'<svg {uris} width="40" height="40">{inside}</svg>'
    for handler in HANDLERS[::3]:
        yield f"<svg {handler}={RUN}><rect/></svg>"
        yield f"<svg><g {handler}='{RUN}'/></svg>"


def formulas() -> Iterator[str]:
    """MathML: links on anything, actions, annotations that are HTML again, elements that change the parser's mind."""
    for name in ("math", "mi", "mtext", "mrow", "maction", "mglyph", "malignmark", "annotation-xml", "semantics"):
        for attribute in ("href", "xlink:href", "definitionurl", "actiontype", "altimg", "src"):
            for address in (f"javascript:{RUN}", REMOTE, "statusline#http://evil.example", f"data:text/html,{RUN}"):
                yield f"<math><{name} {attribute}='{address}'>x</{name}></math>"
    for encoding in ("text/html", "application/xhtml+xml", "MathML-Content", "image/svg+xml"):
        for inside in (f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"<svg onload={RUN}></svg>"):
            yield f"<math><annotation-xml encoding='{encoding}'>{inside}</annotation-xml></math>"
