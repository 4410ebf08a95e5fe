"""`epub-bundler build`: sources in, a book out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bundler.cli.json_text import json_text
from bundler.cli.options import given_rules, pictures, rules, selection, settings_of
from bundler.cli.reports import print_report, report_json
from bundler.cli.running import run
from bundler.package import Target
from bundler.pipeline import build

WITH_GAPS = 3


@click.command(
    "build", epilog="Example:  epub-bundler build saved-articles/ --from 2020-09 --to 2020-10 -o autumn.epub"
)
@selection
@rules
@pictures
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The book's file; it is replaced as a whole.")
@click.option("--force", is_flag=True, help="Replace a book whose name was made from title and dates.")
@click.pass_context
def command(ctx: click.Context, /, output: Path | None, force: bool, **options: Any) -> None:  # noqa: ANN401 - what the decorators add
    """Make an EPUB of the articles in SOURCE: folders, checkouts of mirrors, single pages.

    The path of the book is printed on stdout. Exit code 0: the book is whole; 3: something that was asked for is
    missing from it, which its last page lists; 1: no book; 2: usage; 130: interrupted.
    """
    settings = settings_of(options)

    def target(name: str) -> Target:
        return (
            Target(output.resolve() if output.is_symlink() else output, may_replace=True)
            if output
            else Target(Path(name), may_replace=force)
        )

    if output:
        target("").check()  # before any work
    report = run(
        lambda tools: build(settings, tools, target),
        quiet=options["quiet"] or options["as_json"],
        debug=bool(ctx.obj),
        keep_pictures=not options["no_store"],
        rules=given_rules(options),
    )
    size = report.book.stat().st_size
    if settings.max_size is not None and size > settings.max_size:
        click.echo(
            f"epub-bundler: the book has {size / 1e6:.1f} MB, more than --max-size: its pictures are as small as they "
            "may be; make two books with --from and --to",
            err=True,
        )
    if options["as_json"]:
        click.echo(json_text(report_json(report), indent=1))
    else:
        if not options["quiet"]:
            print_report(report)
        click.echo(report.book)
    ctx.exit(WITH_GAPS if report.gaps else 0)
