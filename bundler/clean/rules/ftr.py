"""Site rules in the format of FiveFilters' ftr-site-config: one `HOST.txt` a site, lines of `key: value`.

Format: https://help.fivefilters.org/full-text-rss/site-patterns.html. Read are body, strip, strip_id_or_class, title,
author, date, next_page_link and single_page_link; every other key is passed over, because it speaks of fetching or of
that program's own parser.
"""

from __future__ import annotations

import re

from bundler.clean.rules.site import SiteRule

_LINE = re.compile(r"^\s*(?P<key>[a-z_]+)\s*:\s*(?P<value>.*\S)\s*$")
_ID_OR_CLASS = "//*[contains(@class, {0}) or contains(@id, {0})]"


def parse_ftr(name: str, text: str) -> SiteRule:
    """One file of ftr-site-config.

    Args:
        name: the file's name; the host stands in it. A dot in front means its subdomains.
        text: the file's text.
    """
    values: dict[str, list[str]] = {}
    for line in text.splitlines():
        if (match := _LINE.match(line)) is not None and not line.lstrip().startswith("#"):
            values.setdefault(match["key"], []).append(match["value"])
    host = name.removesuffix(".txt").removeprefix(".").removeprefix("www.").lower()

    def all_of(key: str) -> tuple[str, ...]:
        return tuple(values.get(key, ()))

    return SiteRule(
        hosts=(host,),
        origin=name,
        body=all_of("body"),
        remove=all_of("strip") + tuple(_with_name(value) for value in all_of("strip_id_or_class")),
        title=all_of("title"),
        byline=all_of("author"),
        date=all_of("date"),
        next_page=all_of("next_page_link"),
        single_page=all_of("single_page_link"),
    )


def _with_name(value: str) -> str:
    """An XPath expression for every element whose id or class holds a text."""
    value = value.strip("\"' ")
    quoted = f'"{value}"' if "'" in value else f"'{value}'"
    return _ID_OR_CLASS.format(quoted)
