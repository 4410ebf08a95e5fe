"""`epub-bundler list`: what `build` would take, without building."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click
from rich.console import Console

from bundler.characters import printable
from bundler.cli import build_command
from bundler.cli.bundles import Asked, asked
from bundler.cli.journal import open_journal
from bundler.cli.json_text import json_text
from bundler.cli.options import given_rules, rules, selection, settings_of
from bundler.cli.reports import dropped_json, entry_json, skipped_json
from bundler.cli.running import kept_answers, run
from bundler.pipeline import Survey, survey

WITH_GAPS = 3


@click.command("list", epilog="Example:  epub-bundler list saved-articles/ --limit 20")
@selection
@rules
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - what `selection` adds
    """Show what `build` would make of SOURCE, or of a BUNDLE of bundler.toml, without making it.

    Each article's date, title, words, pictures and source; then what would be left out or missing, and why. Takes the
    same options as `build`.
    """
    gaps = [_list(one, debug=bool(ctx.obj)) for one in asked(ctx, build_command.command, options)]
    ctx.exit(WITH_GAPS if any(gaps) else 0)


def _list(one: Asked, *, debug: bool) -> bool:
    """List one bundle, or what was typed; gives whether something is missing."""
    options = one.options
    quiet, as_json = options["quiet"], options["as_json"]
    with open_journal(options["log_file"], f"list {one.name or ' '.join(options['sources'])}") as journal:
        settings = settings_of(options)
        found = run(
            lambda tools: survey(settings, replace(tools, answers=kept_answers(options))),
            quiet=quiet or as_json,
            debug=debug,
            rules=given_rules(options),
            journal=journal,
        )
    if as_json:
        rows = {
            "articles": [entry_json(entry) for entry in found.entries],
            **skipped_json(found.skipped),
            "boilerplate": dropped_json(found.dropped),
        }
        click.echo(json_text(({"bundle": one.name} if one.name else {}) | rows, indent=1))
    else:
        _print(found, quiet=quiet)
    return any(item.kind.is_gap for item in found.skipped)


def _print(found: Survey, *, quiet: bool) -> None:
    for entry in found.entries:
        day = entry.date.day if entry.date else "undated   "
        about = f"{printable(entry.title)}  [{printable(entry.origin)}]"
        click.echo(f"{day}  {entry.words:>6} words  {entry.pictures:>3} pictures  {about}")
    for item in sorted(found.skipped, key=lambda item: (not item.kind.is_gap, item.origin)):
        family = "missing " if item.kind.is_gap else "left out"
        click.echo(f"{family}  {printable(f'{item.origin}: {item.kind.value}: {item.reason}')}")
    for block in found.dropped:
        click.echo(f"dropped   {printable(f'from {block.count} articles: {block.sample}')}")
    if quiet:
        return
    gaps = sum(item.kind.is_gap for item in found.skipped)
    Console(stderr=True, soft_wrap=True).print(
        f"{len(found.entries)} articles, {gaps} missing, {len(found.skipped) - gaps} left out", highlight=False
    )
