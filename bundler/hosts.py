"""What the user says of single hosts in bundler.toml."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HostAccess:
    """How one host is asked.

    Attributes:
        host: its name in small letters, without scheme and port.
        headers: names and values of header fields that are sent to this host and no other. They may be keys to
            somebody's account, so that they are neither shown nor logged, not even by `repr`.
        delay: seconds between two requests, or None for what is usual.
    """

    host: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    delay: float | None = None
