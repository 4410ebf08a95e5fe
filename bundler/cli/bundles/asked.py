"""What a command line asks for: typed sources, or bundles of `bundler.toml`, with their options in layers."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import platformdirs
from click.core import ParameterSource

from bundler.characters import printable
from bundler.cli.bundles.reading import Bundles, NamedBundle, read_bundles
from bundler.errors import SettingsError, SourceError

FILE_NAME = "bundler.toml"
_GIVEN = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT, ParameterSource.PROMPT)
_PERIODS = (frozenset(("first", "last")), frozenset(("span",)))
"""Ways to say a period: one that is said above replaces another said below."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One book, or list, that is asked for.

    Attributes:
        name: the bundle's; empty for typed sources.
        options: of every layer, by click's names; `sources`, `bundle` and `hosts` among them.
    """

    name: str
    options: dict[str, Any]


def asked(ctx: click.Context, build: click.Command, options: Mapping[str, Any]) -> list[Asked]:
    """What is asked for.

    Args:
        ctx: the command's.
        build: the command whose options are the keys of the file.
        options: what click gives, with `sources`, `lists`, `config`, `no_config` and `quiet`; `all` where there is one.

    Returns:
        one or more.

    Raises:
        BundlesError: the file does not hold.
        SettingsError: sources and bundles cannot be meant together.
        SourceError: a word is no path, no address and no bundle.
        click.UsageError: of several bundles none is named.
    """
    found = _find(options["config"], is_wanted=not options["no_config"])
    bundles = read_bundles(found, ctx, build) if found is not None else Bundles()
    given = {name for name in options if ctx.get_parameter_source(name) in _GIVEN}
    chosen = _chosen(ctx, bundles, options)
    if bundles.path is not None and not options["quiet"]:
        for line in _remarks(bundles, options["sources"], is_named=bool(chosen)):
            click.echo(f"epub-bundler: {printable(line)}", err=True)
    layers = [bundle.options for bundle in chosen] or [{}]
    names = [bundle.name for bundle in chosen] or [""]
    sources = [bundle.sources for bundle in chosen] or [tuple(options["sources"])]
    above = {name: options[name] for name in given}
    return [
        Asked(name, _layered(options, bundles.defaults, layer, above) | _frame(name, own, bundles))
        for name, own, layer in zip(names, sources, layers, strict=True)
    ]


def _frame(name: str, sources: tuple[str, ...], bundles: Bundles) -> dict[str, Any]:
    return {"sources": sources, "bundle": name, "hosts": bundles.hosts}


def _layered(base: Mapping[str, Any], *layers: Mapping[str, Any]) -> dict[str, Any]:
    """Options one layer above the other; what a command does not have is not for it.

    Args:
        base: the program's own values, those of every option that the command has.
        layers: the lowest first.
    """
    found = dict(base)
    for layer in layers:
        for way in _PERIODS:
            if way & layer.keys():
                others = frozenset().union(*(other for other in _PERIODS if other is not way))
                found |= dict.fromkeys(others & found.keys() - layer.keys())
        found |= {name: value for name, value in layer.items() if name in base}
    return found


def _find(named: Path | None, *, is_wanted: bool) -> Path | None:
    """The file that counts: the one that is named, that of the current folder, that of the user."""
    if not is_wanted:
        return None
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"--config {named}", "there is no such file", "check the path")
        return named
    own = platformdirs.user_config_path("epub-bundler", appauthor=False) / FILE_NAME
    return next((path for path in (Path(FILE_NAME), own) if path.is_file()), None)


def _chosen(ctx: click.Context, bundles: Bundles, options: Mapping[str, Any]) -> list[NamedBundle]:
    """The bundles that are asked for; none when sources were typed, or nothing at all."""
    words: Sequence[str] = options["sources"]
    lists: Sequence[str] = options["lists"]
    if options.get("all", False):
        if words or lists:
            raise SettingsError("--all", "builds every bundle", "leave out what stands beside it")
        if not bundles.named:
            raise SettingsError("--all", "there are no bundles", "'epub-bundler init' writes a bundler.toml")
        return list(bundles.named.values())
    if not words and bundles.named and not lists:
        return [_only(ctx, bundles)]
    named = [word for word in words if _is_bundle(word, bundles)]
    if not named:
        for word in words:
            _look_for_misspelling(word, bundles)
        return []
    if len(named) < len(words):
        other = next(word for word in words if word not in named)
        raise SettingsError(
            f"'{named[0]}' and '{other}'",
            "are a bundle and a source, which make no book together",
            f"write ./{named[0]} if that is a file, or add the source to the bundle",
        )
    return [bundles.named[word] for word in dict.fromkeys(words)]


def _only(ctx: click.Context, bundles: Bundles) -> NamedBundle:
    if len(bundles.named) == 1:
        return next(iter(bundles.named.values()))
    raise click.UsageError(f"Missing argument. {bundles.path} has {_listed(bundles)}: name one, or use --all.", ctx)


def _is_bundle(word: str, bundles: Bundles) -> bool:
    return word in bundles.named and not os.path.lexists(word)


def _look_for_misspelling(word: str, bundles: Bundles) -> None:
    """A word that is no path and no address may be a bundle's name with a slip; raises with the right one."""
    if not bundles.named or "\0" in word or os.path.lexists(word) or word == "-" or "/" in word or "." in word:
        return
    near = difflib.get_close_matches(word, list(bundles.named), 1, 0.5)
    advice = f"did you mean '{near[0]}'?" if near else f"it has {_listed(bundles)}"
    raise SourceError(word, f"no such file or folder, and no bundle of {bundles.path}", advice)


def _listed(bundles: Bundles) -> str:
    names = list(bundles.named)
    most = 8
    return ", ".join(f"'{name}'" for name in names[:most]) + (", …" if len(names) > most else "")


def _remarks(bundles: Bundles, words: Sequence[str], *, is_named: bool) -> Iterator[str]:
    """What a user may not expect: whose settings count, and which of two things of one name is taken."""
    if not is_named and (bundles.defaults or bundles.hosts):
        yield f"settings of {bundles.path} count; --no-config leaves them out"
    for word in words:
        if word in bundles.named and os.path.lexists(word):
            yield f"'{word}' is taken for the file or folder of that name, not for the bundle of {bundles.path}"
