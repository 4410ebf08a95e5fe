"""`epub-bundler build`: sources in, a book out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bundler.cli.json_text import json_text
from bundler.cli.options import given_rules, looks, pictures, place, place_of, rules, selection, settings_of
from bundler.cli.places import target_of
from bundler.cli.reports import nothing_new, print_report, report_json
from bundler.cli.running import ignore_interrupts, kept_answers, run
from bundler.package import check_folder
from bundler.pipeline import build
from bundler.report import Report

WITH_GAPS = 3


@click.command(
    "build", epilog="Example:  epub-bundler build saved-articles/ --from 2020-09 --to 2020-10 -o autumn.epub"
)
@selection
@rules
@looks
@pictures
@place
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The book's file; it is replaced as a whole.")
@click.option("--force", is_flag=True, help="Replace a book whose name was made from title and dates.")
@click.pass_context
def command(ctx: click.Context, /, output: Path | None, force: bool, **options: Any) -> None:  # noqa: ANN401 - what the decorators add
    """Make an EPUB of the articles in SOURCE: folders, checkouts of mirrors, single pages.

    The path of the book, or of each volume, is printed on stdout. Exit code 0: the book is whole; 3: something that
    was asked for is missing from it, which a page at its end lists; 1: no book; 2: usage; 130: interrupted.
    """
    settings = settings_of(options)

    target = target_of(output, settings.delta, force=force)

    if output or settings.delta.update:
        target("", "").check()  # before any work
    else:
        check_folder(Path())
    report = run(
        lambda tools: build(settings, replace(tools, answers=kept_answers(options)), target),
        quiet=options["quiet"] or options["as_json"],
        place=place_of(options, debug=bool(ctx.obj)),
        keep_pictures=not options["no_store"],
        rules=given_rules(options),
    )
    ignore_interrupts()
    if report.is_nothing_new and not (options["as_json"] or options["quiet"]):
        click.echo(f"epub-bundler: {nothing_new(report)}", err=True)
    _tell(report, settings.max_size, as_json=options["as_json"], quiet=options["quiet"])
    ctx.exit(WITH_GAPS if report.gaps else 0)


def _tell(report: Report, most: int | None, *, as_json: bool, quiet: bool) -> None:
    for path in report.interrupted:
        click.echo(f"epub-bundler: {path}: is whole, an interrupted run had made it and could not tell", err=True)
    for book in report.books:
        size = book.path.stat().st_size
        if most is not None and size > most:
            click.echo(
                f"epub-bundler: {book.path}: has {size / 1e6:.1f} MB, more than --max-size: one article alone is that "
                "large; leave its pictures out with --no-images",
                err=True,
            )
    if as_json:
        click.echo(json_text(report_json(report), indent=1))
    else:
        if not quiet and not report.is_nothing_new:
            print_report(report)
        for book in report.books:
            click.echo(book.path)
