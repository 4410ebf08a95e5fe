"""What the user brings so that a site lets him in: cookies, logins, headers. Nothing of it is ever printed or kept."""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple, dataclass, field

from bundler.errors import SettingsError

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A field's name: a token of RFC 9110, 5.6.2."""
_OURS = frozenset("host connection content-length transfer-encoding accept-encoding range if-range te upgrade".split())
"""Fields that say how a message is built; a wrong one breaks the connection or the body."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie (RFC 6265, 5.3).

    Attributes:
        host: the host it is for, in small letters, without a leading point.
        subdomains: whether it is for the hosts below that one, too.
        path: the path it is for, with all below it.
        is_secure: whether it goes over https only.
        expires: seconds since 1970 after which it is no more; 0 for never.
        name: its name.
        value: its value.
    """

    host: str
    subdomains: bool
    path: str
    is_secure: bool
    expires: int
    name: str = field(repr=False)
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Login:
    """User and password for one host.

    Attributes:
        host: the host, exact.
        user: the user's name.
        password: the password.
    """

    host: str
    user: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Access:
    """How pages are asked for.

    Attributes:
        cookies: what `--cookies` holds.
        logins: what `--netrc` holds.
        headers: fields for a host, as (host, name, value); the host is exact.
        ignores_robots: whether robots.txt is not asked for.
        delays: seconds between two pages that the user gives a host at least, as (host, seconds).
    """

    cookies: tuple[Cookie, ...] = field(default=(), repr=False)
    logins: tuple[Login, ...] = field(default=(), repr=False)
    headers: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)
    ignores_robots: bool = False
    delays: tuple[tuple[str, float], ...] = ()

    def mark(self, host: str) -> str:
        """What tells answers that the user's keys opened from those that everybody gets; it betrays no key.

        Args:
            host: a host.

        Returns:
            a hash of what is meant for the host; empty when nothing is.
        """
        host = host.lower()
        keys = [
            *(cookie for cookie in self.cookies if host == cookie.host or host.endswith("." + cookie.host)),
            *(login for login in self.logins if login.host == host),
            *(header for header in self.headers if header[0].lower() == host),
        ]
        told = [astuple(key) if isinstance(key, Cookie | Login) else key for key in keys]
        return hashlib.sha256(repr(told).encode()).hexdigest() if told else ""

    def __post_init__(self) -> None:
        """Refuse headers that cannot be sent.

        Raises:
            SettingsError: a name that is none, one that only the connection may set, or a value of several lines. The
                value is not told.
        """
        for host, name, value in self.headers:
            if not _NAME.fullmatch(name) or not value.isprintable():
                raise SettingsError(
                    f"header {name[:40]!r} for {host}", "is no header field", "write name and value on one line"
                )
            if name.lower() in _OURS:
                raise SettingsError(f"header {name} for {host}", "belongs to the connection", "leave it out")
