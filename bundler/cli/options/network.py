"""Whether and how the network is used."""

from __future__ import annotations

from typing import Any

import click

from bundler.cli.options.types import Function, applied


def network(function: Function) -> Function:
    """Whether and how the network is used."""
    return applied(
        function,
        click.option(
            "--offline",
            is_flag=True,
            envvar="EPUB_BUNDLER_OFFLINE",
            help="Touch no network; pictures that lie there are left out.",
        ),
        click.option("--allow-private", multiple=True, metavar="HOST:PORT", help="A place of your own network."),
        click.option(
            "--proxy",
            default="",
            envvar="EPUB_BUNDLER_PROXY",
            help="Everything goes through http://, https:// or socks5h://HOST:PORT.",
        ),
    )


def network_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `network`."""
    given: dict[str, Any] = {"offline": options["offline"]}
    if not (options["allow_private"] or options["proxy"]):
        return given
    from bundler.fetch.policy import parse_allowed, parse_proxy  # noqa: PLC0415 - a network library comes with it

    return given | {
        "allow_private": frozenset(parse_allowed(text) for text in options["allow_private"]),
        "proxy": parse_proxy(options["proxy"]) if options["proxy"] else "",
    }
