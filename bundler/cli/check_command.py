"""`epub-bundler check`: is a finished book what it promises to be?"""

from __future__ import annotations

from pathlib import Path

import click

from bundler.characters import printable
from bundler.check import audit
from bundler.errors import SourceError

WITH_FINDINGS = 3


@click.command("check", epilog="Example:  epub-bundler check week.epub")
@click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BOOK...")
@click.pass_context
def command(ctx: click.Context, /, books: tuple[Path, ...]) -> None:
    """Read finished EPUB files, of any maker, and list what a reader without a network should not have in a book.

    Looked for: remote references, scripts and other active content, articles out of date order, files that are missing
    or that nothing refers to. Exit code 0: clean; 3: findings.
    """
    count = 0
    for book in books:
        try:
            findings = audit(book)
        except OSError as error:
            raise SourceError(str(book), f"cannot be read ({error.strerror})", "check the path") from error
        for finding in findings:
            place = f"{book}: {finding.file}" if finding.file else str(book)
            click.echo(printable(f"{place}: {finding.code.value}: {finding.detail}"))
        if not findings:
            click.echo(f"{book}: clean", err=True)
        count += len(findings)
    ctx.exit(WITH_FINDINGS if count else 0)
