"""Picking by hand: a list of articles as a text file that is edited and given back.

    [x] 0f3c5a7e9b2d4c61  2020-09-01    812 words  The title  # https://example.org/a.html

Mark and key begin the line; what stands behind them is for people and may be edited. Left out is what has `[ ]`, what
has been deleted, and what stands behind a `#` at the beginning of a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bundler.addresses import without_secrets
from bundler.characters import printable
from bundler.delta import Pick
from bundler.errors import SettingsError
from bundler.model import Entry, Kind, Skipped, Stage
from bundler.package import state

_HEAD = """\
# Articles to pick from, in the order of the book. Delete the lines of those that you do not want, or take the x out of
# [x], and give this file to 'epub-bundler build SOURCE... --picks FILE'. Behind the key a line may say what it likes.
"""
_DIGITS = 16
_LINE = re.compile(r"\[(?P<mark>[ xX*])?\]\s*(?P<key>[0-9a-f]{16}(?:-\d+)?)(?:\s+(?P<about>.*))?$")
_COLUMNS = re.compile(r"(?:(?:\d{4}-\d\d-\d\d|undated)\s+)?(?:\d+ words\s+)?")
_MOST_SHOWN = 40


def pick_list(entries: Sequence[Entry]) -> str:
    """The list of articles to pick from.

    Args:
        entries: in reading order.
    """
    lines = []
    for entry, key in zip(entries, _keys(entries), strict=True):
        day = entry.date.day if entry.date else "undated   "
        source = printable(without_secrets(entry.source_url) or entry.origin)
        lines.append(f"[x] {key}  {day}  {entry.words:>6} words  {printable(entry.title)}  # {source}\n")
    return _HEAD + "".join(lines)


def read_picks(text: str, name: str) -> tuple[Pick, ...]:
    """Read an edited list.

    Args:
        text: the file's text.
        name: what to call it in errors.

    Returns:
        the articles whose lines are still there and marked.

    Raises:
        SettingsError: a line is neither an article nor a remark; its number is told.
    """
    picks: list[Pick] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.match(line.strip())
        if found is None:
            shown = printable(line.strip())[:_MOST_SHOWN]
            raise SettingsError(
                f"{name}, line {number}", f"is no line of a pick list ('{shown}')", "restore it, or put # in front"
            )
        if (found["mark"] or " ") != " ":
            about = _COLUMNS.sub("", found["about"] or "", count=1).partition("  # ")[0]
            picks.append(Pick(found["key"], printable(about).strip() or found["key"], number))
    return tuple(picks)


def picked(entries: Sequence[Entry], picks: tuple[Pick, ...] | None) -> tuple[list[Entry], list[Skipped]]:
    """Choose the picked articles.

    Args:
        entries: all that there are.
        picks: what was picked; None for all.

    Returns:
        the picked ones, and what was left out; a gap for every pick that is not there.
    """
    if picks is None:
        return list(entries), []
    by_key = {pick.key: pick for pick in picks}
    kept: list[Entry] = []
    skipped: list[Skipped] = []
    for entry, key in zip(entries, _keys(entries), strict=True):
        if by_key.pop(key, None) is not None:
            kept.append(entry)
        else:
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.NOT_PICKED, "is not picked"))
    for pick in by_key.values():
        reason = f"is picked in line {pick.line} and not among the articles any more"
        skipped.append(Skipped(pick.title, Stage.SELECT, Kind.PICK_GONE, reason))
    return kept, skipped


def _keys(entries: Sequence[Entry]) -> list[str]:
    """A key for each article; a number behind it where several pages name one address, in the order of the pages."""
    seen: dict[str, int] = {}
    keys: dict[int, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.position):
        key = state.article_key(entry.source_url, entry.fingerprint)[:_DIGITS]
        seen[key] = seen.get(key, 0) + 1
        keys[entry.position] = key if seen[key] == 1 else f"{key}-{seen[key]}"
    return [keys[entry.position] for entry in entries]
