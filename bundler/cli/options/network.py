"""Whether and how the network is used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bundler.access import Access
from bundler.cli.bundles.host_tables import HostAccess
from bundler.cli.options.types import Function, applied
from bundler.fetch import parse_allowed, parse_proxy

_FILE = click.Path(path_type=Path)


def network(function: Function) -> Function:
    """Whether and how the network is used."""
    return applied(
        function,
        click.option(
            "--offline",
            is_flag=True,
            envvar="EPUB_BUNDLER_OFFLINE",
            help="Touch no network; what lies there and is not kept is left out.",
        ),
        click.option("--allow-private", multiple=True, metavar="HOST:PORT", help="A place of your own network."),
        click.option(
            "--proxy",
            default="",
            envvar="EPUB_BUNDLER_PROXY",
            help="Everything goes through http://, https:// or socks5h://HOST:PORT.",
        ),
        click.option(
            "--cookies", type=_FILE, help="Cookies of a browser for pages, as cookies.txt (Netscape's format)."
        ),
        click.option("--netrc", is_flag=True, help="Logins for pages from ~/.netrc."),
        click.option("--netrc-file", type=_FILE, help="The same from another file."),
        click.option("--ignore-robots", is_flag=True, help="Fetch pages that a site's robots.txt wants left alone."),
    )


def network_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The settings that come from `network`, and from what `bundler.toml` says of hosts."""
    return {
        "offline": options["offline"],
        "access": _access(options),
        "allow_private": frozenset(parse_allowed(text) for text in options["allow_private"]),
        "proxy": parse_proxy(options["proxy"]) if options["proxy"] else "",
    }


def _access(options: dict[str, Any]) -> Access:
    """What is read from the files that the user names; a damaged one is told before any work."""
    hosts: tuple[HostAccess, ...] = options.get("hosts", ())
    of_hosts = Access(
        headers=tuple((host.host, name, value) for host in hosts for name, value in host.headers),
        delays=tuple((host.host, host.delay) for host in hosts if host.delay is not None),
        ignores_robots=options["ignore_robots"],
    )
    cookies, logins = options["cookies"], options["netrc_file"] or (Path("~/.netrc") if options["netrc"] else None)
    if cookies is None and logins is None:
        return of_hosts
    from bundler.fetch.secrets import read_cookies, read_netrc  # noqa: PLC0415 - a network library comes with it

    return replace(
        of_hosts,
        cookies=read_cookies(cookies) if cookies else (),
        logins=read_netrc(logins) if logins else (),
    )
