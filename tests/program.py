"""Running the real command in a process of its own, and looking at what it leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

Command = Callable[..., "Outcome"]
"""The fixture `command`: takes a command line, gives its outcome."""

COMMAND = (sys.executable, "-m", "bundler")
PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """This process's environment with the project importable from every folder, and `more` on top."""
    paths = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", **more}


def run(
    *arguments: str | Path,
    folder: Path,
    env: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    out: TextIO | None = None,
) -> Outcome:
    """Run the command to its end.

    Args:
        arguments: the command line without the program's name.
        folder: the working folder.
        env: its whole environment; this process's when left out.
        before: called in the new process before the command starts, to set limits.
        out: where stdout goes; into the outcome when left out.
    """
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=dict(env) if env is not None else environment(),
        preexec_fn=before,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if out is None else out,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=120,
        check=False,
    )
    return Outcome(done.returncode, done.stdout or "", done.stderr)


def inside(folder: Path) -> list[str]:
    """Names of everything in a folder, unfinished books and other litter too."""
    return sorted(path.name for path in folder.iterdir())


def one_line(stderr: str) -> str:
    """The only line of an error message; fails when there is more or less than one, or a traceback."""
    lines = stderr.splitlines()
    assert len(lines) == 1, stderr
    assert "Traceback" not in stderr
    assert "unexpected" not in stderr, stderr
    return lines[0]
