"""`epub-bundler list`: what `build` would take, without building."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bundler.atomic_file import write_whole
from bundler.characters import printable
from bundler.cli import build_command
from bundler.cli.bundles import Asked, asked
from bundler.cli.journal import open_journal
from bundler.cli.json_text import json_text
from bundler.cli.options import given_rules, place, place_of, rules, selection, settings_of
from bundler.cli.running import kept_answers, run
from bundler.errors import WriteError
from bundler.model import News
from bundler.package import Target

if TYPE_CHECKING:  # help and refusals need not wait for the libraries
    from bundler.pipeline import Survey

WITH_GAPS = 3


@click.command("list", epilog="Example:  epub-bundler list saved-articles/ --limit 20")
@selection
@rules
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a list to pick from by hand."
)
@place
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
    from bundler.cli.reports import dropped_json, entry_json, skipped_json  # noqa: PLC0415 - as above
    from bundler.pipeline import survey  # noqa: PLC0415 - as above
    from bundler.pipeline.picks import pick_list  # noqa: PLC0415 - as above

    options = one.options
    quiet, as_json = options["quiet"], options["as_json"]
    save: Path | None = options["save"]
    with open_journal(options["log_file"], f"list {one.name or ' '.join(options['sources'])}") as journal:
        settings = settings_of(options)
        if save is not None:
            Target(save, may_replace=False).check()  # somebody may have edited the list that is there
        found = run(
            lambda tools: survey(settings, replace(tools, answers=kept_answers(options))),
            quiet=quiet or as_json,
            place=place_of(options, debug=debug),
            rules=given_rules(options),
            journal=journal,
        )
        if save is not None:
            _save(pick_list(found.entries), save)
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


def _save(text: str, path: Path) -> None:
    try:
        write_whole(text.encode(errors="replace"), path)
    except OSError as error:
        raise WriteError(str(path), f"could not be written ({error.strerror})", "free some disk space") from error


def _print(found: Survey, *, quiet: bool) -> None:
    for entry in found.entries:
        day = entry.date.day if entry.date else "undated   "
        news = f"{entry.news.value}: " if entry.news in (News.CHANGED, News.GONE) else ""
        about = f"{news}{printable(entry.title)}  [{printable(entry.origin)}]"
        click.echo(f"{day}  {entry.words:>6} words  {entry.pictures:>3} pictures  {about}")
    for item in sorted(found.skipped, key=lambda item: (not item.kind.is_gap, item.origin)):
        family = "missing " if item.kind.is_gap else "left out"
        click.echo(f"{family}  {printable(f'{item.origin}: {item.kind.value}: {item.reason}')}")
    for block in found.dropped:
        click.echo(f"dropped   {printable(f'from {block.count} articles: {block.sample}')}")
    if quiet:
        return
    gaps = sum(item.kind.is_gap for item in found.skipped)
    click.echo(f"{len(found.entries)} articles, {gaps} missing, {len(found.skipped) - gaps} left out", err=True)
