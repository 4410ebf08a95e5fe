"""`epub-bundler build`: sources in, a book out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bundler.cli.json_text import json_text
from bundler.cli.options import given_rules, looks, pictures, rules, selection, settings_of
from bundler.cli.running import ignore_interrupts, run
from bundler.package import Target, check_folder
from bundler.report import Report

WITH_GAPS = 3


@click.command(
    "build", epilog="Example:  epub-bundler build saved-articles/ --from 2020-09 --to 2020-10 -o autumn.epub"
)
@selection
@rules
@looks
@pictures
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The book's file; it is replaced as a whole.")
@click.option("--force", is_flag=True, help="Replace a book whose name was made from title and dates.")
@click.pass_context
def command(ctx: click.Context, /, output: Path | None, force: bool, **options: Any) -> None:  # noqa: ANN401 - what the decorators add
    """Make an EPUB of the articles in SOURCE: folders, checkouts of mirrors, single pages.

    The path of the book, or of each volume, is printed on stdout. Exit code 0: the book is whole; 3: something that
    was asked for is missing from it, which a page at its end lists; 1: no book; 2: usage; 130: interrupted.
    """
    settings = settings_of(options)

    def target(name: str, volume: str) -> Target:
        if output is None:
            return Target(Path(name), may_replace=force)
        path = output.with_name(f"{output.stem}_{volume}{output.suffix}") if volume else output
        return Target(path.resolve() if path.is_symlink() else path, may_replace=True)

    if output:
        target("", "").check()  # before any work
    else:
        check_folder(Path())
    from bundler.pipeline import build  # noqa: PLC0415 - help and refusals need not wait for the libraries

    report = run(
        lambda tools: build(settings, tools, target),
        quiet=options["quiet"] or options["as_json"],
        debug=bool(ctx.obj),
        keep_pictures=not options["no_store"],
        rules=given_rules(options),
    )
    ignore_interrupts()
    _tell(report, settings.max_size, as_json=options["as_json"], quiet=options["quiet"])
    ctx.exit(WITH_GAPS if report.gaps else 0)


def _tell(report: Report, most: int | None, *, as_json: bool, quiet: bool) -> None:
    for book in report.books:
        size = book.path.stat().st_size
        if most is not None and size > most:
            click.echo(
                f"epub-bundler: {book.path}: has {size / 1e6:.1f} MB, more than --max-size: one article alone is that "
                "large; leave its pictures out with --no-images",
                err=True,
            )
    if as_json or not quiet:
        from bundler.cli.reports import print_report, report_json  # noqa: PLC0415 - who is told nothing waits for none
    if as_json:
        click.echo(json_text(report_json(report), indent=1))
    else:
        if not quiet:
            print_report(report)
        for book in report.books:
            click.echo(book.path)
