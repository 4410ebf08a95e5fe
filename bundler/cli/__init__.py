"""The command line: one file a command. Only this folder uses click; stages know nothing of it."""

from bundler.cli.program import main, program

__all__ = ["main", "program"]
