"""Where books go: the names the user gave, or made ones, and how they keep from each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bundler.delta import Delta
from bundler.package import Target

_MOST = 10_000


def target_of(output: Path | None, delta: Delta, *, force: bool) -> Callable[[str, str], Target]:
    """What tells where a book goes.

    Args:
        output: the file the user named, or None.
        delta: what the run is about. A book that brings only what is new never takes the place of the one before it,
            which has what it has not: it gets a number. An updated book takes its own place.
        force: whether a file may be replaced that the user did not name.

    Returns:
        takes the file name made from title and period and the volume's key (empty for a single book).
    """
    if delta.update:
        return lambda _name, _volume: Target(_own(output or Path(delta.update)), may_replace=True)

    def target(name: str, volume: str) -> Target:
        path = _volume_path(output, volume) if output else Path(name)
        if delta.is_partial and not force:
            return Target(_numbered(path), may_replace=False)
        return Target(_own(path) if output else path, may_replace=force or output is not None)

    return target


def _own(path: Path) -> Path:
    return path.resolve() if path.is_symlink() else path


def _volume_path(path: Path, volume: str) -> Path:
    return path.with_name(f"{path.stem}_{volume}{path.suffix}") if volume else path


def _numbered(path: Path) -> Path:
    """The first of `week.epub`, `week_2.epub`, `week_3.epub` ... that is not there."""
    names = (
        path if number == 1 else path.with_name(f"{path.stem}_{number}{path.suffix}") for number in range(1, _MOST)
    )
    return next((name for name in names if not name.exists() and not name.is_symlink()), path)
