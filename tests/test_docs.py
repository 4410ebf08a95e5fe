"""The reference names every command and every option of the program."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bundler.cli.build_command import command as build
from bundler.cli.bundles.values import options_of
from bundler.cli.program import program

REFERENCE = Path(__file__).parents[1] / "docs" / "reference.md"


def commands() -> dict[str, click.Command]:
    """Every command by its full name, the program itself under its own."""
    found: dict[str, click.Command] = {"epub-bundler": program}
    open_groups: list[tuple[str, click.Group]] = [("epub-bundler", program)]
    for name, group in open_groups:
        context = click.Context(group)
        for child in group.list_commands(context):
            command = group.get_command(context, child)
            assert command is not None
            found[f"{name} {child}"] = command
            if isinstance(command, click.Group):
                open_groups.append((f"{name} {child}", command))
    return found


def options() -> list[tuple[str, str]]:
    """Every option of every command, in all its spellings."""
    return [
        (name, spelling)
        for name, command in commands().items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for spelling in (*parameter.opts, *parameter.secondary_opts)
    ]


def reference() -> str:
    """The reference's text."""
    return REFERENCE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", commands().keys())
def test_every_command_stands_in_the_reference(name: str) -> None:
    """A command's name stands in the reference as a word of its own."""
    assert re.search(rf"(?<![\w-]){re.escape(name.rsplit(maxsplit=1)[-1])}(?![\w-])", reference())


@pytest.mark.parametrize(("name", "spelling"), options())
def test_every_option_stands_in_the_reference(name: str, spelling: str) -> None:
    """Each spelling of an option stands in the reference literally."""
    assert re.search(rf"(?<![\w-]){re.escape(spelling)}(?![\w-])", reference()), f"{name} {spelling}"


def test_the_reference_names_no_option_that_is_not_there() -> None:
    """An option that stands between backticks in the reference is one the program has."""
    known = {spelling for _, spelling in options()} | {"--help", "-h", "--version"}
    named = set(re.findall(r"`(--[a-z][a-z-]*)", reference()))
    assert named
    assert named - known == set()


@pytest.mark.parametrize("key", [*options_of(build), "sources", "headers", "delay"])
def test_every_key_of_bundler_toml_stands_in_the_reference(key: str) -> None:
    """Each key stands between backticks in the chapter about the file."""
    chapter = reference().partition("\n## bundler.toml\n")[2].partition("\n## ")[0]
    assert f"`{key}`" in chapter


def test_the_readme_tells_of_bundler_toml_in_few_words() -> None:
    """In one to three lines; the reference has the rest."""
    readme = REFERENCE.parents[1] / "README.md"
    assert 1 <= sum("bundler.toml" in line for line in readme.read_text(encoding="utf-8").splitlines()) <= 3
