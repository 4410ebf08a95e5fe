"""Where the work is done: `--workers`, `--scheduler`, and what is said when it cannot be done there."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.program import PROJECT, Command, environment, one_line, run


def test_the_number_of_workers_changes_nothing(pages: Path, tmp_path: Path) -> None:
    """One process and three make the same book, to the byte."""
    for count in ("1", "3"):
        done = run("build", pages, "--offline", "--workers", count, "-o", f"{count}.epub", folder=tmp_path)
        assert done.code == 0, done.err
    assert (tmp_path / "1.epub").read_bytes() == (tmp_path / "3.epub").read_bytes()


@pytest.mark.parametrize(
    "options",
    [
        ["--workers", "0"],
        ["--workers", "-1"],
        ["--workers", "many"],
        ["--scheduler", ""],
        ["--scheduler", "10.0.0.1:8786"],
        ["--scheduler", "tcp://"],
        ["--scheduler", "tcp://10.0.0.1"],
        ["--scheduler", "tcp://10.0.0.1:0"],
        ["--scheduler", "tcp://10.0.0.1:99999"],
        ["--scheduler", "http://10.0.0.1:8786"],
        ["--scheduler", "inproc://10.0.0.1:8786"],
        ["--scheduler", "tcp://10.0.0.1:8786", "--workers", "2"],
    ],
)
@pytest.mark.parametrize("name", ["build", "list", "extract"])
def test_what_is_no_place_is_a_usage_error(name: str, options: list[str], pages: Path, command: Command) -> None:
    """Exit code 2 before any work, with the option named."""
    outcome = command(name, pages, *options)
    assert outcome.code == 2
    assert options[0] in outcome.err


@pytest.mark.parametrize("option", [["--workers", "2"], ["--scheduler", "tcp://10.0.0.1:8786"]])
def test_debugging_is_done_in_one_process(option: list[str], pages: Path) -> None:
    """`--debug` cannot be meant together with other places."""
    outcome = run("--debug", "list", pages, *option, folder=pages)
    assert outcome.code == 2
    assert f"{option[0]}: --debug does all work in one process" in outcome.err


def test_a_scheduler_that_is_not_there_is_one_line(pages: Path, tmp_path: Path) -> None:
    """Nobody listens: exit code 1 soon, no book, the address and what to do."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        begin = time.monotonic()
        outcome = run("build", pages, "-o", tmp_path / "book.epub", "--scheduler", address, folder=tmp_path)
    assert outcome.code == 1
    line = one_line(outcome.err)
    assert line.startswith(f"epub-bundler: {address}: no scheduler answers (")
    assert line.endswith("; start one there with 'dask scheduler', or leave --scheduler out")
    assert not (tmp_path / "book.epub").exists()
    assert time.monotonic() - begin < 40


def test_without_dask_a_line_says_how_to_get_it(pages: Path, tmp_path: Path) -> None:
    """The extra is named as pip wants it."""
    (tmp_path / "distributed.py").write_text(
        "raise ModuleNotFoundError('none', name='distributed')\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "bundler", "list", pages, "--scheduler", "tcp://127.0.0.1:8786"],
        env={**environment(), "PYTHONPATH": f"{tmp_path}:{PROJECT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert one_line(done.stderr) == (
        "epub-bundler: --scheduler: needs Dask, which is not installed (distributed is missing); "
        "run \"pip install 'epub-bundler[cluster]'\""
    )


def test_dask_is_not_even_imported_on_one_machine(pages: Path) -> None:
    """A run without `--scheduler` works where Dask is not installed, and does not wait for it elsewhere."""
    script = (
        "import sys\nfrom bundler.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(sorted({'dask', 'distributed'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "list", pages, "-q", "--offline"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")
