"""The heap of the main process: one for all threads, so that what one has freed another one can use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import environment

_ARENAS = """
import ctypes, sys, threading
from bundler.heap import use_one_heap
if sys.argv[1] == "one":
    use_one_heap()
kept = []
threads = [threading.Thread(target=lambda: kept.append([bytes(4000 + size) for size in range(2000)])) for _ in "ab"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(sys.argv[2].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
"""
"""Fills memory in threads and writes what glibc tells of its heaps (malloc_info(3)) into a file."""


@pytest.mark.skipif(sys.platform != "linux", reason="heaps are told by glibc, on Linux only")
def test_threads_share_one_heap(tmp_path: Path) -> None:
    """By itself glibc gives a thread one of its own."""
    heaps = {}
    for how in ("one", "many"):
        told = tmp_path / how
        done = subprocess.run([sys.executable, "-c", _ARENAS, how, str(told)], env=environment(), check=False)
        if done.returncode:
            pytest.skip("this libc tells nothing of its heaps")
        heaps[how] = told.read_text(encoding="utf-8").count("<heap nr=")
    assert heaps["one"] == 1
    assert heaps["many"] > 1
