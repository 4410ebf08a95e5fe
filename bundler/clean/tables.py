"""Telling tables of data from tables that only place things on a screen."""

from __future__ import annotations

from bs4 import Tag

from bundler.clean.walk import holds

_CAPTION_MARKS = ("th", "caption", "thead")


def is_layout(table: Tag) -> bool:
    """Whether a table holds no data, so that its cells read better one after the other.

    Layout tables hold other tables, or have no row with two cells that hold anything. A table with header cells, a
    caption or a thead is data (HTML Standard, 4.9.1, "layout tables").

    Args:
        table: a `table` element.
    """
    if holds(table, "table") or table.get("role") == "presentation":
        return True
    if holds(table, *_CAPTION_MARKS):
        return False
    for row in table.find_all("tr"):
        filled = [cell for cell in row.find_all(("td", "th")) if cell.get_text(strip=True) or holds(cell, "img")]
        if len(filled) > 1:
            return False
    return True
