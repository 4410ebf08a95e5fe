"""Reading the rule files. A file that does not hold is a fault of ours and is raised, never skipped."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from bundler.clean.rules.given import BUILT_IN, PageRules, parsed
from bundler.clean.rules.site import NO_RULE, SiteRule, parse_toml

_LINES = re.MULTILINE


@dataclass(frozen=True, slots=True)
class ContainerRule:
    """How another program wrapped an article, and how to undo it.

    Attributes:
        name: for reports.
        recognise: all of these must be found in the page.
        title: finds the title line; group `title`.
        source_url: finds the original address; group `url`.
        footer: from the first match to the end everything is the container's; matches a line with the break before it.
        furniture: lines that the container put in, wherever they stand: menus and promotions; matches the same.
    """

    name: str
    recognise: tuple[re.Pattern[str], ...]
    title: re.Pattern[str]
    source_url: re.Pattern[str]
    footer: tuple[re.Pattern[str], ...]
    furniture: re.Pattern[str]


@cache
def container_rules() -> tuple[ContainerRule, ...]:
    """Every container rule, in the order of file names."""
    return tuple(
        ContainerRule(
            name=data["name"],
            recognise=tuple(re.compile(pattern, _LINES) for pattern in data["recognise"]),
            title=re.compile(data["title"], _LINES),
            source_url=re.compile(data["source_url"], _LINES),
            footer=tuple(_line(pattern) for pattern in data["footer"]),
            furniture=_line("|".join(f"(?:{pattern})" for pattern in data["furniture"])),
        )
        for data in _read("containers")
    )


def _line(pattern: str) -> re.Pattern[str]:
    """Finds a line together with the break before it: what begins with a character is found ten times as fast."""
    return re.compile(f"\\n(?:{pattern})", _LINES)


def site_rule(address: str, given: PageRules = BUILT_IN) -> SiteRule:
    """The rule for the site of an address, or `NO_RULE`: the nearest host's, a user's before one of ours.

    Args:
        address: an absolute address; anything else gives `NO_RULE`.
        given: the user's rules, and whether ours count.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # "https://[" and its like
        return NO_RULE
    theirs: dict[str, SiteRule] = {}
    for file in given.files:
        rule = parsed(file)
        for name in rule.hosts:
            theirs.setdefault(name, rule)
    ours = _site_rules() if given.own else {}
    labels = host.split(".")
    for start in range(len(labels)):
        name = ".".join(labels[start:])
        if (found := theirs.get(name) or ours.get(name)) is not None:
            return found
    return NO_RULE


@cache
def _site_rules() -> dict[str, SiteRule]:
    return {host: rule for data in _read("sites") for rule in (parse_toml(data),) for host in rule.hosts}


def _read(folder: str) -> list[dict[str, Any]]:
    rules = files("bundler.clean.rules").joinpath(folder)
    paths = sorted((path for path in rules.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
