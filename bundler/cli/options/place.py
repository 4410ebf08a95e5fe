"""Where pages are cleaned and pictures fitted."""

from __future__ import annotations

import re
from typing import Any

import click

from bundler.cli.options.types import Function, applied
from bundler.workers import Place


class Scheduler(click.ParamType):  # type: ignore[type-arg]
    """The address of a Dask scheduler: `tcp://HOST:PORT` or `tls://HOST:PORT`."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """Look at an address; what is none is a usage error."""
        match = re.fullmatch(r"(tcp|tls)://(\[[0-9A-Fa-f:.]+(%\w+)?\]|[\w.-]+):(\d{1,5})", str(value))
        if match is None or not 0 < int(match[4]) < 2**16:
            self.fail(
                f"{value!r} is no scheduler's address; write it as tcp://HOST:8786 or tls://HOST:8786", param, ctx
            )
        return str(value)


def place(function: Function) -> Function:
    """Where pages are cleaned and pictures fitted; for every command that cleans."""
    return applied(
        function,
        click.option("--workers", type=click.IntRange(1, 1024), metavar="N", help="So many processes; one a core."),
        click.option(
            "--scheduler",
            type=Scheduler(),
            metavar="ADDRESS",
            help="Work on a Dask cluster, tcp://HOST:PORT.",
        ),
    )


def place_of(options: dict[str, Any], *, debug: bool) -> Place:
    """The place out of the options of `place`.

    Args:
        options: what click gives for it.
        debug: whether all work is done in one process.

    Raises:
        click.UsageError: options that cannot be meant together.
    """
    workers, scheduler = options["workers"], options["scheduler"]
    if workers and scheduler:
        raise click.UsageError(
            "--workers counts processes of this machine, --scheduler names other machines; leave one out"
        )
    if debug and (workers or scheduler):
        raise click.UsageError(f"{'--workers' if workers else '--scheduler'}: --debug does all work in one process")
    return Place(0 if debug else workers, scheduler or "")
