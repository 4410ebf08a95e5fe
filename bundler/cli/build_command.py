"""`epub-bundler build`: sources in, a book out; or the bundles of a bundler.toml, one after the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bundler.characters import printable
from bundler.cli.bundles import Asked, asked
from bundler.cli.interruption import Interruption, interruption
from bundler.cli.journal import open_journal
from bundler.cli.json_text import json_text
from bundler.cli.loading import loading
from bundler.cli.options import given_rules, looks, pictures, place, place_of, rules, selection, settings_of
from bundler.cli.places import target_of
from bundler.cli.running import ignore_interrupts, kept_answers, run
from bundler.errors import BundlerError
from bundler.package import check_folder, older_volumes
from bundler.report import Report
from bundler.settings import Settings

WITH_GAPS = 3
_FROM_GOOD_TO_BAD = (0, WITH_GAPS, 1, 2)


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
@click.option("--all", is_flag=True, help="Build every bundle of bundler.toml.")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - what the decorators add
    """Make an EPUB of the articles in SOURCE: folders, checkouts of mirrors, single pages.

    A BUNDLE of bundler.toml has its sources and options there; 'epub-bundler init' writes one to start from.

    The path of the book, or of each volume, is printed on stdout. Exit code 0: the book is whole; 3: something that
    was asked for is missing from it, which a page at its end lists; 1: no book; 2: usage; 130: interrupted.
    """
    wanted = asked(ctx, ctx.command, options)
    codes = [0]
    made: list[Path] = []
    for number, one in enumerate(wanted, 1):
        if len(wanted) > 1 and not one.options["quiet"]:
            click.echo(f"epub-bundler: {printable(one.name)}", err=True)
        try:
            codes.append(_build(one, debug=bool(ctx.obj), made=made, is_last=number == len(wanted)))
        except KeyboardInterrupt as stop:
            cut = interruption(stop)
            raise Interruption(tuple(dict.fromkeys((*made, *cut.made))), is_kept=cut.is_kept) from None
        except BundlerError as error:
            if len(wanted) == 1 or bool(ctx.obj):
                raise
            for line in error.lines:
                click.echo(f"epub-bundler: {printable(f'{one.name}: {line}')}", err=True)
            codes.append(error.exit_code)
    ctx.exit(max(codes, key=_FROM_GOOD_TO_BAD.index))


def _build(one: Asked, *, debug: bool, made: list[Path], is_last: bool) -> int:
    """Make one bundle's book or volumes, and tell; their paths are added to `made`."""
    with loading():  # help and refusals need not wait for it
        from bundler.cli.reports import summary  # noqa: PLC0415
        from bundler.pipeline import build  # noqa: PLC0415

    options = one.options
    with open_journal(options["log_file"], f"build {one.name or ' '.join(options['sources'])}") as journal:
        settings = settings_of(options)
        target = target_of(options["output"], settings.delta, force=options["force"])
        if options["output"] or settings.delta.update:
            target("", "").check()  # before any work
        else:
            check_folder(Path())
        report = run(
            lambda tools: build(settings, replace(tools, answers=kept_answers(options)), target),
            quiet=options["quiet"] or options["as_json"],
            place=place_of(options, debug=debug),
            keep_pictures=not options["no_store"],
            rules=given_rules(options),
            journal=journal,
        )
        if is_last:
            ignore_interrupts()
        made.extend(book.path for book in report.books)
        for name, number in summary(report):
            journal.write("run", "summary", name, number)
    _tell(report, one, settings)
    return WITH_GAPS if report.gaps else 0


def _tell(report: Report, one: Asked, settings: Settings) -> None:
    from bundler.cli.reports import nothing_new, print_report, report_json  # noqa: PLC0415 - as above

    most = settings.max_size
    is_quiet, as_json = one.options["quiet"], one.options["as_json"]
    if report.is_nothing_new and not (as_json or is_quiet):
        click.echo(f"epub-bundler: {nothing_new(report)}", err=True)
    for path in report.interrupted:
        click.echo(f"epub-bundler: {path}: is whole, an interrupted run had made it and could not tell", err=True)
    for book in report.books:
        if book.is_unchanged and not (as_json or is_quiet):
            click.echo(f"epub-bundler: {book.path}: is unchanged, and was left as it is", err=True)
        size = book.path.stat().st_size
        if most is not None and size > most:
            click.echo(
                f"epub-bundler: {book.path}: has {size / 1e6:.1f} MB, more than --max-size: one article alone is that "
                "large; leave its pictures out with --no-images",
                err=True,
            )
    has_all = not (settings.delta.is_partial or settings.delta.update)
    if report.books and has_all and not is_quiet:  # else older volumes hold what nothing else does
        _tell_of_older_volumes(report)
    if as_json:
        click.echo(json_text(({"bundle": one.name} if one.name else {}) | report_json(report), indent=1))
    else:
        if not is_quiet and not report.is_nothing_new:
            print_report(report)
        for book in report.books:
            click.echo(book.path)


def _tell_of_older_volumes(report: Report) -> None:
    first = report.books[0]
    folder = first.path.parent
    stem = first.path.stem.removesuffix(f"_{first.volume}") if first.volume else first.path.stem
    older = older_volumes([path.name for path in folder.iterdir()], stem, [book.volume for book in report.books])
    if older:
        names = ", ".join(older)
        click.echo(
            f"epub-bundler: {printable(names)}: of an earlier run of this bundle and not made anew; their articles "
            "are in the new volumes or left out, delete them if nobody needs them",
            err=True,
        )
