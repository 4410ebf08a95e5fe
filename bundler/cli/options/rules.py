"""Which site rules count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import platformdirs

from bundler.clean import GivenRules, read_rules
from bundler.cli.options.types import Function, applied


def rules(function: Function) -> Function:
    """Which site rules count."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    return applied(
        function,
        click.option(
            "--rules", "rule_folders", type=folder, multiple=True, metavar="DIR", help="A folder of site rules."
        ),
        click.option("--no-rules", is_flag=True, help="No site or mirror rules: every page as if it were unknown."),
    )


def given_rules(options: dict[str, Any]) -> GivenRules:
    """The site rules of a run: those of `--rules`, then those in the user's own folder.

    Args:
        options: what click gives for `rules`.

    Raises:
        SettingsError: a rule does not hold.
    """
    if options["no_rules"]:
        return GivenRules(own=False)
    own = platformdirs.user_config_path("epub-bundler", appauthor=False) / "rules"
    return read_rules([*options["rule_folders"], *([own] if own.is_dir() else [])])
