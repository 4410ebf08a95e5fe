"""Sources and the options that choose among their articles."""

from __future__ import annotations

from typing import Any

import click

from bundler.characters import printable
from bundler.cli.options.choice import choice, choice_settings
from bundler.cli.options.cleaning import cleaning, cleaning_settings
from bundler.cli.options.delta import delta, delta_settings
from bundler.cli.options.looks import look_settings
from bundler.cli.options.network import network, network_settings
from bundler.cli.options.period import period, period_settings
from bundler.cli.options.pictures import picture_settings
from bundler.cli.options.sources import source_settings, sources
from bundler.cli.options.types import Function, applied
from bundler.language_tags import canonical
from bundler.settings import Settings


def selection(function: Function) -> Function:
    """Sources and the options that choose among their articles."""
    return applied(
        function,
        sources,
        click.option("--title", default="", help="The book's title; without it the site's name or 'Articles'."),
        click.option("--author", default="", help="The book's author; without it the names of the sites."),
        click.option("--language", default="", help="The book's language as a BCP 47 tag, 'zh-Hans' say."),
        period,
        choice,
        click.option("--no-images", is_flag=True, help="Leave out all pictures."),
        click.option("--keep-duplicates", is_flag=True, help="Keep articles that repeat another with small edits."),
        delta,
        cleaning,
        network,
        click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout."),
        click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors."),
    )


def settings_of(options: dict[str, Any]) -> Settings:
    """Settings out of the shared options.

    Args:
        options: what click gives for `selection`, layered by `bundler.cli.bundles.asked`.
    """
    return Settings(
        title=printable(options["title"]) or ("{name}" if options.get("bundle") else ""),
        author=printable(options["author"]),
        language=canonical(options["language"]) or options["language"],
        pictures=not options["no_images"],
        keep_duplicates=options["keep_duplicates"],
        **period_settings(options),
        **choice_settings(options),
        **delta_settings(options),
        **source_settings(options),
        **cleaning_settings(options),
        **network_settings(options),
        **picture_settings(options),
        **look_settings(options),
    )
