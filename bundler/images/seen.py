"""Pictures of the disk whose bytes an earlier run has hashed: they are not read again, as Git does not read its files.

What tells that a file is still the one is its size, the times of change of its content and of its entry, and its
number, as in Git's index. A file may be changed twice within the grain of its file system's clock (2 s on FAT), so what
was changed a moment ago is not believed: Git's documentation calls it "racily clean".
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from bundler.images.keeping import Keeping
from bundler.images.local import read_at

_GRAIN = 2_000_000_000
"""Nanoseconds in which a change may leave no trace."""


def hashed(path: Path, store: Keeping) -> tuple[str, bytes | None] | str:
    """A picture's digest, and its bytes where they had to be read.

    Args:
        path: the picture's file.
        store: what knows the files of earlier runs.

    Returns:
        the SHA-256 in hexadecimal digits, and the bytes or None; or why it cannot be read, in words.
    """
    state, is_settled = _state(path)
    known = store.seen(path, state) if state else None
    return (known, None) if known else _read(path, store, state if is_settled else "")


def read_anew(path: Path) -> tuple[str, bytes] | str:
    """The same of a file that has to be read whatever is known of it."""
    content = read_at(path)
    return content if isinstance(content, str) else (hashlib.sha256(content).hexdigest(), content)


def _read(path: Path, store: Keeping, state: str) -> tuple[str, bytes] | str:
    found = read_anew(path)
    if state and not isinstance(found, str) and _state(path)[0] == state:
        store.keep_seen(path, state, found[0])
    return found


def _state(path: Path) -> tuple[str, bool]:
    """What a file is recognised by, and whether its last change is so long ago that another one would be seen."""
    try:
        status = os.stat(path, follow_symlinks=False)  # noqa: PTH116 - a third of the time of `Path.stat`
    except OSError:
        return "", False
    last = max(status.st_mtime_ns, status.st_ctime_ns)
    state = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
    return state, last + _GRAIN < time.time_ns()
