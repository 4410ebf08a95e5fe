"""The program `epub-bundler`: its commands, loaded when they are called, and the one place errors become exit codes."""

from __future__ import annotations

import importlib
import os
import re
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from bundler import __version__
from bundler.characters import printable
from bundler.cli.interruption import interruption
from bundler.cli.loading import loading
from bundler.errors import BundlerError

INTERRUPTED = 130
_COMMANDS = {
    "init": "Write a bundler.toml with comments to start from.",
    "build": "Make an EPUB of the articles in SOURCE.",
    "list": "Show what build would make of SOURCE.",
    "extract": "Clean SOURCE and print articles as JSON Lines.",
    "check": "List what should not be in a finished book.",
    "devices": "List the devices that pictures can be fitted to.",
    "styles": "List the styles that a book can have.",
    "cache": "Look at or clear away what is kept between runs.",
}
_SOURCE = re.compile(r"https?://|[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)|-$", re.IGNORECASE)
"""What looks like an address, with or without its scheme."""
_LONGEST_NAME = 1000


class _LazyGroup(click.Group):
    """Imports a command when it is run, so that `--help` needs neither parsers nor ebooklib."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """A command, whose module is loaded now; None when there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        with loading():
            module = importlib.import_module(f"bundler.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; what is none, but a source, is answered with what to type."""
        name = args[0]
        if name not in _COMMANDS:
            near = get_close_matches(name, _COMMANDS, 1)
            if near:
                ctx.fail(f"There is no command '{name}'. Did you mean '{near[0]}'?")
            if _SOURCE.match(name) or Path(name[:_LONGEST_NAME]).exists():
                ctx.fail(f"'{name}' is a source, and a command has to stand before it: epub-bundler build {name}")
            ctx.fail(f"There is no command '{name}'. To make a book: epub-bundler build SOURCE")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands and their summaries, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command; that its reader, `head` say, has seen enough is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the exit would flush and fail again
            return 0


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example:  epub-bundler build saved-articles/ -o week.epub",
)
@click.version_option(__version__, prog_name="epub-bundler")
@click.option("--debug", is_flag=True, help="Show tracebacks, and do all work in one process.")
@click.pass_context
def program(ctx: click.Context, debug: bool) -> None:
    """Bind saved articles into one EPUB, ordered by date, that needs no network."""
    ctx.obj = debug


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit code.

    0 whole book or clean check; 3 book with gaps or findings; 1 no book; 2 usage; 130 interrupted.

    Args:
        arguments: the command line without the program's name; `sys.argv` when left out.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    try:
        code = program.main(args=arguments, prog_name="epub-bundler", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort) as stop:
        click.echo(f"epub-bundler: {printable(str(interruption(stop)))}", err=True)
        code = INTERRUPTED
    except BundlerError as error:
        if debug:
            raise
        click.echo("\n".join(f"epub-bundler: {printable(line)}" for line in error.lines), err=True)
        code = error.exit_code
    except OSError as error:
        if debug:
            raise
        what = f"{error.filename or 'standard output'}: {error.strerror or error}"
        click.echo(f"epub-bundler: {printable(what)}; free some space or check the path and try again", err=True)
        code = 1
    except Exception as error:  # the outermost border: a defect of ours is told in one line, too
        if debug:
            raise
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        click.echo(
            f"epub-bundler: unexpected {printable(what)}; run again with --debug and report what it prints", err=True
        )
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
