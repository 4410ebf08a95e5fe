"""`epub-bundler list`: what `build` would take, without building."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bundler.characters import printable
from bundler.cli.json_text import json_text
from bundler.cli.options import given_rules, rules, selection, settings_of
from bundler.cli.running import run

if TYPE_CHECKING:  # help and refusals need not wait for the libraries
    from bundler.pipeline import Survey

WITH_GAPS = 3


@click.command("list", epilog="Example:  epub-bundler list saved-articles/ --limit 20")
@selection
@rules
@click.pass_context
def command(ctx: click.Context, /, as_json: bool, quiet: bool, **options: Any) -> None:  # noqa: ANN401 - what `selection` adds
    """Show what `build` would make of SOURCE, without making it.

    Each article's date, title, words, pictures and source; then what would be left out or missing, and why. Takes the
    same options as `build`.
    """
    from bundler.cli.reports import dropped_json, entry_json, skipped_json  # noqa: PLC0415 - as above
    from bundler.pipeline import survey  # noqa: PLC0415 - as above

    settings = settings_of(options)
    found = run(
        lambda tools: survey(settings, tools),
        quiet=quiet or as_json,
        debug=bool(ctx.obj),
        rules=given_rules(options),
    )
    if as_json:
        rows = {
            "articles": [entry_json(entry) for entry in found.entries],
            **skipped_json(found.skipped),
            "boilerplate": dropped_json(found.dropped),
        }
        click.echo(json_text(rows, indent=1))
    else:
        _print(found, quiet=quiet)
    ctx.exit(WITH_GAPS if any(item.kind.is_gap for item in found.skipped) else 0)


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
    from rich.console import Console  # noqa: PLC0415 - as above

    gaps = sum(item.kind.is_gap for item in found.skipped)
    Console(stderr=True, soft_wrap=True).print(
        f"{len(found.entries)} articles, {gaps} missing, {len(found.skipped) - gaps} left out", highlight=False
    )
