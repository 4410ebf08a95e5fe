"""Exports that are tables: Pocket's CSV of 2025 and Instapaper's."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bundler.collect.document import Desk, Document, Found, Linked
from bundler.collect.links import web_address
from bundler.collect.unreadable import UnreadableError
from bundler.model import Hints

_POCKET = frozenset("title url time_added".split())
_INSTAPAPER = frozenset("url title selection folder".split())


def is_table_of_links(head: bytes) -> bool:
    """Whether a file's first line names the columns of Pocket's or Instapaper's export."""
    columns = frozenset(_columns(head.partition(b"\n")[0].decode("utf-8-sig", errors="replace")))
    return columns >= _POCKET or columns >= _INSTAPAPER


def read_table(document: Document, desk: Desk) -> Iterator[Found]:  # noqa: ARG001 - one interface
    """Read the addresses of an export, each once, in its order; rows that are no rows are passed over.

    Args:
        document: the export.
        desk: what readers share.

    Raises:
        UnreadableError: it is too large, damaged, or no address is in it.
    """
    seen: set[str] = set()
    with document.open() as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
        rows = csv.reader(line.replace("\x00", "") for line in text)
        try:
            columns = _columns(",".join(next(rows, [])))
            for row in rows:
                fields = dict(zip(columns, row, strict=False))
                address = web_address(fields.get("url", ""))
                if address and address not in seen:
                    seen.add(address)
                    title = fields.get("title", "").strip()
                    hints = Hints(title="" if title == address else title)
                    yield Linked(f"{document.name}/{len(seen):04}", address, hints, is_noted=True)
        except csv.Error as error:
            raise UnreadableError(f"is a damaged table ({error})") from error
    if not seen:
        raise UnreadableError("is an export without any address in it")


def _columns(line: str) -> list[str]:
    return [name.strip().strip('"').lower() for name in line.split(",")]
