"""Reading the files that hold a user's cookies and logins. No error line tells what stands in them."""

from __future__ import annotations

import netrc
import re
from pathlib import Path

from bundler.access import Cookie, Login
from bundler.errors import SettingsError
from bundler.fetch.addresses import normal_host
from bundler.local_file import read_regular

_LARGEST = 4 * 1024 * 1024
_HTTP_ONLY = "#HttpOnly_"
"""What stands before a host whose cookie scripts may not read; everything else behind `#` is a remark."""
_FIELDS = 7
_SWITCH = {"TRUE": True, "FALSE": False}
_SECONDS = re.compile(r"|-?[0-9]{1,15}(?:\.[0-9]{0,9})?")


def read_cookies(path: Path) -> tuple[Cookie, ...]:
    """The cookies of a file in Netscape's format, as browsers' extensions, curl and yt-dlp write it.

    A line has seven fields parted by tabs: host, whether hosts below it count, path, whether it goes over https only,
    seconds since 1970 or 0, name, value.

    Args:
        path: the file.

    Raises:
        SettingsError: it cannot be read, or a line of it is no cookie; the line's number is told, not its text.
    """
    thing = f"--cookies {path}"
    text = _text(path, thing)
    cookies = []
    for number, line in enumerate(re.split(r"\r?\n", text), start=1):
        bare = line.removeprefix(_HTTP_ONLY)
        if not bare.strip() or (bare == line and line.startswith(("#", "$"))):
            continue
        cookie = _cookie(bare)
        if cookie is None:
            raise SettingsError(
                thing,
                f"line {number} is no cookie in Netscape's format",
                "export the cookies as cookies.txt from the browser anew",
            )
        cookies.append(cookie)
    return tuple(cookies)


def _cookie(line: str) -> Cookie | None:
    fields = line.split("\t")
    fields += [""] * (len(fields) == _FIELDS - 1)  # editors cut the tab before an empty value
    if len(fields) != _FIELDS:
        return None
    host, subdomains, path, secure, expires, name, value = fields
    bare = normal_host(host.strip().removeprefix("."))
    switches = _SWITCH.get(subdomains.strip().upper()), _SWITCH.get(secure.strip().upper())
    is_sound = path.startswith("/") and _SECONDS.fullmatch(expires.strip()) and (name + value).isprintable()
    if not bare or switches[0] is None or switches[1] is None or not is_sound or ";" in name + value:
        return None
    below = switches[0] or host.startswith(".")
    seconds = max(0, int(float(expires.strip() or 0)))
    return Cookie(bare, below, path, switches[1], seconds, name, value)


def read_netrc(path: Path) -> tuple[Login, ...]:
    """The logins of a netrc file, without its `default`, which would be told to everybody.

    Args:
        path: the file; `~/.netrc` where the user named none.

    Raises:
        SettingsError: it cannot be read; the line's number is told, not its text.
    """
    thing = f"--netrc {path}"
    _text(path, thing)
    try:
        hosts = netrc.netrc(str(path.expanduser())).hosts
    except netrc.NetrcParseError as error:
        raise SettingsError(thing, f"line {error.lineno} is not netrc's", "see 'man netrc' for its form") from None
    return tuple(
        Login(normal_host(host), user, password)
        for host, (user, _, password) in hosts.items()
        if host != "default" and user and password
    )


def _text(path: Path, thing: str) -> str:
    try:
        content = read_regular(path.expanduser().resolve(), _LARGEST)
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself, no home
        content = "cannot be read"
    if isinstance(content, str):
        raise SettingsError(thing, content, "check the path")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(thing, "is no text file", "check the path") from None
