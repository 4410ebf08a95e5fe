"""Reading `bundler.toml`: all that is wrong with it is told at once, with lines and the nearest right names."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from bundler.characters import printable
from bundler.cli.bundles.host_tables import HostAccess, host_access
from bundler.cli.bundles.lines import Keys, lines_of_keys
from bundler.cli.bundles.values import WrongValueError, beside, converted, options_of, strings
from bundler.errors import BundlesError

_LARGEST = 1_000_000
"""Bytes; a file of ten thousand sources has half of it."""
_TABLES = ("defaults", "bundles", "hosts")
_OF_ONE_BUNDLE = ("output", "update", "picks")


@dataclass(frozen=True, slots=True)
class NamedBundle:
    """A bundle of the file.

    Attributes:
        name: the key of its table.
        sources: as the command line would have them, paths from the file's folder.
        options: values by the names that click gives their options.
    """

    name: str
    sources: tuple[str, ...]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bundles:
    """What a `bundler.toml` says.

    Attributes:
        path: where it lies; None for no file.
        defaults: values that count for every run that reads the file.
        named: the bundles by name, in the file's order.
        hosts: what is said of single hosts.
    """

    path: Path | None = None
    defaults: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    named: Mapping[str, NamedBundle] = field(default_factory=lambda: MappingProxyType({}))
    hosts: tuple[HostAccess, ...] = ()


def read_bundles(path: Path, ctx: click.Context, build: click.Command) -> Bundles:
    """Read a file.

    Args:
        path: the file.
        ctx: that of the command that is run.
        build: the command whose options are the keys.

    Raises:
        BundlesError: it cannot be read, or holds what it cannot hold; with all faults.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise BundlesError(str(path), [f"{path}: cannot be read ({error.strerror})"]) from error
    if len(content) > _LARGEST:
        raise BundlesError(str(path), [f"{path}: has more than {_LARGEST // 1_000_000} MB"])
    return _Reading(path, ctx, options_of(build)).bundles(content)


class _Reading:
    """One file while it is read; gathers what is wrong with it."""

    def __init__(self, path: Path, ctx: click.Context, options: Mapping[str, click.Option]) -> None:
        self._path = path
        self._ctx = ctx
        self._options = options
        self._lines: Mapping[Keys, int] = {}
        self._faults: list[tuple[int, str]] = []

    def bundles(self, content: bytes) -> Bundles:
        """What the file says; raises when anything in it is wrong."""
        try:
            text = content.decode("utf-8-sig")
            data = tomllib.loads(text)
        except UnicodeDecodeError:
            raise BundlesError(str(self._path), [f"{self._path}: is not UTF-8; save it as UTF-8"]) from None
        except (ValueError, RecursionError) as error:  # a number of ten thousand digits; brackets without end
            raise BundlesError(str(self._path), [f"{self._path}: is no TOML: {printable(str(error))}"]) from None
        self._lines = lines_of_keys(text)
        for key in data:
            if key not in _TABLES:
                self._unknown((key,), _TABLES, "there is no such table")
        defaults = self._values(("defaults",), self._table(data, "defaults"), _OF_ONE_BUNDLE)
        named = {
            name: bundle
            for name, table in self._table(data, "bundles").items()
            if (bundle := self._bundle(name, table)) is not None
        }
        hosts = tuple(self._hosts(self._table(data, "hosts")))
        self._compare_outputs(named.values())
        if self._faults:
            raise BundlesError(str(self._path), [fault for _, fault in sorted(self._faults)])
        return Bundles(self._path, defaults, named, hosts)

    def _bundle(self, name: str, table: object) -> NamedBundle | None:
        keys = ("bundles", name)
        if not isinstance(table, dict):
            self._fault(keys, "is no table; write [bundles.NAME] and its keys below")
            return None
        if not name.strip() or printable(name) != name:
            self._fault(keys, "has a name that cannot be typed")
        sources: tuple[str, ...] = ()
        if "sources" not in table and "list" not in table:
            self._fault(keys, 'has no sources; write sources = ["FOLDER"]')
        elif "sources" in table:
            try:
                sources = tuple(beside(self._path.parent, source) for source in strings(table["sources"]))
            except WrongValueError as error:
                self._fault((*keys, "sources"), str(error))
        return NamedBundle(name, sources, self._values(keys, table, ()))

    def _values(self, keys: Keys, table: Mapping[str, object], refused: Iterable[str]) -> dict[str, Any]:
        """The options of a table."""
        found: dict[str, Any] = {}
        for key, value in table.items():
            option = self._options.get(key)
            if key in refused:
                self._fault((*keys, key), "belongs to one bundle; write it below [bundles.NAME]")
            elif option is None or option.name is None:
                if key != "sources" or keys[0] != "bundles":
                    known = [*self._options, "sources"]
                    self._unknown((*keys, key), known, "there is no such key")
            else:
                try:
                    found[option.name] = converted(self._ctx, option, value, self._path.parent)
                except WrongValueError as error:
                    self._fault((*keys, key), str(error))
        return found

    def _hosts(self, table: Mapping[str, object]) -> Iterable[HostAccess]:
        for host, values in table.items():
            access, faults = host_access(host, values)
            for key, fault, known in faults:
                path = ("hosts", host, *key)
                if known:
                    self._unknown(path, known, fault)
                else:
                    self._fault(path, fault)
            if access is not None:
                yield access

    def _table(self, data: Mapping[str, object], name: str) -> Mapping[str, Any]:
        table = data.get(name, {})
        if isinstance(table, dict):
            return table
        self._fault((name,), f"is no table; write [{name}]")
        return {}

    def _compare_outputs(self, bundles: Iterable[NamedBundle]) -> None:
        """Two bundles that go to one file would replace each other's book."""
        seen: dict[Path, str] = {}
        for bundle in bundles:
            output = bundle.options.get("output")
            if output is not None:
                other = seen.setdefault(output, bundle.name)
                if other != bundle.name:
                    self._fault(("bundles", bundle.name, "output"), f"is that of the bundle '{other}', too")

    def _unknown(self, keys: Keys, known: Iterable[str], what: str) -> None:
        near = difflib.get_close_matches(keys[-1].lower().replace("_", "-"), list(known), 1, 0.5)
        self._fault(keys, f"{what}; did you mean '{near[0]}'?" if near else what)

    def _fault(self, keys: Keys, what: str) -> None:
        """Note a fault; a key without a line of its own has that of the table it stands in."""
        line = next((self._lines[keys[:count]] for count in range(len(keys), 0, -1) if keys[:count] in self._lines), 0)
        place = f"{self._path}:{line}" if line else str(self._path)
        self._faults.append((line, printable(f"{place}: {'.'.join(keys)}: {what}")))
