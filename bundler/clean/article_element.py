"""Which element of a saved page holds the article. Plain and safe: when in doubt, more of the page rather than less."""

from __future__ import annotations

from bs4 import Tag

from bundler.clean.rules import SiteRule

_ELEMENTS = ("article", "main", '[itemprop="articleBody"]', '[role="main"]')
_LEAST_SHARE = 0.25
"""An `article` element with less than a quarter of the page's text is a teaser, not the article."""
_PARAGRAPH = 25
"""Characters: shorter paragraphs stand in menus and footers too."""
_LEAST_OF_TEXT = 0.5


def article_element(tree: Tag, rule: SiteRule) -> Tag:
    """Find the element that holds a saved page's article.

    Order: what the site's rule says, the page's largest `article` or `main` element, the smallest element with all
    paragraphs of more than a few words, the whole body.

    Args:
        tree: the page's body.
        rule: what is known of its site.
    """
    for selector in rule.body:
        if (found := tree.select_one(selector)) is not None:
            return found
    whole = len(tree.get_text())
    for selector in _ELEMENTS:
        best = max(tree.select(selector), key=lambda tag: len(tag.get_text()), default=None)
        if best is not None and len(best.get_text()) >= _LEAST_SHARE * whole:
            return best
    return _around_paragraphs(tree, whole)


def _around_paragraphs(tree: Tag, whole: int) -> Tag:
    paragraphs = [tag for tag in tree.find_all("p") if len(tag.get_text(strip=True)) >= _PARAGRAPH]
    if len(paragraphs) < 2:  # noqa: PLR2004 - one paragraph says nothing about where the others would be
        return tree
    shared = list(paragraphs[0].parents)
    for paragraph in paragraphs[1:]:
        above = {id(parent) for parent in paragraph.parents}
        shared = [parent for parent in shared if id(parent) in above]
    for parent in shared:
        if isinstance(parent, Tag) and len(parent.get_text()) >= _LEAST_OF_TEXT * whole:
            return tree if parent.name in ("html", "[document]") else parent
    return tree
