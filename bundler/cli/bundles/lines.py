"""On which line of a TOML file a key stands; tomllib does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

Keys = tuple[str, ...]


def lines_of_keys(text: str) -> dict[Keys, int]:
    """The line of every table and key that stands at the beginning of a line.

    Each line is read alone: what is no table's head or key by itself, a line of a text over several lines say, is
    passed over. Within such a text a line may look like a key; then a line number is wrong, and nothing else.

    Args:
        text: a valid TOML document.

    Returns:
        line numbers from 1 by the key's whole path; the first where a path stands several times.
    """
    found: dict[Keys, int] = {}
    table: Keys = ()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            table = next(_paths(stripped), table)
            for count in range(1, len(table) + 1):
                found.setdefault(table[:count], number)
        elif "=" in stripped and not stripped.startswith("#"):
            # Only the part before a value is of interest; a key may hold "=" itself when it is quoted.
            pieces = stripped.split("=")
            for count in range(1, len(pieces)):
                paths = list(_paths("=".join(pieces[:count]) + "= 0"))
                if paths:
                    found.setdefault((*table, *paths[0]), number)
                    break
    return found


def _paths(line: str) -> Iterator[Keys]:
    """The path that a line alone makes in a document; nothing when it is no line of one."""
    try:
        value = tomllib.loads(line)
    except (ValueError, RecursionError):
        return
    path: list[str] = []
    inner: object = value
    while isinstance(inner, dict | list) and inner:
        if isinstance(inner, list):
            inner = inner[0]
            continue
        name = next(iter(inner))
        path.append(name)
        inner = inner[name]
    if path:
        yield tuple(path)
