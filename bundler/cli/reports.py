"""A run's outcome for people, as a table on stderr, and for programs, as JSON on stdout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from bundler.addresses import without_secrets
from bundler.characters import printable
from bundler.model import Dropped, Entry, Kind, Skipped
from bundler.report import Report

_MOST_LINES = 20
_MOST_ALIKE = 5
"""Pictures that miss for one reason, a dead server say, before they are told in one line."""
_TAKEN_INSTEAD = frozenset((Kind.FRONT_PAGE, Kind.KEPT_COPY))
_HEAVIEST = 3
_WORTH_TELLING = 1_000_000
_LONGEST_SUBJECT = 500
"""Characters; a data: address may have a million."""


def entry_json(entry: Entry) -> dict[str, Any]:
    """An article of a report."""
    return {
        "path": entry.origin,
        "title": entry.title,
        "byline": entry.byline,
        "site": entry.site,
        "date": entry.date.day if entry.date else None,
        "date_source": entry.date.source.value if entry.date else None,
        "language": entry.language,
        "source_url": without_secrets(entry.source_url) or None,
        "words": entry.words,
        "pictures": entry.pictures,
        "news": entry.news.value if entry.news else None,
    }


def skipped_json(skipped: Sequence[Skipped]) -> dict[str, list[dict[str, str]]]:
    """Gaps and what was left out, each in a list of its own."""
    rows = [(item.kind.is_gap, _row(item)) for item in skipped]
    return {"gaps": [row for is_gap, row in rows if is_gap], "left_out": [row for is_gap, row in rows if not is_gap]}


def _row(item: Skipped) -> dict[str, str]:
    row = {"path": item.origin, "stage": item.stage.value, "kind": item.kind.value, "reason": item.reason}
    return row | {"picture": item.subject[:_LONGEST_SUBJECT]} if item.subject else row


def dropped_json(dropped: Sequence[Dropped]) -> list[dict[str, Any]]:
    """Blocks that repeat over the batch and were dropped, with the number of articles each was dropped from."""
    return [{"articles": item.count, "sample": item.sample} for item in dropped]


def report_json(report: Report) -> dict[str, Any]:
    """A build's report."""
    return {
        "books": [
            {
                "path": str(book.path),
                "size": book.path.stat().st_size,
                "articles": len(book.chapters),
                "unchanged": book.is_unchanged,
            }
            for book in report.books
        ],
        "articles": [
            entry_json(entry) | {"picture_bytes": weight}
            for entry, weight in zip(report.entries, report.weights, strict=True)
        ],
        "pictures": report.pictures,
        "nothing_new": report.is_nothing_new,
        **skipped_json(report.skipped),
        "boilerplate": dropped_json(report.dropped),
    }


def summary(report: Report) -> list[tuple[str, str]]:
    """The numbers of a build, each with what it counts."""
    rows = [("articles", str(len(report.entries)))]
    news = Counter(entry.news for entry in report.entries if entry.news)
    rows.extend((f"  {item.value}", str(count)) for item, count in sorted(news.items()))
    rows.append(("pictures", str(report.pictures)))
    if len(report.books) > 1:
        rows.append(("volumes", str(len(report.books))))
    rows.append(("size", f"{report.size / 1e6:.1f} MB"))
    rows.extend((kind, str(count)) for kind, count in _by_kind(report.skipped))
    if report.dropped:
        rows.append(("repeated blocks dropped", str(sum(item.count for item in report.dropped))))
    return rows


def nothing_new(report: Report) -> str:
    """That there is nothing new, in one line; and that it is not sure where something could not be had."""
    if not report.gaps:
        return "nothing new, no book was made"
    first = report.gaps[0]
    missing = f"{len(report.gaps)} could not be had, the first {first.origin}: {first.reason}"
    return printable(f"nothing new, no book was made; but {missing}")


def print_report(report: Report) -> None:
    """The closing table of a build, on stderr."""
    rows = summary(report)
    width = max(len(name) for name, _ in rows)
    for name, number in rows:
        click.echo(f"{name:{width}}  {number}", err=True)
    heaviest = sorted(zip(report.weights, report.entries, strict=True), key=lambda pair: -pair[0])[:_HEAVIEST]
    for weight, entry in heaviest:
        if weight > _WORTH_TELLING:
            _print(f"{weight / 1e6:.1f} MB of pictures: {entry.title}")
    _print_taken_instead(report.skipped)
    _print_gaps(report.gaps)


def _print_taken_instead(skipped: Sequence[Skipped]) -> None:
    """What was taken instead of what was asked for: a site's feed, the copy of an earlier run; the first twenty."""
    lines = [f"{item.origin}: {item.reason}" for item in skipped if item.kind in _TAKEN_INSTEAD]
    for line in lines[:_MOST_LINES]:
        _print(line)
    if len(lines) > _MOST_LINES:
        _print(f"… and {len(lines) - _MOST_LINES} more; --json lists all")


def _print_gaps(gaps: Sequence[Skipped]) -> None:
    """The gaps, one line each, the first twenty of them; a reason that many pictures share is told for all at once."""
    shared = Counter(gap.reason for gap in gaps if gap.subject)
    alike = {reason: count for reason, count in shared.items() if count > _MOST_ALIKE}
    lines = [
        f"missing: {count} pictures: {reason}, the first of {next(gap.origin for gap in gaps if gap.reason == reason)}"
        for reason, count in alike.items()
    ]
    alone = [gap for gap in gaps if not gap.subject or gap.reason not in alike]
    for gap in alone[:_MOST_LINES]:
        about = f" {gap.subject[:120]}" if gap.subject else ""
        lines.append(f"missing: {gap.origin}:{about} {gap.reason}")
    for line in lines:
        _print(line)
    more = f"… and {len(alone) - _MOST_LINES} more; " if len(alone) > _MOST_LINES else ""
    if more or alike:
        _print(f"{more}--json lists all")


def _print(line: str) -> None:
    click.echo(printable(line), err=True)


def _by_kind(skipped: Sequence[Skipped]) -> list[tuple[str, int]]:
    counts = Counter(
        ("missing: " if item.kind.is_gap else "left out: ") + ("pictures, " if item.subject else "") + item.kind.value
        for item in skipped
    )
    return sorted(counts.items())
