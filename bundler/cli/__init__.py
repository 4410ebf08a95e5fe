"""The command line: one file a command. Only this folder uses click; stages know nothing of it."""

from __future__ import annotations


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit code; see `bundler.cli.program.main`.

    Args:
        arguments: the command line without the program's name; `sys.argv` when left out.
    """
    from bundler.cli.program import main as run  # noqa: PLC0415 - workers import this module by the program's name, too

    run(arguments)
