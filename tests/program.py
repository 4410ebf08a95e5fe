"""Running the real command in a process of its own, and looking at what it leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

COMMAND = (sys.executable, "-m", "bundler")
PROJECT = Path(__file__).resolve().parents[1]


def environment(**more: str) -> dict[str, str]:
    """This process's environment with the project importable from every folder, and `more` on top."""
    paths = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", **more}


def run(
    *arguments: str | Path,
    folder: Path,
    env: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end.

    Args:
        arguments: the command line without the program's name.
        folder: the working folder.
        env: its whole environment; this process's when left out.
        before: called in the new process before the command starts, to set limits.
    """
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=dict(env) if env is not None else environment(),
        preexec_fn=before,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=120,
        check=False,
    )


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
