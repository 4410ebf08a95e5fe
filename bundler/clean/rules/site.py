"""What may be said of one site's pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

KEYS = frozenset(
    "hosts name other_names body strip strip_text appeal caption remove title byline date next_page single_page".split()
)


@dataclass(frozen=True, slots=True)
class SiteRule:
    """What is known of one site's pages.

    Selectors are CSS selectors, or XPath expressions when they begin with a slash; the best stands first.

    Attributes:
        hosts: domain names; subdomains belong to them.
        name: the site's display name; empty where the rule does not tell it.
        names: every name it goes by, the display name included; a title's tail is cut only when it is one of these.
        body: selectors of the article's container in a saved page.
        strip: matches an id or a class name of what is never part of an article, from its start.
        strip_text: matches the start of a block's text when the block is not part of the article.
        appeal: matches the text of an appeal; from the rule before it everything to the container's end is dropped.
        caption: matches a picture's caption by its text, where the markup does not tell it.
        remove: selectors of what is no part of an article.
        title: selectors of the title.
        byline: selectors of the author's name.
        date: selectors of the day of publication.
        next_page: selectors of the link to the article's next page.
        single_page: selectors of the link to a page that has all of it.
        origin: the rule file's name, for reports.
    """

    hosts: tuple[str, ...]
    name: str = ""
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    strip: re.Pattern[str] | None = None
    strip_text: re.Pattern[str] | None = None
    appeal: re.Pattern[str] | None = None
    caption: re.Pattern[str] | None = None
    remove: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    next_page: tuple[str, ...] = ()
    single_page: tuple[str, ...] = ()
    origin: str = ""


NO_RULE = SiteRule(())
"""What holds for a site nobody has written a rule for."""


def parse_toml(data: dict[str, Any]) -> SiteRule:
    """A site's rule out of a TOML file.

    Args:
        data: the file's contents.

    Raises:
        KeyError: `name` or `hosts` is missing.
        TypeError: a list is none.
        re.error: a pattern is none.
    """

    def texts(key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list):
            raise TypeError(f"rule of {data.get('name')}: {key} must be a list")
        return tuple(str(item) for item in value)

    def pattern(key: str) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{item})" for item in texts(key))) if texts(key) else None

    name = str(data["name"])
    if not data["hosts"]:
        raise KeyError("hosts")
    return SiteRule(
        hosts=texts("hosts"),
        name=name,
        names=(name, *texts("other_names")),
        body=texts("body"),
        strip=pattern("strip"),
        strip_text=pattern("strip_text"),
        appeal=pattern("appeal"),
        caption=pattern("caption"),
        remove=texts("remove"),
        title=texts("title"),
        byline=texts("byline"),
        date=texts("date"),
        next_page=texts("next_page"),
        single_page=texts("single_page"),
        origin=name,
    )
