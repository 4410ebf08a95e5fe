"""What a site's rule finds in a saved page: its container, what is stripped, title, byline and date."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from bundler.clean import byline, dates
from bundler.clean.metadata import Metadata
from bundler.clean.passes import Context
from bundler.clean.references import absolute
from bundler.clean.rules import NO_RULE, SiteRule
from bundler.clean.rules.selectors import Selectors
from bundler.clean.walk import attribute
from bundler.model import DateSource


@dataclass(frozen=True, slots=True)
class Ruled:
    """A saved page as its site's rule sees it.

    Attributes:
        container: the element that holds the article; None when the rule names none or finds none any more.
        metadata: title, byline and date that the rule finds.
        how: in words: which rule, and what came of it.
    """

    container: Tag | None
    metadata: Metadata
    how: str


def apply_rule(soup: BeautifulSoup, rule: SiteRule, context: Context, address: str) -> Ruled:
    """Look for what a rule names, and take out what it strips.

    Args:
        soup: the whole page; it is changed.
        rule: the rule of the page's site.
        context: told what was taken out.
        address: the page's address, for the links to its other pages.
    """
    if rule is NO_RULE:
        return Ruled(None, Metadata(), "no rule")
    selectors = Selectors(soup)
    date = _first(selectors, rule.date)
    metadata = Metadata(
        title=_first(selectors, rule.title),
        byline=byline.cleaned(_first(selectors, rule.byline)),
        date=dates.from_stamp(date, DateSource.METADATA) if date else None,
    )
    container, how = _container(soup, selectors, rule)
    more = [_link(selectors, each, address) for each in (rule.single_page, rule.next_page)]
    links = [f"{name} {link}" for name, link in zip(("the whole article at", "goes on at"), more, strict=True) if link]
    removed = [tag for expression in rule.remove for tag in selectors.elements(expression)]
    kept = {id(container), *(id(parent) for parent in container.parents)} if container is not None else {id(soup.body)}
    context.drop("site rule", [tag for tag in removed if id(tag) not in kept])
    return Ruled(container, metadata, "; ".join((f"rule {rule.origin}: {how}", *links)))


def _container(soup: BeautifulSoup, selectors: Selectors, rule: SiteRule) -> tuple[Tag | None, str]:
    """The first body selector that finds something; several elements are put together in their order."""
    for expression in rule.body:
        found = selectors.elements(expression)
        inner = {id(tag) for tag in found if any(parent is other for other in found for parent in tag.parents)}
        outer = [tag for tag in found if id(tag) not in inner]
        if len(outer) == 1:
            return outer[0], expression
        if outer:
            together = soup.new_tag("div")
            outer[0].insert_before(together)
            for tag in outer:
                together.append(tag.extract())
            return together, f"{expression} ({len(outer)} elements)"
    if rule.body:
        return None, "no longer matches, none of its body selectors finds anything"
    return None, "names no container"


def _first(selectors: Selectors, expressions: tuple[str, ...]) -> str:
    return next((text for expression in expressions if (text := selectors.text(expression))), "")


def _link(selectors: Selectors, expressions: tuple[str, ...], address: str) -> str:
    for expression in expressions:
        for tag in selectors.elements(expression):
            if href := attribute(tag, "href").strip():
                return absolute(address, href)
        text = selectors.text(expression)
        if text.startswith(("http://", "https://", "/")):
            return absolute(address, text)
    return ""
