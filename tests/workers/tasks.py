"""What the worker tests send across: module-level functions, good ones and bad ones, and values to carry."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Parcel:
    """A frozen value with everything that crosses a border."""

    text: str
    content: bytes
    numbers: tuple[int, ...]
    inner: Parcel | None = None


class TwoPartsError(Exception):
    """An exception that pickle can write and not read: its constructor wants more than its message."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)
        self.second = second


def back(parcel: Parcel) -> Parcel:
    """Give the same value back."""
    return parcel


def process_id(_: int) -> int:
    """Tell which process this is."""
    return os.getpid()


def fail(words: str) -> str:
    """Raise an ordinary exception."""
    raise ValueError(words)


def fail_oddly(words: str) -> str:
    """Raise an exception that cannot be carried back."""
    raise TwoPartsError(words, "more")


def give_a_function(_: int) -> object:
    """Give a result that cannot be carried back."""
    return lambda: None


def leave(code: int) -> int:
    """End the process as `sys.exit` does."""
    raise SystemExit(code)


def end_process(code: int) -> int:
    """End the process at once, as a crashing library does."""
    os._exit(code)


def kill_process(_: int) -> int:
    """Die of a signal, as under the kernel's out-of-memory killer."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def die_once(path: str) -> str:
    """Die of a signal the first time, as a bystander does when somebody kills the wrong process."""
    mark = Path(path)
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def sleep(seconds: float) -> float:
    """Take time."""
    time.sleep(seconds)
    return seconds


def stay_in_c(rounds: int) -> bytes:
    """Take time without ever giving the interpreter its turn, as a decoder does."""
    return hashlib.pbkdf2_hmac("sha256", b"a", b"b", rounds)


def use_memory(size: int) -> int:
    """Take memory and touch it."""
    return len(bytearray(size))


def give_bytes(size: int) -> bytes:
    """Give so many."""
    return bytes(size)


def nest(depth: int) -> int:
    """Call itself until the interpreter has enough."""
    return nest(depth + 1) if depth >= 0 else 0


def back_or(task: object) -> object:
    """Give a task back; or, of a function and a task of its own, what that gives."""
    if isinstance(task, tuple):
        function, own = task
        return function(own)
    return task
