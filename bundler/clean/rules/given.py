"""The user's own site rules: read once by the main process, and for each page only those of hosts that it names.

Workers read no files, so that a page means the same on every machine; a folder of thousands of rules is not sent along
with each page either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bundler.clean.rules.ftr import parse_ftr
from bundler.clean.rules.site import KEYS, SiteRule, parse_toml
from bundler.errors import SettingsError

_HOST = re.compile(rb"https?:(?:\\?/){2}([A-Za-z0-9.-]+)")
_LARGEST = 256 * 1024
"""Bytes of a rule file."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file as it was read.

    Attributes:
        name: the file's name; its ending tells the format.
        text: its text.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PageRules:
    """The rules that may matter for one page.

    Attributes:
        files: the user's, those that come first count first.
        own: whether the project's site and container rules count as well.
    """

    files: tuple[RuleFile, ...] = ()
    own: bool = True


BUILT_IN = PageRules()
"""The project's own rules alone."""
NONE = PageRules(own=False)
"""No rules at all: `--no-rules`."""


@dataclass(frozen=True, slots=True)
class GivenRules:
    """All rules of a run.

    Attributes:
        by_host: the user's rule files by host.
        own: whether the project's rules count.
    """

    by_host: dict[str, tuple[RuleFile, ...]] = field(default_factory=dict)
    own: bool = True

    def for_page(self, content: bytes, address: str = "") -> PageRules:
        """The rules of the hosts that a page names anywhere: its own address is among them, if it has one.

        Args:
            content: the page's bytes.
            address: where it was fetched from, if it was.
        """
        if not self.by_host:
            return BUILT_IN if self.own else NONE
        names: dict[str, None] = {}
        for host in (*_HOST.findall(address.encode(errors="replace")), *_HOST.findall(content)):
            labels = host.decode("ascii").lower().split(".")
            names.update(dict.fromkeys(".".join(labels[start:]) for start in range(len(labels))))
        files = dict.fromkeys(file for name in names for file in self.by_host.get(name, ()))
        return PageRules(tuple(files), self.own)


def read_rules(folders: Iterable[Path]) -> GivenRules:
    """Read folders of rules: `*.toml` of ours, `HOST.txt` of ftr-site-config.

    Args:
        folders: those that count first stand first.

    Raises:
        SettingsError: a folder or file cannot be read, or a rule does not hold.
    """
    by_host: dict[str, tuple[RuleFile, ...]] = {}
    for folder in folders:
        try:
            paths = sorted(path for path in folder.iterdir() if path.suffix in (".toml", ".txt") and path.is_file())
        except OSError as error:
            raise SettingsError(f"rules {folder}", f"cannot be listed ({error.strerror})", "name a folder") from error
        for path in paths:
            file = _read(path)
            try:
                hosts = parsed(file).hosts
            except (KeyError, TypeError, ValueError, re.error) as error:
                raise SettingsError(f"rule {path}", f"does not hold ({error})", "see docs/how-to/rules.md") from error
            for host in hosts:
                by_host[host] = (*by_host.get(host, ()), file)
    return GivenRules(by_host)


def _read(path: Path) -> RuleFile:
    try:
        with path.open("rb") as file:
            return RuleFile(path.name, file.read(_LARGEST).decode("utf-8", errors="replace"))
    except OSError as error:
        raise SettingsError(f"rule {path}", f"cannot be read ({error.strerror})", "check its permissions") from error


@lru_cache(maxsize=256)
def parsed(file: RuleFile) -> SiteRule:
    """The rule in a file.

    Args:
        file: as read.

    Raises:
        KeyError, TypeError, ValueError: it does not hold; `tomllib.TOMLDecodeError` is a ValueError.
    """
    if file.name.endswith(".txt"):
        return parse_ftr(file.name, file.text)
    data = tomllib.loads(file.text)
    if unknown := sorted(data.keys() - KEYS):
        raise ValueError(f"unknown keys: {', '.join(unknown)}")
    return parse_toml(data)
