"""Where an article on several pages goes on, read from a page that is parsed."""

from __future__ import annotations

from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from bundler.clean.bounds import TooLarge, bounded_html
from bundler.clean.encoding import decode
from bundler.clean.parts import WORDS, Further
from bundler.clean.references import absolute
from bundler.clean.rules import PageRules, SiteRule, site_rule
from bundler.clean.rules.selectors import Selectors
from bundler.clean.text import tidy
from bundler.clean.tree import parse
from bundler.clean.walk import attribute
from bundler.numbered_pages import follows

_LONGEST_WORD = 30


def further_of(content: bytes, address: str, rules: PageRules) -> Further:
    """The work of `parts.look_further`, see there.

    Args:
        content: the page.
        address: its address.
        rules: the rules that may matter for it.
    """
    html = bounded_html(decode(content))
    if isinstance(html, TooLarge):
        return Further()
    return further(parse(html), site_rule(address, rules), address)


def further(soup: BeautifulSoup, rule: SiteRule, address: str) -> Further:
    """The same of a page that is parsed.

    A rule's word counts as it is, on the page's own host. Without one a link has to be called "next", and to lead to
    the page's own address but for a number.

    Args:
        soup: the whole page, before any pass.
        rule: the rule of its site.
        address: where it was found.
    """
    if not address:
        return Further()
    selectors = Selectors(soup)
    whole, ruled = (_ruled(selectors, names, address) for names in (rule.single_page, rule.next_page))
    return Further(ruled or _numbered(soup, address), whole)


def _ruled(selectors: Selectors, expressions: tuple[str, ...], address: str) -> str:
    for expression in expressions:
        named = [attribute(tag, "href").strip() for tag in selectors.elements(expression)]
        text = selectors.text(expression)
        for href in (*named, text if text.startswith(("http://", "https://", "/")) else ""):
            found = absolute(address, href) if href else ""
            if found and found != address and _host(found) == _host(address):
                return found
    return ""


def _numbered(soup: BeautifulSoup, address: str) -> str:
    for tag in soup.find_all(("link", "a")):
        href = attribute(tag, "href").strip()
        if href and _is_next(tag) and follows(address, found := absolute(address, href)):
            return found
    return ""


def _is_next(tag: Tag) -> bool:
    if "next" in attribute(tag, "rel").lower().split():
        return True
    text = tag.get_text()[: _LONGEST_WORD * 2] if tag.name == "a" else ""
    return tidy(text).lower() in WORDS


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
