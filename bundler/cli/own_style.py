"""Reading what `--style` names: a theme, or the user's own style sheet."""

from __future__ import annotations

import re
from pathlib import Path

from bundler.errors import SettingsError
from bundler.package import Style

_LARGEST = 100_000
"""Bytes; KOReader lays out a whole book with its style sheet, and feels every rule."""
_WITHIN = re.compile(r"data:(?:image|font)/|#", re.IGNORECASE)
"""Addresses that hold what they name, or name a place in the style sheet itself."""
_SHOWN = 80


def read_style(name: str) -> tuple[str, bytes]:
    """A theme, or the base theme and an own style sheet.

    Args:
        name: a theme's name, or the path of a `.css` file.

    Returns:
        the theme's name, and the own style sheet's bytes (empty for none).

    Raises:
        SettingsError: there is no such theme; the file cannot be read, is too large, or loads or runs something.
    """
    if not name.lower().endswith(".css"):
        return Style(name).theme, b""
    from bundler.check.css import addresses, css_findings, plain_css  # noqa: PLC0415 - who names a theme needs no audit

    path = Path(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"--style {name}", f"cannot be read ({error.strerror})", "check the path") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"--style {name}", "is not UTF-8", "save it as UTF-8") from None
    if len(content) > _LARGEST:
        raise SettingsError(f"--style {name}", f"has more than {_LARGEST // 1000} kB", "keep to a few rules")
    found = [finding.detail for finding in css_findings(name, text) if finding.level.is_problem]
    found += [f"CSS loads {address[:_SHOWN]}" for address in addresses(plain_css(text)) if not _WITHIN.match(address)]
    if found:
        raise SettingsError(f"--style {name}", found[0], "a book holds no other files for it; take that out")
    return "default", text.encode()
