"""Reading a file of the user's disk without trusting what it is: used by collect and by illustrate."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

_MEBIBYTE = 1024 * 1024


def read_regular(path: Path, most: int) -> bytes | str:
    """Read a whole regular file.

    Devices, pipes and sockets are not read: one of them would hang the run or never end. The kind is asked of the
    opened file, not of its name, so that nothing can be put in its place in between.

    Args:
        path: a path that its caller has found to lie within a source; symbolic links in it are resolved already.
        most: bytes beyond which a file is not read.

    Returns:
        the bytes; or why they cannot be had, in words that follow the file's name.
    """
    opened = open_regular(path)
    if isinstance(opened, str):
        return opened
    with opened as file:
        try:
            if os.fstat(file.fileno()).st_size > most:
                return f"is larger than {most // _MEBIBYTE} MiB"
            return file.read()
        except OSError as error:
            return f"cannot be read ({error.strerror})"


def open_regular(path: Path) -> BinaryIO | str:
    """Open a regular file, and nothing else.

    Args:
        path: as `read_regular` takes it.

    Returns:
        the file, to be closed by the caller; or why it cannot be had, in words that follow its name.
    """
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"):  # not all of them on every system
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return os.fdopen(descriptor, "rb")
    except OSError as error:
        os.close(descriptor)
        return f"cannot be read ({error.strerror})"
    os.close(descriptor)
    return "is no regular file"
