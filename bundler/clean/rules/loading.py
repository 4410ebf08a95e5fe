"""Reading the rule files. A file that does not hold is a fault of ours and is raised, never skipped."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

_LINES = re.MULTILINE


@dataclass(frozen=True, slots=True)
class ContainerRule:
    """How another program wrapped an article, and how to undo it.

    Attributes:
        name: for reports.
        recognise: all of these must be found in the page.
        title: finds the title line; group `title`.
        source_url: finds the original address; group `url`.
        footer: from the first match to the end everything is the container's.
        furniture: lines that the container put in, wherever they stand: menus and promotions.
    """

    name: str
    recognise: tuple[re.Pattern[str], ...]
    title: re.Pattern[str]
    source_url: re.Pattern[str]
    footer: tuple[re.Pattern[str], ...]
    furniture: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SiteRule:
    """What is known of one site's pages.

    Attributes:
        hosts: domain names; subdomains belong to them.
        name: the site's display name.
        names: every name it goes by, the display name included; a title's tail is cut only when it is one of these.
        body: CSS selectors of the article's container in a saved page, best first.
        strip: matches an id or a class name of what is never part of an article, from its start.
        strip_text: matches the start of a block's text when the block is not part of the article.
        appeal: matches the text of an appeal; from the rule before it everything to the container's end is dropped.
        caption: matches a picture's caption by its text, where the markup does not tell it.
    """

    hosts: tuple[str, ...]
    name: str
    names: tuple[str, ...]
    body: tuple[str, ...]
    strip: re.Pattern[str] | None
    strip_text: re.Pattern[str] | None
    appeal: re.Pattern[str] | None
    caption: re.Pattern[str] | None


NO_RULE = SiteRule((), "", (), (), None, None, None, None)
"""What holds for a site nobody has written a rule for."""


@cache
def container_rules() -> tuple[ContainerRule, ...]:
    """Every container rule, in the order of file names."""
    return tuple(
        ContainerRule(
            name=data["name"],
            recognise=tuple(re.compile(pattern, _LINES) for pattern in data["recognise"]),
            title=re.compile(data["title"], _LINES),
            source_url=re.compile(data["source_url"], _LINES),
            footer=tuple(re.compile(pattern, _LINES) for pattern in data["footer"]),
            furniture=re.compile("|".join(f"(?:{pattern})" for pattern in data["furniture"]), _LINES),
        )
        for data in _read("containers")
    )


def site_rule(address: str) -> SiteRule:
    """The rule for the site of an address, or `NO_RULE`.

    Args:
        address: an absolute address; anything else gives `NO_RULE`.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # "https://[" and its like
        return NO_RULE
    rules = _site_rules()
    labels = host.split(".")
    for start in range(len(labels)):
        if rule := rules.get(".".join(labels[start:])):
            return rule
    return NO_RULE


@cache
def _site_rules() -> dict[str, SiteRule]:
    return {host: rule for data in _read("sites") for rule in (_site(data),) for host in rule.hosts}


def _site(data: dict[str, Any]) -> SiteRule:
    def texts(key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list):
            raise TypeError(f"rule of {data.get('name')}: {key} must be a list")
        return tuple(str(item) for item in value)

    def pattern(key: str) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{item})" for item in texts(key))) if texts(key) else None

    name = str(data["name"])
    return SiteRule(
        hosts=texts("hosts"),
        name=name,
        names=(name, *texts("other_names")),
        body=texts("body"),
        strip=pattern("strip"),
        strip_text=pattern("strip_text"),
        appeal=pattern("appeal"),
        caption=pattern("caption"),
    )


def _read(folder: str) -> list[dict[str, Any]]:
    rules = files("bundler.clean.rules").joinpath(folder)
    paths = sorted((path for path in rules.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
