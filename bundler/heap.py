"""The heap: a worker's is kept from task to task while it is small, and given back to the system after a large task.

A picture's buffers of some megabytes that are mapped anew for each task cost a page fault for every 4 kB: 2 of the 7
seconds that 350 pictures take (measured). A heap that is never given back would hold the largest task's memory.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import cache
from pathlib import Path

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Parameters of mallopt(3)."""
_MEBIBYTE = 1024 * 1024
_IN_HEAP = 8 * _MEBIBYTE
"""Bytes of a string or a picture's buffer up to which it lies in the heap; larger ones go back when they are freed."""
_AT_END = 64 * _MEBIBYTE
"""Free bytes at the heap's end that stay with the process."""
_LARGE = 128 * _MEBIBYTE
"""Bytes of a worker's memory above which its heap is given back; the program and its libraries use up to 85 MB."""
_STATM = Path("/proc/self/statm")


def keep_small_heap() -> None:
    """Let freed memory stay with the process for its next task. Systems without glibc have nothing to set."""
    library = _glibc()
    if library is not None:
        library.mallopt(_MMAP_THRESHOLD, _IN_HEAP)
        library.mallopt(_TRIM_THRESHOLD, _AT_END)


def use_one_heap() -> None:
    """Let threads share the heap; to be called before there are any.

    Each thread would get a heap of its own, into whose holes no other one's pieces go: 4 MB in a run of 1,000 articles.
    They take turns at the interpreter anyway, so nobody waits for the other.
    """
    library = _glibc()
    if library is not None:
        library.mallopt(_ARENA_MAX, 1)


def give_back_large_heap() -> None:
    """After a task: when the process is large, circles of dead objects go, and free memory goes back to the system."""
    if _glibc() is not None and _resident() > _LARGE:
        gc.collect()
        give_back_heap()


def give_back_heap() -> None:
    """Before work of another kind: free memory goes back to the system, where the next work cannot use it as it is."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if library is not None and hasattr(library, "malloc_trim") else None


def _resident() -> int:
    """Bytes of this process that are in memory (proc(5), statm)."""
    return int(_STATM.read_bytes().split()[1]) * 4096
