"""`epub-bundler check`: is a finished book what it promises to be?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bundler.characters import printable
from bundler.check import Finding, audit
from bundler.check.epubcheck import MISSING, validate, validator
from bundler.check.traces import names_of_this_machine
from bundler.cli.json_text import json_text
from bundler.errors import SourceError

WITH_FINDINGS = 3
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn a line of a terminal around, so that a name reads as another."""


@click.command("check", epilog="Example:  epub-bundler check week.epub")
@click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BOOK...")
@click.option("--json", "as_json", is_flag=True, help="Print findings as JSON on stdout.")
@click.option("--validate", "with_epubcheck", is_flag=True, help="Run EPUBCheck too, if it is installed.")
@click.option("--this-machine", is_flag=True, help="Look for this machine's host, user and home folder, too.")
@click.pass_context
def command(
    ctx: click.Context, /, books: tuple[Path, ...], as_json: bool, with_epubcheck: bool, this_machine: bool
) -> None:
    """Read finished EPUB files, of any maker, and list what a reader without a network should not have in a book.

    Looked for: remote references, trackers, scripts, forms, tracking links, local paths, metadata of pictures, files
    that are missing, lie about their type or lead out of the book, contents that lead nowhere, articles out of date
    order, false claims, limits of devices. A folder stands for the books in it.

    Exit code 0: no errors and no warnings, notes there may be; 3: problems.
    """
    names = tuple(names_of_this_machine()) if this_machine else ()
    epubcheck = validator() if with_epubcheck else None
    if with_epubcheck and epubcheck is None:
        click.echo(MISSING, err=True)
    reports: list[dict[str, Any]] = []
    for book in (book for path in books for book in _books(path)):
        findings = _audited(book, names)
        if epubcheck is not None:
            findings.extend(validate(book, epubcheck))
        reports.append(_report(book, findings, validated=epubcheck is not None))
        if not as_json:
            _tell(book, findings)
    if as_json:
        click.echo(json_text({"books": reports}, indent=2))
    problems = sum(report["errors"] + report["warnings"] for report in reports)
    not_validated = with_epubcheck and epubcheck is None
    ctx.exit(WITH_FINDINGS if problems or not_validated else 0)


def _books(path: Path) -> Iterator[Path]:
    """A file as it is; of a folder all books in it and below, in the order of names, hidden ones left out."""
    if not path.is_dir():
        yield path
        return
    found = sorted(
        book for book in path.rglob("*") if book.suffix.lower() == ".epub" and book.is_file() and book.name[0] != "."
    )
    if not found:
        raise SourceError(str(path), "holds no EPUB file", "give a book or a folder with books")
    yield from found


def _audited(book: Path, names: tuple[tuple[str, str], ...]) -> list[Finding]:
    try:
        return audit(book, names)
    except OSError as error:
        raise SourceError(str(book), f"cannot be read ({error.strerror})", "check the path") from error


def _report(book: Path, findings: list[Finding], *, validated: bool) -> dict[str, Any]:
    """A book's findings as the object that the contract promises (docs/reference.md, "check")."""
    levels = [finding.level.value for finding in findings]
    return {
        "path": str(book),
        "errors": levels.count("error"),
        "warnings": levels.count("warning"),
        "notes": levels.count("note"),
        "validated": validated,
        "findings": [
            {"level": finding.level.value, "kind": finding.code.value, "file": finding.file, "detail": finding.detail}
            for finding in findings
        ],
    }


def _tell(book: Path, findings: list[Finding]) -> None:
    """One line for each finding on stdout; on stderr that a book has no problems."""
    for finding in findings:
        place = f"{book}: {finding.file}" if finding.file else str(book)
        line = f"{place}: {finding.level.value}: {finding.code.value}: {finding.detail}"
        click.echo(printable(_DIRECTIONS.sub("", line)))
    if not any(finding.level.is_problem for finding in findings):
        click.echo(printable(f"{book}: clean" + (f", {len(findings)} notes" if findings else "")), err=True)
