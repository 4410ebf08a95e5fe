"""Reading a file of the user's disk without trusting what it is: used by collect and by illustrate."""

from __future__ import annotations

import os
import stat
from pathlib import Path

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
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"):  # not all of them on every system
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return "is no regular file"
        if status.st_size > most:
            return f"is larger than {most // _MEBIBYTE} MiB"
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read()
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    finally:
        os.close(descriptor)
